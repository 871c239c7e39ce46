"""What the engine needs from the outside about things that refer to an asset, beside albums and tags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from engine.model.carried import Remark
from engine.model.stack import Stack


class GivenReader(Protocol):
    """Questions about shared links, memories and notes; they may be repeated freely."""

    def link(self, link_id: str) -> frozenset[str] | None:
        """Return the assets that an individual shared link shows, without those in the trash; None: it is gone."""
        ...

    def memory(self, memory_id: str) -> frozenset[str] | None:
        """Return the assets that a memory shows, without archive and trash; None where it is gone."""
        ...

    def remarks_on(self, asset_id: str, album_id: str) -> tuple[Remark, ...]:
        """Return the comments and likes on an asset in one album, anyone's; none while it lies in the trash."""
        ...

    def stack_of(self, asset_id: str) -> Stack | None:
        """Return the stack that holds an asset; None where it is in none, or is gone."""
        ...

    def stack(self, stack_id: str) -> Stack | None:
        """Return a stack, of which only what lies neither in the trash nor out of reach shows; None: it is gone."""
        ...

    def notes_of(self, asset_id: str) -> tuple[tuple[str, str], ...]:
        """Return the key-value notes of an asset; the values are JSON text with sorted keys."""
        ...


class GivenWriter(Protocol):
    """Calls that change them; the client itself repeats none."""

    def add_to_links(self, asset_id: str, links: Mapping[str, str]) -> None:
        """Let individual shared links show an asset; beside each stands one that it shows (needed on 2.x)."""
        ...

    def remove_from_link(self, link_id: str, asset_id: str) -> None: ...

    def add_to_memory(self, memory_id: str, asset_id: str) -> None: ...

    def remove_from_memory(self, memory_id: str, asset_id: str) -> None: ...

    def write_notes(self, asset_id: str, notes: Iterable[tuple[str, str]]) -> None:
        """Write key-value notes; the values are JSON text."""
        ...

    def make_remark(self, asset_id: str, album_id: str, text: str | None) -> None:
        """Comment on an asset in an album, or like it where `text` is None. Not idempotent: look first."""
        ...

    def remove_remark(self, remark_id: str) -> None: ...

    def name_face(self, face_id: str, person: str) -> None:
        """Say that a face is a known person's; there is no way to take that back but to erase the face."""
        ...

    def erase_face(self, face_id: str) -> None: ...

    def remove_note(self, asset_id: str, key: str) -> None: ...

    def make_stack(self, asset_ids: Sequence[str]) -> str:
        """Stack assets, the first on top, and return the new stack's id. A stack whose top is among them ends.

        Not idempotent: look first.
        """
        ...

    def join_stack(self, asset_id: str, source: str) -> None:
        """Put an asset into the stack that holds `source`; one that is in a stack itself brings all of that along."""
        ...

    def leave_stack(self, stack_id: str, asset_id: str) -> None:
        """Take an asset out of a stack; the one on top cannot go."""
        ...

    def top_stack(self, stack_id: str, asset_id: str) -> None:
        """Lay an asset of a stack on top of it."""
        ...

    def remove_stack(self, stack_id: str) -> None:
        """Take a stack apart; its assets stay."""
        ...
