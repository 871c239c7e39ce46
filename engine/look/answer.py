"""An answer on its way to becoming a likeness: words are found at the end."""

from __future__ import annotations

from attrs import frozen

from engine.look.kinds import DIFFERENCE
from engine.look.words import words
from engine.model.likeness import Box, Likeness, Verdict


@frozen
class LookFound:
    """What was found.

    `kind` is one of engine.look.kinds. `how_much` is the largest difference over what is allowed: up to 1 is same, and
    the more above, the surer. `frame` is where the loser's edges lie on the winner (left, top, right, bottom in
    fractions), where one is a part of the other.
    """

    verdict: Verdict
    kind: str
    how_much: float = 0.0
    boxes: tuple[Box, ...] = ()
    frame: tuple[float, float, float, float] | None = None

    def likeness(self, detail: tuple[int, int] | None = None) -> Likeness:
        """Return the same, with the words for a person."""
        return Likeness(
            verdict=self.verdict,
            difference=DIFFERENCE[self.kind],
            kind=self.kind,
            boxes=self.boxes,
            amount=round(self.how_much, 3),
            detail=detail,
            why=words(self.kind, self.boxes, self.frame, detail),
        )
