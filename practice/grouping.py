"""Which pictures look alike: the coarse structure of the decoded picture."""

from __future__ import annotations

import io
from math import sqrt

from attrs import frozen
from PIL import Image

SIDE = 16
"""Pictures are compared as squares of this many grey pixels."""

ROUGH = 64
"""Bits out of 256 in which the silhouettes of two like pictures may differ; a cheap first look."""

DISTANCE = 0.02
"""The cosine distance below which two pictures are duplicates."""


@frozen
class Print:
    """The structure of a picture: grey values less their mean, of length one, and their signs as bits."""

    values: tuple[float, ...]
    bits: int


def fingerprint(data: bytes) -> Print | None:
    """Return what hardly changes when a picture is scaled or compressed; None if it cannot be decoded."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            grey = picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX).tobytes()
    except (OSError, ValueError, SyntaxError):
        return None
    mean = sum(grey) / len(grey)
    centred = [value - mean for value in grey]
    length = sqrt(sum(value * value for value in centred)) or 1.0
    bits = sum(1 << index for index, value in enumerate(centred) if value > 0)
    return Print(tuple(value / length for value in centred), bits)


def near(one: Print, other: Print | None) -> bool:
    """Tell whether two pictures look alike; an even surface is like nothing."""
    if other is None or (one.bits ^ other.bits).bit_count() > ROUGH:
        return False
    return 1 - sum(a * b for a, b in zip(one.values, other.values, strict=True)) <= DISTANCE
