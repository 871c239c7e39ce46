"""The key becomes somebody else's right after losers were moved to the trash: nothing is called gone that is not."""

from __future__ import annotations

from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow


def test_what_another_user_cannot_see_is_in_doubt(
    online: Winnow, server: PracticeServer, world: World
) -> None:
    """Losers lay in the trash that were called gone, and their winners kept what they had been given."""
    online("analyze")
    owner = next(iter(world.users))
    other = world.add_user("other").id

    def switch(user: str) -> None:
        for key in world.keys.values():
            key.user = user

    def act(world: World) -> None:
        if any(row.trashed for row in world.assets.values()):
            switch(other)

    server.faults.meanwhile(act, times=10_000)
    ran = online("apply", "--yes")
    server.faults.clear()
    assert ran.exit == 6, ran.err
    assert "the asset is gone" not in ran.out + ran.err
    assert "nothing went to the trash" not in ran.out
    assert online("resume", "--yes").exit == 6
    switch(owner)
    ran = online("resume", "--yes")
    assert (ran.exit, sum(row.trashed for row in world.assets.values())) == (0, 6), ran.out + ran.err
    assert online("audit").exit == 0
    assert online("restore", "--yes").exit == 0
    assert not any(row.trashed for row in world.assets.values())
