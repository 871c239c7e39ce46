"""One row of the journal's only table, as it is stored: nothing parsed, nothing checked."""

from __future__ import annotations

from typing import Final, NamedTuple, TypeAlias

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


class Row(NamedTuple):
    """A whole row in the order of `COLUMNS`; `at` is ISO 8601 in UTC with microseconds and Z, `body` canonical JSON.

    A plain tuple, as SQLite returns it: a book has millions of them.
    """

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
