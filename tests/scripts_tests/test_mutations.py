"""The wrong implementations that `scripts/mutations` tries: each can still be made, and only shows where it may."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from scripts.fixtures_lib.sets import ALL
from scripts.mutations_lib.__main__ import line
from scripts.mutations_lib.catalogue import MUTATIONS
from scripts.mutations_lib.mutation import DoesNotApply, Edit, Mutation
from scripts.mutations_lib.promises import PROMISES
from scripts.mutations_lib.tree import ROOT, Outcome

each = pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: m.name)


@each
def test_a_mutation_still_applies_and_stays_python(mutation: Mutation, tmp_path: Path) -> None:
    """A failure here means that the source moved on: write the same mistake into it as it is now."""
    files = {edit.file for edit in mutation.edits}
    assert files
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    for edit in mutation.edits:
        edit.apply(tmp_path)
    for name in files:
        ast.parse((tmp_path / name).read_text(encoding="utf-8"))


@each
def test_a_mutation_is_shown_by_scenarios_and_tests_that_exist(mutation: Mutation) -> None:
    assert mutation.edits
    assert mutation.shown_by or mutation.tests
    # "" is what is seen of no scenario: the order, or a backup of nothing.
    assert set(mutation.shown_by) <= {"", *(s.id for s in ALL)}
    for test in mutation.tests:
        file, _, name = test.partition("::")
        text = (ROOT / file).read_text(encoding="utf-8")
        assert not name or f"def {name.partition('[')[0]}(" in text, test


def test_the_document_names_each_broken_promise() -> None:
    page = (ROOT / "docs/validation.md").read_text(encoding="utf-8")
    for mutation in PROMISES:
        assert f"| {mutation.name} |" in page, mutation.name


def test_no_two_mutations_have_one_name() -> None:
    names = [mutation.name for mutation in MUTATIONS]
    assert len(names) == len(set(names))


def test_an_edit_that_fits_twice_or_never_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\nx = 1\n")
    for edit in (Edit("a.py", "x = 1\n", ""), Edit("a.py", "y", ""), Edit("b.py", "x", "")):
        with pytest.raises(DoesNotApply):
            edit.apply(tmp_path)


@pytest.mark.parametrize(
    ("wanted", "caught"), [("tests/a.py", True), ("tests/a.py::test_b", True), ("tests/c.py", False)]
)
def test_a_mutation_is_noticed_by_the_tests_that_are_named_or_by_any_of_a_file(
    wanted: str, caught: bool
) -> None:
    noticed = Outcome(exit=1, faults={"tests/a.py::test_b": ["it broke"]}, said="")
    assert line("a mistake", noticed, (wanted,))[0] is caught
