"""`winnow report`: a page that is complete in itself, says what happened, and lets no name do anything."""

from __future__ import annotations

import os
import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cli.report.page import PER_FILE, names_of, pages
from cli.report.thumbs import kind_of
from cli.report.values import Card, MemberCard, Story, chart
from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>.jpg'


class Tags(HTMLParser):
    """Collect every element with its attributes, and the text between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag == name]


def made(winnow: Winnow, *arguments: str) -> Tags:
    """Write a report and read it."""
    out = winnow.home.parent / "report.html"
    ran = winnow("report", *arguments, "--overwrite", "--out", str(out))
    assert ran.exit == 0, ran.err
    return Tags(out.read_text(encoding="utf-8"))


def run_of(winnow: Winnow, verb: str) -> str:
    return [one["run"] for one in winnow.json("journal", "runs").objects if one["verb"] == verb][-1]


def test_a_plan_is_told_with_a_picture_of_every_member(online: Winnow, world: World) -> None:
    online("analyze")
    page = made(online)
    assert "What Winnow would do" in page.text
    images = page.all("img")
    grouped = sum(row.duplicate is not None for row in world.assets.values())
    assert len(images) == grouped
    assert all(str(image["src"]).startswith("data:image/") for image in images)
    assert "dates-differ" in page.text
    assert "Ready groups, by the rule that chose" in page.text, "nothing was resolved yet"
    assert "Space to free" in page.text
    online("decide", "--reason", "dates-differ", "--skip")
    online("analyze")
    page = made(online)
    assert "left alone" in page.text
    assert "Groups for review, by reason" not in page.text, "nobody has to look at what was decided"


def test_a_plan_that_is_newer_than_what_was_done_names_that(
    online: Winnow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    online("analyze")
    online("apply", "--yes")
    assert "Of another, as listed by" in online("report", "--no-pictures", "--out", "a.html").out
    online("analyze")
    ran = online("report", "--no-pictures", "--out", "b.html")
    assert (
        f"That is the newest plan. Of what was done last: winnow report {run_of(online, 'apply')}" in ran.out
    )


def test_a_run_is_told_with_what_was_done_and_how_to_undo_it(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes")
    run = run_of(online, "apply")
    page = made(online, run)
    assert f"winnow restore {run}" in page.text
    assert "trash IMG_0001_small.jpg" in page.text
    assert re.search(r"Until \d{4}-\d\d-\d\d", page.text)


def test_a_run_that_was_taken_back_says_so(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes")
    online("restore", "--yes")
    assert "taken back" in made(online, run_of(online, "apply")).text
    assert "What Winnow took back" in made(online, run_of(online, "restore")).text


def number(page: Tags, word: str) -> int | None:
    """Return one of the numbers at the top of a page, None where it has no such number."""
    found = re.search(rf"{word}\s*(\d[\d,]*)", page.text)
    return int(found[1].replace(",", "")) if found else None


@pytest.mark.parametrize("what", ["DELETE /assets", "GET /assets/[^/]+/original"])
def test_what_a_resume_did_counts_and_not_the_attempt_before(
    online: Winnow, server: PracticeServer, world: World, what: str
) -> None:
    """It said that everything had failed, and that nothing was in the trash."""
    online("analyze")
    method, path = what.split()
    server.faults.answer(401, method, path, times=3)
    assert online("apply", "--yes").exit != 0
    server.faults.clear()
    assert online("resume", "--yes").exit == 0
    gone = sum(row.trashed for row in world.assets.values())
    page = made(online, run_of(online, "apply"))
    assert number(page, "pictures in the trash") == gone > 0
    assert number(page, "failed") is None


def test_what_stands_of_a_run_that_was_taken_back_in_part_is_counted(online: Winnow, world: World) -> None:
    online("analyze")
    online("apply", "--yes")
    run = run_of(online, "apply")
    lost = [row for row in world.assets.values() if row.trashed]
    online("restore", "--asset", lost[0].id, "--yes")
    page = made(online, run)
    assert number(page, "pictures in the trash") == len(lost) - 1
    online("restore", "--yes", "--all")
    page = made(online, run)
    assert number(page, "pictures in the trash") == 0
    assert number(page, "pictures taken back") == len(lost)
    assert "To take this back" not in page.text
    first, second = (one["run"] for one in online.json("journal", "runs").objects if one["verb"] == "restore")
    assert re.search(rf"1 picture taken back 20[0-9: -]+ by run {first}", page.text)
    assert re.search(rf"{len(lost) - 1} pictures taken back 20[0-9: -]+ by run {second}", page.text)
    assert page.text.count("; taken back 20") >= len(lost)


def test_what_lies_there_is_replaced_only_by_a_report_of_the_same_run(online: Winnow) -> None:
    online("analyze")
    out = online.home.parent / "page.html"
    ask = ("report", "--no-pictures", "--out", str(out))
    assert online(*ask).exit == online(*ask).exit == 0
    online("apply", "--yes")
    before = out.read_bytes()
    ran = online(*ask)
    assert ran.exit == 2
    assert "is no earlier report of" in ran.err
    assert "--overwrite" in ran.err
    assert out.read_bytes() == before
    assert online(*ask, "--overwrite").exit == 0
    out.write_text("a letter")
    assert online(*ask).exit == 2
    assert out.read_text() == "a letter"


def test_an_audit_is_told_with_its_faults(online: Winnow, world: World) -> None:
    online("analyze")
    online("apply", "--yes")
    winner = next(row for row in world.assets.values() if row.name == "IMG_0001.jpg")
    world.assets.pop(winner.id)
    assert online("audit").exit == 3
    page = made(online)
    assert "What the audit saw" in page.text
    assert "fault:" in page.text


def test_a_hostile_name_stays_text(online: Winnow, world: World) -> None:
    for row in world.assets.values():
        row.name = HOSTILE
    online("analyze")
    page = made(online)
    assert page.all("script") == []
    assert all("onerror" not in image for image in page.all("img"))
    assert HOSTILE in page.text


def test_nothing_is_loaded_from_anywhere(online: Winnow, server: PracticeServer) -> None:
    online("analyze")
    page = made(online)
    for tag, attributes in page.found:
        assert tag not in ("script", "link", "iframe", "object", "embed", "base")
        source = attributes.get("src")
        assert source is None or source.startswith("data:image/")
        assert tag != "a" or str(attributes["href"]).startswith(f"{server.url}/photos/")
    policy = next(meta["content"] for meta in page.all("meta") if "http-equiv" in meta)
    assert policy is not None
    assert policy.startswith("default-src 'none'")


def test_no_key_is_in_the_page(online: Winnow) -> None:
    online("analyze")
    made(online)
    text = (online.home.parent / "report.html").read_text()
    assert os.environ["IMMICH_API_KEY"] not in text


def test_without_a_server_the_page_has_no_pictures_and_the_person_is_told(
    online: Winnow, monkeypatch: pytest.MonkeyPatch
) -> None:
    online("analyze")
    monkeypatch.setenv("IMMICH_URL", "http://127.0.0.1:9")
    out = online.home.parent / "report.html"
    ran = online("report", "--out", str(out))
    assert ran.exit == 0
    assert ran.err.startswith("No pictures: The server http://127.0.0.1:9 cannot be reached")
    assert Tags(out.read_text()).all("img") == []


def test_nothing_analyzed_yet_is_said(online: Winnow) -> None:
    online("analyze")
    ran = online("report", "nosuch", "--out", "x.html")
    assert ran.exit == 2
    assert "There is no run nosuch" in ran.err
    assert "winnow journal runs" in ran.err


def test_a_folder_that_is_not_there_is_one_line(online: Winnow, tmp_path: Path) -> None:
    online("analyze")
    ran = online("report", "--no-pictures", "--out", str(tmp_path / "none" / "x.html"))
    assert ran.exit == 6
    assert len(ran.err.splitlines()) == 1


def story(groups: int) -> Story:
    """A story of many groups with thumbnails of ten thousand bytes each."""
    image = "data:image/webp;base64," + "A" * 13_000
    pictures = tuple(
        MemberCard(
            asset=str(n),
            name=f"{n}.jpg",
            role=role,
            pixels="1 × 1",
            size="1 B",
            taken="",
            link="",
            image=image,
        )
        for n, role in enumerate(("winner", "loser"))
    )
    cards = tuple(
        Card(group=str(n), mark="ready", pictures=pictures, why=("most pixels",)) for n in range(groups)
    )
    return Story(title="Many", about=(), numbers=(), charts=(chart("c", {"a": 1}),), cards=cards)


def test_two_hundred_groups_take_less_than_two_seconds() -> None:
    began = time.monotonic()
    ((_, text),) = pages(story(200), names_of(Path("r.html"), 200))
    assert time.monotonic() - began < 2
    assert len(Tags(text).all("article")) == 200


def test_more_groups_go_on_in_further_files_that_link_each_other() -> None:
    files = names_of(Path("r.html"), PER_FILE * 2 + 1)
    assert [file.name for file in files] == ["r.html", "r-2.html", "r-3.html"]
    written = dict(pages(story(PER_FILE * 2 + 1), files))
    assert [len(Tags(text).all("article")) for text in written.values()] == [PER_FILE, PER_FILE, 1]
    assert {a["href"] for a in Tags(written[files[1]]).all("a")} == {"r.html", "r-3.html"}


@pytest.mark.parametrize("data", [b"<svg onload=alert(1)>", b"", b"MZ", b"RIFFxxxxWAVE"])
def test_only_pictures_of_pixels_are_shown(data: bytes) -> None:
    assert kind_of(data) is None


def test_without_a_name_the_page_is_called_after_its_run(
    online: Winnow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = online.json("analyze").summary["run"]
    page = tmp_path / f"winnow-{run}.html"
    page.write_text("a letter of mine")
    refused = online("report", "--no-pictures")
    assert refused.exit == 2
    assert f"{page.name} is there already, and is no earlier report" in refused.err
    assert page.read_text() == "a letter of mine"
    page.unlink()
    ran = online("report", "--no-pictures")
    assert ran.exit == 0, ran.err
    assert page.name in ran.out
    assert f"<li>{run}</li>" in page.read_text()
    assert online("report", "--no-pictures").exit == 0
