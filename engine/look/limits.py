"""How much two copies of one picture may differ."""

from __future__ import annotations

from attrs import frozen


@frozen
class Limits:
    """The few numbers that decide; found on one half of the labelled set, proven on the other (docs/looks.md).

    `cell` is a mean difference of brightness (0..255) per 16-pixel cell at 192 pixels of short side.
    `spot` is the largest small difference, as a multiple of what this pair shows elsewhere in cells alike.
    `colour` is a mean difference of colour or brightness over the whole picture (0..255).
    `edge` is how far the edges of the two may be apart, in fractions of the side.
    """

    cell: float = 9.0
    spot: float = 6.0
    colour: float = 5.0
    edge: float = 0.006


LIMITS = Limits()
