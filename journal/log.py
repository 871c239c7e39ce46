"""The log: what happened, each promise told once, with what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from attrs import frozen

from journal.codec import stamp
from journal.queries import CLOCK_STEP, place_before
from journal.reader import SqliteReader
from journal.records import Entry, IntentRecorded, OutcomeRecorded
from journal.row import Row
from journal.select import SELECT

IN_DOUBT: Final = "in doubt"
"""The status of an intent without outcome, as the views spell it."""


@frozen(kw_only=True)
class LogFilter:
    """Which entries of the log are wanted; None asks nothing. `before` is a place, exclusive."""

    run: str | None = None
    group: str | None = None
    subject: str | None = None
    action: str | None = None
    status: str | None = None
    since: datetime | None = None
    before: int | None = None


@frozen
class Line:
    """One entry to be told. For an intent or an outcome: what was promised, and how it ended (None: in doubt)."""

    entry: Entry
    promised: IntentRecorded | None = None
    ended: Entry | None = None

    @property
    def outcome(self) -> OutcomeRecorded | None:
        """Return the outcome where there is one."""
        record = self.ended.record if self.ended is not None else None
        return record if isinstance(record, OutcomeRecorded) else None


def page(reader: SqliteReader, wanted: LogFilter, limit: int) -> list[Line]:
    """Return the newest lines that match, newest first.

    An intent is left out where its outcome is told. Walks back from the end, so a filter that no index serves
    (action, status) costs the more the rarer what it looks for.
    """
    sql, values = _select(reader, wanted)
    rows = reader.query(sql, {**values, "limit": limit})
    return [line_of(reader, reader.entry(Row(*row.values()))) for row in rows]


def lines(reader: SqliteReader, entries: Iterable[Entry]) -> Iterator[Line]:
    """Tell the entries in their order; an intent is left out where it has an outcome, which tells it too."""
    for entry in entries:
        line = line_of(reader, entry)
        if line.ended is None or line.ended.seq == entry.seq:
            yield line


def line_of(reader: SqliteReader, entry: Entry) -> Line:
    """Return the line of one entry."""
    if not isinstance(entry.record, IntentRecorded | OutcomeRecorded):
        return Line(entry)
    both = {type(one.record): one for one in reader.entries(intent=entry.record.intent)}
    promised = both[IntentRecorded].record if IntentRecorded in both else None
    return Line(entry, promised if isinstance(promised, IntentRecorded) else None, both.get(OutcomeRecorded))


def _select(reader: SqliteReader, wanted: LogFilter) -> tuple[str, dict[str, object]]:
    values: dict[str, object] = {}
    tests = []
    for name, column in (("subject", "subject"), ("group", '"group"'), ("run", "run")):
        if getattr(wanted, name) is not None:
            # One filter is left to its index, a unary plus hides the others from the planner.
            tests.append(f"{'+' if values else ''}e.{column} = :{name}")
            values[name] = getattr(wanted, name)
    # The outcome of another run belongs to the log of that run, so the promise stays in this one's.
    seen_here = " AND o.run = e.run" if wanted.run is not None else ""
    tests.append(f"NOT (+e.kind = 'intent' AND EXISTS (SELECT 1 {_OUTCOME}{seen_here}))")
    if wanted.action is not None:
        tests.append(f"+e.kind IN ('intent', 'outcome') AND (SELECT {_ACTION}) = :action")
        values["action"] = wanted.action
    if wanted.status is not None:
        tests.append(
            f"+e.kind IN ('intent', 'outcome') AND coalesce((SELECT {_STATUS}), '{IN_DOUBT}') = :status"
        )
        values["status"] = wanted.status
    if wanted.since is not None:
        tests.append("e.seq > :first AND e.at >= :since")
        values |= {"first": place_before(reader, wanted.since - CLOCK_STEP), "since": stamp(wanted.since)}
    if wanted.before is not None:
        tests.append("e.seq < :before")
        values["before"] = wanted.before
    return f"{SELECT} e WHERE {' AND '.join(tests)} ORDER BY e.seq DESC LIMIT :limit", values


_OUTCOME: Final = "FROM entries o WHERE o.intent = e.intent AND o.kind = 'outcome'"
_STATUS: Final = f"json_extract(o.body, '$.status') {_OUTCOME}"
_ACTION: Final = """json_extract(i.body, '$.action') FROM entries i
    WHERE i.intent = e.intent AND i.kind = 'intent'"""
