"""Films: eight frames at equal times, and none is like another by its first frame alone."""

from __future__ import annotations

from io import BytesIO

import av
import numpy as np
import pytest
from PIL import Image

from engine.base.errors import Undecodable
from engine.look.films import FRAMES, look_at_frames
from engine.look.video import can_see_films, frames
from engine.model.likeness import Verdict
from tests.engine_tests.look.scenes import scene

SIZE = (640, 480)


def film(first: int, seconds: int = 4, bitrate: int = 1_500_000, ends: int | None = None) -> bytes:
    """Return an MP4 of a scene in which a ball goes across; `ends` is another scene from the middle on."""
    ground, other = scene(first, SIZE), scene(ends or first, SIZE)
    file = BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = *SIZE, "yuv420p", bitrate
        for number in range(10 * seconds):
            picture = (ground if number < 5 * seconds else other).copy()
            picture.paste((250, 60, 40), (10 * number, 200, 10 * number + 60, 260))
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")))
        container.mux(stream.encode(None))
    return file.getvalue()


def test_a_transcode_shows_the_same() -> None:
    one, other = frames(film(5)), frames(film(5, bitrate=700_000))
    assert len(one) == FRAMES
    assert look_at_frames(one, other).verdict is Verdict.SAME


def test_another_end_is_found_and_the_frame_is_named() -> None:
    seen = look_at_frames(frames(film(5)), frames(film(5, ends=6)))
    assert seen.verdict is Verdict.DIFFERS
    assert "of 8: " in seen.why
    assert seen.why.startswith(("frame 5", "frame 6", "frame 7", "frame 8"))


def test_the_same_clip_a_little_later_is_not_the_same() -> None:
    one, other = frames(film(5, seconds=4)), frames(film(5, seconds=6))
    assert look_at_frames(one, other).verdict is not Verdict.SAME


def test_frames_that_cannot_be_paired_are_a_question() -> None:
    seen = look_at_frames(frames(film(5)), [])
    assert (seen.verdict, seen.kind) == (Verdict.UNSURE, "unsure-frames")


@pytest.mark.parametrize("data", [b"", b"no film", film(5)[:400]], ids=["nothing", "text", "cut"])
def test_what_is_no_film_is_refused_in_one_line(data: bytes) -> None:
    assert can_see_films()
    with pytest.raises(Undecodable) as refusal:
        frames(data)
    assert "\n" not in str(refusal.value)


def test_a_moving_picture_has_frames_too() -> None:
    file = BytesIO()
    pages = [scene(number, (320, 240)) for number in range(4)]
    pages[0].save(file, "GIF", save_all=True, append_images=pages[1:], duration=500)
    assert len(frames(file.getvalue(), 4)) == 4
    assert isinstance(pages[0], Image.Image)
