"""The races and delays of the background jobs."""

from __future__ import annotations

import base64
import hashlib
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from practice.jobs import Pace
from practice.rows import FileFacts
from practice.server import PracticeServer
from practice.world import World
from tests.practice_tests.client import Client

TAKEN = datetime(2023, 7, 10, 10, 0)  # noqa: DTZ001 - a wall clock


def test_nothing_settles_before_its_job_ran(server: PracticeServer) -> None:
    row = server.world.add_picture(taken=TAKEN)
    client = Client(server)
    before = client.asset(row.id)
    body = {"latitude": 35.6895, "longitude": 139.6917, "description": "d"}
    client.ask("PUT", f"/assets/{row.id}", body)
    seen = client.asset(row.id)
    assert (seen["exifInfo"]["description"], seen["exifInfo"]["latitude"]) == ("d", 35.6895)
    for name in ("updatedAt", "localDateTime", "fileCreatedAt"):
        assert seen[name] == before[name]
    assert seen["exifInfo"]["city"] is None
    assert server.drain() > 0
    after = client.asset(row.id)
    assert after["updatedAt"] != before["updatedAt"]
    assert after["localDateTime"] == "2023-07-10T19:00:00.000Z"
    assert (after["exifInfo"]["city"], after["exifInfo"]["timeZone"]) == ("Tokyo", "Asia/Tokyo")
    assert server.drain() == 0


def overlap(server: PracticeServer, first: dict[str, object], second: dict[str, object]) -> dict[str, object]:
    """Send a second write while the sidecar of the first is being written; return the exif in the end."""
    row = next(iter(server.world.assets.values()))
    client = Client(server)
    client.ask("PUT", f"/assets/{row.id}", first)
    time.sleep(0.15)
    client.ask("PUT", f"/assets/{row.id}", second)
    deadline = time.monotonic() + 5
    while server.jobs.waiting:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    info: dict[str, object] = client.asset(row.id)["exifInfo"]
    return info


RACE = Pace(wait=0.0, write=0.5, extract=0.01)


def test_a_second_write_in_flight_is_lost() -> None:
    world = World()
    world.add_picture(sidecar=FileFacts(caption="kept", description="kept"))
    with PracticeServer(world, pace=RACE) as server:
        info = overlap(server, {"rating": 3}, {"description": "lost"})
    assert (info["rating"], info["description"]) == (3, "kept")


def test_a_collision_can_destroy_the_whole_sidecar() -> None:
    world = World()
    world.add_picture(sidecar=FileFacts(caption="gone", description="gone", place=(35.0, 135.0)))
    pace = Pace(wait=0.0, write=0.5, extract=0.01, destroys=1.0)
    with PracticeServer(world, pace=pace) as server:
        info = overlap(server, {"rating": 3}, {"rating": 4})
        assert "sidecar-destroyed" in {effect.name for effect in server.log.background}
    assert (info["rating"], info["description"], info["latitude"]) == (None, "", None)


def test_writes_one_after_the_other_are_safe() -> None:
    world = World()
    row = world.add_picture()
    with PracticeServer(world, pace=Pace(by_hand=True, destroys=1.0)) as server:
        client = Client(server)
        for body in ({"rating": 3}, {"description": "d"}, {"latitude": 1.5, "longitude": 2.5}):
            client.ask("PUT", f"/assets/{row.id}", body)
            server.drain()
        info = client.asset(row.id)["exifInfo"]
    assert (info["rating"], info["description"], info["latitude"]) == (3, "d", 1.5)


def test_a_job_that_never_finishes(server: PracticeServer) -> None:
    stuck, other = server.world.add_picture(), server.world.add_picture()
    server.jobs.stuck.add(stuck.id)
    client = Client(server)
    before = client.asset(stuck.id)["updatedAt"]
    for row in (stuck, other):
        client.ask("PUT", f"/assets/{row.id}", {"description": " d "})
    server.drain()
    assert client.asset(stuck.id)["updatedAt"] == before
    assert client.asset(stuck.id)["exifInfo"]["description"] == " d "
    assert client.asset(other.id)["exifInfo"]["description"] == "d"
    server.jobs.stuck.clear()
    server.drain()
    assert client.asset(stuck.id)["exifInfo"]["description"] == "d"


def test_a_slow_job() -> None:
    world = World()
    row = world.add_picture()
    with PracticeServer(world, pace=Pace(wait=0, write=0, extract=0)) as server:
        server.jobs.slow[row.id] = 0.1
        client = Client(server)
        before = client.asset(row.id)["updatedAt"]
        began = time.monotonic()
        client.ask("PUT", f"/assets/{row.id}", {"rating": 1})
        while client.asset(row.id)["updatedAt"] == before:
            assert time.monotonic() < began + 5
        assert time.monotonic() - began >= 0.3


def test_a_read_only_library_takes_the_write_and_drops_it(server: PracticeServer) -> None:
    library = server.world.add_library("photos")
    row = server.world.add_picture("a.jpg", library=library, read_only=True, taken=TAKEN)
    client = Client(server)
    before = client.asset(row.id)
    tag = server.world.tag("t")
    client.ask("PUT", f"/assets/{row.id}", {"description": "no", "rating": 2, "latitude": 1, "longitude": 2})
    client.ask("PUT", "/tags/assets", {"tagIds": [tag.id], "assetIds": [row.id]})
    server.drain()
    after = client.asset(row.id)
    assert after["updatedAt"] != before["updatedAt"]
    assert after | {"updatedAt": ""} == before | {"updatedAt": ""}
    assert client.ask("PUT", f"/assets/{row.id}", {"isFavorite": True})["isFavorite"] is True


def test_the_checksum_in_a_library_is_that_of_the_path(server: PracticeServer) -> None:
    library = server.world.add_library("photos")
    row = server.world.add_picture("a.jpg", library=library, data=b"bytes")
    client = Client(server)
    twin = client.asset(row.id)
    digest = hashlib.sha1(b"path:" + twin["originalPath"].encode()).digest()
    assert twin["checksum"] == base64.b64encode(digest).decode()
    assert twin["libraryId"] == library.id
    found = client.ask(
        "POST", "/assets/bulk-upload-check", {"assets": [{"id": "1", "checksum": twin["checksum"]}]}
    )
    assert found["results"] == [{"id": "1", "action": "accept"}]


@pytest.mark.parametrize(
    ("trash", "days", "gone"), [(True, None, False), (True, 0, True), (False, None, True)]
)
def test_the_nightly_job(trash: bool, days: int | None, gone: bool) -> None:
    world = World(trash=trash)
    row, kept = world.add_picture(), world.add_picture()
    with PracticeServer(world, pace=Pace(by_hand=True)) as server:
        client = Client(server)
        assert client.ask("GET", "/server/features")["trash"] is trash
        client.ask("DELETE", "/assets", {"ids": [row.id]})
        assert client.asset(row.id)["isTrashed"] is True
        assert server.purge_trash(days=days) == ([row.id] if gone else [])
        assert client.send("GET", f"/assets/{row.id}").status_code == (400 if gone else 200)
        assert client.asset(kept.id)


def test_a_forced_delete_waits_for_its_job(server: PracticeServer) -> None:
    row = server.world.add_picture()
    client = Client(server)
    client.ask("DELETE", "/assets", {"ids": [row.id], "force": True})
    assert client.asset(row.id)["isTrashed"] is True
    assert client.ask("POST", "/trash/restore/assets", {"ids": [row.id]}) == {"count": 1}
    assert client.asset(row.id)["isTrashed"] is True
    server.drain()
    assert client.send("GET", f"/assets/{row.id}").status_code == 400


def test_time_never_stands_still() -> None:
    world = World()
    moments = [world.now() for _ in range(50)]
    assert all(later - sooner >= timedelta(milliseconds=1) for sooner, later in pairwise(moments))
    assert moments[0].tzinfo == UTC
