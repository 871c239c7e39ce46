"""Questions to the server: what is sent, what is made of the answer, and what a broken answer does."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from engine.base.errors import BadAnswer, NoPermission, Refused
from engine.base.whereabouts import Presence
from engine.immich import Connection, missing_permissions
from engine.immich.permissions import EVERYTHING, NEEDED
from engine.model.group import Group
from tests.engine_tests.immich import bodies
from tests.engine_tests.immich.stub import Asked, Reply, Stub, set_server


def ids(groups: list[Group]) -> list[str]:
    return [group.id for group in groups]


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("packed", [False, True])
def test_groups_arrive_one_by_one(stub: Stub, connection: Connection, chunked: bool, packed: bool) -> None:
    body = json.dumps([bodies.group(f"g{n}") for n in range(50)]).encode()
    headers = {"Content-Encoding": "gzip"} if packed else {}
    stub.answers["GET /duplicates"] = Reply(
        gzip.compress(body) if packed else body, headers=headers, chunked=chunked
    )
    groups = list(connection.reader.groups())
    assert ids(groups) == [f"g{n}" for n in range(50)]
    assert [m.asset.id for m in groups[0].members] == ["a1", "a2"]
    assert groups[0].members[0].carried is None


def test_no_groups_are_no_error(stub: Stub, connection: Connection) -> None:
    stub.answers["GET /duplicates"] = Reply(b" \n[ ]")
    assert list(connection.reader.groups()) == []


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("share", [0.3, 0.999])
def test_a_list_cut_in_the_middle_is_no_short_list(
    stub: Stub, connection: Connection, chunked: bool, packed: bool, share: float
) -> None:
    body = json.dumps([bodies.group(f"g{n}") for n in range(30)]).encode()
    body = gzip.compress(body) if packed else body
    headers = {"Content-Encoding": "gzip"} if packed else {}
    stub.answers["GET /duplicates"] = Reply(
        body, headers=headers, chunked=chunked, cut=int(len(body) * share)
    )
    with pytest.raises(BadAnswer, match="duplicates"):
        list(connection.reader.groups())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b'{"message": "x"}',
        b"null",
        b"[null]",
        b"[1]",
        b"[{}]",
        b"[] []",
        b'[{"duplicateId": "x"}',
        b"[]]",
    ],
)
def test_what_is_no_list_of_groups_is_unusable(stub: Stub, connection: Connection, body: bytes) -> None:
    stub.answers["GET /duplicates"] = Reply(body)
    with pytest.raises(BadAnswer):
        list(connection.reader.groups())


def test_memory_does_not_grow_with_the_number_of_groups(stub: Stub, connection: Connection) -> None:
    one = json.dumps(bodies.group()).encode()
    body = b"[" + b",".join([one] * 1000) + b"]"  # 3 MB
    stub.answers["GET /duplicates"] = Reply(body)
    tracemalloc.start()
    try:
        count = sum(1 for _ in connection.reader.groups())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 1000
    assert peak < 1_000_000


@pytest.mark.parametrize("words", ["Not found or no asset.read access", "Asset not found"])
def test_an_asset_that_is_gone_is_none(stub: Stub, connection: Connection, words: str) -> None:
    stub.answers["GET /assets/a1"] = Reply({"message": words}, 400)
    assert connection.reader.asset("a1") is None


@pytest.mark.parametrize(
    ("status", "words"),
    [(400, "Validation failed"), (404, "Cannot GET /api/assets/a1"), (500, "x"), (400, "")],
)
def test_no_other_refusal_means_gone(stub: Stub, connection: Connection, status: int, words: str) -> None:
    stub.answers["GET /assets/a1"] = Reply({"message": words}, status)
    with pytest.raises(Refused):
        connection.reader.asset("a1")


def test_an_id_cannot_leave_its_place_in_the_path(stub: Stub, connection: Connection) -> None:
    with pytest.raises(Refused):
        connection.reader.asset("../server/config?x=")
    assert stub.asked[-1].path == "/api/assets/..%2Fserver%2Fconfig%3Fx%3D"


def set_relations(stub: Stub) -> None:
    album = {
        "id": "al",
        "albumName": "A",
        "albumThumbnailAssetId": "a1",
        "albumUsers": [{"user": {"id": "me"}, "role": "owner"}],
    }
    stub.answers |= {
        "GET /albums": Reply([album]),
        "GET /albums/al": Reply(album),
        "GET /faces": Reply([]),
        "GET /assets/a1/metadata": Reply([{"key": "mobile-app", "value": {"x": 1}}]),
        "GET /assets/a2/metadata": Reply([]),
        "GET /activities": Reply(
            [{"id": "c2", "assetId": "a1"}, {"id": "c3", "assetId": None}, {"id": "c1", "assetId": "a1"}]
        ),
        "GET /shared-links": Reply(
            [
                {"id": "l1", "type": "INDIVIDUAL"},
                {"id": "l2", "type": "ALBUM"},
                {"id": "l3", "type": "INDIVIDUAL"},
            ]
        ),
        "GET /shared-links/l1": Reply({"id": "l1", "assets": [{"id": "a1"}, {"id": "a9"}]}),
        "GET /shared-links/l3": Reply({"id": "l3", "assets": [{"id": "a1"}]}),
        "GET /memories": Reply([{"id": "m1", "assets": [{"id": "a2"}, {"id": "a1"}]}]),
    }


def test_everything_that_refers_to_an_asset(stub: Stub, connection: Connection) -> None:
    set_relations(stub)
    stub.answers["GET /assets/a1"] = Reply(bodies.asset())
    member = connection.reader.member("a1")
    assert member is not None
    carried = member.carried
    assert carried is not None
    assert [(a.id, a.role, a.cover) for a in carried.albums] == [("al", "owner", "a1")]
    assert carried.links == ("l1", "l3")
    assert carried.memories == ("m1",)
    assert carried.notes == (("mobile-app", '{"x":1}'),)
    assert carried.comments == ("c1", "c2")
    query = parse_qs(urlsplit(stub.asked_for("GET /activities")[0].path).query)
    assert query == {"albumId": ["al"]}


def test_links_and_memories_are_read_once_for_all_threads(stub: Stub, connection: Connection) -> None:
    set_relations(stub)
    stub.answers |= {"GET /assets/a1": Reply(bodies.asset("a1")), "GET /assets/a2": Reply(bodies.asset("a2"))}
    with ThreadPoolExecutor(8) as pool:
        members = list(pool.map(connection.reader.member, ("a1", "a2") * 4))
    assert [m.carried.memories for m in members if m and m.carried] == [("m1",)] * 8
    for route in ("GET /shared-links", "GET /shared-links/l1", "GET /memories"):
        assert len(stub.asked_for(route)) == 1


def test_relations_that_may_not_be_read_are_an_error_not_nothing(stub: Stub, connection: Connection) -> None:
    set_relations(stub)
    denied = {"message": "Missing required permission: memory.read"}
    stub.answers |= {"GET /memories": Reply(denied, 403), "GET /assets/a1": Reply(bodies.asset())}
    with pytest.raises(NoPermission, match=r"memory\.read"):
        connection.reader.member("a1")


@pytest.mark.parametrize(("version", "query"), [((2, 7, 5), "withoutAssets=true"), ((3, 1, 0), "")])
def test_an_album_is_read_without_its_assets(
    stub: Stub, connection: Connection, version: tuple[int, int, int], query: str
) -> None:
    set_relations(stub)
    set_server(stub, version)
    assert connection.reader.album("al") is not None
    assert urlsplit(stub.asked_for("GET /albums/al")[0].path).query == query
    stub.answers["GET /albums/no"] = Reply({"message": "Not found or no album.read access"}, 400)
    assert connection.reader.album("no") is None


def test_presence_is_asked_in_portions_and_answered_in_order(stub: Stub, connection: Connection) -> None:
    def answer(asked: Asked) -> Reply:
        results = []
        for one in asked.json["assets"]:
            number = int(one["checksum"])
            found = {"id": one["id"], "action": "accept"}
            if number % 2:
                found |= {"action": "reject", "assetId": f"a{number}", "isTrashed": number % 3 == 0}
            results.append(found)
        return Reply({"results": results[::-1]})

    stub.answers["POST /assets/bulk-upload-check"] = answer
    found = connection.reader.presence([str(n) for n in range(12_000)])
    assert found[:4] == [
        Presence(None, False),
        Presence("a1", False),
        Presence(None, False),
        Presence("a3", True),
    ]
    assert found[11_999] == Presence("a11999", False)
    assert [len(a.json["assets"]) for a in stub.asked] == [5000, 5000, 2000]


def test_presence_that_is_not_told_is_not_guessed(stub: Stub, connection: Connection) -> None:
    stub.answers["POST /assets/bulk-upload-check"] = Reply({"results": [{"id": "0", "action": "accept"}]})
    with pytest.raises(BadAnswer, match="none for y"):
        connection.reader.presence(["x", "y"])


class Library:
    """A search over made-up assets that behaves as the server's does: pages, and ties in any order."""

    def __init__(self, *assets: dict[str, Any]) -> None:
        self.assets = list(assets)
        self.turn = 0

    def __call__(self, asked: Asked) -> Reply:
        want = asked.json
        self.turn += 1
        found = [a for a in self.assets if a["visibility"] == want["visibility"]]
        if "takenBefore" in want:
            found = [a for a in found if a["fileCreatedAt"] <= want["takenBefore"]]
        # Equal dates come in another order every time.
        found.sort(
            key=lambda a: (a["fileCreatedAt"], hash((a["id"], self.turn)) if self.turn else 0), reverse=True
        )
        start = (want["page"] - 1) * want["size"]
        more = len(found) > start + want["size"]
        return Reply(
            bodies.page(
                *found[start : start + want["size"]], following=str(want["page"] + 1) if more else None
            )
        )


def made(number: int, **changes: Any) -> dict[str, Any]:
    date = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=number)
    return bodies.asset(f"a{number}", fileCreatedAt=date.strftime("%Y-%m-%dT%H:%M:%S.000Z"), **changes)


def test_a_sweep_sees_every_own_asset_once(stub: Stub, connection: Connection) -> None:
    library = Library(
        *(made(n // 7) | {"id": f"t{n}"} for n in range(2300)),  # always seven with one date
        *(made(n, visibility="archive") | {"id": f"r{n}"} for n in range(5)),
        made(1, visibility="hidden") | {"id": "motion"},
        made(2, isTrashed=True) | {"id": "trashed"},
        made(3, ownerId="you") | {"id": "partner's"},
    )
    stub.answers["POST /search/metadata"] = library
    found = [asset.id for asset in connection.reader.sweep()]
    assert len(found) == len(set(found))
    assert set(found) == {a["id"] for a in library.assets} - {"partner's"}
    first = stub.asked_for("POST /search/metadata")[0].json
    assert first["withDeleted"] is first["withExif"] is True
    assert first["size"] == 1000


def test_more_assets_of_one_date_than_a_page_holds_do_not_end_the_sweep(
    stub: Stub, connection: Connection
) -> None:
    library = Library(*(made(5) | {"id": f"t{n:05}"} for n in range(2500)), made(1), made(9))
    library.turn = -10_000_000
    stub.answers["POST /search/metadata"] = lambda asked: (setattr(library, "turn", -1), library(asked))[1]
    assert len(list(connection.reader.sweep())) == 2502
    assert len(stub.asked_for("POST /search/metadata")) < 12


def test_a_sweep_knows_no_tags(stub: Stub, connection: Connection) -> None:
    stub.answers["POST /search/metadata"] = Library(made(1))
    assert [asset.tags for asset in connection.reader.sweep()] == [None]


def test_a_sweep_may_begin_at_a_date(stub: Stub, connection: Connection) -> None:
    stub.answers["POST /search/metadata"] = Reply(bodies.page())
    list(connection.reader.sweep(updated_after=datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)))
    assert {a.json["updatedAfter"] for a in stub.asked_for("POST /search/metadata")} == {
        "2026-01-02T03:04:05.678Z"
    }


def test_permissions_that_lack_are_named(stub: Stub, connection: Connection) -> None:
    set_server(stub, (3, 1, 0), ["asset.read", "user.read", "duplicate.read"])
    missing = missing_permissions(connection.reader.server(), NEEDED["analyze"])
    relations = ("album.read", "face.read", "sharedLink.read", "memory.read", "activity.read")
    assert missing[:5] == relations
    assert set(missing[5:]) == {"asset.view", "asset.download"}


def test_all_is_all(connection: Connection) -> None:
    assert missing_permissions(connection.reader.server(), EVERYTHING) == ()
    assert set(NEEDED["resume"]) >= set(NEEDED["apply"]) | set(NEEDED["restore"])
    assert "duplicate.delete" not in EVERYTHING  # with it alone a key could trash assets
