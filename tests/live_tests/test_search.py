"""The metadata search, above all what it does with filters that it does not know."""

from __future__ import annotations

from typing import Any

from tests.live_tests.api import Api, checksum
from tests.live_tests.pictures import jpeg


def found(server: Api, **body: Any) -> set[str]:
    ids: set[str] = set()
    page: str | None = "1"
    while page is not None:
        reply = server.ask("POST", "/search/metadata", body | {"page": int(page), "size": 1000})
        assert set(reply) == {"albums", "assets"}
        assert reply["assets"]["total"] == reply["assets"]["count"] == len(reply["assets"]["items"])
        ids |= {asset["id"] for asset in reply["assets"]["items"]}
        page = reply["assets"]["nextPage"]
    return ids


def test_an_unknown_filter_is_no_filter(server: Api) -> None:
    one, two = server.upload(jpeg()), server.upload(jpeg())
    assert {one, two} <= found(server, ids=[one])
    assert found(server, id=one) == {one}
    server.ask("POST", "/search/metadata", {"id": [one]}, status=400)
    server.ask("POST", "/search/metadata", {"size": 1001}, status=400)
    server.ask("POST", "/search/metadata", {"page": 0}, status=400)


def test_what_is_found_by_default(server: Api) -> None:
    data = jpeg()
    active, archived, trashed, both = (server.upload(d) for d in (data, jpeg(), jpeg(), jpeg()))
    for asset in (archived, both):
        server.ask("PUT", f"/assets/{asset}", {"visibility": "archive"})
    server.trash(trashed, both)
    mine = {active, archived, trashed, both}
    assert found(server) & mine == ({active, archived} if server.modern else {active})
    everything = mine if server.modern else {active, trashed}
    assert found(server, withDeleted=True) & mine == everything
    assert found(server, withDeleted=True, visibility="archive") & mine == {archived, both}
    assert found(server, withDeleted=True, visibility="timeline") & mine == {active, trashed}
    assert found(server, id=trashed) == set()
    assert found(server, id=trashed, withDeleted=True) == {trashed}
    assert found(server, checksum=checksum(data)) == {active}


def test_by_time_of_update(server: Api) -> None:
    old, new = server.upload(jpeg()), server.upload(jpeg())
    since = server.asset(new)["updatedAt"]
    server.write(new, description="later")
    hits = found(server, updatedAfter=since, withExif=True)
    assert new in hits
    assert old not in hits


def test_pages(server: Api) -> None:
    ids = {server.upload(jpeg(taken=f"1970:01:0{day} 10:00:00")) for day in (1, 2, 3)}
    album = server.album(*ids)["id"]
    seen: list[str] = []
    page: str | None = "1"
    while page is not None:
        body = {"albumIds": [album], "size": 2, "page": int(page)}
        reply = server.ask("POST", "/search/metadata", body)["assets"]
        seen += [asset["id"] for asset in reply["items"]]
        page = reply["nextPage"]
    assert sorted(seen) == sorted(ids)


def test_by_tag_album_and_name(server: Api) -> None:
    one, two = server.upload(jpeg(), f"{server.mark} one.jpg"), server.upload(jpeg())
    tag = server.tag("t")
    server.ask("PUT", "/tags/assets", {"tagIds": [tag["id"]], "assetIds": [two]})
    server.still(two)
    album = server.album(one, two)["id"]
    assert found(server, tagIds=[tag["id"]]) == {two}
    assert found(server, albumIds=[album]) == {one, two}
    assert found(server, albumIds=[album], tagIds=[tag["id"]]) == {two}
    assert found(server, originalFileName=server.mark.upper()) == {one}
    server.trash(two)
    assert found(server, tagIds=[tag["id"]], withDeleted=True) == {two}


def test_a_filter_for_what_is_nowhere_finds_nothing(server: Api) -> None:
    """Which tells a filter that the server knows from one that it ignores."""
    server.upload(jpeg())
    nowhere = "11111111-2222-4333-8444-555555555555"
    assert found(server, tagIds=[nowhere]) == found(server, personIds=[nowhere]) == set()
    reply = server.send("POST", "/search/metadata", {"albumIds": [nowhere], "size": 1})
    if server.modern:
        assert reply.status_code == 400
    else:
        assert reply.json()["assets"]["items"] == []


def test_albums_hold_what_lies_in_trash_and_archive(server: Api) -> None:
    one, two, three = (server.upload(jpeg()) for _ in range(3))
    album = server.album(one, two, three)["id"]
    server.ask("PUT", f"/assets/{two}", {"visibility": "archive"})
    server.trash(three)
    kinds = ("timeline", "archive")
    assert {one, two, three} == set().union(
        *(found(server, albumIds=[album], visibility=kind, withDeleted=True) for kind in kinds)
    )


def test_a_tag_above_finds_what_is_tagged_below(server: Api) -> None:
    one = server.upload(jpeg())
    leaf = server.tag("above/below")
    server.ask("PUT", "/tags/assets", {"tagIds": [leaf["id"]], "assetIds": [one]})
    server.still(one)
    above = next(tag for tag in server.ask("GET", "/tags") if tag["id"] == leaf["parentId"])
    assert found(server, tagIds=[above["id"]]) == {one}
