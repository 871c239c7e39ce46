"""What a preview of a still does not show: what is transparent, and every page or frame but the first.

A server's preview lies on one ground, so that black ink on nothing is gone where that ground is black; and it is of
the first page alone. The originals show all of it.
"""

from __future__ import annotations

from itertools import islice
from typing import IO, TYPE_CHECKING, Final

from PIL import Image, ImageOps, ImageSequence

from engine.base.errors import Undecodable
from engine.look.decode import CLOSE, decoding, refuse_huge
from engine.look.look import look
from engine.look.picture import Picture, at_most
from engine.model.likeness import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST: Final = 300
"""Pages and frames that are compared; of more nothing is proven."""
GROUNDS: Final = ((255, 255, 255, 255), (0, 0, 0, 255))
"""What is transparent is looked at on white and on black: ink of whatever colour shows on one of them."""
MODES: Final = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr"})
"""What Pillow makes into eight bits a colour without cutting off what is lighter."""
PACE: Final = 1.05
"""How many times as long one moving picture may take as another that it is a copy of."""


def compare(winner: IO[bytes], loser: IO[bytes]) -> bool:
    """Tell whether a loser shows in all its pages and frames what the winner shows in its own, on any ground.

    Where nothing is transparent and the loser has one page, its preview has shown all of it. Raises `Undecodable`.
    """
    with decoding(), Image.open(winner) as one, Image.open(loser) as other:
        mine, others = _count(one), _count(other)
        if max(mine, others) > MOST or (others > 1 and mine != others):
            return False
        if others > 1 and not _as_long(one, other):
            return False
        pairs = zip(_layers(one, others), _layers(other, others), strict=True)
        return all(_alike(a, b, seen=others == 1) for a, b in pairs)


def opaque(winner: IO[bytes], loser: IO[bytes]) -> bool:
    """Tell whether the loser has one page, and neither has anything transparent on its first. Raises `Undecodable`."""
    with decoding(), Image.open(winner) as one, Image.open(loser) as other:
        return _count(other) == 1 and all(_is_opaque(next(_layers(image, 1))) for image in (one, other))


def _count(image: Image.Image) -> int:
    refuse_huge(image)
    return int(getattr(image, "n_frames", 1))


def _as_long(one: Image.Image, other: Image.Image) -> bool:
    lengths = [
        sum(float(frame.info.get("duration") or 0) for frame in ImageSequence.Iterator(image))
        for image in (one, other)
    ]
    return max(lengths) <= PACE * min(lengths)


def _layers(image: Image.Image, count: int) -> Iterator[Image.Image]:
    """Yield so many pages or frames, upright, with what is transparent in them."""
    for page in islice(ImageSequence.Iterator(image), count):
        refuse_huge(page)
        if page.mode not in MODES:
            raise Undecodable(detail=f"a page has colours of the kind {page.mode}")
        upright = ImageOps.exif_transpose(page)
        yield (upright.convert("RGB") if upright.mode in ("CMYK", "YCbCr") else upright).convert("RGBA")


def _is_opaque(layer: Image.Image) -> bool:
    return layer.getchannel("A").getextrema()[0] == 255


def _alike(one: Image.Image, other: Image.Image, *, seen: bool) -> bool:
    """Tell whether two layers show the same; of opaque ones that were `seen` already this is known."""
    whole = _is_opaque(one) and _is_opaque(other)
    if whole and seen:
        return True
    grounds = GROUNDS[:1] if whole else GROUNDS
    one, other = _brought_down(one), _brought_down(other)
    return all(look(_on(one, g), _on(other, g)).verdict is Verdict.SAME for g in grounds)


def _brought_down(layer: Image.Image) -> Image.Image:
    """Return a layer no larger than a preview, so that what is laid on grounds takes little memory."""
    size = at_most(layer.size, CLOSE)
    return layer if size == layer.size else layer.resize(size, Image.Resampling.HAMMING, reducing_gap=2.0)


def _on(layer: Image.Image, ground: tuple[int, int, int, int]) -> Picture:
    laid = Image.alpha_composite(Image.new("RGBA", layer.size, ground), layer).convert("RGB")
    return Picture.of(laid, *layer.size, CLOSE)
