"""Films are looked at by frames at equal times, not by their poster alone, and without fetching all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.evidence.footage import footage
from engine.evidence.kept import LOOK
from engine.evidence.pictures import Unseen
from engine.model.codec import from_json
from engine.model.likeness import Likeness, Verdict
from practice.rows import FileFacts
from practice.world import World
from tests.engine_tests.evidence.files import Far, film
from tests.engine_tests.evidence.test_gather import facts
from tests.support.rehearsal import rehearsal

pytest.importorskip("av")


def clip(path: Path, *arguments: str) -> bytes:
    return film(path, *arguments, seconds=3, sound=False).read_bytes()


def look(home: Path, first: bytes, second: bytes) -> Likeness:
    """Return what an analysis finds of two films that have one poster."""

    def fill(world: World) -> None:
        for name, data, width in (("a.mp4", first, 640), ("b.mp4", second, 320)):
            about = FileFacts(width=width, height=width * 3 // 4, duration=3.0)
            world.add_picture(name, kind="VIDEO", data=data, facts=about, group="film", scene="a poster")

    with rehearsal(home, fill=fill) as stage:
        stage.analyze()
        (fact,) = facts(stage, LOOK)
    return from_json(fact.body["likeness"], Likeness)


def test_a_smaller_copy_is_the_same_film(tmp_path: Path) -> None:
    one = clip(tmp_path / "a.mp4", "-vf", "scale=640:480", "-crf", "12")
    other = clip(tmp_path / "b.mp4", "-crf", "26")
    found = look(tmp_path, one, other)
    assert found.verdict is Verdict.SAME
    assert not found.poster_only


def test_another_film_behind_the_same_poster_differs(tmp_path: Path) -> None:
    one = clip(tmp_path / "a.mp4")
    other = clip(tmp_path / "b.mp4", "-vf", "loop=loop=200:size=1:start=0", "-t", "3")
    found = look(tmp_path, one, other)
    assert found.verdict is Verdict.DIFFERS
    assert "frame" in found.why


def test_the_frames_come_from_parts_of_the_file(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", "-c:v", "mjpeg", "-q:v", "1", seconds=40, sound=False)
    far = Far(path.read_bytes())
    assert len(footage(far.fetch, len(far.data), "a.mp4")) == 8
    assert far.bytes < len(far.data) / 2


def test_what_cannot_be_decoded_says_why(tmp_path: Path) -> None:
    data = b"\x00" * 5000
    with pytest.raises(Unseen, match="a film"):
        footage(Far(data).fetch, len(data), "a film")
    short = clip(tmp_path / "a.mp4")
    with pytest.raises(Unseen, match="a film"):
        footage(Far(short[:900]).fetch, len(short), "a film")
