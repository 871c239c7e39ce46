"""What the server does after a call has been answered: sidecars, extraction, detection, purges."""

from __future__ import annotations

import random
from collections.abc import Callable

from attrs import define

from practice import extraction
from practice.dialect import Dialect
from practice.grouping import Print, fingerprint, near
from practice.jobs import Jobs
from practice.removal import purge
from practice.rows import AssetRow
from practice.sidecars import written
from practice.world import World


@define
class _Writing:
    """A sidecar write under way; `failed` as another one was there first, `destroyed` by a collision."""

    failed: bool = False
    destroyed: bool = False


class Pipeline:
    """Queue the jobs that Immich queues, with its races (docs/immich.md, Lost updates)."""

    def __init__(self, world: World, jobs: Jobs, dialect: Dialect) -> None:
        self.world = world
        self.jobs = jobs
        self._dialect = dialect
        self._writing: dict[str, list[_Writing]] = {}
        self._prints: dict[str, Print | None] = {}

    @property
    def _chance(self) -> random.Random:
        return self.world.chance

    def _later(self, seconds: float, row: AssetRow, name: str, run: Callable[[AssetRow], None]) -> None:
        def moment() -> None:
            if row.id in self.world.assets:
                run(row)

        self.jobs.after(seconds, moment, name=name, subject=row.id)

    def write_sidecar(self, row: AssetRow) -> None:
        """Queue a sidecar write, and the extraction that always follows it."""
        self._later(self.jobs.pace.wait, row, "sidecar", self._start_writing)

    def _start_writing(self, row: AssetRow) -> None:
        locked = frozenset(row.locked)
        if not locked:
            self._start_extraction(row)
            return
        mine = _Writing()
        under_way = self._writing.setdefault(row.id, [])
        if under_way:
            mine.failed = True
            if self._chance.random() < self.jobs.pace.destroys:
                mine.destroyed = under_way[0].destroyed = True
        under_way.append(mine)
        after = written(row.sidecar, row.exif, locked)

        def finish(row: AssetRow) -> None:
            under_way.remove(mine)
            if mine.destroyed:
                row.sidecar = None
                self.world.log.effect("sidecar-destroyed", row.id)
            elif not mine.failed and not row.read_only:
                row.sidecar = after
            row.locked -= locked
            self._start_extraction(row)

        self._later(self.jobs.pace.write, row, "sidecar", finish)

    def extract(self, row: AssetRow) -> None:
        """Queue an extraction without a sidecar write."""
        self._later(self.jobs.pace.wait, row, "extract", self._start_extraction)

    def _start_extraction(self, row: AssetRow) -> None:
        reading = extraction.read(
            row, lowest_rating=self._dialect.lowest_rating, geocoding=self.world.geocoding
        )

        def finish(row: AssetRow) -> None:
            extraction.apply(row, reading, self.world.now())
            self.world.replace_tags(row, row.exif.tags or ())
            self.world.log.effect("extract", row.id)

        self._later(self.jobs.pace.extract, row, "extract", finish)

    def welcome(self, row: AssetRow) -> None:
        """Queue everything a new upload goes through."""
        self.extract(row)
        self._later(
            self.jobs.pace.wait + self.jobs.pace.extract + self.jobs.pace.detect, row, "detect", self._detect
        )

    def _detect(self, row: AssetRow) -> None:
        self.world.give_thumbnail(row)
        if row.detected or row.kind != "IMAGE" or row.trashed or row.stack:
            return
        if row.visibility not in ("timeline", "archive"):
            return
        row.detected = True
        mine = self._fingerprint(row)
        if mine is None:
            return
        alike = [other for other in self._comparable(row) if near(mine, self._fingerprint(other))]
        if not alike:
            return
        known = [other.duplicate for other in alike if other.duplicate]
        target = known[0] if known else self.world.new_id()
        absorbed = {identity for identity in known if identity != target}
        for other in list(self.world.assets.values()):
            if other in alike or other.duplicate in absorbed or other is row:
                self.world.set_group(other, target)

    def _comparable(self, row: AssetRow) -> list[AssetRow]:
        return [
            other
            for other in self.world.assets.values()
            if other is not row
            and other.owner == row.owner
            and other.kind == row.kind
            and other.detected
            and not other.trashed
            and not other.stack
            and other.visibility in ("timeline", "archive")
        ]

    def _fingerprint(self, row: AssetRow) -> Print | None:
        if row.id not in self._prints:
            self._prints[row.id] = fingerprint(row.content())
        return self._prints[row.id]

    def purge_deleted(self) -> None:
        """Queue the job that carries out forced deletes."""

        def run() -> None:
            doomed = [row for row in self.world.assets.values() if row.status == "deleted"]
            for row in doomed:
                purge(self.world, row, modern=self._dialect.modern)

        self.jobs.after(self.jobs.pace.purge, run, name="purge")
