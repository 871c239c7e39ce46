"""What the command line asks of the book: plain functions over a reader, answers as plain values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from attrs import frozen

from journal.codec import instant, stamp
from journal.errors import JournalDamaged
from journal.reader import SqliteReader
from journal.records import Entry, Json
from journal.row import COLUMNS, Row
from journal.select import SELECT

CLOCK_STEP: Final = timedelta(days=1)
"""How far the machine's clock may have stepped back for a time to find all its entries."""

COUNTED: Final = ("done", "failed", "skipped", "conflict", "in_doubt")
"""The columns of the view `runs` that count intents by how they ended."""


@frozen(kw_only=True)
class RunSummary:
    """One run at a glance. `counts` leaves zeros out and has "in doubt" too; `result` is None while open."""

    run: str
    verb: str
    opened_at: datetime
    closed_at: datetime | None
    result: str | None
    counts: Mapping[str, int]
    origin: Mapping[str, Json]


def runs(reader: SqliteReader) -> list[RunSummary]:
    """Return every run, oldest first; raises JournalDamaged."""
    return [_summary(reader, row) for row in reader.query("SELECT * FROM runs ORDER BY seq")]


def _summary(reader: SqliteReader, row: Mapping[str, Any]) -> RunSummary:
    try:
        return RunSummary(
            run=row["run"],
            verb=row["verb"],
            opened_at=instant(row["opened_at"]),
            closed_at=None if row["closed_at"] is None else instant(row["closed_at"]),
            result=row["result"],
            counts={name.replace("_", " "): row[name] for name in COUNTED if row[name]},
            origin=json.loads(row["origin"]),
        )
    except (ValueError, TypeError, RecursionError) as error:
        raise _damaged(reader, row["seq"], "cannot be read") from error


def about(reader: SqliteReader, name: str) -> Iterator[Entry]:
    """Stream every entry that has to do with a run, intent, group or subject of that name, oldest first.

    With a run come the outcomes that a later run saw of its intents, with an intent its compensations.
    """
    for row in reader.query(_ABOUT, {"name": name}):
        yield reader.entry(Row(*row.values()))


_ABOUT: Final = f"""{SELECT} WHERE seq IN (
    SELECT seq FROM entries WHERE run = :name
    UNION SELECT seq FROM entries WHERE "group" = :name
    UNION SELECT seq FROM entries WHERE subject = :name
    UNION SELECT seq FROM entries WHERE intent = :name
    UNION SELECT o.seq FROM entries i JOIN entries o ON o.intent = i.intent AND o.kind = 'outcome'
           WHERE i.run = :name AND i.kind = 'intent'
    UNION SELECT seq FROM takes_back WHERE taken = :name
             AND subject = (SELECT subject FROM entries WHERE intent = :name AND kind = 'intent')
    UNION SELECT seq FROM takes_back WHERE taken = :name
             AND "group" = (SELECT "group" FROM entries WHERE intent = :name AND kind = 'intent')
    ) ORDER BY seq"""


def place_at(reader: SqliteReader, moment: datetime) -> int:
    """Return the last place that was written at or before a moment; 0 where all came later."""
    sql = "SELECT seq FROM entries WHERE seq <= :upto AND at <= :at ORDER BY seq DESC LIMIT 1"
    # Whatever came a day later than the moment was followed by nothing that is older than it.
    asked = {"upto": place_before(reader, moment + CLOCK_STEP), "at": stamp(moment)}
    found = next(reader.query(sql, asked), None)
    return 0 if found is None else int(found["seq"])


def place_before(reader: SqliteReader, moment: datetime) -> int:
    """Return a place that is older than a moment and followed by one that is not; 0 where the first is not.

    Found by halving. Where the machine's clock stepped back there are several such places.
    """
    text = stamp(moment)
    older, newer = 0, reader.head().seq + 1
    with reader.borrowed() as connection:
        while newer - older > 1:
            middle = (older + newer) // 2
            found = connection.execute("SELECT at FROM entries WHERE seq >= ? LIMIT 1", (middle,)).fetchone()
            if found is not None and found[0] < text:
                older = middle
            else:
                newer = middle
    return older


def export(reader: SqliteReader) -> Iterator[str]:
    """Stream the whole book as JSON lines, one entry each, with all its columns and the body as an object.

    The text is ASCII, so that nothing in a name reaches a terminal raw. Raises JournalDamaged.
    """
    for row in reader.rows():
        line: dict[str, Json] = dict(zip(COLUMNS, row, strict=True))
        try:
            line["body"] = json.loads(row.body)
            yield json.dumps(line, sort_keys=True, separators=(",", ":"))
        except (ValueError, RecursionError) as error:
            raise _damaged(reader, row.seq, "has a body that cannot be read") from error


def _damaged(reader: SqliteReader, seq: int, detail: str) -> JournalDamaged:
    return JournalDamaged(path=reader.path, seq=seq, detail=f"entry {seq} {detail}")
