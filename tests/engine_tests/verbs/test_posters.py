"""Films of which only the poster could be seen go where their bytes agree to the frame, and the plan says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.render.looks import Looks, brief
from engine.base.report import Ending
from engine.evidence import gather
from engine.evidence.kept import LOOK
from engine.evidence.pictures import Unseen
from engine.runs.runs import plans_of
from engine.verbs.forecast import ahead
from practice.rows import FileFacts
from practice.world import World
from tests.engine_tests.evidence.files import film
from tests.engine_tests.evidence.test_gather import facts
from tests.engine_tests.undo.test_first_image import MORNING, pair
from tests.support.rehearsal import Rehearsal, rehearsal


def films(world: World) -> None:
    about = {"kind": "VIDEO", "duration": 6.0, "taken": MORNING}
    pair(world, "film", about | {"name": "film.mp4"}, about | {"name": "film (1).mp4"})


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path / "home", fill=films) as it:
        yield it


def no_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "can_be_seen", lambda: False)


def undecodable(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **_when: object) -> Any:
        raise Unseen("the frames of film.mp4 cannot be seen: it is damaged")

    monkeypatch.setattr(gather, "can_be_seen", lambda: True)
    monkeypatch.setattr(gather, "footage", fails)


@pytest.mark.parametrize("blind", [no_decoder, undecodable])
def test_a_film_goes_by_its_poster_and_its_bytes(
    stage: Rehearsal, monkeypatch: pytest.MonkeyPatch, blind: Any
) -> None:
    """What could not be decoded was planned, and then stopped at the gate for want of a look, each night again."""
    blind(monkeypatch)
    found = stage.analyze()
    with stage.process() as (context, _, _server):
        (plan,) = plans_of(context.journal, found.run)
    assert [finding.code for finding in plan.told] == ["poster-only"]
    report = stage.apply()
    assert [end.ending for end in report.ends] == [Ending.DONE], report.ends


def test_what_could_not_be_decoded_is_looked_at_again(
    stage: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        undecodable(patch)
        stage.analyze()
    stage.analyze()
    found = [fact.body["likeness"].get("poster_only", False) for fact in facts(stage, LOOK)]
    assert found == [True, False]


def test_before_it_goes_a_person_is_told_that_it_was_hardly_seen(
    stage: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_decoder(monkeypatch)
    found = stage.analyze()
    with stage.process() as (context, _, _server):
        (plan,) = plans_of(context.journal, found.run)
        sums = ahead(context.journal, found.run, context.settings)
        (loser,) = plan.losers
        words = brief(Looks(context.journal).of(plan, loser), plan.sketch(loser))
    assert (sums.posters, sums.of_posters) == (1, [plan.name_of(loser)])
    assert words == "same poster, the only frame that was seen"


@pytest.mark.parametrize(("times", "said"), [(1, []), (6, []), (12, ["poster-only"])])
def test_a_film_of_many_times_the_bytes_is_a_question_where_only_its_poster_was_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int, said: list[str]
) -> None:
    data = film(tmp_path / "a.mp4", seconds=3, sound=False).read_bytes()
    empty = len(data) * (times - 1) + 8
    heavier = data + empty.to_bytes(4, "big") + b"free" + b"\0" * (empty - 8)

    def fill(world: World) -> None:
        for name, content in (("a.mp4", data), ("b.mp4", heavier)):
            about = FileFacts(width=320, height=240, duration=3.0)
            world.add_picture(name, kind="VIDEO", data=content, facts=about, group="film", scene="a poster")

    no_decoder(monkeypatch)
    with rehearsal(tmp_path / "home", fill=fill) as stage:
        found = stage.analyze()
        with stage.process() as (context, _, _server):
            (plan,) = plans_of(context.journal, found.run)
        assert [finding.code for finding in plan.review if finding.code == "poster-only"] == said
