"""Gathering what is known of a group: from the journal where it is kept, else from the server, once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Self

from attrs import define, field

from engine.base.context import Context
from engine.evidence.eyes import Eyes
from engine.evidence.files import read_file
from engine.evidence.footage import can_be_seen, footage, hearing
from engine.evidence.kept import facts_record, kept_facts, kept_look, look_record
from engine.evidence.originals import Comparison, Worth, is_proven
from engine.evidence.pairs import look_at
from engine.evidence.pictures import Pictures
from engine.evidence.window import Fetch
from engine.exif.tool import Exif
from engine.model.asset import Asset
from engine.model.evidence import FileFacts
from engine.model.likeness import Likeness, Verdict
from journal.records import FactRecorded

if TYPE_CHECKING:
    from engine.look.picture import Picture
    from engine.look.sounds import Excerpt

MANY = 64
"""Groups for which looks are made by other processes from the first one on: so many are worth their beginning. This
process then reads in nothing that decodes and compares, and does not look while it has answers to read."""

PICTURES, BYTES = "pictures", "bytes"
"""The two stages of progress: what was looked at or read, and how much came for it."""


@define
class Gatherer:
    """Gathers evidence for the groups of one analysis, on the thread of whoever asks.

    `new` collects what is to be kept in the journal, until somebody takes it.
    """

    context: Context
    run: str
    exif: Exif
    folder: Path | None = None
    eyes: Eyes = field(factory=Eyes)
    _new: list[FactRecorded] = field(factory=list, init=False)
    _lock: Lock = field(factory=Lock, init=False)

    def __enter__(self) -> Self:
        """Make sure that exiftool works before the first file is read. Raises `ExiftoolMissing`."""
        self.exif.version()
        for stage in (PICTURES, BYTES):
            self.context.progress.start(stage, None)
        return self

    def __exit__(self, *_: object) -> None:
        self.eyes.close()
        for stage in (PICTURES, BYTES):
            self.context.progress.finish(stage)

    def expect(self, groups: int | None) -> None:
        """Say how many groups are to come, None where nobody knows."""
        if groups is not None and groups >= MANY:
            self.eyes.few = 0

    def take(self) -> list[FactRecorded]:
        """Return what was gathered since the last time, to be kept."""
        with self._lock:
            new, self._new = self._new, []
        return new

    def facts(self, assets: Iterable[Asset]) -> dict[str, FileFacts]:
        """Return the facts of files by checksum. Raises what ends a run: `Unreachable`, `BadKey`, `NoPermission`."""
        return {asset.checksum: self._facts(asset) for asset in assets}

    def looks(
        self, pairs: Sequence[tuple[Asset, Asset]], facts: dict[str, FileFacts]
    ) -> dict[tuple[str, str], Likeness]:
        """Return a likeness for each pair of assets, the one that would be kept first. Raises as `facts` does."""
        pictures = Pictures(self.context.reader, facts, eyes=self.eyes)
        found = {(a.checksum, b.checksum): self._look(a, b, pictures, facts) for a, b in pairs}
        self._tell(pictures.fetched, pictures.volume)
        return found

    def _facts(self, asset: Asset) -> FileFacts:
        kept = kept_facts(self.context.journal, asset)
        if kept is not None:
            return kept
        self.eyes.begin()  # whose file was never read was hardly ever looked at
        reading = read_file(
            fetching(self.context, asset),
            asset.size,
            self.exif,
            self.folder,
            None if asset.library else asset.checksum,
        )
        if reading.lasting:
            self._keep(facts_record(self.run, asset, reading.facts))
        self._tell(1, reading.fetched)
        return reading.facts

    def _look(self, first: Asset, second: Asset, pictures: Pictures, facts: dict[str, FileFacts]) -> Likeness:
        kept = kept_look(self.context.journal, first, second)
        if kept is not None:
            return kept
        both = facts.get(first.checksum), facts.get(second.checksum)
        sight = look_at(
            first,
            second,
            pictures,
            both,
            self._footage if can_be_seen() else None,
            self._originals,
            self._hearing,
        )
        if sight.lasting or sight.likeness.verdict is Verdict.SAME:
            # The gate asks for whatever let a picture go, also where a later look may tell more.
            self._keep(look_record(self.run, first, second, sight.likeness, lasting=sight.lasting))
        return sight.likeness

    def _footage(self, asset: Asset, late: float = 0.0, over: int = 1) -> list[Picture]:
        fetch = fetching(self.context, asset)
        return footage(fetch, asset.size, asset.name, self.folder, late=late, over=over)

    def _hearing(self, asset: Asset) -> list[Excerpt]:
        return hearing(fetching(self.context, asset), asset.size, asset.name, self.folder)

    def _originals(
        self, comparison: Comparison, larger: Asset, smaller: Asset, worth: Worth | None = None
    ) -> bool:
        return is_proven(
            comparison, larger, smaller, lambda asset: fetching(self.context, asset), self.folder, worth
        )

    def _keep(self, record: FactRecorded) -> None:
        with self._lock:
            self._new.append(record)

    def _tell(self, pictures: int, bytes_: int) -> None:
        if pictures:
            self.context.progress.advance(PICTURES, pictures)
        if bytes_:
            self.context.progress.advance(BYTES, bytes_)


def fetching(context: Context, asset: Asset) -> Fetch:
    """Return how the bytes of an asset's original are fetched."""

    def fetch(start: int, length: int) -> bytes:
        parts = context.reader.download(asset.id, start=start, end=start + length, length=asset.size)
        return b"".join(parts)

    return fetch
