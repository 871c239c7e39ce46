"""A canary that was interrupted is one still: whoever was promised a second question gets it from `resume`."""

from __future__ import annotations

import pytest

from practice.world import World
from tests.cli_tests.conftest import Winnow
from tests.cli_tests.test_interrupt import After, trashed
from tests.cli_tests.test_terminal import typed


@pytest.fixture
def interrupted(online: Winnow, monkeypatch: pytest.MonkeyPatch, world: World) -> Winnow:
    """A home in which a canary of one group was begun and not finished."""
    online("analyze")
    with monkeypatch.context() as patch:
        patch.setattr("cli.context.TwoStageStop", lambda: After(1))
        assert online("apply", "--yes", "--canary", "1").exit == 130
    assert trashed(world) == 0
    return online


def test_a_no_leaves_the_rest(interrupted: Winnow, world: World) -> None:
    code, screen = typed(interrupted, (b"y\n", b"n\n"), "resume", "--quiet")
    assert code == 0
    assert "goes on with 5 groups: " in screen
    assert "keep IMG_0001.jpg; to the trash: IMG_0001_small.jpg; it inherits " in screen
    assert "1 winner gets a place or a date (IMG_0001.jpg)" in " ".join(screen.split())
    assert "the first 1 as its canary, after which you are asked again" in " ".join(screen.split())
    assert "kept IMG_0005.jpg; to the trash: IMG_0005 copy.jpg, received_5.jpg" in screen
    assert "Go on with the other 4 groups? A no leaves this 1 as it is." in screen
    assert "You stopped there: 4 groups left as before. To go on: winnow apply --plan" in " ".join(
        screen.split()
    )
    assert trashed(world) == 2
    assert interrupted("resume", "--yes").out.startswith("Nothing to resume")


def test_an_interruption_of_the_question_is_one(interrupted: Winnow, world: World) -> None:
    code, screen = typed(interrupted, (b"y\n", b"\x03"), "resume", "--quiet")
    assert code == 130
    assert "Interrupted at the question: 4 groups left as before." in screen
    assert trashed(world) == 2


def test_a_yes_or_nobody_to_ask_finishes_all(interrupted: Winnow, world: World) -> None:
    ran = interrupted("resume", "--yes")
    assert ran.exit == 0
    assert "the first 1 as its canary, after which nobody is asked" in ran.err
    assert trashed(world) == 6


def test_of_a_canary_that_is_over_nothing_is_said(
    online: Winnow, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    online("analyze")
    with monkeypatch.context() as patch:
        patch.setattr("cli.context.TwoStageStop", lambda: After(18))
        assert online("apply", "--yes", "--canary", "1", "--wave", "1").exit == 130
    assert 2 <= trashed(world) < 6
    code, screen = typed(online, (b"y\n",), "resume", "--quiet")
    assert code == 0
    assert "canary" not in screen
    assert trashed(world) == 6
