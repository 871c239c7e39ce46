"""Which pictures look alike: an average hash of the decoded picture, where Pillow is at hand."""

from __future__ import annotations

import io
from typing import Any

LIMIT = 6
"""Bits out of 256 in which two pictures may differ and still be one group."""


def fingerprint(data: bytes) -> int | None:
    """Return 256 bits that hardly change when a picture is scaled or compressed; None if undecodable.

    Pillow is needed to decode and is only there in development and for the demo.
    """
    try:
        from PIL import Image
    except ImportError:
        return None
    try:
        with Image.open(io.BytesIO(data)) as picture:
            small: Any = picture.convert("L").resize((16, 16), Image.Resampling.BOX)
    except (OSError, ValueError, SyntaxError):
        return None
    values = list(small.tobytes())
    mean = sum(values) / len(values)
    return sum(1 << index for index, value in enumerate(values) if value > mean)


def near(one: int, other: int | None) -> bool:
    """Tell whether two fingerprints are of pictures that look alike."""
    return other is not None and (one ^ other).bit_count() <= LIMIT
