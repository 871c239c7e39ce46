"""How much is asked of the server: no more for each pair of a large library than of a small one."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from scripts.bench.requests_per_group import GROWTH, MOST, Count, counts, faults


def test_requests_of_each_verb_stay_within_their_targets_and_do_not_grow(
    capsys: pytest.CaptureFixture[str],
) -> None:
    small, large = counts(12), counts(48)
    with capsys.disabled():
        sys.stdout.write("".join(f"\n{one}" for one in (*small, *large)) + "\n")
    assert [one.verb for one in large] == ["analyze", "again", "apply", "audit", "restore"]
    assert faults(small, large) == []


def test_what_is_over_its_target_or_grows_is_named() -> None:
    for verb, most in MOST.items():
        few, many = counted(verb, 10, most), counted(verb, 100, most * GROWTH * 1.2)
        assert faults([few], [few]) == []
        assert len(faults([few], [many])) == 2


def counted(verb: str, groups: int, each: float) -> Count:
    return Count(verb, groups, Counter({"GET /": round(each * groups)}))
