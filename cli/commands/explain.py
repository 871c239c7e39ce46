"""`winnow explain`: why each picture of a group stays or goes, in words, and what other rules would change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

import click

from cli.commands.plan import group_json, scene_of
from cli.console import emit, line
from cli.context import looking, policy_of
from cli.exits import Exit
from cli.home import home_of, reading
from cli.naming import plan_with
from cli.options import Options, judging
from cli.render.groups import Scene
from cli.render.reasons import explained
from cli.render.text import clean
from cli.selection import Selection, whole
from engine.base.errors import NotKnown
from engine.exif.tool import Exif
from engine.immich.permissions import NEEDED
from engine.plan.differences import OtherOutcome, differences
from engine.plan.fingerprint import alike
from engine.plan.plan import GroupPlan
from engine.runs.runs import plan_run, plans_of
from engine.verbs.past import resolved
from engine.verbs.reconsider import reconsider
from journal.reader import SqliteReader


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="GROUP|ASSET...")
@click.option("--plan", metavar="RUN", help="The analyze run that shows them (the newest).")
@judging
def explain(options: Options, names: tuple[str, ...], plan: str | None) -> Exit:
    """Explain a group: why each picture stays or goes, what is inherited, what would be lost, what is yours to decide.

    Name the group, or one of its pictures by id or file name; ids may be shortened. The server is asked only with
    --policy: then it is also told what these other rules would change.
    """
    with reading(options) as journal, ExitStack() as stack:
        scenes: dict[str, Scene] = {}
        other = stack.enter_context(_other(options, journal)) if options.policy is not None else None
        for run, one in _named(journal, plan, names):
            scene = scenes[run] if run in scenes else scenes.setdefault(run, scene_of(journal, run))
            changes = None if other is None else other(one)
            end = resolved(journal, run, one)
            if options.json:
                beside = {} if changes is None else {"changes": [_object(change) for change in changes]}
                emit(group_json(one, scene) | {"words": list(explained(one, scene, end))} | beside)
                continue
            for text in explained(one, scene, end):
                line(text)
            if changes is not None:
                for text in _told(changes, str(options.policy)):
                    line(text)
    return Exit.DONE


def _named(
    journal: SqliteReader, plan: str | None, names: tuple[str, ...]
) -> Iterator[tuple[str, GroupPlan]]:
    """Yield the plans that are meant, name by name, each with the analysis that made it: of what the newest has not,
    the newest that had it, unless one was named. Raises NoPlan, NotKnown, Ambiguous, NothingChosen."""
    for name in names:
        run = plan_run(journal, plan)
        try:
            chosen = whole(journal, run, Selection(groups=(name,)))
        except NotKnown as of_group:
            try:
                chosen = whole(journal, run, Selection(assets=(name,)))
            except NotKnown as error:
                earlier = plan_with(journal, [name]) if plan is None else None
                if earlier not in (None, run):
                    yield from _named(journal, earlier, (name,))
                    continue
                see = f"{error.facts['see']}` or, for what earlier runs did with it, `winnow journal show {name}"
                near = of_group.facts["near"] or error.facts["near"]
                about = {"what": "group or picture", "see": see, "near": near}
                raise NotKnown(**error.facts | about) from None
        yield from ((run, one) for one in plans_of(journal, run) if chosen.takes(one))


Other = Callable[[GroupPlan], tuple[OtherOutcome, ...]]
"""Tells what other rules would change about a plan."""


@contextmanager
def _other(options: Options, journal: SqliteReader) -> Iterator[Other]:
    """Open the way to the server, and judge groups of the plan by the policy of `--policy`; nothing is written."""
    policy = policy_of(options)
    with looking(options, journal, "explain --policy", NEEDED["analyze"]) as eyes, closing(Exif()) as exif:

        def other(plan: GroupPlan) -> tuple[OtherOutcome, ...]:
            made = reconsider(eyes.context, eyes.server, plan, policy, exif, home_of(options).root)
            if made is None:
                gone = "too few of its pictures are there still"
                return (OtherOutcome(plan.group, "gone", gone),)
            found = differences(plan, made)
            return (*found, *_changed(plan, made))

        yield other


def _changed(plan: GroupPlan, made: GroupPlan) -> Iterator[OtherOutcome]:
    """Yield that the pictures themselves changed since the plan, so that not all of it is the policy's doing."""
    now = {sketch.asset: sketch.fingerprint for sketch in made.members if sketch.fingerprint}
    then = {sketch.asset: sketch.fingerprint for sketch in plan.members if sketch.fingerprint}
    both = now.keys() & then.keys()
    if any(not alike(now[asset], then[asset]) for asset in both) or len(made.members) != len(plan.members):
        text = "some of it was changed on the server since the plan: run `winnow analyze` for a plan of today"
        yield OtherOutcome(plan.group, "changed", text)


def _told(changes: tuple[OtherOutcome, ...], name: str) -> Iterator[str]:
    if not changes:
        yield f"  Under {clean(name)}: the same."
    for change in changes:
        text = clean(change.text)
        yield f"  Under {clean(name)}: {text}."


def _object(change: OtherOutcome) -> dict[str, Any]:
    return {"code": change.code, "text": change.text}
