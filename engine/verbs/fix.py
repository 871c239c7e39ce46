"""Carry out what an audit found necessary: an ordinary run, journaled, resumable, and itself undoable."""

from __future__ import annotations

from collections.abc import Iterable

from engine.audit.discrepancy import Remedy
from engine.audit.expect import expectation
from engine.audit.remedies import Remedies, download, inherit, remedies, untrash
from engine.base.context import Context
from engine.base.errors import EngineError, NothingToRestore
from engine.base.ports import PhotoWriter
from engine.base.report import Ending, Report
from engine.effect.ending import NOT_BEGUN
from engine.effect.perform import Loop, Todo
from engine.model.server import Server
from engine.runs.history import history
from engine.runs.runs import applied, find_run, interrupted, open_run, runs
from engine.undo.doing import Doing
from engine.undo.extent import Extent
from engine.undo.read_back import read_back
from engine.undo.takeback import TakeBack
from engine.verbs.course import close, close_leftovers, ended, settler_for
from journal.errors import JournalError
from journal.port import JournalReader

ALL = frozenset(Remedy) - {Remedy.NONE}
ORDER = (Remedy.UNTRASH_WINNER, Remedy.DOWNLOAD_AGAIN, Remedy.INHERIT_AGAIN)
"""A winner must be there before anything is written to it; what must come back comes last."""


def audit_run(journal: JournalReader, named: str | None) -> str:
    """Return the audit that a person means, the newest without a name.

    Raises NothingToRestore.
    """
    if named is not None:
        run = find_run(journal, named)
        if run is None or run.opened.verb != "audit":
            raise NothingToRestore(what=f"the audit {named}: see `winnow journal runs`")
        return run.opened.run
    audits = [run.opened.run for run in runs(journal) if run.opened.verb == "audit" and run.result]
    if not audits:
        raise NothingToRestore(what="any audit: run `winnow audit` first")
    return audits[-1]


def fix(
    context: Context, writer: PhotoWriter, *, server: Server, audit: str, kinds: frozenset[Remedy] = ALL
) -> Report:
    """Carry out the remedies of one audit; what ends it early is in the report.

    Raises, before anything is done, InDoubt and the leaves of ServerError.
    """
    close_leftovers(context, writer, server)
    detail = {"of": audit, "kinds": sorted(kinds)}
    run = open_run(context.journal, context.clock, "fix", server, detail)
    return carry_on(context, writer, run, audit, kinds)


def carry_on(context: Context, writer: PhotoWriter, run: str, audit: str, kinds: Iterable[str]) -> Report:
    """Carry out what is left of the remedies within an open run, and close it when it came to its end."""
    report = Report(run=run, verb="fix")
    try:
        return ended(context, report, _mend(context, writer, report, audit, kinds))
    except JournalError as error:
        return ended(context, report, error)


def _mend(
    context: Context, writer: PhotoWriter, report: Report, audit: str, kinds: Iterable[str]
) -> EngineError | None:
    """Carry out remedies and close the run at its end; return what ended it early."""
    run = report.run
    found = remedies(context.journal, audit, frozenset(map(Remedy, kinds)))
    doing = Doing(settler_for(context, writer, run))
    _do_again(context, doing, found, report)
    stopped = doing.stopped or _restore(context, doing.settler, found, report)
    if stopped is None and not context.stop.requested():
        close(context, report)
    report.interrupted = stopped is None and context.stop.requested()
    report.read_back, report.pictures_read, report.dates_read = read_back(context.journal, run)
    return stopped


def _do_again(context: Context, doing: Doing, found: Remedies, report: Report) -> None:
    reasons: dict[str, list[str]] = {}
    for kind in ORDER:
        todos = [
            todo for group in _groups(found, kind) for todo in _todos(context.journal, found, kind, group)
        ]
        # A winner of several groups comes back once, for all of them.
        results = doing.perform(list({todo.key: todo for todo in todos}.values()))
        for todo in todos:
            result = results.get(todo.key)
            told = reasons.setdefault(todo.group, [])
            if result is None or not result.holds:
                told.append(result.why if result else NOT_BEGUN)
    for group, told in reasons.items():
        report.end(group, Ending.FAILED if told else Ending.DONE, told)


def _groups(found: Remedies, kind: Remedy) -> list[str]:
    return list(dict.fromkeys(one.group for one in found.of(kind)))


def _todos(journal: JournalReader, found: Remedies, kind: Remedy, group: str) -> list[Todo]:
    ledger = history(journal, group)
    if kind is Remedy.INHERIT_AGAIN:
        return list(inherit(journal, found, ledger, group))
    expected = expectation(ledger, group)
    if expected is None:
        return []
    return list(untrash(found, expected) if kind is Remedy.UNTRASH_WINNER else download(found, expected))


def _restore(context: Context, settler: Loop, found: Remedies, report: Report) -> EngineError | None:
    if not found.groups:
        return None
    back = TakeBack(settler, report, interrupted(context.journal))
    scope = Extent(applies=frozenset(applied(context.journal)))
    return back.take_back(found.groups, scope.fields)
