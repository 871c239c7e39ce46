"""`winnow plan`: show what an analysis decided, from the journal alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import dropwhile, groupby, islice
from typing import Any, Final, TypeVar

import click

from cli.console import columns, emit, line, show, tell
from cli.context import filters_of
from cli.exits import Exit
from cli.filters import filtered, groups_named
from cli.headed import headed
from cli.home import home_of, reading
from cli.naming import not_a_run
from cli.options import Options, online
from cli.render.groups import Scene, groups_shown, ruling_on, skipped
from cli.render.links import page_of
from cli.render.looks import Looks
from cli.render.text import counted
from cli.render.totals import KEEP_APART, narrowing, partners_lines, skipped_before, taken_back
from cli.selection import EVERYTHING, Selection, whole
from cli.whatnext import standing
from engine.plan.plan import GroupPlan, plan_to_json
from engine.runs.outdated import left_of
from engine.runs.rulings import rulings
from engine.runs.runs import find_run, partners_of, plan_run, plans_of, runs
from engine.runs.since import said_since
from engine.verbs.choosing import Chosen
from engine.verbs.past import Resolved, resolved, returned
from engine.verbs.todo import unresolved
from journal.port import JournalReader

F = TypeVar("F", bound=Callable[..., Any])

MOVING: Final = ("apply", "resume", "restore", "fix")
"""Verbs of runs that carry plans out, or take them back."""

PAGE = 100
"""Groups per table: the columns of one table are as wide as its widest row."""


def count_or_all(context: click.Context, parameter: click.Parameter, value: str) -> int | None:
    """Read a number, or "all" as None."""
    if value == "all":
        return None
    if value.isascii() and value.isdigit():
        return int(value)
    raise click.BadParameter(f"{value!r} is neither a number nor `all`.", context, parameter)


def show_option(default: str) -> Callable[[F], F]:
    """Return the option that says how many groups are listed."""
    return click.option(
        "--show",
        "number",
        default=default,
        callback=count_or_all,
        metavar="N|all",
        help=f"How many groups to list ({default}).",
    )


@click.command()
@click.argument("run", required=False)
@click.option("--review", is_flag=True, help="Only groups that need a person.")
@groups_named
@click.option("--reason", metavar="CODE", help="Only groups for review for this reason.")
@filtered
@show_option("all")
@online
def plan(
    options: Options,
    run: str | None,
    review: bool,
    groups: tuple[str, ...],
    assets: tuple[str, ...],
    reason: str | None,
    said: Chosen,
    number: int | None,
) -> Exit:
    """Show the newest analysis again, or the one of RUN. Ids may be shortened.

    The server is asked for nothing, unless an album, a person, a tag or a library is named.
    """
    with reading(options) as journal:
        not_a_run(journal, run, "plan")
        name = plan_run(journal, run)
        filters = filters_of(options, said)
        wanted = Selection(groups=groups, assets=assets, reason=reason, review=review, filters=filters)
        chosen = whole(journal, name, wanted)
        show_plans(options, journal, name, number, chosen)
        if not options.json:
            for text in partners_lines(partners_of(journal, name)):
                line(text)
            if not any(chosen.takes(one) for one in plans_of(journal, name)):
                tell("No group.")
            if chosen.everything and name == plan_run(journal, None):
                for text in standing(journal, home_of(options)):
                    line(text)
            else:
                tell_taken_back(journal, name, chosen)
                tell_skipped(journal, name, chosen)
                line(f"run {name}{narrowing(journal, name)}: {_sums(journal, name, chosen)}")
    return Exit.DONE


def _sums(journal: JournalReader, run: str, chosen: Selection) -> str:
    """Return how many groups are shown, and how many of them the plan takes, whatever became of them since."""
    shown = [plan for plan in plans_of(journal, run) if chosen.takes(plan)]
    ready = sum(bool(plan.steps) for plan in shown)
    of_them = f"{ready:,} of them ready when it was made" if ready else "none of them ready"
    return f"{counted(len(shown), 'group')} shown, {of_them}"


def show_plans(
    options: Options,
    journal: JournalReader,
    run: str,
    number: int | None,
    chosen: Selection = EVERYTHING,
    total: int | None = None,
) -> None:
    """Print the plans of a run, all of them as JSON, or the first ones for a person; `total` is how many there are."""

    def plans() -> Iterator[GroupPlan]:
        return (plan for plan in plans_of(journal, run) if chosen.takes(plan))

    scene = scene_of(journal, run)
    if options.json:
        for one in plans():
            emit(group_json(one, scene))
        return
    told, ordered = 0, headed(plans, scene.since, chosen)
    for heading, below in groupby(islice(ordered, number), key=lambda one: one[0]):
        if heading:
            line(heading)
            line()
        for page in _pages(plan for _, plan in below):
            show(groups_shown(page, scene, columns()))
            told += len(page)
    left = sum(1 for _ in ordered) if total is None else total - told
    if left and told:
        line(f"... and {left:,} more: {'--show all' if total is None else 'winnow plan'}")


def tell_taken_back(journal: JournalReader, run: str, chosen: Selection = EVERYTHING) -> None:
    """Say how many ready groups of a plan were carried out before and taken back: the next apply does them again."""
    if not (before := returned(journal)):
        return
    since = said_since(journal, run)
    among = (plan for plan in plans_of(journal, run) if plan.group in before and chosen.takes(plan))
    if again := sum(not since.overtakes(plan) for plan in unresolved(journal, run, among)):
        line(f"{taken_back(again)}; {KEEP_APART}")


def tell_skipped(journal: JournalReader, run: str, chosen: Selection = EVERYTHING) -> None:
    """Say how many groups of a plan an apply of it skipped because they had changed: the next one would, too."""
    if not (skipped := left_of(journal, run).skipped):
        return
    since = said_since(journal, run)
    among = (plan for plan in plans_of(journal, run) if plan.group in skipped and chosen.takes(plan))
    if stale := sum(not since.overtakes(plan) for plan in unresolved(journal, run, among)):
        line(skipped_before(stale))


def scene_of(journal: JournalReader, run: str) -> Scene:
    """Return what the plans of a run are shown with."""
    left = left_of(journal, run)
    return Scene(
        server=server_of(journal, run),
        rulings=rulings(journal),
        since=said_since(journal, run),
        looks=Looks(journal),
        returned=returned(journal),
        skipped=left.skipped,
        failed=left.failed,
        applied=_ends(journal, run),
    )


def _ends(journal: JournalReader, run: str) -> Callable[[GroupPlan], Resolved | None]:
    """Return how plans were carried out; as long as nothing was since an analysis, no group has to be looked up."""
    after = dropwhile(lambda one: one.opened.run != run, runs(journal))
    if all(one.opened.verb not in MOVING for one in after):
        return lambda _: None
    known: dict[str, Resolved | None] = {}

    def end(plan: GroupPlan) -> Resolved | None:
        if plan.group not in known:
            known[plan.group] = resolved(journal, run, plan)
        return known[plan.group]

    return end


def server_of(journal: JournalReader, run: str) -> str:
    """Return the address of the server that a run asked."""
    found = find_run(journal, run)
    return str(found.opened.origin.get("server", "")) if found else ""


def group_json(plan: GroupPlan, scene: Scene) -> dict[str, Any]:
    """Return a plan as one object, with what a script asks for first."""
    about: dict[str, Any] = {"because": [], "inherits": {}, "review": [], "allowed": [], "steps": []}
    overtaken_by = scene.since.overtakes(plan)
    ready = not (plan.review or overtaken_by)
    sums = {"ready": ready, "bytes_freed": plan.bytes_freed, "bytes_to_store": plan.bytes_to_store}
    ruling = ruling_on(plan, scene.rulings)
    found = {**about, **plan_to_json(plan), **sums, "decided": ruling.choice.value if ruling else None}
    found["overtaken"] = overtaken_by
    found["taken_back"] = plan.group in scene.returned
    found["skipped"] = scene.skipped.get(plan.group) if skipped(plan, scene) else None
    found["looks"] = {
        other: {"verdict": look.verdict.value, "text": look.why}
        for other in (*plan.losers, *plan.stays)
        if (look := scene.looks.of(plan, other)) is not None
    }
    found["links"] = {sketch.asset: page_of(scene.server, sketch.asset) for sketch in plan.members}
    return found


def _pages(plans: Iterable[GroupPlan]) -> Iterator[list[GroupPlan]]:
    source = iter(plans)
    while page := list(islice(source, PAGE)):
        yield page
