"""Films: eight frames at equal times, and none is like another by its first frame alone."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import av
import numpy as np
import pytest
from PIL import Image, ImageOps

from engine.base.errors import Undecodable
from engine.evidence.footage import can_be_seen
from engine.look.bars import beside_bars
from engine.look.films import FRAMES, look_at_frames, look_at_other_rates
from engine.look.look import look
from engine.look.picture import Picture
from engine.look.video import frames
from engine.model.likeness import Difference, Verdict, mirrored
from tests.engine_tests.look.scenes import scene

SIZE = (640, 480)


def film(
    first: int,
    seconds: int = 4,
    bitrate: int = 1_500_000,
    ends: int | None = None,
    bars: tuple[int, int] = (0, 0),
    off: int = 0,
    rate: int = 10,
    late: float = 0.0,
) -> bytes:
    """Return an MP4 of a scene in which a ball goes across; `ends` is another scene from the middle on.

    `bars` are so many black pixels on the left and the right each, and at the top and the bottom each; `off` moves what
    lies between them to the right. The ball is `late` by so many seconds.
    """
    ground, other = scene(first, SIZE), scene(ends or first, SIZE)
    file = BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=rate)
        size = (SIZE[0] + 2 * bars[0], SIZE[1] + 2 * bars[1])
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = *size, "yuv420p", bitrate
        for number in range(rate * seconds):
            picture = (ground if number < rate * seconds // 2 else other).copy()
            left = round(100 * max(0.0, number / rate - late))
            picture.paste((250, 60, 40), (left, 200, left + 60, 260))
            picture = ImageOps.expand(picture, (bars[0] + off, bars[1], bars[0] - off, bars[1]))
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
    assert can_be_seen()
    with pytest.raises(Undecodable) as refusal:
        frames(data)
    assert "\n" not in str(refusal.value)


def test_a_moving_picture_has_frames_too() -> None:
    file = BytesIO()
    pages = [scene(number, (320, 240)) for number in range(4)]
    pages[0].save(file, "GIF", save_all=True, append_images=pages[1:], duration=500)
    assert len(frames(file.getvalue(), 4)) == 4
    assert isinstance(pages[0], Image.Image)


@pytest.mark.parametrize("bars", [(106, 0), (0, 60), (64, 48)], ids=["pillars", "letterbox", "all around"])
def test_a_transcode_between_black_bars_is_called_that(bars: tuple[int, int]) -> None:
    plain, barred = frames(film(5)), frames(film(5, bars=bars, bitrate=900_000))
    seen = look_at_frames(plain, barred)
    size = f"{SIZE[0] + 2 * bars[0]}x{SIZE[1] + 2 * bars[1]}"
    assert (seen.verdict, seen.difference) == (Verdict.DIFFERS, Difference.BARS)
    said = f"({size} with bars, {SIZE[0]}x{SIZE[1]} without)"
    assert seen.why == f"the loser lies between black bars, and the winner does not {said}"
    other = look_at_frames(barred, plain)
    assert (other.kind, other.why) == (
        "bars-around-winner",
        f"the winner lies between black bars, and the loser does not {said}",
    )
    assert mirrored(seen).kind == other.kind


@pytest.mark.parametrize("side", [250, 480])
@pytest.mark.parametrize("bars", [(106, 0), (0, 60), (64, 48)], ids=["pillars", "letterbox", "all around"])
def test_the_posters_alone_show_the_bars(bars: tuple[int, int], side: int) -> None:
    plain, barred = (poster(frames(data)[0], side) for data in (film(7), film(7, bars=bars)))
    for one, other in ((plain, barred), (barred, plain)):
        seen = beside_bars([one], [other], look(one, other), lambda a, b: look(a[0], b[0]))
        assert seen.difference is Difference.BARS, seen.why
    elsewhere = poster(frames(film(6))[0], side)
    seen = beside_bars([elsewhere], [barred], look(elsewhere, barred), lambda a, b: look(a[0], b[0]))
    assert seen.difference is not Difference.BARS


def poster(frame: Picture, side: int) -> Picture:
    """Return a frame as the server's preview of it, so many pixels high at most."""
    small = Image.fromarray(frame.pixels)
    small.thumbnail((4 * side, side))
    file = BytesIO()
    small.save(file, "WEBP", quality=80)
    return Picture.of(Image.open(file).convert("RGB"), frame.width, frame.height)


def test_between_the_bars_it_has_to_be_the_same_film() -> None:
    for other in (film(6, bars=(106, 0)), film(5, ends=6, bars=(106, 0))):
        seen = look_at_frames(frames(film(5)), frames(other))
        assert seen.verdict is Verdict.DIFFERS
        assert seen.difference is not Difference.BARS


def test_two_films_with_the_same_bars_are_the_same() -> None:
    one, other = (frames(film(5, bars=(0, 60), bitrate=rate)) for rate in (1_500_000, 900_000))
    assert look_at_frames(one, other).verdict is Verdict.SAME


def test_a_scene_that_is_black_at_one_side_has_no_bars() -> None:
    seen = look_at_frames(frames(film(5)), frames(film(5, bars=(50, 0), off=50)))
    assert seen.difference is not Difference.BARS


def at_times_nearby(data: bytes) -> Iterator[list[Picture]]:
    return (frames(data, late=late) for late in (0.0, -0.05, 0.05, -0.1, 0.1))


def test_at_another_rate_a_frame_stands_for_its_neighbours() -> None:
    smooth, plain = film(5, rate=20), film(5, late=0.05)
    assert look_at_frames(frames(smooth), frames(plain)).verdict is not Verdict.SAME
    assert look_at_other_rates(at_times_nearby(smooth), [frames(plain)]).verdict is Verdict.SAME
    assert look_at_other_rates([frames(plain)], at_times_nearby(smooth)).verdict is Verdict.SAME


@pytest.mark.parametrize(
    "other", [{"late": 0.4}, {"ends": 6}, {"first": 7}], ids=["later", "other end", "other"]
)
def test_films_at_other_rates_that_show_something_else_differ(other: dict[str, int]) -> None:
    plain = film(**{"first": 5, **other})
    seen = look_at_other_rates(at_times_nearby(film(5, rate=20)), [frames(plain)])
    assert seen.verdict is Verdict.DIFFERS
