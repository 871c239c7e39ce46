"""Live photos, stacks, shared links, memories, key-value notes and edits."""

from __future__ import annotations

from typing import Any

from tests.live_tests.api import Api, checksum
from tests.live_tests.pictures import clip, jpeg

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def live_photo(server: Api) -> tuple[str, str]:
    video = server.upload(clip(), "live.mp4")
    return server.upload(jpeg(), "live.jpg", livePhotoVideoId=video), video


def purge(server: Api, asset: str) -> None:
    server.trash(asset, force=True)
    server.wait_for(lambda: server.send("GET", f"/assets/{asset}").status_code == 400)


def test_the_video_of_a_live_photo_is_hidden_and_never_trashed(server: Api) -> None:
    still, video = live_photo(server)
    assert server.asset(still)["livePhotoVideoId"] == video
    assert server.asset(video)["visibility"] == "hidden"
    server.trash(still)
    assert server.asset(video)["isTrashed"] is False
    assert server.send("GET", f"/assets/{video}/original").status_code == 200


def test_two_stills_can_hold_one_video(server: Api) -> None:
    still, video = live_photo(server)
    other = server.upload(jpeg())
    server.trash(still)
    server.ask("PUT", f"/assets/{other}", {"livePhotoVideoId": video})
    assert (server.asset(still)["livePhotoVideoId"], server.asset(other)["livePhotoVideoId"]) == (
        video,
        video,
    )
    server.ask("PUT", f"/assets/{other}", {"livePhotoVideoId": None})
    assert server.asset(video)["visibility"] == "timeline"
    server.restore(still)
    server.ask("PUT", f"/assets/{still}", {"livePhotoVideoId": video})
    assert server.asset(video)["visibility"] == "hidden"


def test_a_video_goes_with_its_last_still(server: Api) -> None:
    still, video = live_photo(server)
    other = server.upload(jpeg(), livePhotoVideoId=video)
    purge(server, still)
    assert server.asset(video)["visibility"] == "hidden"
    purge(server, other)
    server.wait_for(lambda: server.send("GET", f"/assets/{video}").status_code == 400)


def test_only_an_own_video_can_be_linked(server: Api) -> None:
    still, other = server.upload(jpeg()), server.upload(jpeg())
    server.ask("PUT", f"/assets/{still}", {"livePhotoVideoId": other}, status=400)
    server.ask("PUT", f"/assets/{still}", {"livePhotoVideoId": UNKNOWN}, status=400)
    assert server.post_file(jpeg(), livePhotoVideoId=UNKNOWN).status_code == 400
    assert server.post_file(jpeg(), livePhotoVideoId=other).status_code == 400
    assert server.asset(still)["livePhotoVideoId"] is None


def test_a_stack_keeps_its_trashed_members(server: Api) -> None:
    one, two, three = (server.upload(jpeg()) for _ in range(3))
    stack = server.ask("POST", "/stacks", {"assetIds": [one, two, three]}, status=201)["id"]
    server.trash(one)
    assert {a["id"] for a in server.ask("GET", f"/stacks/{stack}")["assets"]} == {two, three}
    assert server.asset(two)["stack"] == {"id": stack, "primaryAssetId": one, "assetCount": 3}
    server.restore(one)
    server.trash(two, three)
    assert server.asset(one)["stack"] is None
    assert [a["id"] for a in server.ask("GET", f"/stacks/{stack}")["assets"]] == [one]
    server.restore(two, three)
    assert len(server.ask("GET", f"/stacks/{stack}")["assets"]) == 3


def test_changing_a_stack(server: Api) -> None:
    one, two, three, four = (server.upload(jpeg()) for _ in range(4))
    stack = server.ask("POST", "/stacks", {"assetIds": [one, two, three]}, status=201)["id"]
    path = f"/stacks/{stack}"
    text = server.message("PUT", path, {"primaryAssetId": four}, status=400)
    assert text == "Primary asset must be in the stack"
    assert server.ask("PUT", path, {"primaryAssetId": two})["primaryAssetId"] == two
    text = server.message("DELETE", f"{path}/assets/{two}", status=400)
    assert text == "Cannot remove stack's primary asset"
    assert server.message("DELETE", f"{path}/assets/{four}", status=400) == "Asset not in stack"
    server.ask("DELETE", f"{path}/assets/{three}", status=204)
    assert server.asset(three)["stack"] is None
    server.ask("DELETE", path, status=204)
    assert server.asset(one)["stack"] is None
    assert server.message("GET", path, status=400) == "Not found or no stack.read access"
    server.ask("POST", "/stacks", {"assetIds": [one]}, status=400)


def test_a_new_stack_takes_over_an_old_one(server: Api) -> None:
    one, two, three, four = (server.upload(jpeg()) for _ in range(4))
    old = server.ask("POST", "/stacks", {"assetIds": [one, two]}, status=201)["id"]
    new = server.ask("POST", "/stacks", {"assetIds": [three, one]}, status=201)
    assert {a["id"] for a in new["assets"]} == {one, two, three}
    server.ask("GET", f"/stacks/{old}", status=400)
    newer = server.ask("POST", "/stacks", {"assetIds": [four, two]}, status=201)
    assert {a["id"] for a in newer["assets"]} == {four, two}
    assert {a["id"] for a in server.ask("GET", f"/stacks/{new['id']}")["assets"]} == {one, three}


def test_purging_a_primary(server: Api) -> None:
    one, two, three = (server.upload(jpeg()) for _ in range(3))
    stack = server.ask("POST", "/stacks", {"assetIds": [one, two, three]}, status=201)["id"]
    purge(server, one)
    primary = server.ask("GET", f"/stacks/{stack}")["primaryAssetId"]
    assert primary in (two, three)
    purge(server, two if primary == three else three)
    reply = server.send("GET", f"/stacks/{stack}")
    assert reply.status_code == (400 if server.modern else 200)


def shown(server: Api, link: Any) -> set[str]:
    return {asset["id"] for asset in server.ask("GET", f"/shared-links/{link['id']}")["assets"]}


def test_links_hide_the_trash(server: Api) -> None:
    one, two, three = (server.upload(jpeg()) for _ in range(3))
    link = server.link(one, two)
    assert shown(server, link) == {one, two}
    listed = next(item for item in server.ask("GET", "/shared-links") if item["id"] == link["id"])
    assert len(listed["assets"]) == 1
    server.trash(one)
    assert shown(server, link) == {two}
    server.restore(one)
    path = f"/shared-links/{link['id']}/assets"
    assert server.ask("PUT", path, {"assetIds": [one, three]}) == [
        {"assetId": one, "success": False, "error": "duplicate"},
        {"assetId": three, "success": True},
    ]
    assert server.ask("DELETE", path, {"assetIds": [one, one]}) == [{"assetId": one, "success": True}] * 2
    assert shown(server, link) == {two, three}


def test_memories(server: Api) -> None:
    one, two = server.upload(jpeg()), server.upload(jpeg())
    memory = server.memory(one)["id"]
    path = f"/memories/{memory}"
    assert server.ask("PUT", f"{path}/assets", {"ids": [one, two]}) == [
        {"id": one, "success": False, "error": "duplicate"},
        {"id": two, "success": True},
    ]
    server.trash(one)
    assert {a["id"] for a in server.ask("GET", path)["assets"]} == {two}
    server.restore(one)
    assert {a["id"] for a in server.ask("GET", path)["assets"]} == {one, two}
    removed = server.ask("DELETE", f"{path}/assets", {"ids": [one, UNKNOWN]})
    assert removed == [{"id": one, "success": True}, {"id": UNKNOWN, "success": False, "error": "not_found"}]


def test_notes(server: Api) -> None:
    asset = server.upload(jpeg())
    path = f"/assets/{asset}/metadata"
    assert server.ask("GET", path) == []
    written = server.ask("PUT", path, {"items": [{"key": "a", "value": {"b": 1}}]})
    assert [(item["key"], item["value"]) for item in written] == [("a", {"b": 1})]
    assert server.ask("GET", path) == written
    assert server.ask("GET", f"{path}/a") == written[0]
    server.ask("DELETE", f"{path}/a", status=204)
    server.ask("GET", f"{path}/a", status=400)


def test_edits(server: Api) -> None:
    data = jpeg()
    asset = server.upload(data)
    path = f"/assets/{asset}/edits"
    assert server.ask("GET", path) == {"assetId": asset, "edits": []}
    turn = {"action": "rotate", "parameters": {"angle": 90}}
    made = server.ask("PUT", path, {"edits": [turn]})["edits"]
    assert [{k: v for k, v in edit.items() if k != "id"} for edit in made] == [turn]
    server.wait_for(lambda: server.asset(asset)["isEdited"] is True)
    assert server.asset(asset)["checksum"] == checksum(data)
    assert server.send("GET", f"/assets/{asset}/original").content == data
    server.ask("DELETE", path, status=204)
    assert server.ask("GET", path)["edits"] == []
    server.wait_for(lambda: server.asset(asset)["isEdited"] is False)


def test_copying_albums_only(server: Api) -> None:
    one, two = server.upload(jpeg()), server.upload(jpeg())
    album = server.album(one)["id"]
    nothing = {"sharedLinks": False, "stack": False, "favorite": False, "sidecar": False}
    server.ask("PUT", "/assets/copy", {"sourceId": one, "targetId": two} | nothing, status=204)
    assert [a["id"] for a in server.ask("GET", f"/albums?assetId={two}")] == [album]
    text = server.message("PUT", "/assets/copy", {"sourceId": one, "targetId": one}, status=400)
    assert text == "Source and target id must be distinct"


def test_a_copy_of_the_stack_alone_joins_it_with_no_more_than_its_permission(server: Api) -> None:
    top, below, joins, other = (server.upload(jpeg()) for _ in range(4))
    stack = server.ask("POST", "/stacks", {"assetIds": [top, below]}, status=201)["id"]
    nothing = {"albums": False, "sharedLinks": False, "favorite": False, "sidecar": False}
    body = {"sourceId": below, "targetId": joins, "stack": True} | nothing
    server.ask("PUT", "/assets/copy", body, status=204, key=server.limited_key("asset.copy"))
    key = server.limited_key("stack.read", "stack.update")

    def shown() -> tuple[str, set[str]]:
        seen = server.ask("GET", f"/stacks/{stack}", key=key)
        return seen["primaryAssetId"], {asset["id"] for asset in seen["assets"]}

    assert shown() == (top, {top, below, joins})
    server.ask("PUT", f"/stacks/{stack}", {"primaryAssetId": joins}, key=key)
    server.ask("DELETE", f"/stacks/{stack}/assets/{joins}", status=400, key=key)
    assert shown() == (joins, {top, below, joins})
    server.ask("PUT", f"/stacks/{stack}", {"primaryAssetId": top}, key=key)
    server.ask("DELETE", f"/stacks/{stack}/assets/{joins}", status=204, key=key)
    assert shown() == (top, {top, below})
    another = server.ask("POST", "/stacks", {"assetIds": [joins, other]}, status=201)["id"]
    server.ask("PUT", "/assets/copy", body, status=204)
    assert len(server.ask("GET", f"/stacks/{another}")["assets"]) == 4, "of two stacks it makes one"
    server.ask("GET", f"/stacks/{stack}", status=400)
