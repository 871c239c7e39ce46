"""What runs that did not come to their end have still to do: said before `resume` asks whether to go on."""

from __future__ import annotations

from collections.abc import Iterator

from cli.context import left_open
from cli.render.text import clean, counted, listed, size
from cli.undoable import applied, undoable
from engine.base.report import Report
from engine.base.settings import Settings
from engine.plan.plan import GroupPlan
from engine.runs.limits import limited, tally_of
from engine.runs.runs import Run, groups_of
from engine.undo.extent import extent_of
from engine.verbs.forecast import Forecast, ahead, back
from engine.verbs.resume import past
from engine.verbs.todo import todo
from journal.port import JournalReader
from journal.reader import SqliteReader

WORDS = {
    "fix": "goes on mending what its audit found",
    "analyze": "changed nothing and is only closed; winnow analyze makes a new plan",
    "audit": "changed nothing and is only closed; winnow audit looks anew",
}
"""What `resume` does with a run, by its verb; an apply is told in numbers."""


def still_to_do(
    journal: JournalReader, run: Run, settings: Settings, then: str = "", sums: Forecast | None = None
) -> str:
    """Return in words what `resume` does with one run; counts are from the journal alone, before any look.

    `then` says what follows where its canary is not over yet; "" where nobody minds that. `sums` are what is left of an
    apply, where somebody has counted that.
    """
    opened = run.opened
    if opened.verb == "restore":
        left = back(journal, extent_of(journal, opened.run, opened.detail))
        pictures = f", {counted(len(left.losers), 'picture')} still to bring" if left.losers else ""
        return f"{clean(opened.run)} goes on taking back: {counted(left.groups, 'group')} left{pictures}"
    if opened.verb != "apply":
        return f"{clean(opened.run)} {WORDS.get(opened.verb, 'is only closed')}"
    sums = sums or left_of(journal, run, settings)
    losers, freed = counted(sums.losers, "loser"), size(sums.bytes_freed)
    goes = [f"{losers} will go to the trash, each once its backup is there ({freed})"]
    if sums.stacks:
        goes.append(f"{counted(sums.stacks, 'group')} will become one stack each")
    if sums.overtaken:
        goes.append(f"{counted(sums.overtaken, 'group')} left alone, as you decided since")
    if sums.skipped:
        goes.append(f"{counted(sums.skipped, 'group')} of them skipped before, as they had changed")
    if then and (words := _of_canary(journal, run, settings, sums, then)):
        goes.append(words)
    return f"{clean(opened.run)} goes on with {counted(sums.groups, 'group')}: {'; '.join(goes)}"


def plans_left(journal: JournalReader, run: Run, settings: Settings) -> Iterator[GroupPlan]:
    """Yield what is left of an apply, in the order in which it is done."""
    return todo(journal, run.opened.detail["plan"], *_bounds(journal, run, settings))


def left_of(journal: JournalReader, run: Run, settings: Settings) -> Forecast:
    """Count what is left of an apply, from the journal alone."""
    return ahead(journal, run.opened.detail["plan"], *_bounds(journal, run, settings))


def _bounds(journal: JournalReader, run: Run, settings: Settings) -> tuple[Settings, frozenset[str]]:
    """Return the limits of what is left of an apply, and the groups that it had begun."""
    if run.result is not None:
        return past(journal, settings, run), frozenset()
    return limited(settings, run.opened.detail), groups_of(journal, run.opened.run)


def _of_canary(journal: JournalReader, run: Run, settings: Settings, sums: Forecast, then: str) -> str:
    """Return in words how far the canary of an interrupted apply came; "" where it has none, or went beyond it."""
    wanted = limited(settings, run.opened.detail)
    if not wanted.canary:
        return ""
    tally = tally_of(journal, run.opened.run, wanted)
    if 0 < tally.canary_left < sums.groups:
        return f"the first {tally.canary_left:,} as its canary, after which {then}"
    if not tally.canary_left and tally.done == len(groups_of(journal, run.opened.run)):
        return f"its canary of {tally.done:,} is done, and of the rest nothing is begun"
    return ""


def whole_of(journal: SqliteReader, report: Report) -> Iterator[str]:
    """Yield what an apply run did in all, where a part of it was done before it was interrupted.

    Of one that was ended early nothing is asked: it may be the journal that broke.
    """
    if report.verb != "apply" or report.stopped is not None:
        return
    for one in undoable(journal, [run for run in applied(journal) if run.opened.run == report.run]):
        if one.in_trash > report.trashed:
            yield f"with what it had done before: {counted(one.in_trash, 'picture')} of this run in the trash"


def begun_anew(ended: list[Run]) -> Iterator[str]:
    """Yield what a person starts again by themselves, because `resume` only closed it."""
    for verb in ("analyze", "audit"):
        if closed := [run.opened.run for run in ended if run.opened.verb == verb]:
            yield f"{listed(closed)} closed. Next: winnow {verb}"


def given_up(journal: JournalReader) -> Iterator[str]:
    """Yield what a new apply makes of runs that did not come to their end: it settles them and starts from its plan."""
    for run in left_open(journal):
        yield (
            f"{clean(run.run)} was interrupted: what is in doubt of it is settled first, and what it had not done is "
            "left to this plan. To finish it instead, say no here: winnow resume"
        )
