"""Films that are drawn: true MP4 where PyAV is installed, so that frames, length and date are what the facts claim."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from datetime import UTC
from functools import lru_cache
from typing import Any

from numpy import asarray
from PIL import Image

from practice.drawn import drawing
from practice.rows import FileFacts

RATE = 4
"""Frames a second of a drawn film; the scene goes slowly from one picture to another."""

BARE = (16).to_bytes(4, "big") + b"ftypisom" + bytes(4)
"""The head of a film without frames, where PyAV is missing."""


def drawn_film(scene: str, mark: str, facts: FileFacts, *, size: int = 0) -> bytes:
    """Return a film of a scene whose header says what `facts` claims, filled up to `size` bytes.

    `mark` makes its bytes its own.
    """
    taken = "" if facts.taken is None else facts.taken.replace(tzinfo=facts.taken.tzinfo or UTC).isoformat()
    data = _film(scene, facts.width or 16, facts.height or 16, facts.duration or 1.0, taken)
    return data + _free(mark.encode().ljust(max(0, size - len(data) - 8), b"."))


def _free(body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + b"free" + body


@lru_cache(maxsize=32)
def _film(scene: str, width: int, height: int, seconds: float, taken: str) -> bytes:
    try:
        import av
    except ImportError:
        return BARE
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as film:
        if taken:
            film.metadata["creation_time"] = taken
        track: Any = film.add_stream("mpeg4", rate=RATE)
        track.width, track.height, track.pix_fmt = width // 2 * 2, height // 2 * 2, "yuv420p"
        for picture in _frames(scene, track.width, track.height, max(1, round(seconds * RATE))):
            frame = av.VideoFrame.from_ndarray(asarray(picture), format="rgb24")
            film.mux(track.encode(frame))
        film.mux(track.encode(None))
    return out.getvalue()


def _frames(scene: str, width: int, height: int, count: int) -> Iterator[Image.Image]:
    chance = random.Random(scene)  # noqa: S311 - pictures, no secrets
    first, last = drawing(chance, width, height), drawing(chance, width, height)
    return (Image.blend(first, last, number / max(1, count)) for number in range(count))


def first_frame(data: bytes) -> Image.Image | None:
    """Return the first frame of a film; None where it cannot be decoded or PyAV is missing."""
    try:
        import av
    except ImportError:
        return None
    try:
        with av.open(io.BytesIO(data), "r") as film:
            return next((_picture(frame) for frame in film.decode(video=0)), None)
    except (av.FFmpegError, IndexError):
        return None


def _picture(frame: Any) -> Image.Image:
    return Image.fromarray(frame.to_ndarray(format="rgb24"))
