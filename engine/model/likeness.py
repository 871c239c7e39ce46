"""What a look at two pictures found: whether the second shows what the first shows."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from attrs import frozen


class Verdict(StrEnum):
    """The answer of a look; only `same` ever lets a picture go."""

    SAME = "same"
    DIFFERS = "differs"
    UNSURE = "unsure"


class Difference(StrEnum):
    """In what two pictures differ; `none` where they do not, or where it is not known."""

    NONE = ""
    CONTENT = "content"
    """Something moved, was drawn on, or was taken away."""
    CROPPED = "cropped"
    """The second is a part of the first."""
    EXTENDED = "extended"
    """The first is a part of the second."""
    TURNED = "turned"
    """Mirrored or turned."""
    COLOURS = "colours"
    """Black-and-white, a filter, graded colours."""
    OTHER = "other"
    """Another picture altogether."""
    BARS = "bars"
    """Of two films of one shot one lies between black bars."""
    LENGTH = "length"
    """Films or moving pictures that show other frames."""


CUT_OUT: Final = "cut-out"
"""The kind of a look that found the second to be a part of the first, and to show there just what the first shows."""


@frozen
class Box:
    """Where pictures differ, in thousandths of width and height of the first, from its upper left corner."""

    left: int
    top: int
    right: int
    bottom: int


@frozen(kw_only=True)
class Likeness:
    """What a look at a pair found. `first` is the picture that would be kept, `second` the one that would go.

    `kind` is the frozen name of what was found (engine.look.kinds), finer than `difference`. `amount` is the largest
    difference over what copies may differ by: up to 1 is the same picture. `detail` is how many pixels each would need
    to show all that it shows, first and second, so an upscaled copy has no more than its source (None: not
    measured). `poster_only` tells that of a film only one frame was seen. `why` says in words what was found.
    """

    verdict: Verdict
    difference: Difference = Difference.NONE
    kind: str = ""
    boxes: tuple[Box, ...] = ()
    amount: float | None = None
    detail: tuple[int, int] | None = None
    poster_only: bool = False
    why: str = ""


def mirrored(likeness: Likeness) -> Likeness:
    """Return the likeness as it reads with first and second exchanged.

    Boxes are kept as they are: where nothing was cropped, both pictures show the same frame.
    """
    turned = {Difference.CROPPED: Difference.EXTENDED, Difference.EXTENDED: Difference.CROPPED}
    pairs = (("cropped", "extended"), ("drawn-on", "taken-away"), ("bars-around-loser", "bars-around-winner"))
    kinds = dict(pairs) | {other: one for one, other in pairs}
    detail = likeness.detail
    return Likeness(
        verdict=likeness.verdict,
        difference=turned.get(likeness.difference, likeness.difference),
        kind=kinds.get(likeness.kind, likeness.kind),
        boxes=likeness.boxes,
        amount=likeness.amount,
        detail=(detail[1], detail[0]) if detail else None,
        poster_only=likeness.poster_only,
        why=likeness.why,
    )
