"""`winnow audit`: hold the server and the vault against the journal, and mend what is not as promised."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click
from attrs import asdict

from cli.backups import unknown
from cli.confirm import confirm
from cli.console import emit, line, tell
from cli.context import Work, left_open, unfinished, working
from cli.exits import Exit, outcome, worst
from cli.naming import not_a_run
from cli.options import Options, changing
from cli.render.names import Names
from cli.render.reports import report_json, report_lines
from cli.render.text import clean, counted
from cli.undoable import applied as applied_courses
from cli.undoable import undoable
from engine.audit.audit import Depth
from engine.audit.audit import audit as look
from engine.audit.discrepancy import AuditReport, Discrepancy, Remedy
from engine.audit.known import named, say
from engine.base.errors import NothingToRestore
from engine.runs.runs import applied, find_run, runs
from engine.undo.already import already
from engine.undo.extent import Extent, extent
from engine.verbs.fix import fix as mend
from journal.reader import SqliteReader

MOST_NAMED = 3
"""Runs that are named in one sentence."""

COUNTS = ("run", "groups", "winners", "losers", "backups", "stacks", "gone", "back", "back_live", "back_held")
"""What `--json` tells at the end beside the numbers of what was found."""


@click.command()
@click.argument("run", required=False)
@click.option("--fix", is_flag=True, help="Carry out every remedy that the audit names, after asking.")
@click.option("--dry-run", is_flag=True, help="With --fix: name the remedies and send nothing.")
@click.option("--yes", is_flag=True, help="With --fix: do not ask.")
@click.option("--deep", is_flag=True, help="Read the original of every winner whole, too.")
@click.option("--fast", is_flag=True, help="Trust the length of a backup instead of reading it whole.")
@click.option(
    "--since-last", is_flag=True, help="Only what changed since the last audit, and faults that stand."
)
@click.option("--notes", is_flag=True, help="List notes too: later edits, a trash emptied in due time.")
@click.option(
    "--known",
    multiple=True,
    metavar="PICTURE",
    help="You know of the faults of this picture (its id, or file name): notes from now on, which nothing mends.",
)
@click.option("--not-known", multiple=True, metavar="PICTURE", help="Take that word back.")
@changing
def audit(
    options: Options,
    run: str | None,
    fix: bool,
    dry_run: bool,
    yes: bool,
    deep: bool,
    fast: bool,
    since_last: bool,
    notes: bool,
    known: tuple[str, ...],
    not_known: tuple[str, ...],
) -> Exit:
    """Check that winners, losers and backups are as the journal promises.

    Changes nothing on the server, unless --fix is given. Each finding is kept in the journal with its remedy.
    """
    if fix and (known or not_known):
        raise click.UsageError(
            "--known and --fix are two steps: first say what you know of, then mend the rest."
        )
    mends = fix and not dry_run
    with working(options, "resume" if mends else "audit") as work:
        report = _look(work, run, Depth(rehash=not fast, deep=deep), since_last)
        if work.context.stop.requested():
            return Exit.INTERRUPTED
        waiting = [run.run for run in left_open(work.journal)]
        strange = unknown(work.home, work.journal)
        _tell(options, report, waiting, strange, notes=notes)
        if not options.json and not report.groups + report.stacks:
            line(_why_nothing(work.journal, run, waiting, since_last=since_last))
        for text in unfinished(work.journal):
            tell(text)
        if strange:
            tell(_of_an_older_copy(strange))
        if known or not_known:
            return _said(options, work, report, known, not_known)
        wanted = [one for one in report.found if one.remedy is not Remedy.NONE]
        if not fix or not wanted:
            if report.groups and not (report.faults or waiting or options.json) and sys.stdout.isatty():
                line("All is as it was promised. What comes next: winnow")
            return _ending(report, waiting)
        for one in wanted:
            line(f"{one.remedy.value}: {clean(one.name)}", error=options.json)
        if dry_run:
            line("Nothing was sent.", error=True)
            return Exit.FAILED
        confirm(f"Carry out {counted(len(wanted), 'remedy', 'remedies')}?", yes=yes)
        mended = mend(work.context, work.writer, server=work.server, audit=report.run)
        of_group = Names(work.journal).group
        for told in report_json(mended) if options.json else report_lines(mended, of_group):
            emit(told) if options.json else line(str(told))
        code = outcome(mended)
        if code is Exit.INTERRUPTED:
            return code
        # Also where some remedies failed: of the others it is known then that they held.
        again = _look(work, run, Depth(rehash=not fast, deep=deep), since_last=False)
        waiting = [run.run for run in left_open(work.journal)]
        _tell(options, again, waiting, strange, notes=notes)
        return worst((code, _ending(again, waiting)))


def _of_an_older_copy(backups: int) -> str:
    return (
        f"The vault holds {counted(backups, 'backup')} of which this journal knows nothing, so it is an older copy of "
        "itself: what was done since is neither looked at nor taken back. Put the newer journal.db back if there is "
        "one; else `winnow vault export` copies the backups out, and the trash of Immich brings pictures back."
    )


def _ending(report: AuditReport, waiting: Sequence[str]) -> Exit:
    """Return how an audit ends: what was not finished was not looked at, so that not all is known to be well."""
    return Exit.FAILED if report.faults else Exit.IN_DOUBT if waiting else Exit.DONE


def _said(
    options: Options, work: Work, report: AuditReport, known: Sequence[str], not_known: Sequence[str]
) -> Exit:
    """Write down of which faults a person knows, and of which not any more; all of them or none.

    Raises NotKnown, Ambiguous.
    """
    hidden = named(report.faults, known, "picture with a fault")
    shown = named(report.known, not_known, "picture with a fault that you know of")
    for found, word, is_known in ((hidden, "known", True), (shown, "fault again", False)):
        if found:
            say(work.journal, work.context.clock, work.server, found, known=is_known)
        for one in found:
            text = f"{word} from now on: {clean(one.code)}: {clean(one.name)} ({clean(one.asset)})"
            emit({word.replace(" ", "-"): {**asdict(one), "fix": one.fix}}) if options.json else line(text)
    return Exit.FAILED if len(report.faults) > len(hidden) or shown else Exit.DONE


def _why_nothing(journal: SqliteReader, run: str | None, waiting: Sequence[str], *, since_last: bool) -> str:
    """Return why an audit had nothing to look at: that is no loss."""
    if since_last:
        return "Nothing that stands was touched since the last audit, and no fault is left of earlier ones."
    if left := [one for one in undoable(journal, applied_courses(journal)) if one.stands_alone]:
        changes = f"Still there: {counted(sum(one.given for one in left), 'change')}"
        back = ", ".join(f"winnow restore {clean(one.name)}" for one in left)
        return f"{changes} of winners from what was not finished, with no loser in the trash. To undo that: {back}"
    try:
        wanted = extent(journal, Extent(run=run, everything=run is None))
        before = already(journal, wanted)
    except NothingToRestore:
        before = None
    if waiting:
        return "The run below is not finished, and was not looked at: it is once it was carried on or taken back."
    if before is None:
        yet = "Nothing was applied yet" if not applied(journal) else "Nothing stands of that"
        return f"{yet}, so there is nothing to hold the server against."
    but = ", but for what could not be: winnow status" if before.stayed else ""
    return f"Nothing stands any more: all that was done was taken back, by {_few(before.runs)}{but}."


def _few(names: Sequence[str]) -> str:
    """Return the last of many runs by its name, and how many there were before it."""
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    return f"{counted(len(names), 'run')}, the last of them {names[-1]}"


def _look(work: Work, run: str | None, depth: Depth, since_last: bool) -> AuditReport:
    not_a_run(work.journal, run, "audit")
    named = find_run(work.journal, run) if run is not None else None
    since = _last_audit(work) if since_last else 0
    return look(
        work.context, server=work.server, run=named.opened.run if named else None, depth=depth, since=since
    )


def _last_audit(work: Work) -> int:
    """Return the place of the newest finished audit that was not of one run alone, 0 where there was none."""
    audits = [one for one in runs(work.journal) if one.opened.verb == "audit" and one.result]
    ended = [one.opened.run for one in audits if one.opened.detail.get("of") is None]
    if not ended:
        return 0
    return next(entry.seq for entry in work.journal.entries(run=ended[-1], kinds={"run-opened"}))


def _tell(
    options: Options, report: AuditReport, waiting: Sequence[str], strange: int, *, notes: bool
) -> None:
    for told in _json(report, waiting, strange) if options.json else _lines(report, notes=notes):
        emit(told) if options.json else line(str(told))


def _lines(report: AuditReport, *, notes: bool) -> list[str]:
    lines = [_line("fault", one) for one in report.faults]
    if notes:
        lines += [_line("note", one) for one in report.notes]
    sums = f"{counted(report.groups, 'group')}, {counted(report.losers, 'loser')}, {counted(report.backups, 'backup')}"
    sums += f", {counted(report.stacks, 'stack')}" if report.stacks else ""
    found = f"{counted(len(report.faults), 'fault')}, {counted(len(report.notes), 'note')}"
    found += " (no faults; --notes lists them)" if report.notes and not notes else ""
    found += f"; {counted(len(report.known), 'fault')} that you know of" if report.known else ""
    gone = f"; {counted(report.gone, 'earlier fault')} gone" if report.gone else ""
    if report.back and not report.groups + report.stacks:
        return [*lines, f"{_taken_back(report)}: {found}{gone}"]
    back = [_taken_back(report)] if report.back else []
    return [*lines, f"{sums}: {found}{gone}", *back]


def _taken_back(report: AuditReport) -> str:
    """Return what became of the pictures that were taken back: nothing stands of those, but they were looked at."""
    live, away = report.back_live, report.back - report.back_live
    alive = ("all " if live > 1 else "") + "live again"
    if away:
        alive = f"{live:,} live again, {away:,} not (winnow audit --notes)"
    held = f"{counted(report.back_held, 'backup')} of them"
    if report.back == 1:
        held = "its backup" if report.back_held else "no backup of it"
    lie = "lies" if report.back_held == 1 or report.back == 1 else "lie"
    return f"taken back: {counted(report.back, 'picture')}, {alive}; {held} {lie} in the vault"


def _line(mark: str, one: Discrepancy) -> str:
    fix = f"; remedy {one.remedy.value}: {one.fix}" if one.fix else ""
    if one.grave and not one.fix:
        fix = f"; once you know of it: winnow audit --since-last --known {clean(one.asset)}"
    return f"{mark} {clean(one.code)}: {clean(one.text)} ({clean(one.asset)}){fix}"


def _json(report: AuditReport, waiting: Sequence[str], strange: int) -> list[dict[str, Any]]:
    found = [{"fault" if one.grave else "note": {**asdict(one), "fix": one.fix}} for one in report.found]
    counts = {name: getattr(report, name) for name in COUNTS}
    return [
        *found,
        {
            "summary": {
                **counts,
                "faults": len(report.faults),
                "notes": len(report.notes),
                "known": len(report.known),
                "unfinished": [*waiting],
                "unknown_backups": strange,
            }
        },
    ]
