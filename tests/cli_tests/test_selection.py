"""Choosing groups: ids may be shortened, names do, and nothing is never everything."""

from __future__ import annotations

import pytest

from tests.cli_tests.conftest import Winnow


@pytest.fixture
def analyzed(online: Winnow) -> Winnow:
    assert online("analyze").exit == 0
    return online


def groups(winnow: Winnow, *arguments: str) -> list[str]:
    return [one["group"] for one in winnow.json("plan", *arguments).objects]


def test_a_beginning_or_an_end_names_a_group(analyzed: Winnow) -> None:
    whole = groups(analyzed)[0]
    assert groups(analyzed, "--group", whole[:8]) == [whole]
    assert groups(analyzed, "--group", whole[-8:]) == [whole]


def test_a_picture_names_its_group_by_id_and_by_file_name(analyzed: Winnow) -> None:
    one = analyzed.json("plan").objects[0]
    member = one["members"][0]
    assert groups(analyzed, "--asset", member["asset"]) == [one["group"]]
    assert groups(analyzed, "--asset", member["asset"][:9]) == [one["group"]]
    assert groups(analyzed, "--asset", member["name"]) == [one["group"]]


def test_a_reason_names_groups(analyzed: Winnow) -> None:
    wanted = [
        one["group"]
        for one in analyzed.json("plan", "--review").objects
        if any(finding["code"] == "dates-differ" for finding in one["review"])
    ]
    assert groups(analyzed, "--reason", "dates-differ") == wanted != []


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--group", "194b3fdd"], "no group 194b3fdd"),
        (["--asset", "nosuch.jpg"], "no picture nosuch.jpg"),
        (["--reason", "nosuch"], "matches reason nosuch"),
    ],
)
def test_what_matches_nothing_is_said(analyzed: Winnow, arguments: list[str], word: str) -> None:
    ran = analyzed("plan", *arguments)
    assert ran.exit == 2
    assert word in ran.err
    assert ran.out == ""


def test_every_picture_has_its_page_in_json(analyzed: Winnow) -> None:
    one = analyzed.json("plan").objects[0]
    assert set(one["links"]) == {member["asset"] for member in one["members"]}
    assert all(link.startswith("http://127.0.0.1") for link in one["links"].values())


def test_a_decision_is_shown_by_plan(analyzed: Winnow) -> None:
    group = groups(analyzed, "--review")[0]
    analyzed("decide", group, "--skip")
    assert "decided: left alone" in analyzed("plan", "--group", group).out
    assert analyzed.json("plan", "--group", group).objects[0]["decided"] == "skip"


def test_a_restore_takes_short_ids_and_file_names(analyzed: Winnow) -> None:
    analyzed("apply", "--yes")
    one = next(plan for plan in analyzed.json("plan").objects if plan["ready"])
    assert analyzed.json("restore", "--yes", "--group", one["group"][:8]).summary["groups"] == 1
    assert analyzed.json("restore", "--yes", "--asset", "IMG_0004_edited.jpg").summary["restored"] == 1
    ran = analyzed("restore", "--yes", "--group", "nosuchgroup")
    assert ran.exit == 2
    assert "no group nosuchgroup" in ran.err
