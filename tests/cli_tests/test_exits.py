"""Every refusal has exactly one exit code."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cli.exits import BY_SLUG, GRAVEST_FIRST, MEANING, Exit, exit_of_report, table, worst
from engine.base.errors import EngineError
from engine.base.report import Ending, Report
from journal.errors import JournalError


def family(kind: type[Exception]) -> Iterator[type[Exception]]:
    yield kind
    for child in kind.__subclasses__():
        yield from family(child)


def test_every_error_has_an_exit_code() -> None:
    slugs = {kind.slug for root in (EngineError, JournalError) for kind in family(root)}  # type: ignore[attr-defined]
    assert slugs == set(BY_SLUG)


def test_no_refusal_ends_as_done() -> None:
    assert Exit.DONE not in BY_SLUG.values()


def test_the_codes_are_the_documented_ones() -> None:
    assert [code.value for code in Exit] == [0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 130]
    assert set(MEANING) == set(Exit)
    assert len(table().splitlines()) == len(Exit)


@pytest.mark.parametrize(
    ("endings", "interrupted", "wanted"),
    [
        ([], False, Exit.DONE),
        ([Ending.DONE, Ending.ALREADY], False, Exit.DONE),
        ([Ending.DONE, Ending.SKIPPED], False, Exit.CONFLICT),
        ([Ending.DONE, Ending.WAITING], False, Exit.CONFLICT),
        ([Ending.DONE, Ending.WAITING], True, Exit.INTERRUPTED),
        ([Ending.CONFLICT, Ending.DONE], False, Exit.CONFLICT),
        ([Ending.SKIPPED, Ending.FAILED], False, Exit.FAILED),
        ([Ending.FAILED, Ending.IN_DOUBT], False, Exit.IN_DOUBT),
        ([Ending.DONE], True, Exit.INTERRUPTED),
    ],
)
def test_the_gravest_ending_decides(endings: list[Ending], interrupted: bool, wanted: Exit) -> None:
    report = Report(run="r", verb="apply", interrupted=interrupted)
    for number, ending in enumerate(endings):
        report.end(str(number), ending)
    assert exit_of_report(report) is wanted


def test_of_several_runs_the_gravest_code_counts() -> None:
    """By meaning, not by number: what is in doubt is graver than a failure, and that than drift."""
    assert set(GRAVEST_FIRST) == set(Exit)
    assert worst([]) is Exit.DONE
    assert worst([Exit.CONFLICT, Exit.DONE]) is Exit.CONFLICT
    assert worst([Exit.CONFLICT, Exit.FAILED]) is Exit.FAILED
    assert worst([Exit.FAILED, Exit.IN_DOUBT, Exit.CONFLICT]) is Exit.IN_DOUBT
    assert worst([Exit.IN_DOUBT, Exit.INTERRUPTED]) is Exit.INTERRUPTED
    assert worst([Exit.REFUSED, Exit.DAMAGED, Exit.GUARD]) is Exit.DAMAGED
