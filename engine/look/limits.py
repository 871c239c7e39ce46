"""How much two copies of one picture may differ."""

from __future__ import annotations

from attrs import frozen


@frozen
class Limits:
    """The few numbers that decide; found on one half of the labelled set, proven on the other (docs/looks.md).

    `cell` is the largest mean difference of brightness (0..255) of a cell of 16 pixels at 192 of short side.
    `ground` is the largest share of such a cell's own pattern that the other picture does not explain (0..2): two
    stretches of one sky or wall differ by little, but by all that they show.
    `colour` is how far brightness or colour (0..255) are apart in three quarters of the picture.
    `edge` is how far the edges of the two frames are apart, in fractions of the side.
    `spot` is the largest small difference, as a multiple of what this very pair shows in cells alike.
    """

    cell: float = 9.0
    ground: float = 0.45
    colour: float = 2.8
    edge: float = 0.0013
    spot: float = 4.5


LIMITS = Limits()
CLEARLY = 2.0
"""From how many times a limit a difference is certain; between the limit and this it is a question."""
