"""Values in an audit's words: as a person would write them, in one line."""

from __future__ import annotations

import pytest

from engine.audit.compare import _said, _spelled


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        ("", "nothing"),
        (True, "there"),
        (False, "not there"),
        (4, "4"),
        ([35.7, 139.7], "35.7, 139.7"),
        ("Ünï\n\x1b[31mzwei", "“Ünï??[31mzwei”"),
    ],
)
def test_a_value_is_spelled(value: object, words: str) -> None:
    assert _spelled(value) == words


def test_a_tag_is_named_in_one_line() -> None:
    assert _said("tag:Zoë's\n#1") == "the tag “Zoë's?#1”"
