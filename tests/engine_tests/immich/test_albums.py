"""Albums in bulk: fewer questions where many are asked for, and never an answer that one question would not give."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from engine.immich import Connection, connect
from practice import routes_search
from practice.server import PracticeServer
from practice.world import World


@pytest.fixture(params=["2.7", "3.1"])
def server(request: pytest.FixtureRequest) -> Iterator[PracticeServer]:
    with PracticeServer(World(), request.param) as server:
        yield server


@pytest.fixture
def connection(server: PracticeServer) -> Iterator[Connection]:
    with connect(server.url, server.key()) as connection:
        connection.reader.server()
        server.log.clear()
        yield connection


def by_one(server: PracticeServer, asset: str) -> list[str]:
    """Return what a question about this asset alone answers, on a connection of its own."""
    with connect(server.url, server.key()) as connection:
        return names(connection, asset)


def names(connection: Connection, asset: str) -> list[str]:
    return [album.name for album in connection.reader.albums_of(asset)]


def ask_all(server: PracticeServer, connection: Connection) -> None:
    """Ask for so many that reading all albums is fewer."""
    for asset in [*server.world.assets][:30]:
        names(connection, asset)


def furnish(server: PracticeServer) -> list[Any]:
    world = server.world
    other = world.add_user("other")
    rows = [world.add_picture(f"{n}.jpg") for n in range(40)]
    rows[1].visibility = "archive"
    world.add_album("mine", rows[:10])
    world.add_album("ours", rows[5:15], users={other.id: "editor"})
    theirs = world.add_album("theirs", rows[8:9], owner=other, users={world.user.id: "viewer"})
    theirs.assets[world.add_picture("foreign.jpg", owner=other).id] = world.now()
    world.add_album("empty", [])
    return rows


def test_many_assets_take_a_few_questions(server: PracticeServer, connection: Connection) -> None:
    rows = furnish(server)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda row: names(connection, row.id), rows))
    assert found[8] == sorted(found[8], key=lambda n: {a.name: a.id for a in server.world.albums.values()}[n])
    assert [sorted(f) for f in found] == [sorted(by_one(server, row.id)) for row in rows]
    assert sorted(found[8]) == ["mine", "ours", "theirs"]
    assert found[39] == []
    bulk = [r for r in server.log.requests if r.path == "/search/metadata"]
    assert len(bulk) == 8  # four albums in two visibilities


def test_a_few_assets_are_asked_for_one_by_one(server: PracticeServer, connection: Connection) -> None:
    rows = furnish(server)
    for row in rows[:6]:
        names(connection, row.id)
    assert not [r for r in server.log.requests if r.path == "/search/metadata"]


def test_after_forget_only_what_changed_is_read_again(server: PracticeServer, connection: Connection) -> None:
    rows = furnish(server)
    ask_all(server, connection)
    mine = next(album for album in server.world.albums.values() if album.name == "mine")
    with connect(server.url, server.key()) as somebody:
        somebody.writer.add_to_album(mine.id, [rows[30].id])
        somebody.writer.remove_from_album(mine.id, [rows[0].id])
    assert names(connection, rows[30].id) == []  # as it was when it was read
    connection.reader.forget()
    server.log.clear()
    assert names(connection, rows[30].id) == ["mine"]
    assert names(connection, rows[0].id) == []
    assert len(server.log.find("POST", "/search/metadata")) == 2
    del server.world.albums[mine.id]
    connection.reader.forget()
    assert names(connection, rows[30].id) == []


def test_our_own_entries_are_seen_at_once(server: PracticeServer, connection: Connection) -> None:
    rows = furnish(server)
    ask_all(server, connection)
    mine = next(album for album in server.world.albums.values() if album.name == "mine")
    connection.writer.add_to_album(mine.id, [rows[30].id])
    assert names(connection, rows[30].id) == ["mine"]
    connection.writer.remove_from_album(mine.id, [rows[30].id])
    assert names(connection, rows[30].id) == []
    connection.writer.trash([rows[4].id])
    connection.writer.remove_from_album(mine.id, [rows[4].id])
    assert names(connection, rows[4].id) == [], "the list of albums says nothing of what lies in the trash"


def test_what_lies_in_the_trash_is_in_its_albums(server: PracticeServer, connection: Connection) -> None:
    rows = furnish(server)
    connection.writer.trash([rows[0].id])
    ask_all(server, connection)
    assert names(connection, rows[0].id) == ["mine"]


def test_a_server_that_does_not_know_the_filter_is_asked_one_by_one(
    server: PracticeServer, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It answers with the whole library, as servers do with a filter that they do not know."""
    rows = furnish(server)
    monkeypatch.delitem(routes_search.SHAPE, "albumIds")
    ask_all(server, connection)
    assert sorted(names(connection, rows[8].id)) == ["mine", "ours", "theirs"]
    assert names(connection, rows[39].id) == []


def test_an_answer_that_lacks_a_member_is_not_believed(
    server: PracticeServer, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = furnish(server)
    whole = routes_search._fits
    monkeypatch.setattr(
        routes_search, "_fits", lambda call, row, want: row.id != rows[2].id and whole(call, row, want)
    )
    ask_all(server, connection)
    assert names(connection, rows[2].id) == ["mine"]
