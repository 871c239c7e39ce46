"""The end of a run: counts, what was left alone and why, and how to take it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from cli.render.text import clean, counted, size
from engine.base.errors import CanaryStopped, TooManyFailures
from engine.base.report import Ending, GroupEnd, Report
from journal.errors import JournalError

SHOWN = 20
"""How many lines tell of groups that did not end well; the journal has all."""

ZONES = (
    "the moment and the clock, not how the zone is spelled (UTC+0 where there was none): "
    "winnow journal query not-undoable names them"
)
"""What of a date comes back, and what no API can write (docs/safety.md)."""

JUDGE_ANEW = "To judge anew what was skipped: winnow analyze"

WELL = (Ending.DONE, Ending.ALREADY)


Named: TypeAlias = Callable[[str], str]
"""Tells a group by what people know of it."""


def by_id(group: str) -> str:
    """Return a group in words where nothing but its id is known."""
    return f"group {clean(group)}"


def back_lines(report: Report, trash_days: int, now: datetime) -> list[str]:
    """Return how a run is taken back, and until when that costs nothing; or what comes after a restore.

    Before that, of an apply, what is done about groups that it skipped, because they are no more what its plan says.
    """
    undo = f"winnow restore {report.run}"
    if report.verb == "restore" and report.ends:
        return [f"What still stands: winnow status. To take this back in turn: {undo}"]
    if report.verb != "apply":
        return []
    anew = [JUDGE_ANEW] if report.count(Ending.SKIPPED) and report.stopped is None else []
    if report.trashed:
        horizon = (now.astimezone() + timedelta(days=trash_days)).date()
        return [*anew, f"The trash keeps them until {horizon}. To take this back: {undo}"]
    return [*anew, f"To take this back: {undo}"] if report.stacked else anew


def report_lines(report: Report, named: Named = by_id) -> list[str]:
    """Return the counts of a run and the first groups that did not end well."""
    counts = ", ".join(f"{n:,} {ending.value}" for ending in Ending if (n := report.count(ending)))
    lines = [f"run {report.run}: {counted(len(report.ends), 'group')}{f' ({counts})' if counts else ''}"]
    if report.trashed:
        what = "again" if report.verb == "restore" else f"and will free {size(report.bytes_freed)}"
        lines.append(f"{counted(report.trashed, 'picture')} went to the trash {what}")
    if report.stacked:
        what = "a stack" if report.stacked == 1 else "stacks"
        lines.append(f"{counted(report.stacked, 'group')} became {what}")
    if report.bytes_stored:
        lines.append(_backed_up(report))
    if report.restored or report.uploaded:
        lines.append(
            f"{counted(report.restored, 'picture')} came back from the trash, "
            f"{report.uploaded:,} were uploaded again from the vault"
        )
    lines += [f"  {text}" for text in troubles(report, named)]
    lines += ways_on(report)
    if report.read_back or (report.verb == "restore" and report.ends):
        lines.append(_read_back(report))
    return lines


def ways_on(report: Report) -> list[str]:
    """Return how a run that ended early can be carried on or taken back; nothing of one that came to its end."""
    if report.stopped is None or isinstance(report.stopped, CanaryStopped | TooManyFailures):
        return []
    lines = []
    if isinstance(report.stopped, JournalError) and report.under_way:
        was = "was" if report.under_way == 1 else "were"
        lines.append(
            f"{counted(report.under_way, 'group')} {was} under way; to look what became of each: winnow resume"
        )
    if report.verb == "apply" and not report.trashed:
        lines.append("no picture went to the trash just now; what stands of this run: winnow status")
    back = [f"to take it back: winnow restore {report.run}"] if report.verb == "apply" else []
    return [*lines, "not finished; to carry it on to its end: winnow resume", *back]


def _backed_up(report: Report) -> str:
    """Return what the vault holds of the groups, and how much of it is new."""
    held = f"{size(report.bytes_stored)} of backups are in the vault, "
    if not report.bytes_fetched:
        return f"{held}which held them already"
    if report.bytes_fetched < report.bytes_stored:
        return f"{held}{size(report.bytes_fetched)} of it downloaded now"
    return f"{size(report.bytes_stored)} were backed up"


def _read_back(report: Report) -> str:
    """Return how much a restore or a fix wrote and then read again, and whether that is all."""
    if not report.read_back:
        return "read back and compared: nothing, because nothing came to be written"
    fields, pictures = counted(report.read_back, "field"), counted(report.pictures_read, "picture")
    if report.restored or report.uploaded:
        pictures += " (trash and duplicate group among them)"
    whole = report.stopped is None and not report.interrupted and report.count(*WELL) == len(report.ends)
    meant = "as they were before" if report.verb == "restore" else "as they are meant to be"
    cut = report.stopped is not None or report.interrupted
    told = (
        f"all {meant}" if whole else f"{meant}, so far" if cut else f"{meant}; what is not so is named above"
    )
    zones = f"; of {counted(report.dates_read, 'date')} {ZONES}" if report.dates_read else ""
    return f"read back and compared: {fields} of {pictures}, {told}{zones}"


def troubles(report: Report, named: Named = by_id) -> list[str]:
    """Return the groups that did not end well: each as it is named, or counted where many have one reason."""
    alike: dict[tuple[Ending, tuple[str, ...]], list[GroupEnd]] = {}
    for end in report.ends:
        if end.ending not in WELL:
            alike.setdefault((end.ending, end.reasons), []).append(end)
    ranked = sorted(alike.values(), key=len, reverse=True)
    lines = [end_text(ends[0], named) if len(ends) == 1 else ends_text(ends) for ends in ranked[:SHOWN]]
    if left := sum(len(ends) for ends in ranked[SHOWN:]):
        lines.append(f"and {left:,} more: winnow journal show {report.run}")
    return lines


def ends_text(ends: Sequence[GroupEnd]) -> str:
    """Return one line for groups that ended alike."""
    reasons = "; ".join(clean(reason) for reason in ends[0].reasons)
    return f"{ends[0].ending.value}: {counted(len(ends), 'group')}{': ' + reasons if reasons else ''}"


def end_text(end: GroupEnd, named: Named = by_id) -> str:
    """Return one line for a group that did not end well."""
    reasons = "; ".join(clean(reason) for reason in end.reasons)
    return f"{end.ending.value}: {named(end.group)}{': ' + reasons if reasons else ''}"


def report_json(report: Report) -> list[dict[str, Any]]:
    """Return a run as objects: one per group, then the summary."""
    groups = [
        {"group": end.group, "ending": end.ending.value, "reasons": list(end.reasons)} for end in report.ends
    ]
    summary = {
        "run": report.run,
        "verb": report.verb,
        "groups": len(report.ends),
        "endings": {ending.value: report.count(ending) for ending in Ending},
        "trashed": report.trashed,
        "stacked": report.stacked,
        "restored": report.restored,
        "uploaded": report.uploaded,
        "bytes_freed": report.bytes_freed,
        "bytes_stored": report.bytes_stored,
        "bytes_fetched": report.bytes_fetched,
        "read_back": report.read_back,
        "dates_read": report.dates_read,
        "interrupted": report.interrupted,
        "stopped": None if report.stopped is None else report.stopped.slug,
        "under_way": report.under_way,
        "head": report.head,
    }
    return [*groups, {"summary": summary}]
