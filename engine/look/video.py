"""Frames of a film, where PyAV is installed (the extra `video`)."""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.base.errors import Undecodable
from engine.look.decode import SHORT
from engine.look.films import FRAMES
from engine.look.picture import Picture, mean
from engine.look.sounds import RATE, SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from engine.look.sounds import Excerpt

MOST_FRAMES = 20_000
"""A film is decoded up to this frame while one of the eight is looked for; ten minutes at 30 a second."""


def frames(
    film: bytes | IO[bytes], count: int = FRAMES, *, late: float = 0.0, over: int = 1
) -> list[Picture]:
    """Return this many frames at equal times, the first at half a step from the start, each so many seconds `late`.

    With `over`, each is the mean of so many frames in a row around that time. Raises Undecodable, also when PyAV is
    missing.
    """
    with _opened(film) as (_, container):
        return list(_frames(container, count, late, over))


def excerpts(film: bytes | IO[bytes], count: int = FRAMES) -> list[Excerpt]:
    """Return this many short excerpts of a film's first sound, at the times of its frames.

    Raises Undecodable, also where there is no sound or PyAV is missing.
    """
    with _opened(film) as (av, container):
        stream = container.streams.audio[0]
        length = _length(container, container.streams.video[0])
        times = [length * (number + 0.5) / count for number in range(count)]
        return [_excerpt(av.AudioResampler("flt", "mono", RATE), container, stream, at) for at in times]


@contextmanager
def _opened(film: bytes | IO[bytes]) -> Iterator[tuple[Any, Any]]:
    """Yield PyAV and a film that it has opened, and make whatever it cannot read `Undecodable`."""
    try:
        import av
    except ImportError as error:
        raise Undecodable(detail="films need PyAV, which `pipx inject winnow-immich av` brings") from error
    try:
        with av.open(BytesIO(film) if isinstance(film, bytes) else film) as container:
            yield av, container
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise Undecodable(detail=" ".join(str(error).split())[:200]) from error


def _excerpt(resampler: Any, container: Any, stream: Any, seconds: float) -> Excerpt:
    """Return half a second from a time on; less, or nothing, where the sound ends before."""
    start = float((stream.start_time or 0) * stream.time_base)
    container.seek(int((start + seconds) / stream.time_base), stream=stream)
    found: list[Any] = []
    have, wanted = 0, round(SECONDS * RATE)
    for frame in container.decode(stream):
        if frame.time is not None and frame.time + frame.samples / frame.sample_rate <= start + seconds:
            continue
        for part in resampler.resample(frame):
            found.append(part.to_ndarray().reshape(-1))
            have += found[-1].size
        if have >= wanted:
            break
    whole = np.concatenate(found) if found else np.empty(0)
    return whole[:wanted].astype(np.float32)


def _frames(container: Any, count: int, late: float, over: int) -> Iterator[Picture]:
    stream = container.streams.video[0]
    stream.thread_type = "AUTO"
    length = _length(container, stream)
    before = (over // 2) / float(stream.average_rate or 1)
    for number in range(count):
        seconds = max(0.0, length * (number + 0.5) / count + late - before)
        yield mean([_picture(frame) for frame in _from(container, stream, seconds, over)])


def _length(container: Any, stream: Any) -> float:
    """Return the length in seconds, of the pictures where the film says so, else of the whole."""
    if stream.duration:
        return float(stream.duration * stream.time_base)
    if container.duration:
        return float(container.duration) / 1_000_000
    raise Undecodable(detail="the film does not say how long it is")


def _from(container: Any, stream: Any, seconds: float, number: int) -> list[Any]:
    """Return so many frames in a row, from that on which is on the screen at this time after the first one."""
    start = float((stream.start_time or 0) * stream.time_base)
    container.seek(int((start + seconds) / stream.time_base), stream=stream)
    found: list[Any] = []
    for decoded, frame in enumerate(container.decode(stream)):
        later = frame.time is not None and frame.time > start + seconds
        if later and len(found) >= number:
            break
        found = [*found, frame] if later else [frame]
        if decoded > MOST_FRAMES:
            break
    if not found:
        raise Undecodable(detail=f"no frame at {seconds:.1f} s")
    return found


def _picture(frame: Any) -> Picture:
    image = frame.to_image()
    return Picture.of(image.convert("RGB"), image.width, image.height, SHORT)
