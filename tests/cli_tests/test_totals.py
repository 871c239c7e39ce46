"""The sums of an analysis: what is not done by them is said, too."""

from __future__ import annotations

from attrs import evolve

from cli.render.totals import totals
from engine.model.decision import Finding
from engine.verbs.analyze import Analysis
from tests.cli_tests.test_explain import plan


def test_a_group_of_which_only_the_copies_go_is_asked_about_next_time() -> None:
    parted, whole = plan(stays=("c",)), plan()
    waiting = evolve(parted, review=(Finding("dates-differ", "taken 8 days apart"),))
    analysis = Analysis(run="r")
    for one in (whole, waiting):
        analysis.count(one)
    assert not any("that is no copy" in line for line in totals(analysis))
    analysis.count(parted)
    (line,) = (line for line in totals(analysis) if "that is no copy" in line)
    assert line.startswith(
        "1 ready group also holds a picture that is no copy: it stays (winnow plan names it). Immich goes on listing it"
    )
