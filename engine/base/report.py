"""What a verb tells when it is done: counts and reasons as values, for a person or a script to read."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from attrs import define, evolve, field, frozen

from engine.base.errors import EngineError
from journal.errors import JournalError


class Ending(StrEnum):
    """How a group, or a finding, ended. One that waits was cut short by the end of its run, and goes on with it."""

    DONE = "done"
    ALREADY = "already done"
    SKIPPED = "skipped"
    WAITING = "waiting"
    FAILED = "failed"
    CONFLICT = "conflict"
    IN_DOUBT = "in doubt"


@frozen
class GroupEnd:
    """The end of one group, with the reasons in words."""

    group: str
    ending: Ending
    reasons: tuple[str, ...] = ()


@define
class Report:
    """The result of a run, filled while it goes. Bytes are bytes, counts are assets or groups.

    `bytes_stored` is the size of all backups of its groups, `bytes_fetched` that of those which were downloaded for it.
    `read_back` counts the fields that a restore wrote and then read back as they were before, of `pictures_read`;
    `dates_read` of these pictures got a date again whose zone no program can write.
    """

    run: str
    verb: str
    ends: list[GroupEnd] = field(factory=list)
    trashed: int = 0
    stacked: int = 0
    restored: int = 0
    uploaded: int = 0
    bytes_freed: int = 0
    bytes_stored: int = 0
    bytes_fetched: int = 0
    read_back: int = 0
    pictures_read: int = 0
    dates_read: int = 0
    interrupted: bool = False
    stopped: EngineError | JournalError | None = None
    """What ended the run early, for whoever tells of it once everything else is told."""
    under_way: int = 0
    """Groups of the wave that is under way: where the journal broke off, what became of each is for a resume to see."""
    head: str = ""

    def end(self, group: str, ending: Ending, reasons: Iterable[str] = ()) -> None:
        """Note how a group ended."""
        self.ends.append(GroupEnd(group, ending, tuple(reasons)))

    def add(self, group: str, reasons: Iterable[str]) -> None:
        """Note further reasons of a group that ended."""
        for place, end in enumerate(self.ends):
            if end.group == group:
                self.ends[place] = evolve(end, reasons=tuple(dict.fromkeys([*end.reasons, *reasons])))

    def count(self, *endings: Ending) -> int:
        """Return how many groups ended in one of these ways."""
        return sum(1 for end in self.ends if end.ending in endings)
