"""What every action is: one class that holds all that has to be known of it, so that a new one is one file.

An action is a frozen value that the journal can hold. Its class says which fields it touches (`observe`,
`expected`), what takes it back (`inverse`), how it is sent (`send`, or `bulk` with others of its kind), in which
stage, with which permissions, and how a person reads it (`sentence`). Nothing here decides when.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterator, Mapping, Sequence
from enum import Enum, IntEnum
from typing import Any, ClassVar, Protocol, Self

from attrs import evolve, frozen

from engine.action.image import Image
from engine.base.ports import PhotoReader, PhotoWriter
from engine.base.vault import Vault
from engine.model.asset import Asset
from engine.model.group import Member


class Stage(IntEnum):
    """Protect, verify, destroy. A wave goes through one stage as a whole before the next begins."""

    DOWNLOAD = 1
    PATCH = 2
    CLOCK = 3
    TAGS = 4
    FLAGS = 5
    RELATIONS = 6
    COVERS = 7
    TRASH = 8
    STACK = 9


class Settling(Enum):
    """When the server is done with an action (docs/immich.md, Settling)."""

    AT_ONCE = "at once"
    """The answer is final."""
    SIDECAR = "sidecar"
    """A sidecar is written and read again: `updatedAt` moves when that is over."""
    BULK = "bulk"
    """As before, but `updatedAt` moves at once, too."""
    UPLOAD = "upload"
    """A new file has to be measured first."""


@frozen
class Sighting:
    """What was seen of a target. `gone` means that it does not exist (any more); then the image is empty."""

    image: Image
    gone: bool = False


GONE = Sighting({}, gone=True)


@frozen
class Eyes:
    """What an action looks through: neither of these changes anything."""

    reader: PhotoReader
    vault: Vault


@frozen
class Hands:
    """What an action is sent with. Only the effect loop has any.

    `known` returns an asset with its relations, from what a run has read already where it has.
    """

    writer: PhotoWriter
    reader: PhotoReader
    vault: Vault
    known: Callable[[str], Member | None]


class Words(Protocol):
    """How values are put for a person: the command line's business, for names may be made to hurt."""

    def name(self, asset: str) -> str: ...

    def quoted(self, text: str) -> str: ...

    def clean(self, text: str) -> str: ...

    def size(self, size_: int | None) -> str: ...

    def spot(self, latitude: float, longitude: float) -> str: ...

    def clock(self, wall: Any, offset_minutes: int | None = None) -> str: ...


class Fate(Enum):
    """What sending came to, as far as the call itself tells."""

    SENT = "sent"
    REFUSED = "refused"


@frozen
class Reply:
    """The fate of one action; `seen` is what the answer itself told, such as a new id."""

    fate: Fate
    detail: str = ""
    seen: Mapping[str, Any] = {}


SENT = Reply(Fate.SENT)


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Return an id, or tuples of ids, as they are called today."""
    if isinstance(value, tuple):
        return tuple(_renamed(one, names) for one in value)
    return names.get(value, value)


def _each(value: Any) -> Iterator[str]:
    if isinstance(value, tuple):
        for one in value:
            yield from _each(one)
    elif value is not None:
        yield value


class Action:
    """One thing that Winnow does. Subclasses are attrs values, registered in `engine.action.registry`."""

    __slots__ = ()

    NAME: ClassVar[str]
    """Frozen: journals hold it."""
    STAGE: ClassVar[Stage | None] = None
    """Where `apply` performs it; None for what only a restore does."""
    SETTLING: ClassVar[Settling] = Settling.AT_ONCE
    NEEDS: ClassVar[tuple[str, ...]] = ()
    """The permissions that sending it takes."""
    NEEDS_BACK: ClassVar[tuple[str, ...]] = ()
    """The permissions that taking it back takes."""
    REPEATS: ClassVar[bool] = False
    """Whether it is sent even where the target shows already what is wanted."""
    KEPT: ClassVar[bool] = False
    """Whether its target is seen in what a reader keeps until it is told to forget."""
    REFERS: ClassVar[tuple[str, ...]] = ("asset",)
    """The fields that hold the ids of assets: one, or tuples of them."""
    UNDOING: ClassVar[str] = ""
    """How a restore announces so many `{}` ways back of it; "" where none stands by itself."""
    ORDER_BACK: ClassVar[int | None] = None
    """When its way back comes among those of one group, small first; None: it is not taken back step by step."""

    @property
    def subject(self) -> str:
        """Return the asset (or group) that it is about."""
        asset: str = self.asset  # type: ignore[attr-defined]
        return asset

    def of(self, names: Mapping[str, str]) -> Self:
        """Return the same action about the ids that its assets have today."""
        renamed = {f: _renamed(getattr(self, f), names) for f in self.REFERS}
        changed = {f: value for f, value in renamed.items() if value != getattr(self, f)}
        return evolve(self, **changed) if changed else self  # type: ignore[misc]

    def assets(self) -> frozenset[str]:
        """Return every asset that it is about."""
        return frozenset(asset for f in self.REFERS for asset in _each(getattr(self, f)))

    def observe(self, eyes: Eyes) -> Sighting:
        """Look at the target: the image of the touched fields. Raises the leaves of ServerError."""
        raise NotImplementedError

    def seen_on(self, member: Member) -> Sighting | None:
        """Return what `observe` would see on an asset that was just read whole; None where only a look tells."""
        return None

    def expected(self) -> dict[str, Any]:
        """Return the fields that it touches, with the values they must show when it is done."""
        raise NotImplementedError

    def inverse(self, before: Image, seen: Image) -> Action | None:
        """Return what takes it back, or None where it changed nothing on the server.

        `before` is the journaled before-image, `seen` what the outcome saw (an upload's new id). Raises
        NotInvertible where the images do not hold what the way back needs.
        """
        raise NotImplementedError

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        """Send it alone; return what the answer told. Raises the leaves of ServerError."""
        raise NotImplementedError

    def only(self, fields: Container[str]) -> Action | None:
        """Return it for some of the fields that it touches, None where it touches none of them."""
        return self if any(field in fields for field in self.expected()) else None

    def bulk(self) -> Hashable | None:
        """Return what it may share one call with: actions of one kind with equal keys. None: it goes alone."""
        return None

    @classmethod
    def send_all(cls, hands: Hands, actions: Sequence[Self]) -> list[Reply]:
        """Send several with the same bulk key in one call. Raises the leaves of ServerError."""
        raise NotImplementedError

    def misplaced(self, winner: str, losers: Sequence[str]) -> str | None:
        """Return why it may not be part of a plan with this winner and these losers; None: it may."""
        return None if self.subject == winner else f"changes {self.subject}, which is not the winner"

    def derived(self, asset: Asset) -> bool:
        """Tell whether an asset shows what only the server's own job can write after this action."""
        return True

    def hindered(self, eyes: Eyes) -> str:
        """Return why nothing can be done to the target any more, in words; "" where something can.

        It is asked before a way back, so that what can never come back ends. Raises the leaves of ServerError.
        """
        return ""

    def overruled(self, eyes: Eyes) -> str:
        """Return what somebody made of it since that its own image does not show, in words; "" where nothing.

        It is asked before a way back: what a person made of it is not ours to take away. Raises the leaves of
        ServerError.
        """
        return ""

    def out_of_sight(self, asset: Asset) -> str:
        """Return where the asset lies that the server does not show there what this is about; "" where it does."""
        return ""

    def thing(self) -> str:
        """Return in words what it gives or takes: a place in an album, a face."""
        return self.NAME

    def handed_on(self, words: Words) -> str | None:
        """Return how a winner's inheritance names it; None: it is named by the fields of the decision."""
        return None

    def example(self) -> dict[str, Any]:
        """Return a before-image to ask about invertibility while planning, before a real one is known."""
        return {}

    def sentence(self, words: Words) -> str:
        """Return it in one line for a person."""
        raise NotImplementedError
