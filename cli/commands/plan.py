"""`winnow plan`: show what an analysis decided, from the journal alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

import click

from cli.console import emit, line, show
from cli.exits import Exit
from cli.home import reading
from cli.options import Options, local
from cli.render.groups import groups_table
from engine.plan.plan import GroupPlan, plan_to_json
from engine.runs.runs import plan_run, plans_of
from journal.port import JournalReader

F = TypeVar("F", bound=Callable[..., Any])

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
@click.option("--group", metavar="ID", help="Only this group.")
@show_option("all")
@click.option("--review", is_flag=True, help="Only groups that need a person.")
@local
def plan(options: Options, run: str | None, group: str | None, number: int | None, review: bool) -> Exit:
    """Show the newest analysis again, or the one of RUN."""
    with reading(options) as journal:
        name = plan_run(journal, run)
        show_plans(options, journal, name, number, group=group, review=review)
        if not options.json:
            line(f"run {name}")
    return Exit.DONE


def show_plans(
    options: Options,
    journal: JournalReader,
    run: str,
    number: int | None,
    *,
    group: str | None = None,
    review: bool = False,
) -> None:
    """Print the plans of a run, all of them as JSON, or the first ones as a table."""
    plans = (
        plan
        for plan in plans_of(journal, run)
        if (group is None or plan.group == group) and (plan.review or not review)
    )
    if options.json:
        for one in plans:
            emit(group_json(one))
        return
    for page in _pages(islice(plans, number)):
        show(groups_table(page))
    left = sum(1 for _ in plans)
    if left:
        line(f"... and {left:,} more: winnow plan")


def group_json(plan: GroupPlan) -> dict[str, Any]:
    """Return a plan as one object, with what a script asks for first."""
    about: dict[str, Any] = {"because": [], "inherits": {}, "review": [], "allowed": [], "steps": []}
    sums = {"ready": not plan.review, "bytes_freed": plan.bytes_freed, "bytes_to_store": plan.bytes_to_store}
    return {**about, **plan_to_json(plan), **sums}


def _pages(plans: Iterable[GroupPlan]) -> Iterator[list[GroupPlan]]:
    source = iter(plans)
    while page := list(islice(source, PAGE)):
        yield page
