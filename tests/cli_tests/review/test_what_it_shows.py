"""The page shows the pictures side by side and what differs, and text stays text."""

from __future__ import annotations

import re

import pytest

from cli.home import Home
from cli.review.files import FOLDER
from cli.review.pictures import part_of
from cli.review.session import session
from engine.immich.connection import connect
from engine.immich.permissions import NEEDED
from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow
from tests.cli_tests.review.conftest import PORT, Browser


def test_every_group_is_listed_with_its_state_and_reasons(browser: Browser, online: Winnow) -> None:
    plans = online.json("plan").objects
    listed = browser.groups()
    assert [one["group"] for one in listed] == [one["group"] for one in plans]
    assert {one["state"] for one in listed} == {"ready", "review"}
    assert ["dates-differ"] in [one["reasons"] for one in listed]


def test_a_group_shows_the_suggested_picture_first_and_what_differs(browser: Browser) -> None:
    group = next(one for one in browser.groups() if "dates-differ" in one["reasons"])
    details = browser.get(f"groups/{group['group']}").get_json()
    assert details is not None
    assert [one["suggested"] for one in details["pictures"]] == [True, False]
    rows = {row["name"]: row for row in details["rows"]}
    assert rows["date"]["differs"]
    assert rows["date"]["cells"] == ["2018-08-01 12:00:00+02:00", "2018-08-09 17:03:00+02:00"]
    assert rows["pixels"]["cells"] == ["640 × 480", "320 × 240"]
    assert not rows["camera"]["differs"]


def test_people_and_albums_are_named(browser: Browser) -> None:
    cells = [
        cell
        for one in browser.groups()
        for row in browser.get(f"groups/{one['group']}").get_json()["rows"]  # type: ignore[index]
        if row["name"] in ("people", "albums")
        for cell in row["cells"]
    ]
    assert "Ada" in cells
    assert "Christmas" in cells


def test_pictures_come_through_winnow_and_only_those_of_the_plan(browser: Browser, world: World) -> None:
    group = browser.groups()[0]
    picture = browser.get(f"picture/thumbnail/{group['first']}")
    assert picture.status_code == 200
    assert picture.mimetype.startswith("image/")
    single = next(row.id for row in world.assets.values() if row.duplicate is None)
    assert browser.get(f"picture/thumbnail/{single}").status_code == 404
    assert browser.get(f"picture/original/{group['first']}").status_code == 404


def test_a_look_says_whether_two_show_the_same(browser: Browser) -> None:
    group = browser.review()
    details = browser.get(f"groups/{group['group']}").get_json()
    assert details is not None
    first, second = (one["asset"] for one in details["pictures"][:2])
    seen = browser.get(f"look/{group['group']}/{first}/{second}").get_json()
    assert seen is not None
    assert seen["verdict"] in ("same", "differs", "unsure")
    assert seen["why"]


def test_a_film_is_served_in_parts(browser: Browser, world: World) -> None:
    group = browser.groups()[0]
    path = f"film/{group['group']}/{group['first']}"
    whole = browser.get(path)
    assert whole.status_code == 200
    part = browser.get(path, Range="bytes=10-19")
    assert part.status_code == 206
    assert part.data == whole.data[10:20]
    assert browser.get(path, Range="bytes=99999999-").status_code == 416


@pytest.mark.parametrize(
    ("header", "part"),
    [(None, None), ("bytes=0-", (0, 100)), ("bytes=10-19", (10, 20)), ("bytes=-5", (95, 100)),
     ("bytes=0-999", (0, 100)), ("bytes=-", None), ("lines=1-2", None), ("bytes=1-2,4-5", None)],
)  # fmt: skip
def test_ranges(header: str | None, part: tuple[int, int] | None) -> None:
    assert part_of(header, 100) == part


def test_names_travel_as_data_and_never_as_markup(
    online: Winnow, server: PracticeServer, world: World
) -> None:
    hostile = "<img src=x onerror=alert(1)>.jpg"
    for row in world.assets.values():
        row.name = hostile
    online("analyze")
    with connect(server.url, server.key(NEEDED["review"])) as connection:
        made = session(Home(online.home), connection.reader, connection.reader.server(), None, PORT)
        browser = Browser(made, made.app.test_client())
        browser.enter()
        assert hostile.encode() not in browser.get("").data
        assert browser.groups()[0]["name"] == hostile
        assert browser.get("groups").mimetype == "application/json"


def test_the_page_never_reads_text_as_markup() -> None:
    for path in FOLDER.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text
        )


def test_the_page_names_no_other_place() -> None:
    for path in FOLDER.iterdir():
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "//" not in re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE), path.name
