"""The films of two Live Photos: the same, packed anew, or two films of which one would go."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from engine.judge.motions import CODE, films_differ
from engine.model.asset import Asset, Kind
from tests.support.assets import group


def two(**films: dict[str, Any]) -> tuple[Asset, Asset, dict[str, Asset]]:
    winner, loser = (
        evolve(m.asset, motion=f"film-{m.asset.id}") for m in group({"id": "a"}, {"id": "b"}).members
    )
    made = {
        f"film-{one.id}": evolve(
            one,
            id=f"film-{one.id}",
            kind=Kind.VIDEO,
            motion=None,
            checksum=f"sum-{one.id}",
            **films.get(one.id, {}),
        )
        for one in (winner, loser)
    }
    return winner, loser, made


SMALL = {"duration": 1.0, "width": 320, "height": 240}
LARGE = {"duration": 3.0, "width": 640, "height": 480}


@pytest.mark.parametrize(
    ("kept", "lost"),
    [
        (SMALL, LARGE),
        (LARGE, {**LARGE, "duration": 2.0}),
        ({**LARGE, "duration": 2.0}, LARGE),
        ({**SMALL, "duration": 3.0}, LARGE),
        (LARGE, {**LARGE, "duration": None}),
        ({**LARGE, "width": None}, LARGE),
    ],
)
def test_another_film_is_a_question(kept: dict[str, Any], lost: dict[str, Any]) -> None:
    winner, loser, films = two(a=kept, b=lost)
    found = films_differ(winner, [loser], films)
    assert found is not None
    assert (found.code, found.assets) == (CODE, ("a", "b"))


def test_it_is_said_in_seconds_and_pixels() -> None:
    winner, loser, films = two(a=SMALL, b=LARGE)
    found = films_differ(winner, [loser], films)
    assert found is not None
    assert "1 s, 320 x 240 of " in found.text
    assert "3 s, 640 x 480 of " in found.text


@pytest.mark.parametrize("lost", [LARGE, {**LARGE, "duration": 2.95}, {**SMALL, "duration": 3.0}])
def test_the_same_film_packed_anew_is_none(lost: dict[str, Any]) -> None:
    winner, loser, films = two(a=LARGE, b=lost)
    assert films_differ(winner, [loser], films) is None


def test_the_same_bytes_are_one_film_and_a_still_has_none() -> None:
    winner, loser, films = two(a=SMALL, b=LARGE)
    films["film-b"] = evolve(films["film-b"], checksum="sum-a")
    assert films_differ(winner, [loser], films) is None
    assert films_differ(evolve(winner, motion=None), [loser], films) is None
    assert films_differ(winner, [evolve(loser, motion=None)], films) is None
