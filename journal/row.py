"""One row of the journal's only table, as it is stored: nothing parsed, nothing checked."""

from __future__ import annotations

from typing import Final, TypeAlias

from attrs import frozen

GENESIS: Final = "0" * 64
"""What the first entry names as its predecessor."""

COLUMNS: Final = (
    "seq",
    "at",
    "run",
    "kind",
    "version",
    "subject",
    "group",
    "intent",
    "key",
    "body",
    "prev",
    "hash",
)
"""The columns in the order of the table and of `Row`."""

Name: TypeAlias = str | None
Cells: TypeAlias = tuple[int, str, str, str, int, Name, Name, Name, Name, str, str, str]


@frozen
class Draft:
    """What the codec knows of a row before it has a place in the book."""

    run: str
    kind: str
    version: int
    subject: str | None
    group: str | None
    intent: str | None
    key: str | None
    body: str


@frozen
class Row:
    """A whole row; `at` is ISO 8601 in UTC with microseconds and Z, `body` canonical JSON."""

    seq: int
    at: str
    run: str
    kind: str
    version: int
    subject: str | None
    group: str | None
    intent: str | None
    key: str | None
    body: str
    prev: str
    hash: str

    def cells(self) -> Cells:
        """Return the values in the order of `COLUMNS`."""
        return (
            self.seq,
            self.at,
            self.run,
            self.kind,
            self.version,
            self.subject,
            self.group,
            self.intent,
            self.key,
            self.body,
            self.prev,
            self.hash,
        )
