"""Albums: membership answers per asset, covers that change by being looked at, comments that go for good."""

from __future__ import annotations

from typing import Any

from tests.live_tests.api import Api
from tests.live_tests.pictures import jpeg

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def test_membership_is_answered_per_asset(server: Api) -> None:
    asset = server.upload(jpeg())
    path = f"/albums/{server.album()['id']}/assets"
    assert server.ask("PUT", path, {"ids": [asset, UNKNOWN]}) == [
        {"id": asset, "success": True},
        {"id": UNKNOWN, "success": False, "error": "no_permission"},
    ]
    assert server.ask("PUT", path, {"ids": [asset]}) == [
        {"id": asset, "success": False, "error": "duplicate"}
    ]
    assert server.ask("DELETE", path, {"ids": [asset]}) == [{"id": asset, "success": True}]
    assert server.ask("DELETE", path, {"ids": [asset]}) == [
        {"id": asset, "success": False, "error": "not_found"}
    ]
    text = server.message("PUT", f"/albums/{UNKNOWN}/assets", {"ids": [asset]}, status=400)
    assert text == "Album not found"
    text = server.message("DELETE", f"/albums/{UNKNOWN}/assets", {"ids": [asset]}, status=400)
    assert text == "Not found or no albumAsset.delete access"


def test_a_search_finds_what_an_album_holds(server: Api) -> None:
    """In two visibilities it finds all own assets of an album, trashed ones too; the list counts what is shown."""
    shown, archived, trashed, apart = (server.upload(jpeg()) for _ in range(4))
    album = server.album(shown, archived, trashed)["id"]
    server.ask("PUT", f"/assets/{archived}", {"visibility": "archive"})
    server.trash(trashed)
    hits = set()
    for visibility in ("timeline", "archive"):
        body = {"albumIds": [album], "visibility": visibility, "withDeleted": True, "size": 1000}
        hits |= {item["id"] for item in server.ask("POST", "/search/metadata", body)["assets"]["items"]}
    assert hits == {shown, archived, trashed}
    listed = next(one for one in server.ask("GET", "/albums") if one["id"] == album)
    assert listed["assetCount"] == 2
    moved = server.ask("PUT", f"/albums/{album}/assets", {"ids": [apart]})
    assert moved[0]["success"]
    again = next(one for one in server.ask("GET", "/albums") if one["id"] == album)
    assert again["updatedAt"] > listed["updatedAt"]


def test_what_leaves_an_album_shows_in_its_count_and_what_comes_back_in_its_newest_change(
    server: Api,
) -> None:
    """`updatedAt` of an album stays where something that was not its cover is taken out.

    Which of several pictures becomes the cover of a new album is left to chance, so it is set.
    """
    one, two, other = (server.upload(jpeg()) for _ in range(3))
    album = server.album(one, two, other)["id"]
    server.ask("PATCH", f"/albums/{album}", {"albumThumbnailAssetId": one})
    server.trash(two)

    def listed() -> dict[str, Any]:
        found = next(a for a in server.ask("GET", "/albums") if a["id"] == album)
        return {name: found[name] for name in ("assetCount", "updatedAt", "lastModifiedAssetTimestamp")}

    before = listed()
    server.ask("DELETE", f"/albums/{album}/assets", {"ids": [other]})
    removed = listed()
    assert removed["assetCount"] == before["assetCount"] - 1
    assert removed["updatedAt"] == before["updatedAt"]
    server.restore(two)
    restored = listed()
    assert restored["assetCount"] == before["assetCount"]
    assert restored["updatedAt"] == before["updatedAt"]
    assert restored["lastModifiedAssetTimestamp"] > before["lastModifiedAssetTimestamp"]


def test_all_that_is_said_in_an_album_is_one_question(server: Api) -> None:
    one, two = server.upload(jpeg()), server.upload(jpeg())
    album = server.album(one, two)["id"]
    for asset, text in ((one, "first"), (two, "second")):
        server.ask(
            "POST",
            "/activities",
            {"albumId": album, "assetId": asset, "type": "comment", "comment": text},
            status=201,
        )
    server.ask("POST", "/activities", {"albumId": album, "type": "like"}, status=201)
    said = server.ask("GET", f"/activities?albumId={album}")
    assert {(item.get("assetId"), item["comment"]) for item in said} == {
        (one, "first"),
        (two, "second"),
        (None, None),
    }


def test_trashed_assets_go_in_and_out(server: Api) -> None:
    asset = server.upload(jpeg())
    server.trash(asset)
    album = server.album()["id"]
    assert server.ask("PUT", f"/albums/{album}/assets", {"ids": [asset]})[0]["success"]
    assert [a["id"] for a in server.ask("GET", f"/albums?assetId={asset}")] == [album]
    assert server.ask("GET", f"/albums/{album}")["assetCount"] == 0
    assert server.ask("DELETE", f"/albums/{album}/assets", {"ids": [asset]})[0]["success"]


def test_a_look_replaces_the_cover_that_is_in_the_trash_for_good(server: Api) -> None:
    one, two = server.upload(jpeg()), server.upload(jpeg())
    album = server.album(one, two)["id"]
    server.ask("PATCH", f"/albums/{album}", {"albumThumbnailAssetId": one})
    server.trash(one)
    listed = server.ask("GET", f"/albums?assetId={one}")
    assert [a["albumThumbnailAssetId"] for a in listed] == [two]
    server.restore(one)
    assert server.ask("GET", f"/albums/{album}")["albumThumbnailAssetId"] == two
    reply = server.ask("PATCH", f"/albums/{album}", {"albumThumbnailAssetId": one})
    assert reply["albumThumbnailAssetId"] == one
    assert server.ask("GET", f"/albums/{album}")["albumThumbnailAssetId"] == one


def test_a_cover_must_be_a_member(server: Api) -> None:
    one, two = server.upload(jpeg()), server.upload(jpeg())
    album = server.album(one)["id"]
    text = server.message("PATCH", f"/albums/{album}", {"albumThumbnailAssetId": two}, status=400)
    assert text == "Invalid album thumbnail"
    server.ask("PUT", f"/albums/{album}/assets", {"ids": [two]})
    server.trash(two)
    assert (
        server.ask("PATCH", f"/albums/{album}", {"albumThumbnailAssetId": two})["albumThumbnailAssetId"]
        == two
    )
    assert server.ask("GET", f"/albums/{album}")["albumThumbnailAssetId"] == one


def test_comments_survive_the_trash_but_not_leaving_the_album(server: Api) -> None:
    asset, other = server.upload(jpeg()), server.upload(jpeg())
    album = server.album(asset)["id"]
    body = {"albumId": album, "assetId": asset}
    server.ask("POST", "/activities", body | {"type": "comment", "comment": "nice"}, status=201)
    server.ask("POST", "/activities", body | {"type": "like"}, status=201)
    server.ask("POST", "/activities", body | {"type": "like"}, status=200)
    server.ask("POST", "/activities", body | {"assetId": other, "type": "like"}, status=500)
    query = f"/activities?albumId={album}&assetId={asset}"
    assert [(a["type"], a["comment"]) for a in server.ask("GET", query)] == [
        ("comment", "nice"),
        ("like", None),
    ]
    server.trash(asset)
    assert server.ask("GET", query) == []
    server.restore(asset)
    assert len(server.ask("GET", query)) == 2
    server.ask("DELETE", f"/albums/{album}/assets", {"ids": [asset]})
    server.ask("PUT", f"/albums/{album}/assets", {"ids": [asset]})
    assert server.ask("GET", query) == []


def test_an_album_of_nothing(server: Api) -> None:
    album = server.album()
    assert (album["assetCount"], album["albumThumbnailAssetId"]) == (0, None)
    assert "startDate" not in album
    read = server.ask("GET", f"/albums/{album['id']}")
    assert (read["assetCount"], read["albumThumbnailAssetId"]) == (0, None)
    assert read["id"] in {a["id"] for a in server.ask("GET", "/albums")}
    assert server.ask("GET", "/albums?assetId=" + UNKNOWN) == []
    assert server.message("GET", f"/albums/{UNKNOWN}", status=400) == "Not found or no album.read access"


def test_a_purged_asset_leaves_its_album(server: Api) -> None:
    one, two = server.upload(jpeg()), server.upload(jpeg())
    album = server.album(one, two)["id"]
    server.ask("PATCH", f"/albums/{album}", {"albumThumbnailAssetId": one})
    server.trash(one, force=True)
    server.wait_for(lambda: server.send("GET", f"/assets/{one}").status_code == 400)
    read = server.ask("GET", f"/albums/{album}")
    assert (read["assetCount"], read["albumThumbnailAssetId"]) == (1, two)
