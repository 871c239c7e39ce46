"""A whole round with all that a loser can carry: after apply the winner has it, after restore both are as before."""

from __future__ import annotations

import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from engine.base.report import Ending
from engine.base.settings import Settings
from engine.immich.permissions import EVERYTHING
from engine.judge.policy import Policy
from engine.verbs.analyze import analyze
from practice.drawn import drawing
from tests.live_tests.api import Api
from tests.live_tests.pictures import clip, jpeg, scene
from tests.support.rehearsal import Rehearsal, _exif, nameless

PATIENT = Settings(
    workers=4,
    settle_timeout=120.0,
    settle_poll=0.1,
    settle_gap=0.2,
    regroup_gap=1.0,
    quiet=1.0,
    spare_bytes=0,
    max_share=100.0,
)
TAKEN: dict[str, Any] = {"taken": "2023:07:10 10:00:00", "make": "Canon"}
TOKYO = (35.6895, 139.6917)
BOX = {"imageWidth": 320, "imageHeight": 240, "x": 40, "y": 30, "width": 60, "height": 80}


def pair(server: Api, **winner: str) -> tuple[str, str, str]:
    """Upload a picture and a small copy of it with a motion part, a place and words; return winner, loser, group."""
    picture = scene().resize((640, 480), Image.Resampling.BICUBIC)
    part = server.upload(clip(), "lost.mov")
    kept = server.upload(jpeg(picture, **TAKEN), "kept.jpg", **winner)
    about = TAKEN | {"place": TOKYO, "description": "At the <river>", "rating": 4}
    small = jpeg(picture.resize((320, 240)), quality=85, **about)
    lost = server.upload(small, "lost.jpg", livePhotoVideoId=part, isFavorite="true")
    return kept, lost, server.group(kept, lost)


def furnish(server: Api, kept: str, lost: str) -> None:
    """Give the loser all that refers to a picture, and the winner some of it."""
    mine = server.album(lost, albumName=f"mine {server.mark}")["id"]
    server.ask("PATCH", f"/albums/{mine}", {"albumThumbnailAssetId": lost})
    both = server.album(kept, lost, albumName=f"both {server.mark}")["id"]
    server.ask("PATCH", f"/albums/{both}", {"albumThumbnailAssetId": kept})
    tag = server.tag("Travel/Japan")["id"]
    server.ask("PUT", "/tags/assets", {"tagIds": [tag], "assetIds": [lost]})
    server.still(lost)
    server.ask("POST", "/faces", {"assetId": lost, "personId": server.person("Zoe")} | BOX, status=201)
    server.link(lost, slug=f"one-{server.mark}")
    server.link(lost, kept, slug=f"two-{server.mark}")
    server.memory(lost)
    note = {"items": [{"key": "plant", "value": {"name": "Rosa"}}]}
    server.ask("PUT", f"/assets/{lost}/metadata", note)
    for album in (mine, both):
        said = {"albumId": album, "assetId": lost}
        server.ask("POST", "/activities", said | {"type": "comment", "comment": "Lovely"}, status=201)
        server.ask("POST", "/activities", said | {"type": "like"}, status=201)


def seen(server: Api, asset: str, *, at_rest: bool = True) -> dict[str, Any]:
    """Return all that a person could lose of a picture, without ids of its own; `at_rest` waits until it is still."""
    read = server.still(asset) if at_rest else server.asset(asset)
    info = read["exifInfo"]
    albums = server.ask("GET", f"/albums?assetId={asset}")
    activities = [
        item
        for album in albums
        for item in server.ask("GET", f"/activities?albumId={album['id']}&assetId={asset}")
    ]
    links = [server.ask("GET", f"/shared-links/{link['id']}") for link in server.ask("GET", "/shared-links")]
    memories = [server.ask("GET", path) for path in server.made if path.startswith("/memories/")]
    part = server.asset(read["livePhotoVideoId"]) if read["livePhotoVideoId"] else None
    return {
        "trashed": read["isTrashed"],
        "visibility": read["visibility"],
        "favourite": read["isFavorite"],
        "wall": read["localDateTime"],
        "place": [info["latitude"], info["longitude"]],
        "words": [info["description"], info["rating"]],
        "tags": sorted(tag["value"] for tag in read["tags"]),
        "albums": sorted((album["albumName"], album["albumThumbnailAssetId"] == asset) for album in albums),
        "people": sorted(f["person"]["name"] for f in server.ask("GET", f"/faces?id={asset}") if f["person"]),
        "links": sorted(link["slug"] for link in links if asset in {a["id"] for a in link["assets"]}),
        "memories": sum(asset in {a["id"] for a in memory["assets"]} for memory in memories),
        "notes": {n["key"]: n["value"] for n in server.ask("GET", f"/assets/{asset}/metadata")},
        "remarks": sorted((item["type"], item["comment"] or "") for item in activities),
        "motion": part and (part["checksum"], part["visibility"]),
        "stack": stack_of(server, asset),
    }


def stack_of(server: Api, asset: str) -> tuple[str, str, list[str]] | None:
    """Return the id of a picture's stack, the one on top, and all that it shows."""
    said = server.asset(asset)["stack"]
    if said is None:
        return None
    stack = server.ask("GET", f"/stacks/{said['id']}")
    names = {one["id"]: one["originalFileName"] for one in stack["assets"]}
    return stack["id"], names.get(stack["primaryAssetId"], "out of sight"), sorted(names.values())


def by_checksum(server: Api, checksum: str) -> str:
    item = {"id": "1", "checksum": checksum}
    (found,) = server.ask("POST", "/assets/bulk-upload-check", {"assets": [item]})["results"]
    identity: str = found["assetId"]
    return identity


@pytest.mark.parametrize("purge", [False, True], ids=["trashed", "purged"])
@pytest.mark.parametrize("winner", ["timeline", "archive"])
def test_a_winner_has_all_that_its_loser_had_and_gives_it_back(
    server: Api, tmp_path: Path, purge: bool, winner: str
) -> None:
    kept, lost, group = pair(server, visibility=winner)
    furnish(server, kept, lost)
    before = seen(server, kept), seen(server, lost)
    checksum = server.asset(lost)["checksum"]
    home = Rehearsal(SimpleNamespace(url=server.base.removesuffix("/api")), tmp_path, server.key, PATIENT)  # type: ignore[arg-type]
    found = home.analyze(groups=(group,))
    assert (found.ready, found.findings) == (1, {})
    (end,) = home.apply().ends
    assert (end.ending, end.reasons) == (Ending.DONE, ())
    between = seen(server, kept)
    had = before[1]
    assert between == had | {
        "albums": [(name, True) for name, _ in had["albums"]],
        "trashed": False,
        "visibility": "timeline",
    }
    assert server.asset(lost)["isTrashed"] is True
    if purge:
        server.trash(lost, force=True)
        server.wait_for(lambda: server.send("GET", f"/assets/{lost}").status_code == 400)
    (end,) = home.restore().ends
    assert (end.ending, end.reasons) == (Ending.DONE, ())
    back = by_checksum(server, checksum)
    server.assets += [back] if purge else []
    assert (back == lost) is not purge
    assert seen(server, back) == before[1]
    assert seen(server, kept) == before[0]


def versions(server: Api) -> tuple[str, str, str]:
    """Upload a telephone's 4:3 and 16:9 versions of one shot, the latter with all that it can carry, and another
    picture; return the three."""
    picture = drawing(random.Random(server.mark), 1600, 1200)
    phone: dict[str, Any] = {"taken": "2023:07:10 10:00:00", "make": "Apple", "model": "iPhone 13"}
    part = server.upload(clip(), "lost.mov")
    kept = server.upload(jpeg(picture, **phone), "kept.jpg")
    about = phone | {"place": TOKYO, "description": "At the <river>", "rating": 4}
    data = jpeg(picture.crop((0, 150, 1600, 1050)), **about)
    lost = server.upload(data, "lost.jpg", livePhotoVideoId=part, isFavorite="true")
    beside = server.upload(jpeg(taken="2023:07:11 10:00:00"), "beside.jpg")
    server.ask("PUT", "/assets", {"ids": [kept, lost, beside], "duplicateId": None}, status=204)
    return kept, lost, beside


@pytest.mark.parametrize("purge", [False, True], ids=["trashed", "purged"])
@pytest.mark.parametrize("on_top", [False, True], ids=["below", "on top"])
def test_a_winner_takes_a_losers_place_in_a_stack_with_all_the_rest(
    server: Api, tmp_path: Path, purge: bool, on_top: bool
) -> None:
    kept, lost, beside = versions(server)
    furnish(server, kept, lost)
    ids = [lost, beside] if on_top else [beside, lost]
    stack = server.ask("POST", "/stacks", {"assetIds": ids}, status=201)["id"]
    for asset in (kept, lost, beside):
        server.still(asset)
    before = {asset: seen(server, asset) for asset in (kept, lost, beside)}
    assert before[lost]["stack"] == (
        stack,
        "lost.jpg" if on_top else "beside.jpg",
        ["beside.jpg", "lost.jpg"],
    )
    checksum = server.asset(lost)["checksum"]
    key = server.limited_key(*EVERYTHING)
    home = Rehearsal(SimpleNamespace(url=server.base.removesuffix("/api")), tmp_path, key, PATIENT)  # type: ignore[arg-type]
    with home.process() as (context, _, about):
        found = analyze(context, server=about, policy=nameless(Policy()), exif=_exif(), letterbox=True)
    assert (found.ready, found.findings) == (1, {})
    (end,) = home.apply().ends
    assert (end.ending, end.reasons) == (Ending.DONE, ())
    top = "kept.jpg" if on_top else "beside.jpg"
    covers = [(name, True) for name, _ in before[lost]["albums"]]
    now = {"albums": covers, "trashed": False, "stack": (stack, top, ["beside.jpg", "kept.jpg"])}
    assert seen(server, kept) == before[lost] | now
    assert seen(server, beside) == before[beside] | {"stack": now["stack"]}
    assert home.audit().found == []
    if purge:
        server.trash(lost, force=True)
        server.wait_for(lambda: server.send("GET", f"/assets/{lost}").status_code == 400)
    (end,) = home.restore().ends
    assert (end.ending, end.reasons) == (Ending.DONE, ())
    back = by_checksum(server, checksum)
    server.assets += [back] if purge else []
    assert {asset: seen(server, asset) for asset in (kept, back, beside)} == {
        back if asset == lost else asset: fields for asset, fields in before.items()
    }
