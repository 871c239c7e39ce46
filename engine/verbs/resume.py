"""Finish what a crash or a person interrupted."""

from __future__ import annotations

from attrs import evolve

from engine.base.context import Context
from engine.base.errors import TrashOff
from engine.base.ports import PhotoWriter
from engine.base.report import Report
from engine.effect.recover import Recovery
from engine.model.server import Server
from engine.runs.runs import INTERRUPTED, Run, open_run, runs
from engine.verbs import apply, restore
from engine.verbs.apply import settler_for
from journal.records import RunClosed


def resume(context: Context, writer: PhotoWriter, *, server: Server) -> tuple[int, list[Report]]:
    """Give everything in doubt its outcome, then carry interrupted runs on to their end.

    Returns how many intents were in doubt, and the report of each run that was carried on. An interrupted
    analyze or audit is only closed: it changed nothing, and starting it again is as good. Raises InDoubt,
    TrashOff, and the leaves of ServerError.
    """
    left = [run for run in runs(context.journal) if run.result is None]
    if not left:
        return 0, []
    detail = {"of": [run.opened.run for run in left]}
    own = open_run(context.journal, context.clock, "resume", server, detail)
    outcomes = Recovery(settler_for(context, writer, own)).recover()
    reports = [report for run in left if (report := _carry_on(context, writer, server, run)) is not None]
    context.journal.append(RunClosed(run=own, result="done", detail={"recovered": len(outcomes)}))
    return len(outcomes), reports


def _carry_on(context: Context, writer: PhotoWriter, server: Server, run: Run) -> Report | None:
    opened = run.opened
    match opened.verb:
        case "apply":
            if not server.trash:
                raise TrashOff()
            settings = evolve(context.settings, limit=opened.detail.get("limit"), canary=None)
            again = evolve(context, settings=settings)
            return apply.carry_on(again, writer, opened.run, opened.detail["plan"])
        case "restore":
            wanted = restore.Extent(
                run=opened.detail.get("of"),
                group=opened.detail.get("group"),
                asset=opened.detail.get("asset"),
                applies=frozenset(restore.applied(context.journal)),
            )
            return restore.carry_on(context, writer, opened.run, wanted)
        case _:
            context.journal.append(RunClosed(run=opened.run, result=INTERRUPTED))
            return None
