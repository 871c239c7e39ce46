"""`winnow apply`: carry out a plan, or show exactly what that would send."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

import click
from attrs import evolve

from cli.canary import Canary, announce, nothing, question
from cli.confirm import confirm
from cli.console import emit, line
from cli.context import Work, filters_of, settings_of, working
from cli.exits import Exit, outcome, worst
from cli.filters import filtered, groups_named
from cli.foretold import foretell
from cli.home import reading
from cli.limits import limited, within
from cli.options import Options, changing
from cli.render.names import Names
from cli.render.partners import UNKNOWN
from cli.render.reports import back_lines, report_json, report_lines
from cli.render.text import counted
from cli.render.totals import narrowing, partners_lines
from cli.selection import Selection, whole
from cli.types import Whole
from cli.unfinished import given_up
from engine.base.errors import CannotApply, DecidedSince, TrashOff
from engine.base.ports import PhotoReader
from engine.base.report import Report
from engine.base.settings import Settings
from engine.runs.runs import plan_run, plans_of
from engine.runs.since import said_since
from engine.verbs.apply import apply as carry_out
from engine.verbs.choosing import Chosen
from engine.verbs.forecast import ahead, first_of
from engine.verbs.limits import require_limits
from engine.verbs.past import returned
from engine.verbs.todo import todo
from journal.port import JournalReader


@click.command()
@click.option("--dry-run", is_flag=True, help="Print the steps in order and send nothing.")
@click.option(
    "--limit", type=Whole(1, 10**9), metavar="N", help="Only N groups, the safest and largest first."
)
@click.option(
    "--canary",
    type=Whole(1, 10**9),
    metavar="N",
    help="N groups first, the safest, and of two or more one that inherits; then ask, or with --yes go on if all "
    "succeeded.",
)
@groups_named
@filtered
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--plan", metavar="RUN", help="The analyze run to carry out (the newest).")
@click.option(
    "--max-failures", type=Whole(0, 10**9), metavar="N", help="Stop after more failed groups (never)."
)
@limited
@changing
def apply(
    options: Options,
    dry_run: bool,
    yes: bool,
    plan: str | None,
    limit: int | None,
    canary: int | None,
    max_failures: int | None,
    groups: tuple[str, ...],
    assets: tuple[str, ...],
    said: Chosen,
    **limits: Any,
) -> Exit:
    """Back up the losers, complete the winners, then move the losers to the trash.

    Groups that --group and --asset name add up. Filters narrow what is named, or the whole plan: to the ready groups
    of which one picture fits all of them.
    """
    with reading(options) as journal:
        run = plan_run(journal, plan)
        limits = within(journal, run, limits)
        settings = settings_of(options, limit=limit, canary=canary, max_failures=max_failures, **limits)
        wanted = Selection(groups=groups, assets=assets, filters=filters_of(options, said))
        settings = narrowed(settings, journal, run, wanted)
    if dry_run:
        return foretell(options, settings, run)
    return carry(options, settings, run, yes=yes)


def carry(options: Options, settings: Settings, run: str, *, yes: bool) -> Exit:
    """Carry out a plan within its limits, after asking, and tell how it went.

    Raises TrashOff, the guards of the limits, what a run raises before anything is done, and click.Abort for a no.
    """
    with working(options, "apply", settings) as work:
        if not work.server.trash:
            raise TrashOff()
        sums = ahead(work.journal, run, settings)
        if not sums.groups:
            return nothing(options, work.journal, run, settings, sums)
        require_limits(work.context.reader, work.server, settings, sums.losers)
        first = first_of(work.journal, run, settings, sums)
        for text in given_up(work.journal):
            line(text, error=True)
        plans = todo(work.journal, run, evolve(settings, limit=settings.canary if first else settings.limit))
        before = returned(work.journal) if sums.again else frozenset[str]()
        told = ((one, one.group in before) for one in plans)
        newest = run == plan_run(work.journal, None)
        more = "winnow plan" if newest else f"winnow plan {run}"
        if part := settings.canary if first else settings.limit:
            more = f"winnow apply --{'canary' if first else 'limit'} {part} --dry-run"
            more += "" if newest else f" --plan {run}"
        announce(sums, first, told, work.server, only=narrowing(work.journal, run), yes=yes, more=more)
        for text in _about_partners(work.context.reader, sums.losers):
            line(text, error=True)
        confirm(question(first), yes=yes)
        asks = not yes and sys.stdin.isatty()
        canary_says = Canary(asks=asks, server=work.server, journal=work.journal, plan=run, left=sums.groups)
        context = evolve(work.context, go_on=canary_says, asks=asks)
        report = carry_out(context, work.writer, server=work.server, wanted=run)
        _tell(options, report, work)
        if (stopped := canary_says.stopped(report)) and not options.json:
            line(stopped)
    return worst((outcome(report), Exit.INTERRUPTED if canary_says.unanswered else Exit.DONE))


def _about_partners(reader: PhotoReader, losers: int) -> list[str]:
    """Return what has to be said before a yes about those who see the timeline: asked now, the plan may be old."""
    names = reader.partners() if losers else ()
    return (
        [f"Partners: {UNKNOWN}."] if names is None else [f"{text}." for text in partners_lines(names, losers)]
    )


def narrowed(settings: Settings, journal: JournalReader, run: str, said: Selection) -> Settings:
    """Return the settings with the groups that are meant.

    Raises NotKnown, Ambiguous, NothingChosen, and CannotApply where a named group, or all that fit, need a person, or
    DecidedSince where one decided about a named group after the plan was made.
    """
    if said.everything:
        return settings
    chosen = whole(journal, run, said)
    plans = [one for one in plans_of(journal, run) if chosen.takes(one)]
    ready = [one for one in plans if one.steps]
    waiting = [one for one in plans if not one.steps]
    since = said_since(journal, run)
    for one in plans if said.groups or said.assets else ():
        if why := since.overtakes(one):
            raise DecidedSince(group=one.group, why=why)
    if waiting and (said.groups or said.assets or not ready):
        raise CannotApply(group=waiting[0].group)
    if waiting:
        few = len(waiting) == 1
        words = "that matches waits for a person, and is" if few else "that match wait for a person, and are"
        line(f"{counted(len(waiting), 'group')} {words} left alone.", error=True)
    return evolve(settings, only=frozenset(one.group for one in ready))


def _tell(options: Options, report: Report, work: Work) -> None:
    if options.json:
        horizon = (work.context.clock.now().astimezone() + timedelta(days=work.server.trash_days)).date()
        undo = f"winnow restore {report.run}"
        *groups, last = report_json(report)
        for one in groups:
            emit(one)
        emit({"summary": {**last["summary"], "undo": undo, "undo_horizon": horizon.isoformat()}})
        return
    for text in report_lines(report, Names(work.journal).group):
        line(text)
    for text in back_lines(report, work.server.trash_days, work.context.clock.now()):
        line(text)
