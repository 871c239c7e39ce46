"""Tags, people and faces."""

from __future__ import annotations

from typing import Any

from tests.live_tests.api import Api
from tests.live_tests.pictures import jpeg, xmp

UNKNOWN = "00000000-0000-4000-8000-000000000000"
BOX = {"imageWidth": 320, "imageHeight": 240, "x": 10, "y": 20, "width": 30, "height": 40}


def values(asset: Any) -> list[str]:
    return sorted(tag["value"] for tag in asset["tags"])


def test_tags_are_counted_by_new_pairs(server: Api) -> None:
    one, two = server.upload(jpeg()), server.upload(jpeg())
    tags = [server.tag("a"), server.tag("b/c")]
    before = server.asset(two)["updatedAt"]
    body = {"tagIds": [tag["id"] for tag in tags], "assetIds": [one, two]}
    assert server.ask("PUT", "/tags/assets", body) == {"count": 4}
    assert server.asset(one)["updatedAt"]
    after = server.settled(two, before)
    server.still(one)
    assert values(after) == sorted(tag["value"] for tag in tags)
    assert server.ask("PUT", "/tags/assets", body) == {"count": 0}
    assert server.ask("PUT", "/tags/assets", {"tagIds": [UNKNOWN], "assetIds": [one]}) == {"count": 0}
    assert server.ask("PUT", "/tags/assets", {"tagIds": [tags[0]["id"]], "assetIds": [UNKNOWN]}) == {
        "count": 0
    }
    assert values(server.refreshed(one)) == sorted(tag["value"] for tag in tags)


def test_a_tag_is_taken_off_per_asset(server: Api) -> None:
    asset = server.upload(jpeg())
    tag = server.tag("a")
    path = f"/tags/{tag['id']}/assets"
    before = server.asset(asset)["updatedAt"]
    assert server.ask("PUT", path, {"ids": [asset]}) == [{"id": asset, "success": True}]
    server.settled(asset, before)
    assert server.ask("PUT", path, {"ids": [asset]}) == [
        {"id": asset, "success": False, "error": "duplicate"}
    ]
    before = server.asset(asset)["updatedAt"]
    assert server.ask("DELETE", path, {"ids": [asset]}) == [{"id": asset, "success": True}]
    assert values(server.settled(asset, before)) == []
    assert values(server.refreshed(asset)) == []
    assert server.ask("DELETE", path, {"ids": [asset]}) == [
        {"id": asset, "success": False, "error": "not_found"}
    ]


def test_a_tag_is_found_again_by_its_path(server: Api) -> None:
    tag = server.tag("x/y")
    assert server.tag("x/y") | {"updatedAt": ""} == tag | {"updatedAt": ""}
    assert tag["name"] == "y"
    listed = {t["id"]: t for t in server.ask("GET", "/tags")}
    parent = listed[tag["parentId"]]
    assert parent["value"] == tag["value"].removesuffix("/y")
    assert (
        server.message("PUT", f"/tags/{UNKNOWN}/assets", {"ids": []}, status=400)
        == "Not found or no tag.asset access"
    )


def test_tags_survive_a_write_of_something_else(server: Api) -> None:
    asset = server.upload(jpeg())
    before = server.asset(asset)["updatedAt"]
    tag = server.tag("a")
    server.ask("PUT", "/tags/assets", {"tagIds": [tag["id"]], "assetIds": [asset]})
    server.settled(asset, before)
    after = server.write(asset, description="d", rating=3)
    assert [t["id"] for t in after["tags"]] == [tag["id"]]


def test_a_keyword_with_an_entity_lasts_until_the_next_write_of_a_tag(server: Api) -> None:
    """A text write leaves it alone; any tag that is added writes all of them, and the entity is decoded."""
    asset = server.upload(jpeg(), sidecar=xmp(tags=("Tom &amp; Co",)))
    assert values(server.asset(asset)) == ["Tom &amp; Co"]
    assert values(server.write(asset, description="words")) == ["Tom &amp; Co"]
    tag = server.tag("a")
    before = server.asset(asset)["updatedAt"]
    server.ask("PUT", f"/tags/{tag['id']}/assets", {"ids": [asset]})
    assert values(server.settled(asset, before)) == sorted(["Tom & Co", tag["value"]])


def test_faces(server: Api) -> None:
    asset, person, other = server.upload(jpeg()), server.person("A"), server.person("B")
    reply = server.send("POST", "/faces", {"assetId": asset, "personId": person} | BOX)
    assert (reply.status_code, reply.content) == (201, b"")
    server.ask("POST", "/faces", {"assetId": asset, "personId": person} | BOX, status=201)
    faces = server.ask("GET", f"/faces?id={asset}")
    assert len(faces) == 2
    face = faces[0]
    box = tuple(face[f"boundingBox{side}"] for side in ("X1", "Y1", "X2", "Y2"))
    assert (box, face["sourceType"], face["person"]["id"]) == ((10, 20, 40, 60), "manual", person)
    people = server.asset(asset)["people"]
    assert [p["id"] for p in people] == [person]
    assert ("faces" in people[0]) is not server.modern
    server.ask("PUT", f"/faces/{other}", {"id": face["id"]})
    assert {f["person"]["id"] for f in server.ask("GET", f"/faces?id={asset}")} == {person, other}
    server.ask("DELETE", f"/faces/{face['id']}", status=400)
    server.ask("DELETE", f"/faces/{face['id']}", {"force": True}, status=204)
    server.ask("DELETE", f"/faces/{faces[1]['id']}", {"force": False}, status=204)
    assert server.ask("GET", f"/faces?id={asset}") == []


def test_faces_need_a_person_and_whole_numbers(server: Api) -> None:
    asset, person = server.upload(jpeg()), server.person()
    server.ask("POST", "/faces", {"assetId": asset} | BOX, status=400)
    body = {"assetId": asset, "personId": person} | BOX | {"x": 1.5}
    server.ask("POST", "/faces", body, status=400 if server.modern else 201)
    server.ask("POST", "/faces", {"assetId": UNKNOWN, "personId": person} | BOX, status=400)
    server.ask("POST", "/faces", {"assetId": asset, "personId": UNKNOWN} | BOX, status=400)


def test_faces_in_the_trash_can_be_made_but_not_changed(server: Api) -> None:
    asset, person = server.upload(jpeg()), server.person()
    server.trash(asset)
    server.ask("POST", "/faces", {"assetId": asset, "personId": person} | BOX, status=201)
    face = server.ask("GET", f"/faces?id={asset}")[0]["id"]
    server.ask("PUT", f"/faces/{person}", {"id": face}, status=400)
    server.ask("DELETE", f"/faces/{face}", {"force": True}, status=400)
    assert person not in {p["id"] for p in server.ask("GET", "/people")["people"]}
    server.restore(asset)
    assert person in {p["id"] for p in server.ask("GET", "/people")["people"]}
    server.ask("DELETE", f"/faces/{face}", {"force": True}, status=204)
    assert server.ask("GET", f"/people/{person}")["id"] == person
