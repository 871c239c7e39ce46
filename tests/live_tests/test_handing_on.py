"""What a copy can hand on to another one: links, memories, remarks, notes, and by which permission."""

from __future__ import annotations

from typing import Any

from tests.live_tests.api import Api
from tests.live_tests.pictures import jpeg

ONLY_LINKS = {"albums": False, "sharedLinks": True, "stack": False, "favorite": False, "sidecar": False}


def shown(server: Api, path: str) -> set[str]:
    return {asset["id"] for asset in server.ask("GET", path)["assets"]}


def test_adding_to_a_link_needs_everything_in_2_7(server: Api) -> None:
    one, two = server.upload(jpeg()), server.upload(jpeg())
    path = f"/shared-links/{server.link(one)['id']}"
    key = server.limited_key("sharedLink.update", "asset.copy")
    reply = server.send("PUT", f"{path}/assets", {"assetIds": [two]}, key=key)
    if server.modern:
        assert (reply.status_code, shown(server, path)) == (200, {one, two})
    else:
        assert (reply.status_code, reply.json()["message"]) == (403, "Missing required permission: all")
        assert shown(server, path) == {one}


def test_a_copy_of_links_alone_adds_to_every_link_of_the_trashed_source_and_to_nothing_else(
    server: Api,
) -> None:
    one, two = server.upload(jpeg()), server.upload(jpeg())
    album = server.album(one)["id"]
    links = [f"/shared-links/{server.link(one, slug=f'{server.mark}-{n}')['id']}" for n in range(2)]
    server.trash(one)
    key = server.limited_key("asset.copy")
    body = {"sourceId": one, "targetId": two} | ONLY_LINKS
    for _ in range(2):
        server.ask("PUT", "/assets/copy", body, status=204, key=key)
    for number, path in enumerate(links):
        assert shown(server, path) == {two}
        assert server.ask("GET", path)["slug"] == f"{server.mark}-{number}"
    assert server.ask("GET", f"/albums?assetId={two}") == []
    server.restore(one)
    assert [shown(server, path) for path in links] == [{one, two}] * 2
    assert [a["id"] for a in server.ask("GET", f"/albums?assetId={one}")] == [album]


def test_a_picture_is_taken_out_of_a_link_with_the_key_that_may_change_it(server: Api) -> None:
    one, two = server.upload(jpeg()), server.upload(jpeg())
    path = f"/shared-links/{server.link(one, two)['id']}"
    key = server.limited_key("sharedLink.update")
    reply = server.ask("DELETE", f"{path}/assets", {"assetIds": [two]}, key=key)
    assert reply == [{"assetId": two, "success": True}]
    assert shown(server, path) == {one}


def test_a_trashed_picture_that_is_taken_out_of_a_link_stays_out(server: Api) -> None:
    one, two = server.upload(jpeg()), server.upload(jpeg())
    path = f"/shared-links/{server.link(one, two)['id']}"
    server.trash(one)
    server.ask("DELETE", f"{path}/assets", {"assetIds": [one]})
    server.restore(one)
    assert shown(server, path) == {two}


def test_a_memory_shows_neither_the_archive_nor_the_trash(server: Api) -> None:
    one, two, three = (server.upload(jpeg()) for _ in range(3))
    path = f"/memories/{server.memory(one, two, three)['id']}"
    server.ask("PUT", f"/assets/{one}", {"visibility": "archive"})
    server.trash(two)
    assert shown(server, path) == {three}
    added = server.ask("PUT", f"{path}/assets", {"ids": [one, two]})
    assert [item.get("error") for item in added] == ["duplicate", "duplicate"]
    server.ask("PUT", f"/assets/{one}", {"visibility": "timeline"})
    server.restore(two)
    assert shown(server, path) == {one, two, three}


def remarks(server: Api, album: str, asset: str) -> list[tuple[str, Any]]:
    found = server.ask("GET", f"/activities?albumId={album}&assetId={asset}")
    return sorted((item["type"], item["comment"]) for item in found)


def test_remarks_hide_with_the_trash_and_go_with_the_album(server: Api) -> None:
    one, two = server.upload(jpeg()), server.upload(jpeg())
    album = server.album(one, two)["id"]
    about = {"albumId": album, "assetId": one}
    said = server.ask("POST", "/activities", about | {"type": "comment", "comment": "Lovely"}, status=201)
    assert (said["assetId"], said["comment"], said["type"]) == (one, "Lovely", "comment")
    server.ask("POST", "/activities", about | {"type": "like"}, status=201)
    again = server.ask("POST", "/activities", about | {"type": "like"}, status=200)
    both = [("comment", "Lovely"), ("like", None)]
    assert remarks(server, album, one) == both
    server.trash(one)
    assert remarks(server, album, one) == []
    server.restore(one)
    assert remarks(server, album, one) == both
    server.ask("DELETE", f"/activities/{again['id']}", status=204)
    assert remarks(server, album, one) == both[:1]
    for method in ("DELETE", "PUT"):
        server.ask(method, f"/albums/{album}/assets", {"ids": [one]})
    assert remarks(server, album, one) == []


def test_notes_are_replaced_by_key_and_removed_one_by_one(server: Api) -> None:
    asset = server.upload(jpeg())
    path = f"/assets/{asset}/metadata"
    server.ask("PUT", path, {"items": [{"key": "a", "value": {"n": 1}}, {"key": "b", "value": {"n": 2}}]})
    server.ask("PUT", path, {"items": [{"key": "a", "value": {"n": 3}}]})
    assert {item["key"]: item["value"] for item in server.ask("GET", path)} == {"a": {"n": 3}, "b": {"n": 2}}
    server.trash(asset)
    assert len(server.ask("GET", path)) == 2
    server.restore(asset)
    server.ask("DELETE", f"{path}/a", status=204)
    assert [item["key"] for item in server.ask("GET", path)] == ["b"]
    text = server.message("PUT", path, {"items": []}, status=403, key=server.limited_key("asset.read"))
    assert text == "Missing required permission: asset.update"


def test_an_archived_picture_is_taken_back_into_sight(server: Api) -> None:
    asset = server.upload(jpeg(), visibility="archive")
    before = server.asset(asset)
    after = server.ask("PUT", f"/assets/{asset}", {"visibility": "timeline"})
    assert (before["visibility"], before["isArchived"]) == ("archive", True)
    assert (after["visibility"], after["isArchived"]) == ("timeline", False)
    assert after["updatedAt"] != before["updatedAt"]
    assert server.still(asset)["updatedAt"] == after["updatedAt"]
