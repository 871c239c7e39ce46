"""Groups are judged batch by batch, one ahead of what is written down."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from engine.base.errors import Unreachable
from engine.plan.plan import GroupPlan
from engine.verbs import scoring
from engine.verbs.scoring import Batch, Scorer
from tests.support.rehearsal import rehearsal

PATIENCE = 30.0


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have each group judged as a batch of its own; return which have begun."""
    found: list[str] = []
    real = scoring.plan_of

    def plan_of(context: Any, dossier: Any, judgement: Any) -> GroupPlan:
        found.append(dossier.group.id)
        return real(context, dossier, judgement)

    monkeypatch.setattr(scoring, "BATCH", 1)
    monkeypatch.setattr(scoring, "plan_of", plan_of)
    return found


def test_the_next_batch_is_judged_while_one_is_written_down(
    tmp_path: Path, begun: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, ahead = Scorer._ended, []

    def ended(self: Scorer, batch: Batch) -> Iterator[GroupPlan]:
        until = time.monotonic() + PATIENCE
        while len(begun) < min(4, len(ahead) + 2) and time.monotonic() < until:
            time.sleep(0.01)
        ahead.append(len(begun))
        yield from real(self, batch)

    monkeypatch.setattr(Scorer, "_ended", ended)
    with rehearsal(tmp_path) as home:
        assert home.analyze().groups == 4
        home.check_book()
    assert ahead == [2, 3, 4, 4]  # one ahead, and no more of them in memory


def test_what_has_begun_ends_before_an_error_is_told_and_nothing_else_begins(
    tmp_path: Path, begun: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    judge, other, ended = scoring.plan_of, Event(), Event()

    def plan_of(context: Any, dossier: Any, judgement: Any) -> GroupPlan:
        plan = judge(context, dossier, judgement)
        if len(begun) > 2:
            return plan
        if dossier.group.id == begun[0]:
            assert other.wait(PATIENCE)
            raise Unreachable(url="http://x", detail="it went away")
        other.set()
        time.sleep(0.3)
        ended.set()
        return plan

    monkeypatch.setattr(scoring, "plan_of", plan_of)
    with rehearsal(tmp_path) as home:
        with pytest.raises(Unreachable):
            home.analyze()
        assert ended.is_set()
        assert len(begun) == 2
        asked = len(home.server.log.requests)
        time.sleep(0.2)
        assert len(home.server.log.requests) == asked
        assert home.analyze().groups == 4


def test_it_ends_where_whoever_takes_the_plans_has_had_enough(tmp_path: Path, begun: list[str]) -> None:
    with rehearsal(tmp_path) as home:
        plans = None

        def taken(self: Scorer, groups: Any) -> Iterator[GroupPlan]:
            nonlocal plans
            plans = real(self, groups)
            yield next(plans)
            plans.close()
            raise Unreachable(url="http://x", detail="it went away")

        real = Scorer.plans
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Scorer, "plans", taken)
            with pytest.raises(Unreachable):
                home.analyze()
        assert len(begun) == 2
