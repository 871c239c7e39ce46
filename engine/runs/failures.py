"""What failed before and would fail again: a plan that the server does not keep is not made a second time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from attrs import field, frozen

from engine.model.decision import Finding
from engine.runs.rulings import read, words
from engine.runs.runs import runs
from journal.port import JournalReader
from journal.records import FactRecorded

CODE: Final = "failed-before"

LEFT_ALONE: Final = "left-alone"
"""Topic of the fact that says why a group was skipped or failed."""

KEPT: Final = ("patch", "clock", "tags")
"""Stages in which the server answered, and did not keep what was written: it will not the next time either."""

CLEAN: Final = ("done", "conflict")
"""Results of runs in which no group failed: their facts, which are many, are not read for failures."""


@frozen
class Failures:
    """Why groups failed at what the server does not keep, by the contents of their members: the server gives the same
    pictures another group id whenever it detects them anew."""

    by_contents: Mapping[tuple[str, ...], str] = field(factory=dict)

    def of(self, checksums: Collection[str]) -> Finding | None:
        """Return that an earlier run failed for just these contents, None where none did."""
        why = self.by_contents.get(tuple(sorted(checksums)))
        return None if why is None else Finding(CODE, f"an earlier run failed here and was taken back: {why}")


def failures(journal: JournalReader) -> Failures:
    """Return the failures that stand.

    One that may go away, such as a lost connection, does not count; neither does one about whose pictures a person
    decided since.
    """
    found = {contents: (seq, why) for seq, contents, why in _failed(journal)}
    if not found:
        return Failures()
    decided = [(seq, read(fact.body).members) for seq, fact in words(journal)]
    return Failures(
        {
            contents: why
            for contents, (seq, why) in found.items()
            if not any(later > seq and len(about.intersection(contents)) > 1 for later, about in decided)
        }
    )


def _failed(journal: JournalReader) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """Yield place, contents and reasons of each failure, oldest first."""
    for seq, fact in facts_of_failed(journal, LEFT_ALONE):
        if fact.body.get("stage") in KEPT:
            contents = tuple(str(one) for one in fact.body.get("contents", ()))
            yield seq, contents, "; ".join(map(str, fact.body["reasons"]))


def facts_of_failed(
    journal: JournalReader, topic: str, run: str | None = None
) -> Iterator[tuple[int, FactRecorded]]:
    """Yield place and fact of each one of a topic in applies in which a group failed, or in that `run` alone if it is
    one of them; oldest first."""
    for one in runs(journal):
        if one.opened.verb != "apply" or one.result in CLEAN or run not in (None, one.opened.run):
            continue
        for entry in journal.entries(run=one.opened.run, kinds={"fact"}):
            if isinstance(entry.record, FactRecorded) and entry.record.topic == topic:
                yield entry.seq, entry.record
