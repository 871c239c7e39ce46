"""Duplicate groups: how they are found, shown, cleared and set again."""

from __future__ import annotations

import uuid

from tests.live_tests.api import Api
from tests.live_tests.pictures import jpeg, scene


def test_like_pictures_become_a_group(server: Api) -> None:
    picture = scene()
    one = server.upload(jpeg(picture, quality=95))
    two = server.upload(jpeg(picture.resize((300, 225)), quality=70))
    other = server.upload(jpeg())
    server.wait_for(lambda: server.asset(two)["duplicateId"] is not None)
    group = server.asset(two)["duplicateId"]
    assert server.asset(one)["duplicateId"] == group
    assert server.asset(other)["duplicateId"] is None
    shown = server.groups()[group]
    assert {asset["id"] for asset in shown["assets"]} == {one, two}
    assert shown["suggestedKeepAssetIds"] == [one]


def test_listing_groups_clears_those_with_one_member_left(server: Api) -> None:
    one, two = server.upload(jpeg()), server.upload(jpeg())
    group = server.group(one, two)
    server.trash(two)
    assert server.asset(two)["duplicateId"] == group
    assert group not in server.groups()
    assert server.asset(one)["duplicateId"] is None
    assert server.asset(two)["duplicateId"] is None
    server.restore(two)
    assert server.asset(two)["duplicateId"] is None


def test_a_group_outlives_the_trash_if_nobody_lists_it(server: Api) -> None:
    one, two = server.upload(jpeg()), server.upload(jpeg())
    group = server.group(one, two)
    server.trash(two)
    server.restore(two)
    assert {asset["id"] for asset in server.groups()[group]["assets"]} == {one, two}


def test_a_group_that_becomes_a_stack_is_not_shown_until_that_is_taken_apart(server: Api) -> None:
    ids = [server.upload(jpeg()) for _ in range(3)]
    group = server.group(*ids)
    stack = server.ask("POST", "/stacks", {"assetIds": ids}, status=201)["id"]
    assert group not in server.groups()
    assert {server.asset(asset)["duplicateId"] for asset in ids} == {group}
    assert server.asset(ids[1])["stack"] == {"id": stack, "primaryAssetId": ids[0], "assetCount": 3}
    found = server.ask("GET", f"/stacks?primaryAssetId={ids[0]}")
    assert [(one["id"], {a["id"] for a in one["assets"]}) for one in found] == [(stack, set(ids))]
    assert server.ask("GET", f"/stacks?primaryAssetId={ids[1]}") == []
    server.ask("DELETE", f"/stacks/{stack}", status=204)
    assert {asset["id"] for asset in server.groups()[group]["assets"]} == set(ids)


def test_the_top_of_a_stack_is_found_where_the_others_lie_in_the_trash(server: Api) -> None:
    one, two = server.upload(jpeg()), server.upload(jpeg())
    stack = server.ask("POST", "/stacks", {"assetIds": [one, two]}, status=201)["id"]
    server.trash(two)
    assert server.asset(one)["stack"] is None
    assert [found["id"] for found in server.ask("GET", f"/stacks?primaryAssetId={one}")] == [stack]


def test_a_group_can_be_set_again(server: Api) -> None:
    one, two = server.upload(jpeg()), server.upload(jpeg())
    group = str(uuid.uuid4())
    server.ask("PUT", "/assets", {"ids": [one, two], "duplicateId": group}, status=204)
    assert group in server.groups()
    server.ask("PUT", "/assets", {"ids": [one, two], "duplicateId": None}, status=204)
    assert group not in server.groups()
    server.ask("PUT", "/assets", {"ids": [one], "duplicateId": "nonsense"}, status=500)
    assert server.still(one)["duplicateId"] is None


def test_stacked_hidden_and_trashed_members_are_not_shown(server: Api) -> None:
    ids = [server.upload(jpeg()) for _ in range(5)]
    group = server.group(*ids)
    server.ask("POST", "/stacks", {"assetIds": [ids[2], server.upload(jpeg())]}, status=201)
    server.ask("PUT", f"/assets/{ids[3]}", {"visibility": "archive"})
    server.trash(ids[4])
    assert {asset["id"] for asset in server.groups()[group]["assets"]} == {ids[0], ids[1], ids[3]}
    server.trash(ids[0], ids[1])
    assert group not in server.groups()
    assert [server.asset(asset)["duplicateId"] for asset in ids] == [None] * 5


def test_members_are_ordered_by_local_time(server: Api) -> None:
    late = server.upload(jpeg(taken="2023:07:10 10:00:00"))
    early = server.upload(jpeg(taken="2020:07:10 10:00:00"))
    group = server.group(late, early)
    assert [asset["id"] for asset in server.groups()[group]["assets"]] == [early, late]


def test_dismissing(server: Api) -> None:
    one, two = server.upload(jpeg()), server.upload(jpeg())
    group = server.group(one, two)
    server.ask("DELETE", f"/duplicates/{group}", status=204)
    assert server.asset(one)["duplicateId"] is None
    again = server.send("DELETE", f"/duplicates/{group}")
    assert again.status_code == (400 if server.modern else 204)
