"""The server as a process, the demo library, and groups without end."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time

import requests

from practice.library import demo_library
from practice.server import PracticeServer
from practice.world import World
from tests.practice_tests.client import Client


def test_the_command_serves_until_killed() -> None:
    command = [sys.executable, "-m", "practice", "--pictures", "2", "--dialect", "2.7"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            about = json.loads(process.stdout.readline())
            groups = requests.get(
                about["url"] + "/api/duplicates", headers={"x-api-key": about["key"]}, timeout=10
            ).json()
        finally:
            process.kill()
    assert about["version"] == "2.7.5"
    assert len(groups) == 2


def test_the_demo_library_offers_every_kind_of_group() -> None:
    world = World()
    demo_library(world, pictures=8)
    with PracticeServer(world) as server:
        client = Client(server)
        groups = client.ask("GET", "/duplicates")
        assert [len(group["assets"]) for group in sorted(groups, key=lambda g: len(g["assets"]))] == [
            2
        ] * 7 + [3]
        best = next(album for album in client.ask("GET", "/albums") if album["albumName"] == "The best")
        assert world.assets[best["albumThumbnailAssetId"]].name.endswith("_small.jpg")
        first = groups[0]["assets"][0]
        data = client.send("GET", f"/assets/{first['id']}/original").content
        assert data.startswith(b"\xff\xd8")
        assert len(data) == first["exifInfo"]["fileSizeInByte"]


def test_made_up_groups_are_streamed() -> None:
    with PracticeServer(groups=300) as server:
        reply = Client(server).send("GET", "/duplicates", stream=True)
        assert reply.headers["Transfer-Encoding"] == "chunked"
        groups = reply.json()
    assert len({group["duplicateId"] for group in groups}) == 300
    assert len({asset["id"] for group in groups for asset in group["assets"]}) == 600


def test_many_threads_are_answered() -> None:
    world = World()
    rows = [world.add_picture() for _ in range(50)]
    with PracticeServer(world) as server:
        client, answered = Client(server), []

        def read() -> None:
            answered.extend(client.asset(row.id)["id"] for row in rows)

        began = time.monotonic()
        threads = [threading.Thread(target=read) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(answered) == 400
        assert 400 / (time.monotonic() - began) > 50
