"""One album first: filters choose groups for analyze, plan and apply, and what matches nothing is never everything."""

from __future__ import annotations

from datetime import datetime

import pytest

from cli.filters import span_of
from engine.immich.permissions import EVERYTHING, NEEDED
from engine.plan.filters import Filters
from engine.verbs.picking import expected
from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Ran, Winnow


def names(ran: Ran) -> set[str]:
    """Return the winners' file names."""
    assert ran.exit == 0, ran.err
    plans = [one for one in ran.objects if "winner" in one]
    return {m["name"] for one in plans for m in one["members"] if m["asset"] == one["winner"]}


FILTERS = [
    (["--album", "christmas"], {"IMG_0002.jpg"}),
    (["--album", "Christmas", "--album", "Summer"], {"IMG_0002.jpg", "IMG_0005.jpg"}),
    (["--person", "ADA"], {"IMG_0008.jpg"}),
    (["--tag", "travel/japan"], {"IMG_0001.jpg"}),
    (["--tag", "Japan"], {"IMG_0001.jpg"}),
    (["--tag", "Travel"], {"IMG_0001.jpg"}),
    (["--since", "2022"], {"IMG_0001.jpg", "IMG_0002.jpg"}),
    (["--since", "2022", "--until", "2022-12"], {"IMG_0002.jpg"}),
    (["--until", "2018-08-01"], {"IMG_0006.jpg", "IMG_0008.jpg"}),
    (["--camera", "winnow DEMO", "--min-size", "20k", "--since", "2023-07-10"], {"IMG_0001.jpg"}),
    (["--path", "*/img_0004*", "--type", "image"], {"IMG_0004.jpg"}),
    (["--path", "IMG_0004_edited"], {"IMG_0004.jpg"}),
]


@pytest.fixture
def furnished(online: Winnow, world: World) -> Winnow:
    three = next(row for row in world.assets.values() if row.name == "received_5.jpg")
    world.add_album("Summer", [three])
    return online


@pytest.mark.parametrize(("said", "wanted"), FILTERS, ids=lambda value: " ".join(sorted(value)))
def test_a_filter_means_the_same_for_analyze_and_for_a_plan_of_everything(
    furnished: Winnow, world: World, said: list[str], wanted: set[str]
) -> None:
    for row in world.assets.values():
        row.path = f"/data/upload/{row.name}"
    assert names(furnished.json("analyze", "--no-look", *said)) == wanted
    assert names(furnished.json("plan")) == wanted, "the plan holds just these groups"
    furnished("analyze", "--no-look")
    assert names(furnished.json("plan", *said)) == wanted


def test_one_album_first(furnished: Winnow, world: World) -> None:
    ran = furnished("analyze", "--album", "Summer")
    assert "(only album “Summer”): nothing was changed" in ran.out
    assert "(only album “Summer”)" in furnished().out
    assert furnished("apply", "--yes").exit == 0
    gone = {row.name for row in world.assets.values() if row.trashed}
    assert gone == {"IMG_0005 copy.jpg", "received_5.jpg"}
    ran = furnished("apply", "--yes")
    assert "(only album “Summer”) is resolved" in ran.out
    assert "That plan is of a part; to judge everything: winnow analyze" in ran.out


def test_apply_takes_only_the_album_out_of_a_plan_of_everything(furnished: Winnow, world: World) -> None:
    furnished("analyze")
    dry = furnished.json("apply", "--dry-run", "--album", "Summer").objects
    assert len({step["group"] for step in dry}) == 1
    ran = furnished.json("apply", "--yes", "--album", "Summer", "--until", "2019")
    assert ran.summary["groups"] == 1
    assert {row.name for row in world.assets.values() if row.trashed} == {
        "IMG_0005 copy.jpg",
        "received_5.jpg",
    }
    again = furnished.json("apply", "--yes", "--album", "Summer")
    assert again.summary["groups"] == 0, "members in the trash belong to the album still"


def test_what_waits_for_a_person_is_left_out_and_counted(furnished: Winnow, world: World) -> None:
    furnished("analyze")
    ran = furnished("apply", "--yes", "--until", "2018-08-01")
    assert ran.exit == 0
    assert "1 group that matches waits for a person, and is left alone." in ran.err
    assert {row.name for row in world.assets.values() if row.trashed} == {"IMG_0008_small.jpg"}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            ["--album", "Chrismas"],
            "no album called Chrismas (did you mean Christmas?): Albums in Immich shows",
        ),
        (["--album", "christ"], "no album called christ (did you mean Christmas?)"),
        (["--person", "Bob"], "no person called Bob: Explore"),
        (["--tag", "Nowhere"], "no tag called Nowhere"),
        (["--since", "2024"], "No duplicate group matches since 2024"),
        (
            ["--album", "Christmas", "--until", "2001"],
            "album “Christmas”, until 2001 (each by itself: album “Christmas”: 1; until 2001: 0)",
        ),
        (["--group", "194b3fdd"], "no duplicate group 194b3fdd"),
    ],
)
def test_what_matches_nothing_is_said_and_makes_no_plan(
    furnished: Winnow, said: list[str], words: str
) -> None:
    ran = furnished("analyze", "--no-look", *said)
    assert ran.exit == 2
    assert words in ran.err
    assert "analyze" not in furnished("journal", "runs").out


@pytest.mark.parametrize("command", ["plan", "apply"])
def test_nothing_of_a_plan_is_never_everything(
    furnished: Winnow, server: PracticeServer, command: str
) -> None:
    furnished("analyze")
    yes = ["--yes"] if command == "apply" else []
    ran = furnished(command, *yes, "--since", "2024")
    assert ran.exit == 2
    assert "matches since 2024" in ran.err
    assert server.log.writes() == []


def test_two_of_one_name_have_to_be_told_apart(furnished: Winnow, world: World) -> None:
    one = world.add_album("CHRISTMAS", [])
    assert furnished("analyze", "--no-look", "--album", "Christmas").exit == 0, "the exact spelling is one"
    ran = furnished("analyze", "--no-look", "--album", "christmas")
    assert ran.exit == 2
    assert "More than one album is meant by christmas" in ran.err
    assert one.id in ran.err
    ids = [album.id for album in world.albums.values() if album.name == "Christmas"]
    assert names(furnished.json("analyze", "--no-look", "--album", ids[0][:13])) == {"IMG_0002.jpg"}


def test_a_group_may_be_named_by_a_part_of_its_id(furnished: Winnow) -> None:
    furnished("analyze", "--no-look")
    whole = furnished.json("plan").objects[0]["group"]
    ran = furnished.json("analyze", "--no-look", "--group", whole[:8])
    assert [one["group"] for one in ran.objects[:-1]] == [whole]
    ran = furnished.json("analyze", "--no-look", "--group", whole)
    assert [one["group"] for one in ran.objects[:-1]] == [whole]


def test_a_limit_is_a_part_too(furnished: Winnow) -> None:
    ran = furnished("analyze", "--no-look", "--limit", "2")
    assert "2 groups" in ran.out
    assert "(only the first 2)" in ran.out


def test_libraries_have_names_for_administrators_only(
    furnished: Winnow, world: World, monkeypatch: pytest.MonkeyPatch, server: PracticeServer
) -> None:
    library = world.add_library("Archive")
    row = next(row for row in world.assets.values() if row.name == "IMG_0006.jpg")
    row.library = library.id
    ran = furnished("analyze", "--no-look", "--library", "Archive")
    assert ran.exit == 2
    assert "administrator" in ran.err
    assert names(furnished.json("analyze", "--no-look", "--library", library.id)) <= {
        "IMG_0006.jpg",
        "IMG_0007.jpg",
    }
    world.user.admin = True
    monkeypatch.setenv("IMMICH_API_KEY", server.key((*EVERYTHING, "library.read")))
    assert furnished("analyze", "--no-look", "--library", "archive").exit == 0


def test_a_key_that_may_not_read_people_is_told_so(
    furnished: Winnow, monkeypatch: pytest.MonkeyPatch, server: PracticeServer
) -> None:
    monkeypatch.setenv("IMMICH_API_KEY", server.key(NEEDED["analyze"]))
    ran = furnished("analyze", "--no-look", "--person", "Ada")
    assert ran.exit == 13
    assert "person.read" in ran.err


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31T23:59:59.999999"),
        ("2024-02", "2024-02-01", "2024-02-29T23:59:59.999999"),
        ("2023-12", "2023-12-01", "2023-12-31T23:59:59.999999"),
        ("2023-07-10", "2023-07-10", "2023-07-10T23:59:59.999999"),
        ("2023-07-10T12:04", "2023-07-10T12:04", "2023-07-10T12:04:59.999999"),
        ("2023-07-10 12:04:05", "2023-07-10T12:04:05", "2023-07-10T12:04:05.999999"),
    ],
)
def test_days(text: str, first: str, last: str) -> None:
    assert span_of(text) == (datetime.fromisoformat(first), datetime.fromisoformat(last))


@pytest.mark.parametrize("text", ["", "yesterday", "2023-13", "0000", "9999", "23", "2023-02-30"])
def test_no_days(text: str) -> None:
    assert span_of(text) is None


def test_since_after_until_is_wrong_usage(furnished: Winnow) -> None:
    ran = furnished("analyze", "--since", "2023", "--until", "2022")
    assert ran.exit == 2
    assert "Nothing is both since 2023 and until 2022" in ran.err


def test_ids_may_be_shortened_everywhere(furnished: Winnow) -> None:
    furnished("analyze", "--no-look")
    one = furnished.json("plan").objects[0]
    group, asset = one["group"], one["members"][0]["asset"]
    for arguments in (
        ["journal", "log", "--group", group[:9]],
        ["journal", "show", group[-9:]],
        ["explain", group[:9]],
        ["explain", asset[:9]],
    ):
        ran = furnished(*arguments)
        assert ran.exit == 0, ran.err
        assert ran.out
    ran = furnished("journal", "log", "--group", "nosuchgroup")
    assert ran.exit == 2
    assert "there is no group nosuchgroup" in ran.err


def test_how_far_an_analysis_is_is_told_where_that_can_be_known() -> None:
    every = Filters()
    assert expected([70], frozenset(), every, None) == 70
    assert expected([70], frozenset(), every, 5) == 5
    assert expected([3], frozenset(), every, 5) == 3
    assert expected([70], frozenset({"a", "b"}), every, None) == 2
    assert expected([], frozenset(), every, None) is None
