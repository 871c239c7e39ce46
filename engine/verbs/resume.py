"""Finish what a crash or a person interrupted."""

from __future__ import annotations

from attrs import evolve

from engine.base.context import Context
from engine.base.errors import TrashOff
from engine.base.ports import PhotoWriter
from engine.base.report import Report
from engine.effect.recover import Recovery
from engine.model.server import Server
from engine.runs.limits import STOPPED, limited, stopped_by
from engine.runs.runs import INTERRUPTED, Run, open_run, runs
from engine.undo.extent import extent_of
from engine.verbs import apply, fix, restore
from engine.verbs.course import settler_for
from journal.records import RunClosed


def resume(
    context: Context, writer: PhotoWriter, *, server: Server, past_canary: bool = False
) -> tuple[int, list[Report]]:
    """Give everything in doubt its outcome, then carry interrupted runs on to their end, within their limits.

    Returns how many intents were in doubt, and the report of each run that was carried on. A run that its
    canary stopped goes no further, unless `past_canary`. An interrupted analyze or audit is only closed: it
    changed nothing, and starting it again is as good. Raises InDoubt, TrashOff, and the leaves of ServerError.
    """
    left = [run for run in runs(context.journal) if run.result is None]
    if not left:
        return 0, []
    detail = {"of": [run.opened.run for run in left]}
    own = open_run(context.journal, context.clock, "resume", server, detail)
    outcomes = Recovery(settler_for(context, writer, own)).recover()
    reports = []
    for run in left:
        report = _carry_on(context, writer, server, run, past_canary)
        if report is not None:
            reports.append(report)
            if report.stopped is not None or report.interrupted:
                break
    context.journal.append(RunClosed(run=own, result="done", detail={"recovered": len(outcomes)}))
    return len(outcomes), reports


def _carry_on(
    context: Context, writer: PhotoWriter, server: Server, run: Run, past_canary: bool
) -> Report | None:
    opened = run.opened
    match opened.verb:
        case "apply" if not past_canary and stopped_by(context.journal, opened.run) is not None:
            context.journal.append(RunClosed(run=opened.run, result=STOPPED))
            return None
        case "apply":
            if not server.trash:
                raise TrashOff()
            settings = limited(context.settings, opened.detail)
            if past_canary:
                settings = evolve(settings, canary=None, max_failures=None)
            again = evolve(context, settings=settings)
            return apply.carry_on(again, writer, opened.run, opened.detail["plan"])
        case "restore":
            wanted = extent_of(context.journal, opened.run, opened.detail)
            return restore.carry_on(context, writer, opened.run, wanted)
        case "fix":
            return fix.carry_on(context, writer, opened.run, opened.detail["of"], opened.detail["kinds"])
        case _:
            context.journal.append(RunClosed(run=opened.run, result=INTERRUPTED))
            return None
