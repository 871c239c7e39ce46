"""Of two dates in a group one stays: which, whose it is, and whose goes, where no finding says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from attrs import frozen

from cli.render.looks import Looks
from cli.render.phrases import wall_clock
from cli.render.text import short
from engine.model.likeness import Verdict
from engine.plan.plan import GroupPlan, Sketch

CLOSE: Final = timedelta(seconds=2)
"""Dates that are no further apart are one."""

ABOUT_DATES: Final = frozenset({"dates-differ", "zone-shift", "future-date"})
"""Findings that say what there is to say of two dates."""


@frozen
class _Choice:
    """The date of a loser that goes, and the one that stays with the name of the picture that shows it."""

    goes: datetime
    stays: datetime
    of: str


def other_date(plan: GroupPlan, loser: Sketch, looks: Looks) -> str:
    """Return why the date of a loser may go though another one stays, "" where a finding says it, or they are one."""
    if (choice := _choice(plan, loser, looks)) is None:
        return ""
    own = ", the time of a file that holds no date" if looks.is_undated(loser) else ""
    return (
        f"Two dates, and one picture was taken once: {wall_clock(choice.stays)} of {choice.of} stays; its own, "
        f"{wall_clock(choice.goes)}{own}, goes with it and is kept in its backup."
    )


def dates_chosen(plan: GroupPlan, looks: Looks) -> Iterator[str]:
    """Yield in short, for a plan, each date that goes though another one stays, and whose both are."""
    for loser in map(plan.sketch, plan.losers):
        if (choice := _choice(plan, loser, looks)) is not None:
            yield (
                f"date {wall_clock(choice.stays)} of {choice.of} stays, not {wall_clock(choice.goes)} of "
                f"{short(loser.name)}"
            )


def _choice(plan: GroupPlan, loser: Sketch, looks: Looks) -> _Choice | None:
    winner = plan.sketch(plan.winner)
    moment = plan.inherits.moment
    stays = moment.wall if moment is not None else plan.inherits.wall or winner.wall
    if loser.wall is None or stays is None or abs(loser.wall - stays) <= CLOSE:
        return None
    if any(
        f.code in ABOUT_DATES and loser.asset in f.assets for f in (*plan.review, *plan.allowed, *plan.told)
    ):
        return None
    look = looks.of(plan, loser.asset)
    if look is None or look.verdict is not Verdict.SAME:
        return None
    givers = [asset for of, asset in plan.inherits.sources if of == "moment"] if moment is not None else []
    return _Choice(loser.wall, stays, ", ".join(short(plan.name_of(one)) for one in givers or [plan.winner]))
