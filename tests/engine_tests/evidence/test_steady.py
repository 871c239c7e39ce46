"""A small difference of single frames is nothing where it does not last; what lasts is a question still."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import pytest
from PIL import Image

from engine.evidence.pairs import LASTING, STEADILY, STEADY, look_at
from engine.evidence.pictures import Pictures
from engine.look.look import look
from engine.look.picture import Picture, mean
from engine.model.asset import Asset, Kind
from engine.model.evidence import FileFacts
from engine.model.likeness import Likeness, Verdict
from tests.engine_tests.look.scenes import scene
from tests.support.assets import asset

SIZE = (960, 720)
Frames: TypeAlias = list[Picture]


def picture(image: Image.Image) -> Picture:
    return Picture.of(image, *SIZE)


def spotted(strength: int) -> Image.Image:
    """Return the scene with one cell that is a little lighter."""
    image = scene(5, SIZE)
    cell = image.crop((400, 300, 408, 308)).point(lambda value: min(255, value + strength))
    image.paste(cell, (400, 300))
    return image


def such(fits: Callable[[Likeness], bool]) -> Picture:
    """Return the scene with the weakest spot of which a look says this."""
    plain = picture(scene(5, SIZE))
    return next(one for strength in range(1, 80) if fits(look(plain, one := picture(spotted(strength)))))


def doubtful(seen: Likeness) -> bool:
    return seen.verdict is Verdict.UNSURE


class Poster(Pictures):
    """Previews that leave everything open."""

    def look(self, first: Asset, second: Asset) -> Likeness:
        return Likeness(verdict=Verdict.UNSURE, kind="unsure-detail", why="the poster")


def seen(single: Frames, steady: Frames) -> tuple[Likeness, list[int]]:
    """Return what is found of a film and a copy with these frames, and over how many frames was asked."""
    plain = [picture(scene(5, SIZE))] * len(single)
    film, copy = (asset(name, kind=Kind.VIDEO) for name in ("film", "copy"))
    asked: list[int] = []

    def footage(of: Asset, late: float, over: int) -> Frames:
        asked.append(over)
        return plain if of is film else single if over == 1 else steady

    facts = (FileFacts(rate=25.0), FileFacts(rate=25.0))
    return look_at(film, copy, Poster(None), facts, footage).likeness, asked  # type: ignore[arg-type]


def test_what_does_not_last_is_nothing() -> None:
    plain, doubt = picture(scene(5, SIZE)), such(doubtful)
    found, asked = seen([plain, doubt, plain], [plain] * 3)
    assert (found.verdict, found.why) == (Verdict.SAME, LASTING)
    assert asked == [1, 1, STEADY, STEADY]


def test_what_lasts_is_a_question() -> None:
    plain, doubt = picture(scene(5, SIZE)), such(doubtful)
    found, _ = seen([plain, doubt, plain], [plain, doubt, plain])
    assert (found.verdict, found.kind) == (Verdict.UNSURE, "unsure-detail")
    assert found.why.startswith("frame 2 of 3: ")


def test_what_nearly_lasts_is_a_question_too() -> None:
    plain, doubt = picture(scene(5, SIZE)), such(doubtful)
    near = such(lambda seen: seen.verdict is Verdict.SAME and (seen.amount or 0) > STEADILY)
    found, _ = seen([plain, doubt, plain], [plain, near, plain])
    assert found.verdict is Verdict.UNSURE


def test_nothing_is_asked_where_single_frames_are_enough() -> None:
    plain = picture(scene(5, SIZE))
    found, asked = seen([plain] * 3, [plain] * 3)
    assert (found.verdict, asked) == (Verdict.SAME, [1, 1])
    other = such(lambda seen: seen.verdict is Verdict.DIFFERS)
    found, asked = seen([plain, other, plain], [plain] * 3)
    assert (found.verdict, asked) == (Verdict.DIFFERS, [1, 1])


def test_a_mean_keeps_what_lasts_and_loses_noise() -> None:
    plain = np.asarray(scene(5, SIZE), dtype=np.int16)
    noise = np.random.default_rng(1)
    shots = [
        picture(Image.fromarray(np.clip(plain + noise.normal(0, 20, plain.shape), 0, 255).astype(np.uint8)))
        for _ in range(9)
    ]
    off = [
        float(np.abs(np.asarray(one.grey, dtype=np.int16) - np.asarray(picture(scene(5, SIZE)).grey)).mean())
        for one in (shots[0], mean(shots))
    ]
    assert off[1] < off[0] / 2
    assert mean(shots[:1]) is shots[0]
    same = mean([shots[0]] * 5)
    assert np.array_equal(np.asarray(same.grey), np.asarray(shots[0].grey))
    assert (same.width, same.height) == SIZE


@pytest.mark.parametrize("over", [1, STEADY])
def test_frames_may_be_the_mean_of_some_in_a_row(over: int) -> None:
    pytest.importorskip("av")
    from engine.look.video import frames
    from tests.engine_tests.look.test_films import film

    data = film(5, seconds=2, rate=20)
    ours = frames(data, over=over)
    assert len(ours) == 8
    single = frames(data)
    # The ball moves: over five frames it is drawn out, the ground stays what it is.
    apart = [
        float(np.abs(np.asarray(a.grey, dtype=np.int16) - np.asarray(b.grey)).max())
        for a, b in zip(ours, single, strict=True)
    ]
    assert (max(apart) > 20) is (over > 1)
