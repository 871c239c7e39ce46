"""What is said before an apply, and after its first groups: a person sees them before the rest follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from shlex import quote
from typing import TypeAlias

import click
from attrs import define, evolve

from cli.confirm import Unanswered, confirm
from cli.console import emit, line
from cli.exits import Exit
from cli.options import Options
from cli.render.inherits import inherited
from cli.render.names import Names
from cli.render.phrases import NEW_UPLOAD
from cli.render.reports import troubles
from cli.render.text import GROUP_ID, clean, counted, first_few, short, size
from cli.render.totals import KEEP_APART, narrowing, skipped_before, taken_back
from engine.base.report import Ending, Report
from engine.base.settings import Settings
from engine.model.server import Server
from engine.plan.plan import GroupPlan
from engine.runs.runs import plans_of
from engine.runs.since import said_since
from engine.verbs.forecast import Forecast
from engine.verbs.ruled import left_alone
from engine.verbs.todo import todo
from journal.port import JournalReader
from journal.reader import SqliteReader

SHOWN = 20
"""Groups of a canary that are named once they are done."""

FEW = 5
"""Groups that are named before a person says yes."""

Told: TypeAlias = tuple[GroupPlan, bool]
"""A plan, and whether it was carried out before and taken back."""


def announce(
    sums: Forecast,
    first: Forecast | None,
    plans: Iterable[Told],
    server: Server,
    *,
    only: str = "",
    yes: bool = False,
    more: str = "winnow plan",
) -> None:
    """Say what is about to be done, for a yes or a no.

    `first` is what a canary is tried on, `plans` what is done first, in order, each with whether it was taken back
    once; `only` what the plan itself was narrowed to, `yes` that nobody is asked before the rest,
    `more` the command that shows the whole plan.
    """
    if only:
        line(f"A plan of a part{only}; to judge everything: winnow analyze", error=True)
    if first is None:
        line(f"{counted(sums.groups, 'group')}: {_done_with(sums)}.", error=True)
        name_first(plans, sums.groups, more)
    else:
        line(
            f"{counted(first.groups, 'group')} first, the safest and largest{_giving(first)}: {_done_with(first)}.",
            error=True,
        )
        name_first(plans, first.groups, more)
        if sums.giving and not first.giving:
            line(
                "None of these inherits anything, so they show nothing of that; with two or more, one does: "
                "winnow apply --canary 2",
                error=True,
            )
        line(
            f"The other {sums.groups - first.groups:,} ({counted(sums.losers - first.losers, 'loser')}, "
            f"{size(sums.bytes_freed - first.bytes_freed)}) follow "
            f"{'without a question if that succeeds' if yes else 'only if you say yes again'}.",
            error=True,
        )
    tell_overtaken(sums.overtaken, sums.of_overtaken)
    if sums.by_word:
        goes = "goes by your word alone: a look did not find that it shows"
        go = "go by your word alone: looks did not find that they show"
        verb = goes if sums.by_word == 1 else go
        named = first_few(sums.of_word, sums.by_word)
        line(f"{counted(sums.by_word, 'loser')} {verb} what the winner shows: {named}.", error=True)
    if sums.posters:
        only = (
            "film goes of which only one frame was"
            if sums.posters == 1
            else "films go of which only one frame each was"
        )
        line(
            f"{sums.posters:,} {only} seen, for their bytes alone speak for the rest "
            f"({first_few(sums.of_posters, sums.posters)}); to see eight of each: pipx inject winnow-immich av, then "
            "winnow analyze.",
            error=True,
        )
    if sums.lossy:
        whose = "its winner" if sums.lossy == 1 else "their winners"
        line(
            f"With {counted(sums.lossy, 'loser')} goes what {whose} will not have, as you let pass; the backups keep "
            f"it: {first_few(sums.of_loss, sums.lossy)}; winnow explain NAME tells what.",
            error=True,
        )
    if sums.passed:
        codes = ", ".join(f"{clean(code)} {number:,}" for code, number in sorted(sums.passed.items()))
        line(
            f"Where you decided, these doubts hold nothing back, whether you knew of them then or not: {codes}; winnow "
            "explain NAME tells of each.",
            error=True,
        )
    if sums.skipped:
        line(f"{skipped_before(sums.skipped)}.", error=True)
    if sums.again:
        of_first = f", {first.again:,} of them among the first" if first and first.again else ""
        line(f"{taken_back(sums.again)}{of_first}; {KEEP_APART}.", error=True)
    if sums.losers:
        line(
            f"The server empties its trash after {counted(server.trash_days, 'day')}: until then a restore brings the "
            f"very same pictures back, later it uploads them, {NEW_UPLOAD} (docs/safety.md).",
            error=True,
        )
    tell_zoned(sums, first)


def tell_zoned(sums: Forecast, first: Forecast | None = None) -> None:
    """Say which winners get a place or a date, of which a restore cannot bring back that there was no time zone."""
    if sums.zoned:
        gets = "1 winner gets" if sums.zoned == 1 else f"{sums.zoned:,} winners get"
        of_first = f"; {first.zoned or 'none'} of them among the first" if first else ""
        alone = first is not None and not first.zoned and sums.of_zoned
        try_one = (
            f" To try one of these first: winnow apply --asset {quote(sums.of_zoned[0])}." if alone else ""
        )
        line(
            f"{gets} a place or a date ({first_few(map(short, sums.of_zoned), sums.zoned)}{of_first}): one that had a "
            "date keeps the hour that it shows. A restore brings back date and time as they were shown, but where "
            f"there was no time zone it leaves UTC+0.{try_one}",
            error=True,
        )


def _giving(first: Forecast) -> str:
    """Return how many of the first groups try out the promise to inherit; "" where none does."""
    if not first.giving:
        return ""
    return f" ({first.giving:,} of them {'inherits' if first.giving == 1 else 'inherit'})"


def name_first(plans: Iterable[Told], groups: int, more: str) -> None:
    """Name the first groups by their pictures; of many that go at once the plan tells."""
    for plan, was_back in islice(plans, min(groups, FEW)):
        again = f"; taken back before [{clean(plan.group)[:GROUP_ID]}]" if was_back else ""
        line(f"  {_told(plan, 'stack', 'keep')}{again}", error=True)
    if groups > FEW:
        line(f"  and {groups - FEW:,} more: {more}", error=True)


def _told(plan: GroupPlan, stack: str, keep: str) -> str:
    """Return in file names what is done with a group; the verbs say whether it was done already."""
    top = short(plan.sketch(plan.winner).name)
    others = ", ".join(short(plan.sketch(one).name) for one in plan.losers or plan.stays)
    found = inherited(plan, sources=len(plan.losers) > 1)
    gifts = f"; it inherits {'; '.join(found)}" if found else ""
    return (
        f"{stack} {top} on top of {others}" if plan.stack else f"{keep} {top}; to the trash: {others}{gifts}"
    )


def _done_with(sums: Forecast) -> str:
    parts = []
    if sums.losers or not sums.stacks:
        parts.append(
            f"{counted(sums.losers, 'loser')} will be backed up ({size(sums.bytes_to_store)}) "
            f"and moved to the trash ({size(sums.bytes_freed)})"
        )
    if sums.stacks:
        what = "a stack" if sums.stacks == 1 else "stacks"
        parts.append(f"{counted(sums.stacks, 'group')} will become {what}, of which nothing goes")
    return "; ".join(parts)


def tell_overtaken(groups: int, names: Sequence[str]) -> None:
    """Say how many groups are left alone because a person decided about them after the plan was made, and name some."""
    if groups:
        left = "that you decided about, or took back, since this plan " + ("is" if groups == 1 else "are")
        which = first_few(map(short, names), groups)
        line(
            f"{counted(groups, 'group')} {left} left alone ({which}); to follow that: winnow analyze",
            error=True,
        )


def question(first: Forecast | None) -> str:
    """Return what a person is asked before anything is done."""
    if first is None:
        return "Go on?"
    these = "this 1" if first.groups == 1 else f"these {first.groups:,}"
    return f"Go on with {these} now? You are asked again before the rest."


def nothing(options: Options, journal: JournalReader, run: str, settings: Settings, sums: Forecast) -> Exit:
    """Say that there is nothing to apply, of all or of what was chosen, and what there is instead.

    `sums` tells which groups were decided about since.
    """
    overtaken = sums.overtaken
    tell_overtaken(overtaken, sums.of_overtaken)
    since, only = said_since(journal, run), settings.only
    review = decided = 0
    for plan in plans_of(journal, run):
        if plan.review and since.overtakes(plan):
            decided += 1
        elif plan.review and not left_alone(plan):
            review += 1
    ready = sum(1 for _ in todo(journal, run, evolve(settings, only=None, limit=None, canary=None)))
    if options.json:
        emit({"summary": {"run": None, "plan": run, "groups": 0, "ready": ready, "review": review}})
        return Exit.DONE
    name = f"{run}{(part := narrowing(journal, run))}"
    other = "every other" if overtaken else "every"
    if only is None:
        line(f"Nothing to do: {other} ready group of {name} is resolved.")
    elif len(only) - overtaken <= 0:
        line(f"Nothing to do of what you chose of {name}.")
    elif len(only) == 1:
        line(f"Nothing to do: the group that you chose of {name} is resolved.")
    else:
        line(f"Nothing to do: {other} of the {len(only):,} groups that you chose of {name} is resolved.")
    if ready:
        line(f"{counted(ready, 'other group')} {'is' if ready == 1 else 'are'} ready: winnow apply --dry-run")
    if part:
        line("That plan is of a part; to judge everything: winnow analyze")
    if decided:
        about = "it is" if decided == 1 else "they are"
        line(f"You decided about {counted(decided, 'group')} since; {about} in the next plan: winnow analyze")
    if review:
        line(f"{counted(review, 'group')} for review: winnow review, or winnow plan --review")
    return Exit.DONE


@define
class Canary:
    """Asks a person at a terminal, once the first groups are done, whether the others may follow.

    `left` are all groups of the plan that this process is to carry out, the first ones included.
    """

    asks: bool
    server: Server
    journal: SqliteReader
    plan: str
    left: int
    refused: bool = False
    unanswered: bool = False

    def __call__(self, report: Report) -> bool:
        """Show what was done and ask; without anybody to ask, success is enough."""
        rest = self.left - len(report.ends)
        if not self.asks or rest < 1:
            return True
        done = [end.group for end in report.ends if end.ending is Ending.DONE]
        ended = f"Done with {counted(len(done), 'group')}:" if done else "None of these is done:"
        line(ended, error=True)
        # In the order in which they were announced, which is that of their ends.
        first = done[:SHOWN]
        plans = (one for one in plans_of(self.journal, self.plan) if one.group in first)
        for plan in sorted(plans, key=lambda p: first.index(p.group)):
            line(f"  {_told(plan, 'stacked', 'kept')}", error=True)
        for text in troubles(report, Names(self.journal).group):
            line(f"  {text}", error=True)
        if done:
            line(f"Look at them in Immich; the losers are at {self.server.url}/trash", error=True)
            line(f"To take these {len(done):,} back: winnow restore {report.run}", error=True)
        try:
            these = "this 1 as it is" if len(done) == 1 else f"these {len(done):,} as they are"
            leaves = f" A no leaves {these}." if done else ""
            confirm(f"Go on with the other {counted(rest, 'group')}?{leaves}", yes=False)
        except click.Abort as left:
            self.refused, self.unanswered = True, isinstance(left, Unanswered)
        return not self.refused

    def stopped(self, report: Report) -> str:
        """Return what a person's no left undone, and how it goes on; "" where nobody said no."""
        if not self.refused:
            return ""
        why = "Interrupted at the question" if self.unanswered else "You stopped there"
        left = counted(self.left - len(report.ends), "group")
        again = f"winnow apply --plan {clean(self.plan)}"
        return f"{why}: {left} left as before. To go on: {again} (with --canary 5 behind it, five go first)"
