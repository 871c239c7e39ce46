"""What is said before an apply, and after its first groups: a person sees them before the rest follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

import click
from attrs import define

from cli.console import emit, line
from cli.context import confirm
from cli.exits import Exit
from cli.options import Options
from cli.render.reports import report_lines
from cli.render.text import counted, short, size
from cli.render.totals import narrowing
from engine.base.report import Ending, Report
from engine.base.settings import Settings
from engine.model.server import Server
from engine.plan.plan import GroupPlan
from engine.runs.runs import plans_of
from engine.verbs.forecast import Ahead
from journal.port import JournalReader

SHOWN = 20
"""Groups of a canary that are named."""


def announce(sums: Ahead, server: Server, settings: Settings, only: str = "") -> None:
    """Say what is about to be done, for a yes or a no; `only` is what the plan itself was narrowed to."""
    if only:
        line(f"A plan of a part{only}; winnow analyze judges everything.", error=True)
    parts = []
    if sums.losers or not sums.stacks:
        parts.append(
            f"{counted(sums.losers, 'loser')} will be backed up ({size(sums.bytes_to_store)}) "
            f"and moved to the trash ({size(sums.bytes_freed)})"
        )
    if sums.stacks:
        what = "a stack" if sums.stacks == 1 else "stacks"
        parts.append(f"{counted(sums.stacks, 'group')} will become {what}, of which nothing goes")
    line(f"{counted(sums.groups, 'group')}: {'; '.join(parts)}.", error=True)
    tell_overtaken(sums.overtaken)
    if settings.canary and settings.canary < sums.groups:
        line(
            f"{counted(settings.canary, 'group')} first, the safest and largest; the other "
            f"{sums.groups - settings.canary:,} follow only if that succeeds.",
            error=True,
        )
    if sums.losers:
        line(
            f"The server empties its trash after {counted(server.trash_days, 'day')}; until then a restore costs "
            "nothing, later it uploads again.",
            error=True,
        )


def tell_overtaken(groups: int) -> None:
    """Say how many groups are left alone because a person decided about them after the plan was made."""
    if groups:
        left = "that you decided about since this plan " + ("is" if groups == 1 else "are")
        line(f"{counted(groups, 'group')} {left} left alone: winnow analyze follows that.", error=True)


def nothing(options: Options, journal: JournalReader, run: str, overtaken: int = 0) -> Exit:
    """Say that there is nothing to apply, and what there is instead; `overtaken` groups were decided since."""
    tell_overtaken(overtaken)
    review = sum(bool(plan.review) for plan in plans_of(journal, run))
    if options.json:
        emit({"summary": {"run": None, "plan": run, "groups": 0, "review": review}})
        return Exit.DONE
    other = "every other" if overtaken else "every"
    line(f"Nothing to do: {other} ready group of {run}{(only := narrowing(journal, run))} is resolved.")
    if only:
        line("That plan is of a part; winnow analyze judges everything.")
    if review:
        line(f"{counted(review, 'group')} for review: winnow review, or winnow plan --review")
    return Exit.DONE


@define
class Canary:
    """Asks a person at a terminal, once the first groups are done, whether the others may follow."""

    asks: bool
    server: Server
    left: int
    plans: Callable[[], Iterable[GroupPlan]]
    refused: bool = False

    def __call__(self, report: Report) -> bool:
        """Show what was done and ask; without anybody to ask, success is enough."""
        rest = self.left - len(report.ends)
        if not self.asks or rest < 1:
            return True
        for text in report_lines(report):
            line(text, error=True)
        done = {end.group for end in report.ends if end.ending is Ending.DONE}
        for plan in islice((one for one in self.plans() if one.group in done), SHOWN):
            top = short(plan.sketch(plan.winner).name)
            others = ", ".join(short(plan.sketch(one).name) for one in plan.losers or plan.stays)
            words = f"stacked {top} on top of" if plan.stack else f"kept {top}; to the trash:"
            line(f"  {words} {others}", error=True)
        line(f"Look at them in Immich; the losers are at {self.server.url}/trash", error=True)
        line(f"To take these {len(done):,} back: winnow restore {report.run}", error=True)
        try:
            confirm(f"Go on with the other {counted(rest, 'group')}?", yes=False)
        except click.Abort:
            self.refused = True
        return not self.refused
