"""What a person said and what follows: one word at a time, nothing released unsaid, the riskiest last."""

from __future__ import annotations

import pytest

from cli.render.undoing import undoing
from engine.action.registry import REVERSIBLE
from engine.plan.order import rank
from engine.runs.runs import plans_of
from engine.verbs.forecast import Back
from journal.reader import open_readonly
from tests.cli_tests.conftest import Winnow
from tests.cli_tests.test_decide import reviewed, standing


@pytest.fixture
def analyzed(online: Winnow) -> Winnow:
    assert online("analyze").exit == 0
    return online


def test_two_words_at_once_are_refused(analyzed: Winnow) -> None:
    group = str(reviewed(analyzed)[0]["group"])
    ran = analyzed("decide", group, "--skip", "--stack")
    assert ran.exit == 2
    assert "--skip and --stack are two decisions: say one of them." in ran.err
    assert standing(analyzed) == []
    assert analyzed("decide", group, "--stack", "--keep", str(reviewed(analyzed)[0]["winner"])).exit == 0


def test_taking_back_no_decision_releases_nothing(analyzed: Winnow) -> None:
    """A group that was held, because it was taken back by name, was ready again after that."""
    analyzed("apply", "--yes")
    analyzed("restore", "--yes", "--group", "IMG_0005.jpg")
    analyzed("analyze")
    assert any("by name" in str(one["review"]) for one in reviewed(analyzed))
    ran = analyzed("decide", "IMG_0005.jpg", "--undo")
    assert ran.exit == 6
    assert "no decision about it stands, so there is none to take back" in ran.err
    assert analyzed.json("analyze").summary["ready"] == 0
    assert analyzed("decide", "IMG_0005.jpg", "--suggested").exit == 0
    assert analyzed.json("analyze").summary["ready"] == 1


def test_what_goes_by_a_word_alone_comes_last(analyzed: Winnow) -> None:
    group = str(reviewed(analyzed)[0]["group"])
    analyzed("decide", group, "--suggested")
    run = analyzed.json("analyze").summary["run"]
    with open_readonly(analyzed.home / "journal.db") as journal:
        assert max(plans_of(journal, run), key=rank).group == group


def test_after_a_decision_an_apply_sends_to_the_next_plan(analyzed: Winnow) -> None:
    analyzed("apply", "--yes")
    analyzed("decide", str(reviewed(analyzed)[0]["group"]), "--suggested")
    told = analyzed("apply", "--yes").out
    assert "You decided about 1 group since; it is in the next plan: winnow analyze" in told


def test_an_audit_that_was_just_made_is_not_asked_for_again(analyzed: Winnow) -> None:
    analyzed("apply", "--yes", "--limit", "1")
    assert "Next: winnow audit, then, with the rest: winnow apply --plan" in analyzed().out
    analyzed("audit")
    assert "Next, with the rest: winnow apply --plan" in analyzed().out


@pytest.mark.parametrize("name", sorted(REVERSIBLE))
def test_whatever_is_taken_back_is_told_in_words(name: str) -> None:
    (said,) = undoing(Back(groups=1, actions={name: 31}))
    assert "31 " in said
    assert name not in said


def test_what_a_restore_takes_back_may_be_a_restore(analyzed: Winnow) -> None:
    assert analyzed("apply", "--yes").exit == 0
    run = analyzed.json("restore", "--yes").summary["run"]
    again = analyzed("restore", run, "--yes")
    assert "move 6 pictures to the trash again" in again.err
    assert "6 pictures went to the trash again" in again.out
    assert "0 B" not in again.out
