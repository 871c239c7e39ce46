"""Text from elsewhere cannot reach a terminal raw."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from cli.progress import WORDS, Bars
from cli.render.broken import broken
from cli.render.text import clean, counted, listed, short, size
from engine.action.action import Stage


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("IMG 1.jpg", "IMG 1.jpg"),
        ("Straße ü 漢字 😀.jpg", "Straße ü 漢字 😀.jpg"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("two\nlines\r", "two\\nlines\\r"),
        ("gpj.\u202eexe", "gpj.\\u202eexe"),
        ("a\u2028b\u200bc", "a\\u2028b\\u200bc"),
        ("lone \ud800 half", "lone \\ud800 half"),
        ("\x9b2J", "\\x9b2J"),
        ("", ""),
    ],
)
def test_odd_characters_become_visible(raw: str, shown: str) -> None:
    assert clean(raw) == shown


def test_long_text_keeps_both_ends() -> None:
    cut = short("a" * 100 + ".jpg", 30)
    assert len(cut) == 30
    assert cut.startswith("aaa")
    assert cut.endswith(".jpg")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (None, "?"),
        (0, "0 B"),
        (999, "999 B"),
        (1200, "1.2 kB"),
        (123_400, "123 kB"),
        (999_949, "1.0 MB"),
        (5_250_000_000, "5.2 GB"),
        (7 * 10**15, "7000.0 TB"),
    ],
)
def test_bytes_in_units(number: int | None, shown: str) -> None:
    assert size(number) == shown


def test_counted() -> None:
    assert counted(1, "group") == "1 group"
    assert counted(1200, "group") == "1,200 groups"
    assert counted(2, "entry", "entries") == "2 entries"


def test_every_stage_of_a_wave_has_words_for_its_bar() -> None:
    """The stage of relations was called by its name in the code."""
    assert {stage.name.lower() for stage in Stage} <= WORDS.keys()


@pytest.mark.parametrize("stage", sorted(WORDS))
def test_every_bar_fits_on_80_columns(stage: str) -> None:
    """One line was cut: its words alone were 60 characters."""
    bars = Bars(shown=False)
    bars.start(stage, None if stage == "bytes" else 12345)
    bars.advance(stage, 12000)
    page = Console(width=80, file=StringIO(), record=True)
    page.print(bars._bars.make_tasks_table(bars._bars.tasks))
    (line,) = page.export_text().splitlines()
    assert "…" not in line
    assert WORDS[stage] in line
    assert ("12.0 kB" if stage == "bytes" else "12,000/12,345") in line


def test_a_bar_tells_how_long_is_left_and_none_runs_to_and_fro() -> None:
    now = [0.0]
    bars = Bars(shown=False)
    bars._bars.get_time = lambda: now[0]
    bars.start("analyze", 100)
    bars.start("pictures", None)
    for _ in range(10):
        now[0] += 2
        bars.advance("analyze")
        bars.advance("pictures", 3)
    page = Console(width=80, file=StringIO(), record=True)
    page.print(bars._bars.make_tasks_table(bars._bars.tasks))
    judging, looking = page.export_text().splitlines()
    assert judging.rstrip().endswith("10/100 0:03:00 left")
    assert " ".join(looking.split()[1:]) == "looking at pictures and files 30 0:00:20"


def test_nothing_to_do_draws_no_bar() -> None:
    bars = Bars(shown=False)
    bars.start("prove", 0)
    bars.finish("prove")
    assert not bars._tasks


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_a_long_line_is_broken_between_words_and_no_command_is(columns: int) -> None:
    run = "20261128-162514-apply-2980"
    text = f"  The trash keeps them until 2026-12-28. To take this back: winnow restore {run} --yes, or look."
    pieces = broken(text, columns)
    assert all(len(piece) <= columns or piece.lstrip().startswith("winnow restore") for piece in pieces)
    assert any(f"winnow restore {run} --yes" in piece for piece in pieces)
    assert " ".join(piece.strip() for piece in pieces) == text.strip()
    assert all(piece.startswith("  ") for piece in pieces)


def test_what_fits_and_what_has_no_spaces_stays_as_it_is() -> None:
    assert broken("short  enough", 80) == ["short  enough"]
    assert broken("    " + "x" * 90, 60) == ["    " + "x" * 90]
    assert broken("a b " * 40, 0) == ["a b " * 40]


@pytest.mark.parametrize(
    ("names", "said"),
    [(["a"], "a"), (["a", "b", "c"], "a, b, c"), (["a", "b", "c", "d", "e"], "2 more and c, d, e")],
)
def test_of_many_names_the_newest_are_said(names: list[str], said: str) -> None:
    assert listed(names) == said
