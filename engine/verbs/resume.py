"""Finish what a crash or a person interrupted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from attrs import evolve

from engine.base.context import Context
from engine.base.ports import PhotoWriter
from engine.base.report import Report
from engine.base.settings import Settings
from engine.effect.recover import Recovery
from engine.model.server import Server
from engine.runs.limits import STOPPED, limited, stopped_by
from engine.runs.runs import INTERRUPTED, Run, groups_of, open_run, runs
from engine.undo.extent import extent_of
from engine.verbs import apply, fix, restore
from engine.verbs.course import settler_for
from engine.verbs.limits import require_trash
from journal.errors import JournalError
from journal.port import JournalReader
from journal.records import RunClosed

AS_BEGUN: Final[Mapping[str, Any]] = MappingProxyType({})
"""No limit but those under which a run was begun."""


def resume(
    context: Context,
    writer: PhotoWriter,
    *,
    server: Server,
    past_canary: bool = False,
    instead: Mapping[str, Any] = AS_BEGUN,
) -> tuple[int, list[Report]]:
    """Give everything in doubt its outcome, then carry interrupted runs on to their end, within their limits.

    Returns how many intents were in doubt, and the report of each run that was carried on. A run that its
    canary stopped goes no further, unless `past_canary`: then what is left of its plan is a run of its own. Settings
    that a person names now hold `instead` of those under which the runs were begun. An interrupted analyze or audit is
    only closed: it changed nothing, and starting it again is as good. Raises InDoubt, TrashOff, TrashTooShort, and the
    leaves of ServerError.
    """
    left = [run for run in runs(context.journal) if run.result is None]
    count, reports = _finish(context, writer, server, left, past_canary, instead) if left else (0, [])
    ended = any(report.stopped is not None or report.interrupted for report in reports)
    if past_canary and not ended and (run := stopped_run(context.journal)) is not None:
        settings = evolve(past(context.journal, context.settings, run), **instead)
        plan = run.opened.detail["plan"]
        reports.append(apply.apply(evolve(context, settings=settings), writer, server=server, wanted=plan))
    return count, reports


def stopped_run(journal: JournalReader) -> Run | None:
    """Return the newest apply run, where its canary or its failures stopped it; None where they did not."""
    newest = next((run for run in reversed(runs(journal)) if run.opened.verb == "apply"), None)
    return newest if newest is not None and newest.result == STOPPED else None


def past(journal: JournalReader, settings: Settings, run: Run) -> Settings:
    """Return the settings under which what is left of a stopped run goes on: its limits, but for those that stopped it.

    Groups that it had begun count as part of its limit.
    """
    was = limited(settings, run.opened.detail)
    begun = len(groups_of(journal, run.opened.run))
    rest = None if was.limit is None else max(0, was.limit - begun)
    return evolve(was, canary=None, max_failures=None, limit=rest)


def _finish(
    context: Context,
    writer: PhotoWriter,
    server: Server,
    left: Sequence[Run],
    past_canary: bool,
    instead: Mapping[str, Any],
) -> tuple[int, list[Report]]:
    """Settle what is in doubt and carry open runs on, in a run of its own."""
    detail = {"of": [run.opened.run for run in left]}
    own = open_run(context.journal, context.clock, "resume", server, detail)
    outcomes = Recovery(settler_for(context, writer, own)).recover()
    reports = []
    for run in left:
        report = _carry_on(context, writer, server, run, past_canary, instead)
        if report is not None:
            reports.append(report)
            if report.stopped is not None or report.interrupted:
                break
    if any(isinstance(report.stopped, JournalError) for report in reports):
        return len(outcomes), reports
    context.journal.append(RunClosed(run=own, result="done", detail={"recovered": len(outcomes)}))
    return len(outcomes), reports


def _carry_on(
    context: Context,
    writer: PhotoWriter,
    server: Server,
    run: Run,
    past_canary: bool,
    instead: Mapping[str, Any],
) -> Report | None:
    opened = run.opened
    match opened.verb:
        case "apply" if not past_canary and stopped_by(context.journal, opened.run) is not None:
            context.journal.append(RunClosed(run=opened.run, result=STOPPED))
            return None
        case "apply":
            settings = evolve(limited(context.settings, opened.detail), **instead)
            require_trash(server, settings)
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
