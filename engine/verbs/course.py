"""The course of a run that changes something: its effect loop, its leftovers, its end."""

from __future__ import annotations

from typing import Any

from engine.base.context import Context
from engine.base.errors import EngineError
from engine.base.ports import PhotoWriter
from engine.base.report import Ending, Report
from engine.effect.recover import Recovery
from engine.effect.send import Sender
from engine.effect.settle import Settler
from engine.model.server import Server
from engine.runs.outdated import LEAVING, LEFT
from engine.runs.runs import INTERRUPTED, open_run, runs
from journal.errors import JournalError
from journal.records import RunClosed


def settler_for(context: Context, writer: PhotoWriter, run: str) -> Settler:
    """Return the effect loop of a run: the one place that is given a writer."""
    sender = Sender(writer=writer, reader=context.reader, vault=context.vault, chunk=context.settings.chunk)
    return Settler(context, sender, run)


def close_leftovers(context: Context, writer: PhotoWriter, server: Server) -> int:
    """Give everything in doubt its outcome and close the runs that a crash left open.

    Returns how many intents were in doubt. Raises InDoubt and the leaves of ServerError.
    """
    left = [run for run in runs(context.journal) if run.result is None]
    if not left:
        return 0
    run = open_run(context.journal, context.clock, "resume", server, {"of": [r.opened.run for r in left]})
    outcomes = Recovery(settler_for(context, writer, run)).recover()
    for opened in left:
        context.journal.append(RunClosed(run=opened.opened.run, result=INTERRUPTED))
    context.journal.append(RunClosed(run=run, result="done", detail={"recovered": len(outcomes)}))
    return len(outcomes)


def close(context: Context, report: Report, result: str | None = None) -> None:
    """Close a run with its counts, unless something of it is in doubt: then `resume` will."""
    if context.journal.in_doubt(report.run):
        return
    detail: dict[str, Any] = {
        "groups": len(report.ends),
        "trashed": report.trashed,
        "restored": report.restored,
        "uploaded": report.uploaded,
        LEFT: sum(end.ending in LEAVING for end in report.ends),
    }
    context.journal.append(RunClosed(run=report.run, result=result or result_of(report), detail=detail))


def result_of(report: Report) -> str:
    """Return in one word how a run ended."""
    if report.count(Ending.FAILED, Ending.IN_DOUBT):
        return "failed"
    return "conflict" if report.count(Ending.CONFLICT) else "done"


def ended(context: Context, report: Report, why: EngineError | JournalError | None = None) -> Report:
    """Return the report with why the run ended early and the head of the book as it is now.

    A book that could not be written or read is not touched again.
    """
    report.stopped = why
    if isinstance(why, JournalError):
        return report
    report.head = context.journal.head().hash
    return report
