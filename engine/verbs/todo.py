"""What is left to do of a plan, and in which order: asked of the journal alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.action.action import Stage
from engine.base.settings import Settings
from engine.plan.order import safest_first
from engine.plan.plan import GroupPlan, key_of
from engine.plan.schedule import stages, waves
from engine.plan.step import Step
from engine.runs.history import history
from engine.runs.holding import ended_otherwise, holding
from engine.runs.outdated import LeftAlone, left_of
from engine.runs.runs import plan_run, plans_of
from engine.runs.since import said_since
from journal.port import JournalReader


def unresolved(journal: JournalReader, run: str, plans: Iterable[GroupPlan]) -> Iterator[GroupPlan]:
    """Yield the plans with something left to do: no run of theirs resolved them, and none of another plan since."""
    for plan in plans:
        if not plan.steps:
            continue
        ledger = history(journal, plan.group)
        if all(holding(ledger, key_of(run, plan, step)) is not None for step in plan.ends):
            continue
        if ended_otherwise(ledger, run, plan) is None:
            yield plan


def todo(
    journal: JournalReader, run: str, settings: Settings, begun: frozenset[str] = frozenset()
) -> Iterator[GroupPlan]:
    """Yield the plans that `apply` would carry out, in its order.

    `begun` are groups that an interrupted run had started on: they count as part of its limit, and are looked at again
    even where a person decided about them since. Where only some groups are wanted, or some of them first, those are
    the safest; a canary of two or more holds one that inherits, where there is one.
    """
    fresh = None if settings.limit is None else settings.limit - len(begun)
    since = said_since(journal, run)

    def left() -> Iterator[GroupPlan]:
        for plan in unresolved(journal, run, _wanted(journal, run, settings)):
            if plan.group in begun or not since.overtakes(plan):
                yield plan

    early = settings.limit or settings.canary
    # What was skipped or failed before shows nothing new, so it takes no place of a trial.
    late = left_of(journal, run) if early else LeftAlone()
    last = late.skipped.keys() | late.failed.keys()
    for plan in safest_first(left, early, settings.canary or 0, last) if early else left():
        if plan.group in begun:
            yield plan
        elif fresh is None or fresh > 0:
            yield plan
            fresh = None if fresh is None else fresh - 1


def overtaken(journal: JournalReader, run: str, settings: Settings) -> list[GroupPlan]:
    """Return the plans that `apply` leaves alone, because persons decided about their pictures since."""
    since = said_since(journal, run)
    if not since:
        return []
    wanted = (plan for plan in _wanted(journal, run, settings) if since.overtakes(plan))
    return list(unresolved(journal, run, wanted))


def _wanted(journal: JournalReader, run: str, settings: Settings) -> Iterator[GroupPlan]:
    return (p for p in plans_of(journal, run) if settings.only is None or p.group in settings.only)


def preview(
    journal: JournalReader, wanted: str | None, settings: Settings
) -> Iterator[tuple[int, Stage, GroupPlan, Step]]:
    """Yield exactly the steps that `apply` would send, in order: wave, stage, group, step. Asks no server.

    Raises NoPlan.
    """
    run = plan_run(journal, wanted)
    for wave in waves(todo(journal, run, settings), size=settings.wave, canary=settings.canary):
        for stage, steps in stages(wave.plans):
            for plan, step in steps:
                yield wave.number, stage, plan, step
