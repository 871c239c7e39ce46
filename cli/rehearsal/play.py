"""Play a plan: apply, audit and restore on a practice server, and every field compared before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from attrs import evolve, frozen

from cli.context import Work, working
from cli.demo.compare import Gap, differences, library
from cli.options import Options
from cli.rehearsal.fill import fill
from cli.rehearsal.known import Cast
from cli.rehearsal.stage import bring
from engine.audit.audit import Depth, audit
from engine.audit.discrepancy import AuditReport
from engine.base.errors import NothingToRestore
from engine.base.report import Report
from engine.base.settings import Settings
from engine.undo.extent import extent
from engine.verbs.apply import apply
from engine.verbs.restore import restore
from journal.port import JournalReader
from practice.jobs import Pace
from practice.server import PracticeServer
from practice.world import World

PACE = Pace(wait=0.002, write=0.004, extract=0.002, detect=0.002, purge=0.002)
WAITS = {"settle_poll": 0.01, "settle_gap": 0.01, "regroup_gap": 0.12, "quiet": 0.12}
"""Waits that fit a practice server, whose jobs take milliseconds."""


@frozen
class Played:
    """How a rehearsal went: the three runs, what differs between before and after, and what apply changed."""

    applied: Report
    audited: AuditReport
    restored: Report
    changed: int
    differing: tuple[Gap, ...]
    pictures: int

    @property
    def holds(self) -> bool:
        """Tell whether all groups went through, the audit was clean, and everything came back."""
        ends = [*self.applied.ends, *self.restored.ends]
        well = all(end.ending.value in ("done", "already") for end in ends) and bool(self.applied.ends)
        stopped = self.applied.stopped or self.restored.stopped
        return well and stopped is None and not self.audited.faults and not self.differing


@contextmanager
def stage(options: Options, casts: Sequence[Cast], home: Path) -> Iterator[tuple[PracticeServer, Work]]:
    """Start a practice server with these pictures, and open a home for it; the waits are short."""
    world = World()
    fill(world, casts)
    with PracticeServer(world, pace=PACE) as server:
        here = evolve(options, home=home, server=server.url, api_key=server.key())
        settings = Settings(**{**WAITS, "spare_bytes": 0})  # type: ignore[arg-type]
        with working(here, "analyze", settings):
            pass  # which makes the home
        with working(here, "apply", settings) as work:
            yield server, work


def play(work: Work, server: PracticeServer, real: JournalReader, casts: Sequence[Cast]) -> Played:
    """Carry a plan out, audit it, take it back, and compare every field of every picture."""
    before = library(work.context.reader)
    plan = bring(work.context, work.server, real, casts)
    applied = apply(work.context, work.writer, server=work.server, wanted=plan)
    server.drain()
    after = library(work.context.reader)
    audited = audit(work.context, server=work.server, depth=Depth(deep=False))
    restored = Report(run="", verb="restore")
    if applied.ends:
        with suppress(NothingToRestore):  # where every group was left alone
            restored = restore(work.context, work.writer, server=work.server, wanted=extent(work.journal))
    server.drain()
    work.context.reader.forget()
    found = [gap for gap in differences(before, library(work.context.reader)) if gap.lasting]
    return Played(applied, audited, restored, len(differences(before, after)), tuple(found), len(before))
