"""Two previews as they came from the server, looked at: decoded at the scale that this takes, and no more often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, evolve, field

from engine.base.errors import Undecodable
from engine.look import decode as decoding
from engine.look.bars import beside_bars
from engine.look.cut import inside
from engine.look.kinds import CROPPED
from engine.look.look import look

if TYPE_CHECKING:
    from engine.look.picture import Picture
    from engine.look.preview import Preview
    from engine.model.likeness import Likeness

LARGE = 1440
"""Short side of a preview, in pixels: of a part of it enough has to be left to see what is small."""


@define
class Eye:
    """Looks at pairs of previews, for one thread at a time.

    Of the last pair the first is kept as it was decoded: it is what the next ones of its group are looked at beside.
    """

    _before: tuple[Preview, Picture] | None = field(default=None, init=False, repr=False)

    def look(self, first: Preview, second: Preview, *, film: bool = False) -> Likeness:
        """Return what a look finds of two previews, the first of what would be kept; of a `film` it is the poster.

        Raises Undecodable, with the name of the preview.
        """
        one = self._first(first)
        other = _as_decoded(first, second, one) or decoded(second)
        if one.short == decoding.SHORT < other.short:
            one = decoded(first, decoding.CLOSE)  # of two pages one was known as such only by the other
        elif other.short == decoding.SHORT < one.short:
            other = decoded(second, decoding.CLOSE)
        found = look(one, other)
        if film:
            return beside_bars([one], [other], found, lambda ones, others: look(ones[0], others[0]))
        if found.kind == CROPPED:
            return inside(decoded(first, LARGE), decoded(second, LARGE))
        return found

    def _first(self, first: Preview) -> Picture:
        if self._before is None or self._before[0] != first:
            self._before = None  # never two at a time
            self._before = first, decoded(first)
        return self._before[1]


def decoded(preview: Preview, short: int = decoding.SHORT) -> Picture:
    """Return the picture in a preview, at this short side. Raises Undecodable, with the name of the preview."""
    try:
        return decoding.decode(preview.data, preview.width, preview.height, short=short, plain=preview.plain)
    except Undecodable as error:
        raise Undecodable(
            detail=f"the preview of {preview.name} cannot be decoded: {error.facts['detail']}"
        ) from error


def _as_decoded(first: Preview, second: Preview, one: Picture) -> Picture | None:
    """Return the second picture without decoding it, where its preview is that of the first to the last byte."""
    if not second.width or not second.height or first.plain != second.plain or first.data != second.data:
        return None
    return evolve(one, width=second.width, height=second.height)
