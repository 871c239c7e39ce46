"""An apply that was cut off behind an older one: what it gave its winners is named everywhere, and taken back first."""

from __future__ import annotations

import json
import os
import re

import pytest

from journal.lock import WriterLock
from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow
from tests.cli_tests.test_interrupt import After, start, until

GIVEN = "IMG_0004.jpg"
"""A winner that gets a text and a rating."""


def text_of(world: World, name: str) -> str | None:
    return next(row.exif.description for row in world.assets.values() if row.name == name)


def killed_at(online: Winnow, server: PracticeServer, path: str) -> None:
    """Let an apply be killed while it waits for its first write to a path."""
    server.log.clear()
    server.faults.slow(1.0, "PUT", path)
    process = start(online, "apply", "--yes")
    until(lambda: bool(server.log.find("PUT", path)))
    process.kill()
    process.wait()
    server.faults.clear()


@pytest.fixture
def cut_off(online: Winnow, server: PracticeServer) -> tuple[Winnow, str, str]:
    """Apply and take back, and cut another apply off while it writes to winners; return both runs, in their order."""
    online("analyze")
    first = str(online.json("apply", "--yes").summary["run"])
    assert online("restore", "--yes").exit == 0
    online("analyze")
    killed_at(online, server, r"/assets/[^/]+")
    runs = [json.loads(line) for line in online("journal", "runs", "--json").out.splitlines()]
    return online, first, next(one["run"] for one in reversed(runs) if one.get("verb") == "apply")


def test_the_way_back_names_the_run_that_was_cut_off(cut_off: tuple[Winnow, str, str], world: World) -> None:
    online, first, second = cut_off
    assert first != second
    told = online().out
    assert "in doubt" in told
    assert f"Or, to take it back: winnow restore {second}" in told
    back = online("restore", "--yes")
    assert back.exit == 0, back.err
    assert f"Of run {second}" in back.err
    assert "in doubt: looked at first, and undone where they happened" in back.err
    assert not text_of(world, GIVEN)
    assert "Nothing stands any more" in online("audit").out
    assert "Still there" not in online().out


def test_what_stands_of_it_is_told_wherever_one_looks(cut_off: tuple[Winnow, str, str], world: World) -> None:
    online, first, second = cut_off
    online("restore", first, "--yes")  # which settles what is in doubt, and takes back nothing of it
    assert text_of(world, GIVEN)
    audited = online("audit").out
    assert "Still there: " in audited
    assert f"To undo that: winnow restore {second}" in audited
    assert "Nothing stands any more" not in audited
    assert f"to undo that: winnow restore {second}" in online().out
    assert f"Of run {second}" in online("restore", "--yes").err
    assert not text_of(world, GIVEN)
    assert "Still there" not in online("audit").out


def test_an_audit_beside_a_run_that_is_not_finished_does_not_end_as_if_all_were_well(
    cut_off: tuple[Winnow, str, str],
) -> None:
    online, _first, second = cut_off
    audited = online("audit")
    assert f"Not finished: {second}" in audited.err
    assert audited.exit == 5
    assert online("resume", "--yes").exit == 0
    assert online("audit").exit == 0


def test_a_rating_that_gives_way_is_named(online: Winnow, world: World) -> None:
    next(row for row in world.assets.values() if row.name == GIVEN).exif.rating = 2
    assert "rating 5 instead of 2" in online("analyze", "--show", "all").out


def test_a_run_that_waits_in_another_window_is_not_told_as_one_that_died(
    cut_off: tuple[Winnow, str, str],
) -> None:
    online, _first, second = cut_off
    lock = WriterLock(online.home / "journal.db")
    try:
        told, state = online().out, online("status").out
    finally:
        lock.release()
    for text in (told, state):
        assert f"waiting for an answer in its own window (process {os.getpid()})" in text.lower()
        assert "winnow resume" not in text
    assert "winnow resume" in online().out
    assert online("restore", second, "--yes").exit == 0
    state = online("status").out
    assert f"{second}  " in state
    assert "interrupted" not in state
    assert state.count("taken back") == 2


def test_what_winners_got_before_an_apply_was_cut_off_is_counted(
    online: Winnow, server: PracticeServer
) -> None:
    online("analyze")
    killed_at(online, server, r"/albums/[^/]+/assets")
    told = online("audit").err
    assert re.search(
        r"None of its losers is in the trash, but winners were changed \(\d+ changes so far\)\.", told
    )


def test_a_run_that_changed_nothing_is_not_offered_to_be_taken_back(online: Winnow) -> None:
    online("analyze")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cli.context.TwoStageStop", lambda: After(0))
        online("apply", "--yes")
    for told in (online().out, online("status").out):
        assert "winnow resume" in told
        assert "take it back" not in told
