"""The scenarios as data: complete, consistent, and in words that the judge and Winnow know."""

from collections import Counter

import pytest

from engine.judge.codes import ALLOWABLE, NEVER_ALLOWED
from scripts.fixtures_lib.scenario import RESOLVED, REVIEW, SKIPPED, UNTOUCHED, Scenario
from scripts.fixtures_lib.sets import ALL, CLASSIC, OWN
from scripts.fixtures_lib.sets.clock import ZONES
from scripts.mutations_lib.tree import ROOT
from scripts.validation.judge import ALONE

each = pytest.mark.parametrize("scenario", ALL, ids=lambda s: s.id)


def test_the_34_known_scenarios_are_there() -> None:
    wanted = [
        f"{letter}{n}"
        for letter, last in (("W", 8), ("C", 8), ("F", 7), ("X", 11))
        for n in range(1, last + 1)
    ]
    assert [s.id for s in CLASSIC] == wanted


def test_no_id_file_or_name_on_disk_is_used_twice() -> None:
    assert len(OWN) >= 12
    for counted in (Counter(s.id for s in ALL), Counter(f.disk.casefold() for s in ALL for f in s.files)):
        assert counted.most_common(1)[0][1] == 1


def test_coordinates_reach_every_kind_of_winner_in_five_zones() -> None:
    assert len({city for city, *_ in ZONES}) == 5
    for number in range(1, 6):
        naive, zoned, dateless = (next(s for s in ALL if s.id == f"T{number}{kind}") for kind in "NZD")
        tags = [next(f for f in s.files if f.key == s.winner).exif for s in (naive, zoned, dateless)]
        assert "EXIF:DateTimeOriginal" in tags[0]
        assert "EXIF:OffsetTimeOriginal" not in tags[0]
        assert "EXIF:OffsetTimeOriginal" in tags[1]
        assert not tags[2]
        assert all({"place", "wall", "instant"} <= s.holds.keys() for s in (naive, zoned, dateless))


def test_the_page_about_judging_counts_what_becomes_of_them() -> None:
    ends = Counter(scenario.outcome for scenario in ALL)
    shown = (
        f"- the {len(ALL)} scenarios of the fixtures, on a server: {ends[RESOLVED]} are resolved, "
        f"{ends[REVIEW]} are left to you, {ends[SKIPPED] + ends[UNTOUCHED]} must not be touched"
    )
    print(shown)  # noqa: T201 - the line is for people
    page = (ROOT / "docs/judging.md").read_text(encoding="utf-8")
    assert shown in page, f"docs/judging.md should hold:\n{shown}"


@each
def test_the_outcome_is_fully_specified(scenario: Scenario) -> None:
    keys = {f.key for f in scenario.files}
    assert scenario.outcome in (RESOLVED, REVIEW, SKIPPED, UNTOUCHED)
    assert (scenario.winner in keys | {"lowest-id"}) is (scenario.outcome == RESOLVED)
    assert bool(scenario.review) is (scenario.outcome == REVIEW)
    assert scenario.holds.keys() <= ALONE.keys()


@each
def test_only_codes_are_wanted_that_winnow_can_report(scenario: Scenario) -> None:
    codes = {code for wanted in scenario.review for code in wanted.split("|")}
    assert codes <= ALLOWABLE.keys() | NEVER_ALLOWED.keys()


@each
def test_inherited_albums_and_tags_exist_on_some_copy(scenario: Scenario) -> None:
    for what in ("albums", "tags"):
        there = {name for f in scenario.files for name in getattr(f.stage, what)}
        assert set(scenario.holds.get(what, ())) <= there
