"""Look at two films, or moving pictures, by frames taken at equal times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from attrs import evolve

from engine.look.bars import beside_bars
from engine.look.kinds import MEANING, UNSURE_FRAMES
from engine.look.limits import LIMITS, Limits
from engine.look.look import look
from engine.look.picture import Picture
from engine.model.likeness import Difference, Likeness, Verdict

FRAMES = 8
"""How many frames are looked at."""


def look_at_frames(winner: Sequence[Picture], loser: Sequence[Picture], limits: Limits = LIMITS) -> Likeness:
    """Return SAME only when every frame of the loser shows what the winner's frame at that time shows.

    One frame that differs is enough for DIFFERS, with that frame's kind and boxes. Frames that cannot be paired, and
    films of which a frame is in doubt, are for a person; so is one that shows the other between black bars.
    """
    if len(winner) != len(loser) or not winner:
        detail = f"{len(winner)} frames against {len(loser)}"
        why = f"{MEANING[UNSURE_FRAMES]} ({detail})"
        return Likeness(verdict=Verdict.UNSURE, difference=Difference.LENGTH, kind=UNSURE_FRAMES, why=why)
    return beside_bars(
        winner, loser, _frame_by_frame(winner, loser, limits), partial(_frame_by_frame, limits=limits)
    )


def look_at_other_rates(
    winner: Iterable[Sequence[Picture]], loser: Iterable[Sequence[Picture]], limits: Limits = LIMITS
) -> Likeness:
    """Return the likeness of two films of different rates, the slower given once, the faster at times a little apart.

    Where the rate was changed, a frame was chosen for its neighbours, so that at one time the slower may show what the
    faster shows some of its frames before or after. Of each frame the time at which the two are most alike counts. The
    faster is asked for at no more times than are needed.
    """
    found: list[Likeness] = []
    for ones, others in ((ones, others) for ones in winner for others in loser):
        seen = [look(one, other, limits) for one, other in zip(ones, others, strict=True)]
        found = [min(two, key=_unlike) for two in zip(found, seen, strict=True)] if found else seen
        if all(one.verdict is Verdict.SAME for one in found):
            break
    return _told(found)


def _unlike(seen: Likeness) -> tuple[int, float]:
    return (Verdict.SAME, Verdict.UNSURE, Verdict.DIFFERS).index(seen.verdict), seen.amount or 0


def _frame_by_frame(winner: Sequence[Picture], loser: Sequence[Picture], limits: Limits) -> Likeness:
    return _told([look(one, other, limits) for one, other in zip(winner, loser, strict=True)])


def _told(seen: Sequence[Likeness]) -> Likeness:
    """Return what is said of two films, from what was seen of each frame."""
    looks = list(enumerate(seen, start=1))
    for verdict in (Verdict.DIFFERS, Verdict.UNSURE):
        bad = [(number, one) for number, one in looks if one.verdict is verdict]
        if bad:
            number, worst = max(bad, key=lambda two: two[1].amount or 0)
            return evolve(worst, why=f"frame {number} of {len(looks)}: {worst.why}")
    return max(seen, key=lambda one: one.amount or 0)
