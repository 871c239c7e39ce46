"""The server's lists by name, and a search that it does not know."""

from __future__ import annotations

import pytest

from engine.base.errors import BadAnswer, NoPermission
from engine.immich import Connection
from engine.model.holder import Holder, Named
from tests.engine_tests.immich import bodies
from tests.engine_tests.immich.stub import Asked, Reply, Stub

NOBODY = {"assets": {"items": [], "nextPage": None}}


def test_albums_of_both_lists_are_named_once(stub: Stub, connection: Connection) -> None:
    def albums(asked: Asked) -> Reply:
        own = {"id": "a1", "albumName": "Own"}
        shared = {"id": "a2", "albumName": "Shared"}
        return Reply([own, shared] if "shared=true" in asked.path else [own])

    stub.answers["GET /albums"] = albums
    assert connection.reader.named(Holder.ALBUM) == (Named("a1", "Own"), Named("a2", "Shared"))


def test_people_are_read_page_by_page(stub: Stub, connection: Connection) -> None:
    stub.answers["GET /people"] = [
        Reply({"people": [{"id": "p1", "name": "Ada"}], "hasNextPage": True}),
        Reply({"people": [{"id": "p2", "name": ""}], "hasNextPage": False}),
    ]
    assert connection.reader.named(Holder.PERSON) == (Named("p1", "Ada"), Named("p2", ""))


def test_libraries_may_be_nobodys_business(stub: Stub, connection: Connection) -> None:
    stub.answers["GET /libraries"] = Reply({"message": "Forbidden"}, status=403)
    assert connection.reader.named(Holder.LIBRARY) is None
    stub.answers["GET /tags"] = Reply({"message": "Missing required permission: tag.read"}, status=403)
    with pytest.raises(NoPermission, match=r"tag\.read"):
        connection.reader.named(Holder.TAG)


def test_what_is_in_an_album(stub: Stub, connection: Connection) -> None:
    def search(asked: Asked) -> Reply:
        if asked.json["albumIds"] != ["a1"]:
            return Reply({"message": "Not found or no album.read access"}, status=400)
        name = asked.json["visibility"]
        return Reply({"assets": {"items": [bodies.asset(id=name)], "nextPage": None}})

    stub.answers["POST /search/metadata"] = search
    assert connection.reader.within(Holder.ALBUM, "a1") == {"timeline", "archive"}
    assert all(asked.json.get("withDeleted") for asked in stub.asked if asked.json.get("albumIds") == ["a1"])


def test_a_filter_that_finds_what_is_nowhere_is_none(stub: Stub, connection: Connection) -> None:
    stub.answers["POST /search/metadata"] = Reply({"assets": {"items": [bodies.asset()], "nextPage": None}})
    with pytest.raises(BadAnswer, match="does not know the filter personIds"):
        connection.reader.within(Holder.PERSON, "p1")


def test_nothing_in_it(stub: Stub, connection: Connection) -> None:
    stub.answers["POST /search/metadata"] = Reply(NOBODY)
    assert connection.reader.within(Holder.TAG, "t1") == frozenset()
