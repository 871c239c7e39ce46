"""Coordinates handed to winners all over the world: the clock on the wall never moves, neither there nor back."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PIL import Image

from engine.base.report import Ending
from tests.live_tests.api import PATIENCE, Api
from tests.live_tests.pictures import jpeg, scene
from tests.live_tests.test_handed_on import PATIENT
from tests.support.rehearsal import Rehearsal

PLACES: dict[str, tuple[tuple[float, float], str]] = {
    "Tokyo": ((35.6895, 139.6917), "2023-07-10T10:00:00+09:00"),
    "Kathmandu": ((27.7017, 85.3206), "2023-07-10T10:00:00+05:45"),
    "Adelaide in summer": ((-34.9287, 138.5986), "2024-01-10T10:00:00+10:30"),
    "Adelaide in winter": ((-34.9287, 138.5986), "2024-07-10T10:00:00+09:30"),
    "Santiago in summer": ((-33.4569, -70.6483), "2024-01-10T10:00:00-03:00"),
    "Santiago in winter": ((-33.4569, -70.6483), "2024-07-10T10:00:00-04:00"),
    "São Paulo when it had summer time": ((-23.5475, -46.6361), "2015-01-15T10:00:00-02:00"),
}
"""Each with a moment there, by the offset that held then."""


def winners(moment: str) -> dict[str, dict[str, Any]]:
    """Return what a winner's file says of its date: no zone, the right one, or nothing at all."""
    wall, offset = moment[:19], moment[19:]
    taken = wall.replace("-", ":").replace("T", " ")
    return {"naive": {"taken": taken}, "with an offset": {"taken": taken, "offset": offset}, "no date": {}}


def clock(server: Api, asset: str) -> tuple[str, datetime, bool]:
    """Return the wall clock, the instant, and whether the picture has a place."""
    read = server.still(asset)
    info = read["exifInfo"]
    return (
        read["localDateTime"][:19],
        datetime.fromisoformat(read["fileCreatedAt"]),
        info["latitude"] is not None,
    )


def grouped(server: Api, pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Make each pair a group, and again what the server's own detection made of it; return the groups by winner."""
    made: dict[str, str] = {}
    deadline = time.monotonic() + PATIENCE
    while wrong := _ungrouped(server, pairs, made):
        assert time.monotonic() < deadline, wrong
        with ThreadPoolExecutor(8) as pool:
            made |= dict(pool.map(lambda pair: (pair[0], server.group(*pair)), wrong))
        time.sleep(1)
    return made


def _ungrouped(
    server: Api, pairs: Sequence[tuple[str, str]], made: Mapping[str, str]
) -> list[tuple[str, str]]:
    members = {name: {a["id"] for a in found["assets"]} for name, found in server.groups().items()}
    return [pair for pair in pairs if members.get(made.get(pair[0], "")) != {*pair}]


def test_the_wall_clock_never_moves(server: Api, tmp_path: Path) -> None:
    def pair(said: tuple[str, dict[str, Any], tuple[float, float]]) -> tuple[str, str, str]:
        moment, about, place = said
        picture = scene().resize((640, 480), Image.Resampling.BICUBIC)
        kept = server.upload(jpeg(picture, **about), "kept.jpg")
        there = winners(moment)["naive"] | {"place": place}
        lost = server.upload(jpeg(picture.resize((320, 240)), quality=85, **there), "lost.jpg")
        return kept, lost, moment

    wanted = {
        f"{city}, {kind}": (moment, about, place)
        for city, (place, moment) in PLACES.items()
        for kind, about in winners(moment).items()
    }
    with ThreadPoolExecutor(8) as pool:
        pairs = dict(zip(wanted, pool.map(pair, wanted.values()), strict=True))
    named = grouped(server, [(kept, lost) for kept, lost, _ in pairs.values()])
    groups = {name: (kept, named[kept], moment) for name, (kept, _, moment) in pairs.items()}

    def clocks() -> dict[str, tuple[str, datetime, bool]]:
        with ThreadPoolExecutor(8) as pool:
            return dict(
                zip(groups, pool.map(lambda one: clock(server, one[0]), groups.values()), strict=True)
            )

    before = clocks()
    assert not any(placed for _, _, placed in before.values())
    home = Rehearsal(SimpleNamespace(url=server.base.removesuffix("/api")), tmp_path, server.key, PATIENT)  # type: ignore[arg-type]
    found = home.analyze(groups=tuple(group for _, group, _ in groups.values()))
    assert (found.ready, found.findings) == (len(groups), {})
    assert {end.ending for end in home.apply().ends} == {Ending.DONE}
    assert clocks() == {
        name: (moment[:19], datetime.fromisoformat(moment), True) for name, (_, _, moment) in groups.items()
    }
    assert {end.ending for end in home.restore().ends} == {Ending.DONE}
    assert clocks() == before
