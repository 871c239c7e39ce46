"""A table fits onto the screen that it is shown on; a file gets every cell whole."""

from __future__ import annotations

import random

import pytest
from tabulate import tabulate

from cli.questions import SHIPPED, question
from cli.render.fitted import LEAST, fitted, records
from tests.cli_tests.conftest import Winnow

ID = "8b5b9db0-c13d-4242-96c8-29aa364aa90c"
HEADERS = ("one", "two", "three", "four")


def test_ids_and_fractions_go_first() -> None:
    row = ["2026-11-28T21:23:46.123456Z", ID, "IMG_0001.jpg"]
    assert fitted(("at", "id", "name"), [row], 200) == [row]
    assert fitted(("at", "id", "name"), [row], 46) == [["2026-11-28T21:23:46Z", "8b5b9db0", "IMG_0001.jpg"]]


def test_the_widest_columns_are_cut_in_the_middle() -> None:
    cells = fitted(("a", "b"), [["x" * 60 + "end", "y" * 10]], 50)
    assert cells is not None
    ((cut, whole),) = cells
    assert whole == "y" * 10
    assert len(cut) == 38
    assert cut.startswith("xxx")
    assert "…" in cut
    assert cut.endswith("xend")


@pytest.mark.parametrize("seed", range(40))
def test_no_table_is_wider_than_the_screen(seed: int) -> None:
    chance = random.Random(seed)
    rows = [["x" * chance.choice((0, 3, 9, 20, 40, 70)) for _ in HEADERS] for _ in range(5)]
    width = chance.randint(70, 120)
    cells = fitted(HEADERS, rows, width)
    assert cells is not None
    lines = tabulate(cells, HEADERS, "simple", disable_numparse=True).splitlines()
    assert max(map(len, lines)) <= width
    for row, kept in zip(rows, cells, strict=True):
        assert all(len(new) >= min(LEAST, len(old)) for old, new in zip(row, kept, strict=True))


def test_a_row_too_wide_for_any_table_is_told_line_by_line() -> None:
    row = ["x" * 30, "y" * 30]
    assert fitted(("a", "bcd"), [row], 30) is None
    assert list(records(("a", "bcd"), [row, ["", "z"]])) == [
        "a    " + row[0],
        "bcd  " + row[1],
        "",
        "a",
        "bcd  z",
    ]


NAMES = sorted(path.stem for path in SHIPPED.glob("*.sql"))


def test_every_question_fits_onto_eighty_columns(online: Winnow, monkeypatch: pytest.MonkeyPatch) -> None:
    online("analyze")
    run = online.json("apply", "--yes").summary["run"]
    online("restore", "--group", "IMG_0005.jpg", "--yes")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    answered = 0
    for name in NAMES:
        asked = question(name, (SHIPPED / f"{name}.sql").read_text(encoding="utf-8"))
        values = {"run": run, "asset": "IMG_0005.jpg"}
        ran = online("journal", "query", name, *(values[need] for need in asked.needs))
        assert ran.exit == 0, ran.err
        wide = [text for text in ran.out.splitlines() if len(text) > 80]
        assert not wide, f"{name}: {wide}"
        answered += len(ran.out.splitlines()) > 2
    assert answered > len(NAMES) // 2


def test_an_album_cover_is_told_by_the_names_of_its_pictures(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes")
    covers = [
        row
        for row in online.json("journal", "query", "inherited").objects
        if row["field"].startswith("cover of")
    ]
    assert covers
    assert all("." in row["before"] and "." in row["after"] for row in covers)
