"""An apply that an unusable answer ends early says of no group that it is done, nor that somebody changed it."""

from __future__ import annotations

import pytest

from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow

ID = "[0-9a-f]{8}-[0-9a-f-]{27}"


@pytest.mark.parametrize("skip", [0, 3])
@pytest.mark.parametrize("path", [f"/assets/{ID}", "/albums", f"/assets/{ID}/original"])
def test_done_are_only_those_whose_losers_went(
    online: Winnow, server: PracticeServer, world: World, path: str, skip: int
) -> None:
    plans = [one for one in online.json("analyze").objects if one.get("ready")]
    server.faults.answer(200, "GET", f"^{path}$", skip=skip, html=True)
    ends = [one for one in online.json("apply", "--yes").objects if "ending" in one]
    server.faults.clear()
    assert {one["group"] for one in ends if one["ending"] == "done"} == {
        one["group"] for one in plans if all(world.assets[loser].trashed for loser in one["losers"])
    }
    assert "the server could not be asked" not in str(ends)
    resumed = online("resume", "--yes")
    assert "had changed" not in resumed.out + resumed.err
    online("apply", "--yes")
    assert sum(row.trashed for row in world.assets.values()) == 6
