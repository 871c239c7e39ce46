"""Records as rows and back: the only place that knows both, and the owner of the frozen names."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from types import ModuleType
from typing import Any, Final

from journal.errors import JournalDamaged, RecordRefused
from journal.plain import spelled
from journal.records import (
    Entry,
    FactRecorded,
    IntentRecorded,
    Json,
    OutcomeRecorded,
    Record,
    RunClosed,
    RunOpened,
)
from journal.row import Draft, Row
from journal.upcast import VERSIONS, lifted

TAGS: Final[Mapping[type[Record], str]] = {
    RunOpened: "run-opened",
    IntentRecorded: "intent",
    OutcomeRecorded: "outcome",
    FactRecorded: "fact",
    RunClosed: "run-closed",
}
"""The stored name of each record. Frozen: old journals hold these words, whatever a class is called."""

TYPES: Final[Mapping[str, type[Record]]] = {tag: kind for kind, tag in TAGS.items()}


def _made(kind: type[Record], body: dict[str, Json]) -> Record:
    """Return the record that a body says; raises one of `_UNREADABLE`."""
    record: Record = _shapes().made(kind, body)
    return record


@cache
def _shapes() -> ModuleType:
    """Load what makes records when the first is made: who only lists runs starts sooner without it."""
    from journal import shapes

    return shapes


def encode(record: Record) -> Draft:
    """Return the row of a record, still without a place.

    Raises RecordRefused where a value is no JSON or a name is no storable text.
    """
    return _encoded(record)[0]


def _encoded(record: Record) -> tuple[Draft, Any]:
    """Return the row of a record, and its body as it reads back."""
    kind = TAGS.get(type(record))
    if kind is None:
        raise RecordRefused(detail=f"a {type(record).__name__} is no record")
    try:
        body, read = spelled(_shapes().unstructured(record))
    except ValueError as error:
        raise RecordRefused(detail=f"{kind} of run {record.run}: {error}") from error
    draft = _draft(record, kind, VERSIONS[kind], body)
    for name in _NAMED:
        _check_name(kind, name, getattr(draft, name))
    return draft, read


def prepared(record: Record) -> tuple[Record, Draft]:
    """Return the record as a reader will see it (plain JSON, no tuples), and its row still without a place.

    Raises RecordRefused where it could not be written, or not be read back.
    """
    draft, body = _encoded(record)
    try:
        read = _made(type(record), body)
    except _UNREADABLE as error:
        raise RecordRefused(
            detail=f"the {draft.kind} of run {draft.run} has a field of the wrong type"
        ) from error
    return read, draft


_UNREADABLE: Final = (ValueError, TypeError, KeyError, RecursionError)


def decode(row: Row, *, path: str = "in memory") -> Entry:
    """Return the entry that a row holds, its body lifted to today's version.

    Raises what `said` raises, and JournalDamaged where the columns say something else than the body.
    """
    entry = said(row, path)
    mismatch = column_mismatch(row, entry.record)
    if mismatch is not None:
        raise JournalDamaged(path=path, seq=row.seq, detail=f"entry {row.seq}: {mismatch}")
    return entry


def said(row: Row, path: str) -> Entry:
    """Return the entry that a row's body says, for a row that matches its hash.

    Such a row is as it was written, its columns and its body from one record. Raises UnknownRecord for a kind or
    version that is not known, JournalDamaged where the body cannot be that record.
    """
    try:
        body = _parsed(row.body)
        if row.version != VERSIONS.get(row.kind):
            body = lifted(row.kind, row.version, body, seq=row.seq)
        record = _made(TYPES[row.kind], body)
        at = instant(row.at)
    except _UNREADABLE as error:
        raise JournalDamaged(path=path, seq=row.seq, detail=f"entry {row.seq} is no {row.kind}") from error
    return Entry(seq=row.seq, at=at, record=record, prev=row.prev, hash=row.hash)


def column_mismatch(row: Row, record: Record) -> str | None:
    """Say which indexed column differs from the body, or None: queries must find what is said."""
    columns, bodies = (row.run, *row[5:9]), _columns(record)
    if columns == bodies:
        return None
    name, column, body = next(
        found for found in zip(_NAMED, columns, bodies, strict=True) if found[1] != found[2]
    )
    return f"the column {name} says {column!r}, the body {body!r}"


def stamp(moment: datetime) -> str:
    """Return an aware instant as ISO 8601 in UTC with microseconds and Z."""
    if moment.tzinfo is None:
        raise ValueError("the clock tells a time without a zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def instant(text: str) -> datetime:
    """Read back what `stamp` wrote; raises ValueError for any other spelling."""
    if _STAMP.fullmatch(text) is None:
        raise ValueError(f"{text!r} is no UTC instant with microseconds and Z")
    return datetime.fromisoformat(text)


_STAMP: Final = re.compile(
    r"[0-9]{4}-[01][0-9]-[0-3][0-9]T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z"
)

_SCAN: Final = json.JSONDecoder().raw_decode


def _parsed(text: str) -> dict[str, Json]:
    """Return the object that a body says: canonical JSON, so nothing stands before or behind it."""
    body, end = _SCAN(text)
    if type(body) is not dict or end != len(text):
        raise TypeError("the body is no object")
    return body


def _draft(record: Record, kind: str, version: int, body: str) -> Draft:
    run, subject, group, intent, key = _columns(record)
    return Draft(run, kind, version, subject, group, intent, key, body)


_NAMED: Final = ("run", "subject", "group", "intent", "key")


def _columns(record: Record) -> tuple[str, str | None, str | None, str | None, str | None]:
    """Return what a record says in the columns that are searched."""
    match record:
        case IntentRecorded():
            return record.run, record.subject or None, record.group, record.intent, record.key
        case OutcomeRecorded():
            return record.run, record.subject or None, record.group, record.intent, None
        case FactRecorded():
            return record.run, record.subject or None, record.group, None, None
        case _:
            return record.run, None, None, None, None


def _check_name(kind: str, name: str, value: object) -> None:
    if value is None:
        return
    if not isinstance(value, str) or not value:
        raise RecordRefused(detail=f"the {name} of the {kind} is {value!r}, which is no name")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise RecordRefused(detail=f"the {name} of the {kind} is no valid text") from None
    if "\0" in value:
        raise RecordRefused(detail=f"the {name} of the {kind} contains a zero byte")
