"""The plans of a run in the order for people: what is ready or decided, then what is for review, reason by reason.

Each reason is said once, above its groups. A long plan is never in memory as a whole: it is read once for each reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from cli.render.text import clean, counted
from cli.selection import EVERYTHING, Selection
from engine.judge.codes import ALLOWABLE, FOR_A_PERSON, IMPOSSIBLE
from engine.plan.plan import GroupPlan
from engine.runs.since import Since
from engine.verbs.ruled import left_alone

MEANINGS = {**ALLOWABLE, **FOR_A_PERSON, **IMPOSSIBLE}

Headed: TypeAlias = tuple[str, GroupPlan]
"""A plan under its heading, which is "" for those that wait for nobody."""


def headed(
    plans: Callable[[], Iterable[GroupPlan]], since: Since, chosen: Selection = EVERYTHING
) -> Iterator[Headed]:
    """Yield plans under their headings; `plans` streams the same ones each time it is asked."""
    codes: Counter[str] = Counter()
    for plan in plans():
        if code := _waits_for(plan, since, chosen):
            codes[code] += 1
        else:
            yield "", plan
    for code, number in sorted(codes.items(), key=lambda item: (-item[1], item[0])):
        meaning = f": {clean(MEANINGS[code])}" if code in MEANINGS else ""
        heading = f"For review [{clean(code)}], {counted(number, 'group')}{meaning}"
        for plan in plans():
            if _waits_for(plan, since, chosen) == code:
                yield heading, plan


def _waits_for(plan: GroupPlan, since: Since, chosen: Selection) -> str:
    """Return the reason for which a plan waits for a person, the one that was asked for first; "" where it does not."""
    if not plan.review or left_alone(plan) or since.overtakes(plan):
        return ""
    return chosen.reason or plan.review[0].code
