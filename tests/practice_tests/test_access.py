"""Other people: partners, shared albums and their roles, the locked folder."""

from __future__ import annotations

import pytest

from practice.server import PracticeServer
from tests.practice_tests.client import Client


def test_a_partners_pictures_are_found_but_not_ours(server: PracticeServer) -> None:
    world = server.world
    other = world.add_user("Other")
    world.user.partners.add(other.id)
    mine, theirs = world.add_picture(), world.add_picture(owner=other)
    hidden = world.add_picture(owner=other, visibility="archive")
    client = Client(server)
    items = client.ask("POST", "/search/metadata", {"ids": [mine.id]})["assets"]["items"]
    assert {(item["id"], item["ownerId"]) for item in items} == {
        (mine.id, world.user.id),
        (theirs.id, other.id),
    }
    assert client.send("GET", f"/assets/{theirs.id}").status_code == 200
    assert client.send("GET", f"/assets/{hidden.id}").status_code == 400
    assert client.send("PUT", f"/assets/{theirs.id}", {"isFavorite": True}).status_code == 400
    assert client.send("DELETE", "/assets", {"ids": [mine.id, theirs.id]}).status_code == 400
    assert not mine.trashed


def test_strangers_see_nothing(server: PracticeServer) -> None:
    other = server.world.add_user("Other")
    row = server.world.add_picture(owner=other, group="g")
    server.world.add_picture(owner=other, group="g")
    client = Client(server)
    assert client.send("GET", f"/assets/{row.id}").status_code == 400
    assert client.send("GET", f"/assets/{row.id}/original").status_code == (
        404 if server.dialect.modern else 400
    )
    assert client.ask("GET", "/duplicates") == []
    assert row.duplicate is not None


@pytest.mark.parametrize("role", ["editor", "viewer"])
def test_roles_in_a_shared_album(server: PracticeServer, role: str) -> None:
    world = server.world
    other = world.add_user("Other")
    theirs, mine = world.add_picture(owner=other), world.add_picture()
    album = world.add_album("Ours", [theirs], owner=other, users={world.user.id: role})
    client = Client(server)
    path = f"/albums/{album.id}"
    shown = client.ask("GET", path)
    assert shown["assetCount"] == 1
    if server.dialect.modern:
        assert [(u["user"]["id"], u["role"]) for u in shown["albumUsers"]] == [
            (other.id, "owner"),
            (world.user.id, role),
        ]
    else:
        assert shown["ownerId"] == other.id
        assert [(u["user"]["id"], u["role"]) for u in shown["albumUsers"]] == [(world.user.id, role)]
    added = client.send("PUT", f"{path}/assets", {"ids": [mine.id]})
    if role == "viewer":
        assert added.status_code == 400
        assert client.send("PATCH", path, {"albumThumbnailAssetId": theirs.id}).status_code == 400
        assert client.send("DELETE", f"{path}/assets", {"ids": [theirs.id]}).status_code == 400
        return
    assert added.json() == [{"id": mine.id, "success": True}]
    assert client.send("PATCH", path, {"albumThumbnailAssetId": mine.id}).status_code == 200
    removed = client.ask("DELETE", f"{path}/assets", {"ids": [theirs.id, mine.id]})
    assert removed == [
        {"id": theirs.id, "success": False, "error": "no_permission"},
        {"id": mine.id, "success": True},
    ]


def test_which_albums_are_listed(server: PracticeServer) -> None:
    world = server.world
    other = world.add_user("Other")
    world.add_album("Own")
    world.add_album("Shared", users={other.id: "viewer"})
    world.add_album("Theirs", owner=other, users={world.user.id: "viewer"})
    world.add_album("Private", owner=other)
    client = Client(server)

    def names(query: str = "") -> set[str]:
        return {album["albumName"] for album in client.ask("GET", f"/albums{query}")}

    if server.dialect.modern:
        assert names() == {"Own", "Shared", "Theirs"}
        assert names("?shared=true") == {"Own", "Shared", "Theirs"}
        assert names("?isOwned=true") == {"Own", "Shared"}
        assert names("?isShared=true") == {"Shared", "Theirs"}
    else:
        assert names() == {"Own", "Shared"}
        assert names("?shared=true") == {"Shared", "Theirs"}


def test_several_albums_at_once_skip_the_forbidden_one(server: PracticeServer) -> None:
    world = server.world
    other = world.add_user("Other")
    row = world.add_picture()
    own = world.add_album("Own")
    forbidden = world.add_album("Theirs", owner=other, users={world.user.id: "viewer"})
    body = {"albumIds": [own.id, forbidden.id], "assetIds": [row.id]}
    assert Client(server).ask("PUT", "/albums/assets", body) == {"success": True}
    assert (row.id in own.assets, row.id in forbidden.assets) == (True, False)


def test_one_that_is_locked_alone_stays_in_its_album_and_is_seen_there(server: PracticeServer) -> None:
    row = server.world.add_picture()
    album = server.world.add_album("A", [row])
    client = Client(server)
    client.ask("PUT", f"/assets/{row.id}", {"visibility": "locked"})
    assert client.asset(row.id)["visibility"] == "locked"
    assert client.send("PUT", f"/assets/{row.id}", {"visibility": "timeline"}).status_code == 400
    assert row.id in album.assets


def test_the_locked_folder_is_out_of_reach(server: PracticeServer) -> None:
    row = server.world.add_picture()
    album = server.world.add_album("A", [row])
    client = Client(server)
    client.ask("PUT", "/assets", {"ids": [row.id], "visibility": "locked"})
    assert client.send("GET", f"/assets/{row.id}").status_code == 400
    assert client.send("PUT", f"/assets/{row.id}", {"visibility": "timeline"}).status_code == 400
    assert album.assets == {}


def test_permissions_of_a_key(server: PracticeServer) -> None:
    row = server.world.add_picture()
    client = Client(server, server.key(["asset.read"]))
    assert client.asset(row.id)["id"] == row.id
    reply = client.send("PUT", f"/assets/{row.id}", {"rating": 9})
    assert (reply.status_code, reply.json()["message"]) == (403, "Missing required permission: asset.update")
    assert client.ask("GET", "/api-keys/me")["permissions"] == ["asset.read"]
