"""Frames of a film, where PyAV is installed (the extra `video`)."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from engine.base.errors import Undecodable
from engine.look.decode import SHORT
from engine.look.films import FRAMES
from engine.look.picture import Picture, mean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

MOST_FRAMES = 20_000
"""A film is decoded up to this frame while one of the eight is looked for; ten minutes at 30 a second."""


def frames(
    film: bytes | IO[bytes], count: int = FRAMES, *, late: float = 0.0, over: int = 1
) -> list[Picture]:
    """Return this many frames at equal times, the first at half a step from the start, each so many seconds `late`.

    With `over`, each is the mean of so many frames in a row around that time. Raises Undecodable, also when PyAV is
    missing.
    """
    try:
        import av
    except ImportError as error:
        raise Undecodable(detail="films need PyAV, which `pipx inject winnow-immich av` brings") from error
    try:
        with av.open(BytesIO(film) if isinstance(film, bytes) else film) as container:
            return list(_frames(container, count, late, over))
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise Undecodable(detail=" ".join(str(error).split())[:200]) from error


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
