"""Look at two films, or moving pictures, by frames taken at equal times."""

from __future__ import annotations

from collections.abc import Sequence
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


def _frame_by_frame(winner: Sequence[Picture], loser: Sequence[Picture], limits: Limits) -> Likeness:
    pairs = enumerate(zip(winner, loser, strict=True), start=1)
    looks = [(number, look(one, other, limits)) for number, (one, other) in pairs]
    for verdict in (Verdict.DIFFERS, Verdict.UNSURE):
        bad = [(number, seen) for number, seen in looks if seen.verdict is verdict]
        if bad:
            number, seen = max(bad, key=lambda one: one[1].amount or 0)
            return evolve(seen, why=f"frame {number} of {len(looks)}: {seen.why}")
    return max((seen for _, seen in looks), key=lambda one: one.amount or 0)
