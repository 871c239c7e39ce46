"""What an apply would do, for `winnow apply --dry-run`: every step in its order, and what is proven in between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import Final, TypeAlias

from cli.canary import tell_overtaken
from cli.console import emit, line
from cli.exits import Exit
from cli.home import reading
from cli.options import Options
from cli.render.steps import name_in, step_text
from cli.render.text import GROUP_ID, clean, counted
from cli.render.totals import KEEP_APART, skipped_before, taken_back
from cli.spelled import without_dry_run
from engine.action.action import Stage
from engine.action.registry import args_of
from engine.base.settings import Settings
from engine.plan.plan import GroupPlan
from engine.plan.step import Step
from engine.runs.outdated import left_of
from engine.runs.runs import plan_run
from engine.verbs.forecast import first_names
from engine.verbs.past import returned
from engine.verbs.todo import overtaken, preview

HEADINGS: Final[dict[Stage, str]] = {
    Stage.DOWNLOAD: "Back up; each backup is read again and must have the checksum that the server names:",
    Stage.PATCH: "Write dates, places and texts to winners:",
    Stage.CLOCK: "Set right what the server makes of their clocks:",
    Stage.TAGS: "Tag winners:",
    Stage.FLAGS: "Give them favourite marks and their place on the timeline:",
    Stage.RELATIONS: "Give them albums, people and whatever else shows a loser:",
    Stage.COVERS: "Make them the covers of albums:",
    Stage.TRASH: "Only then move losers to the trash:",
    Stage.STACK: "Make stacks:",
}

SPELLED: Final = ("plan", "limit", "canary")
"""Options of an apply that are spelled out in the command that comes next."""

ForetoldStep: TypeAlias = tuple[int, Stage, GroupPlan, Step]
"""Of one step: the number of its wave, its stage, its group, and itself."""


def foretell(options: Options, settings: Settings, plan: str | None) -> Exit:
    """Print exactly the steps that apply would send, in its order; asks no server."""
    with reading(options) as journal:
        rows = preview(journal, plan, settings)
        if options.json:
            for row in rows:
                emit(_object(row))
        else:
            groups = _tell(rows, canary=settings.canary is not None)
            if again := len(groups & returned(journal)):
                line(f"{taken_back(again)}; {KEEP_APART}.")
            if stale := len(groups & left_of(journal, plan_run(journal, plan)).skipped.keys()):
                line(f"{skipped_before(stale)}.")
        late = overtaken(journal, plan_run(journal, plan), settings)
        tell_overtaken(len(late), first_names(late))
    return Exit.DONE


def _object(row: ForetoldStep) -> dict[str, object]:
    wave, stage, group, step = row
    about = {"wave": wave, "stage": stage.name.lower(), "group": group.group, "number": step.number}
    args, text = dict(args_of(step.action)), step_text(group, step.action)
    return {**about, "action": step.action.NAME, "args": args, "text": text}


def _tell(rows: Iterable[ForetoldStep], *, canary: bool) -> frozenset[str]:
    """Tell the steps part by part; return the groups that they are of. `canary` tells that one was asked for."""
    parts = _parts(rows)
    first = [part for part in (next(parts, None), next(parts, None)) if part]
    steps, groups, example = 0, set[str](), ""
    for number, part in enumerate(chain(first, parts), 1):
        here = {group.group: group for _, _, group, _ in part}
        if len(first) > 1:
            what = ", the canary" if canary and number == 1 else ""
            together = " that go together" if len(here) > 1 else ""
            line(f"Part {number}{what}, {counted(len(here), 'group')}{together}:")
        for text in _lines(part, list(here.values())):
            line(text)
        steps, groups = steps + len(part), groups | here.keys()
        example = example or next(iter(here))[:GROUP_ID]
    line(f"{counted(steps, 'step')} of {counted(len(groups), 'group')}. Nothing was sent.")
    if steps:
        trial = "; with --canary 5 five groups go first, and you are asked before the rest"
        if canary:
            trial = "; you are asked before part 1, and again before part 2" if len(first) > 1 else ""
        line(f"Next: {without_dry_run(SPELLED)}{trial}.")
    if example:
        line(f"In brackets: the group, of which winnow explain {clean(example)} tells more.")
    return frozenset(groups)


def _parts(rows: Iterable[ForetoldStep]) -> Iterator[list[ForetoldStep]]:
    for _, part in groupby(rows, key=lambda row: row[0]):
        yield list(part)


def _lines(part: Sequence[ForetoldStep], groups: Sequence[GroupPlan]) -> Iterator[str]:
    saved: list[tuple[str, str]] = []
    for stage, rows in groupby(part, key=lambda row: row[1]):
        here = list(rows)
        if stage is Stage.TRASH:
            yield from _proofs(groups)
        yield HEADINGS[stage]
        if stage is Stage.DOWNLOAD:
            saved = _subjects(here)
        elif stage is Stage.TRASH and len(here) > 1 and _subjects(here) == saved:
            yield f"  trash each of the {len(here)} pictures that are backed up above"
            continue
        for _, _, group, step in here:
            stays = _stays(group) if stage is Stage.DOWNLOAD else ""
            yield f"  {step_text(group, step.action)}{stays}  [{clean(group.group[:GROUP_ID])}]"


def _stays(group: GroupPlan) -> str:
    """Return, behind a picture that is backed up to go, which one stays for it."""
    return f"; {name_in(group, group.winner)} stays"


def _subjects(rows: Sequence[ForetoldStep]) -> list[tuple[str, str]]:
    """Return the group and the picture of each step, in an order by which two stages can be compared."""
    return sorted((group.group, step.action.subject) for _, _, group, step in rows)


def _proofs(groups: Sequence[GroupPlan]) -> Iterator[str]:
    """Yield what apply makes sure of between the last write and the first loser that goes."""
    yield "Prove, from the server's own answers:"
    if whole := sum(plan.prove for plan in groups if plan.losers):
        yield f"  read {counted(whole, 'winner')} whole, and compare the checksum with the server's"
    yield "  see that winners show all they were given, and that losers are as they were"
