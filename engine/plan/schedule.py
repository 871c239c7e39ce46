"""In which order a plan is carried out: waves of groups, each going through the stages together.

Dry run and apply both read their order from here, so that what is shown is what is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from attrs import frozen

from engine.action.action import Stage
from engine.plan.plan import GroupPlan
from engine.plan.step import Step


@frozen
class Wave:
    """Some groups that go through the stages together, so that waiting for the server costs once."""

    number: int
    plans: tuple[GroupPlan, ...]

    @property
    def bytes_to_store(self) -> int:
        return sum(plan.bytes_to_store for plan in self.plans)


def waves(plans: Iterable[GroupPlan], *, size: int, canary: int | None = None) -> Iterator[Wave]:
    """Cut plans with steps into waves of `size` groups; with `canary` the first wave has that many instead."""
    source = (plan for plan in plans if plan.steps)
    number = 1
    while batch := tuple(islice(source, canary if canary and number == 1 else size)):
        yield Wave(number, batch)
        number += 1


def stages(plans: Sequence[GroupPlan]) -> Iterator[tuple[Stage, tuple[tuple[GroupPlan, Step], ...]]]:
    """Yield each stage with the steps of all groups that have any there, in the order in which they are sent."""
    for stage in Stage:
        steps = tuple((plan, step) for plan in plans for step in plan.steps if step.stage is stage)
        if steps:
            yield stage, steps
