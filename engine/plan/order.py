"""Which groups come first where only some are carried out: the safest, and among them those that free most.

The safest change nothing of their winner, so a trial of those alone would show nothing of what winners inherit. The
last of a trial is therefore one that does, the safest of them.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from heapq import nsmallest
from itertools import chain

from engine.action.action import Stage
from engine.plan.plan import GroupPlan

Plans = Callable[[], Iterable[GroupPlan]]
"""Streams the same plans each time it is asked, so that a long plan is never in memory as a whole."""


def rank(plan: GroupPlan) -> tuple[bool, bool, int, int]:
    """Return what a plan is ordered by: by the rules and not by a person's word alone, which nothing else proves; no
    doubt that was let pass, few changes to the winner, many bytes freed."""
    return plan.is_by_word, bool(plan.allowed), changes(plan), -plan.bytes_freed


def changes(plan: GroupPlan) -> int:
    """Return how many steps give the winner something that only a loser had."""
    return sum(Stage.DOWNLOAD < step.stage < Stage.TRASH for step in plan.steps)


def safest_first(plans: Plans, number: int, trial: int = 0, last: Container[str] = ()) -> Iterator[GroupPlan]:
    """Yield the `number` safest plans with most to gain, then all others as they come; groups that are to come `last`
    are less safe than any other.

    Where a trial of the first `trial` of them, two or more, would hold none that inherits, its last is the safest that
    does.
    """

    def place(plan: GroupPlan) -> tuple[bool, tuple[bool, bool, int, int]]:
        return plan.group in last, rank(plan)

    first = nsmallest(number, plans(), key=place)
    if 1 < trial <= len(first) and not any(map(changes, first[:trial])):
        giver = min(filter(changes, plans()), key=place, default=None)
        if giver is not None:
            others = [plan for plan in first if plan.group != giver.group]
            first = [*others[: trial - 1], giver, *others[trial - 1 :]][:number]
    taken = {plan.group for plan in first}
    return chain(first, (plan for plan in plans() if plan.group not in taken))
