"""What failed before and would fail again: a plan that the server does not keep is not made a second time."""

from __future__ import annotations

from typing import Final

from engine.model.decision import Finding
from engine.model.group import Group
from engine.runs.rulings import TOPIC as RULED
from journal.port import JournalReader
from journal.records import FactRecorded

CODE: Final = "failed-before"

LEFT_ALONE: Final = "left-alone"
"""Topic of the fact that says why a group was skipped or failed."""

KEPT: Final = ("patch", "clock", "tags")
"""Stages in which the server answered, and did not keep what was written: it will not the next time either."""


def failed_before(journal: JournalReader, group: Group) -> Finding | None:
    """Return that an earlier run failed at what the server does not keep, for the very same contents.

    A failure that may go away, such as a lost connection, does not count; neither does one that a person decided
    about since.
    """
    contents = sorted(member.asset.checksum for member in group.members)
    found: Finding | None = None
    for entry in journal.entries(group=group.id, kinds={"fact"}):
        fact = entry.record
        if not isinstance(fact, FactRecorded):
            continue
        if fact.topic == RULED:
            found = None
        elif fact.topic == LEFT_ALONE and _is_it(fact, contents):
            why = "; ".join(map(str, fact.body["reasons"]))
            found = Finding(CODE, f"an earlier run failed here and was taken back: {why}")
    return found


def _is_it(fact: FactRecorded, contents: list[str]) -> bool:
    return fact.body.get("stage") in KEPT and fact.body.get("contents") == contents
