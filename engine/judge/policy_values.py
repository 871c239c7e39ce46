"""Single values of a policy: what may stand where, and in words what is wrong with another."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Any, TypeVar

from attrs import evolve, fields

from engine.action.registry import GIFTS
from engine.judge.codes import ALLOWABLE, FOR_A_PERSON, IMPOSSIBLE, LOSSES
from engine.judge.policy import CRITERIA_TOLD, Apply, Policy, Tolerances
from engine.judge.wording import nearest

E = TypeVar("E", bound=StrEnum)

CEILINGS = {
    "metres": 1000.0,
    "seconds": 60.0,
    "duration_percent": 10.0,
    "duration_seconds": 10.0,
    "aspect_percent": 10.0,
}
"""Above these a limit would call different pictures the same."""

HIGHEST = {"max_share": 100.0, "min_trash_days": 3650.0, "min_free_gb": 1e6}


def truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"must be true or false, not {value!r}")
    return value


def number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"must be a number, not {value!r}")
    return float(value)


def texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise ValueError(f'must be a list of texts, such as ["..."], not {value!r}')
    if len(set(value)) != len(value):
        raise ValueError("names something twice")
    return tuple(value)


def choice(value: Any, kind: type[E]) -> E:
    known = [one.value for one in kind]
    if value not in known:
        raise ValueError(f"must be one of {', '.join(known)}, not {value!r}{nearest(value, known)}")
    return kind(value)


def checked(policy: Policy) -> Policy:
    """Return the policy with its formats in plain spelling.

    Raises ValueError where a limit is out of range, or a criterion, code or loss is unknown.
    """
    for one in fields(Tolerances):
        value, highest = getattr(policy.limits, one.name), CEILINGS[one.name]
        if not 0 <= value <= highest:
            key = one.name.replace("_", "-")
            raise ValueError(f"limits.{key} must be between 0 and {highest:g}, not {value:g}")
    for one in fields(Apply):
        value, highest = getattr(policy.apply, one.name), HIGHEST[one.name]
        if not 0 <= value <= highest:
            key = one.name.replace("_", "-")
            raise ValueError(f"apply.{key} must be between 0 and {highest:g}, not {value:g}")
    _known("ranking.order", policy.ranking.order, CRITERIA_TOLD, "criterion")
    for code in policy.review.allow:
        if code in IMPOSSIBLE:
            raise ValueError(f"review.allow cannot hold {code!r}: {IMPOSSIBLE[code]}")
        if code in FOR_A_PERSON:
            way = f"decide such groups yourself, with `winnow review` or `winnow decide --reason {code}`"
            raise ValueError(f"review.allow cannot hold {code!r}, which no policy lets pass: {way}")
    _known("review.allow", policy.review.allow, ALLOWABLE, "code")
    _known("review.worthless", policy.review.worthless, LOSSES, "loss")
    gifts = {gift.name: gift.name for gift in GIFTS}
    _known("inherit.leave", policy.inherit.leave, gifts, "name")
    plain = tuple(item.lower().lstrip(".") for item in policy.ranking.formats)
    return evolve(policy, ranking=evolve(policy.ranking, formats=plain))


def as_recorded(policy: Policy) -> Policy:
    """Return a policy that a journal holds without what no policy lets pass any more, and what never had an effect."""
    allow = tuple(code for code in policy.review.allow if code not in FOR_A_PERSON)
    return evolve(policy, review=evolve(policy.review, allow=allow))


def _known(place: str, given: tuple[str, ...], known: dict[str, str], what: str) -> None:
    for item in given:
        if item not in known:
            raise ValueError(f"{place} has the unknown {what} {item!r}{nearest(item, known)}")
