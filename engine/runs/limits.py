"""The limits that a person gave a run: they stand in its first entry and bind every resume of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, evolve

from engine.base.errors import CanaryStopped, GuardRefused, TooManyFailures
from engine.base.report import Ending, Report
from engine.base.settings import Settings
from journal.port import JournalReader
from journal.records import FactRecorded

STOPPED = "stopped"
"""Result of a run that its canary or its failures stopped, and the topic of the fact that says so."""

GUARDS = ("max_share", "few", "min_trash_days", "spare_bytes")
"""Settings that every run has; the first entry of an older Winnow does not hold them."""

ENDED = "group-ended"
"""Topic of the fact that says how a group ended, where that counts for a limit."""


def limits_of(settings: Settings) -> dict[str, Any]:
    """Return the limits as the first entry of a run holds them."""
    return {
        "limit": settings.limit,
        "canary": settings.canary,
        "max_failures": settings.max_failures,
        "only": None if settings.only is None else sorted(settings.only),
        **{name: getattr(settings, name) for name in GUARDS},
    }


def limited(settings: Settings, detail: Mapping[str, Any]) -> Settings:
    """Return the settings under which a run was begun, from its first entry."""
    return evolve(
        settings,
        limit=detail.get("limit"),
        canary=detail.get("canary"),
        max_failures=detail.get("max_failures"),
        only=None if detail.get("only") is None else frozenset(detail["only"]),
        **{name: detail[name] for name in GUARDS if name in detail},
    )


@define
class Tally:
    """How a run has done so far, the parts before an interruption included: groups done, groups failed."""

    settings: Settings
    done: int = 0
    failed: int = 0
    over: bool = False
    """Whether the canary is over: a person who saw how it did said that the rest may follow."""

    @property
    def canary_left(self) -> int:
        """Return how many groups still have to be done before the run may go beyond its canary."""
        return 0 if self.over else max(0, (self.settings.canary or 0) - self.done)

    def count(self, report: Report, since: int) -> None:
        """Count the groups that ended since the one of that number."""
        for end in report.ends[since:]:
            self.done += end.ending is Ending.DONE
            self.failed += end.ending in (Ending.FAILED, Ending.IN_DOUBT)

    def refusal(self, *, canary: bool) -> GuardRefused | None:
        """Return why the run may not go on, None where it may. `canary` tells that its first groups just ended."""
        if canary and self.failed:
            return CanaryStopped(failed=self.failed)
        limit = self.settings.max_failures
        if limit is not None and self.failed > limit:
            return TooManyFailures(failed=self.failed, limit=limit)
        return None


def tally_of(journal: JournalReader, run: str, settings: Settings) -> Tally:
    """Return how a run had done when it was interrupted, from what it wrote down."""
    tally = Tally(settings)
    for entry in journal.entries(run=run, kinds={"fact"}):
        fact = entry.record
        if isinstance(fact, FactRecorded) and fact.topic == ENDED:
            tally.done += fact.body["ending"] == Ending.DONE
            tally.failed += fact.body["ending"] in (Ending.FAILED, Ending.IN_DOUBT)
    return tally


def stopped_by(journal: JournalReader, run: str) -> str | None:
    """Return why a run stopped itself, None where it did not."""
    for entry in journal.entries(run=run, kinds={"fact"}, newest_first=True):
        if isinstance(entry.record, FactRecorded) and entry.record.topic == STOPPED:
            return str(entry.record.body["why"])
    return None
