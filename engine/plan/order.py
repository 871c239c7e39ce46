"""Which groups come first where only some are carried out: the safest, and among them those that free most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import nsmallest
from itertools import chain

from engine.action.action import Stage
from engine.plan.plan import GroupPlan

Plans = Callable[[], Iterable[GroupPlan]]
"""Streams the same plans each time it is asked, so that a long plan is never in memory as a whole."""


def rank(plan: GroupPlan) -> tuple[bool, int, int]:
    """Return what a plan is ordered by: no doubt that was let pass, few changes to the winner, many bytes freed."""
    changes = sum(Stage.DOWNLOAD < step.stage < Stage.TRASH for step in plan.steps)
    return bool(plan.allowed), changes, -plan.bytes_freed


def safest_first(plans: Plans, number: int) -> Iterator[GroupPlan]:
    """Yield the `number` safest plans with most to gain, then all others as they come."""
    first = nsmallest(number, plans(), key=rank)
    taken = {plan.group for plan in first}
    return chain(first, (plan for plan in plans() if plan.group not in taken))
