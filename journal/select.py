"""The SQL of reading: which index answers which question."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from journal.row import COLUMNS

SELECT: Final = "SELECT " + ", ".join(f'"{name}"' for name in COLUMNS) + " FROM entries"

INTENT: Final = f"{SELECT} WHERE intent = ? AND kind = 'intent'"
OUTCOME: Final = f"{SELECT} WHERE intent = ? AND kind = 'outcome'"
TOUCHED: Final = """SELECT subject FROM entries
     WHERE subject IN (SELECT value FROM json_each(?)) AND +kind IN ('intent', 'fact')
    UNION SELECT "group" FROM entries
     WHERE "group" IN (SELECT value FROM json_each(?)) AND +kind = 'fact'"""
BY_KEY: Final = f"{SELECT} WHERE key = ?"
HEAD: Final = "SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1"

_UNANSWERED: Final = """ i WHERE i.kind = 'intent'
    AND NOT EXISTS (SELECT 1 FROM entries o WHERE o.intent = i.intent AND o.kind = 'outcome')"""
OPEN_RUNS: Final = """SELECT r.run FROM entries r WHERE r.kind = 'run-opened'
    AND NOT EXISTS (SELECT 1 FROM entries c WHERE c.run = r.run AND c.kind = 'run-closed')"""
IN_DOUBT: Final = f"{SELECT}{_UNANSWERED} AND i.run IN ({OPEN_RUNS}) ORDER BY +i.seq"
"""A run cannot be closed while it has doubts, so those of the open runs are all; they are few, and sorted."""
IN_DOUBT_OF_RUN: Final = f"{SELECT}{_UNANSWERED} AND i.run = ? ORDER BY i.seq"
DOUBTS: Final = f"SELECT count(*) FROM entries{_UNANSWERED} AND i.run = ?"

_COLUMN: Final = {"intent": "intent", "group": '"group"', "subject": "subject", "run": "run"}
"""The filters, the most selective first."""


def page(
    *,
    run: str | None,
    group: str | None,
    subject: str | None,
    intent: str | None,
    kinds: Collection[str] | None,
    newest_first: bool,
) -> tuple[str, dict[str, object]]:
    """Return the SELECT of one page of entries, and the values of its filters.

    The caller adds `after`, `upto` (both seq, the first exclusive) and `limit`. The most selective filter is
    left to its index, the others get a unary plus, which hides them from the planner. Every index ends in
    seq, so nothing is sorted: several kinds are several index walks, which SQLite merges.
    """
    given = {
        name: value
        for name, value in {"intent": intent, "group": group, "subject": subject, "run": run}.items()
        if value is not None
    }
    values: dict[str, object] = dict(given)
    tests = [
        f"{'' if place == 0 else '+'}{_COLUMN[name]} = :{name}"
        for place, name in enumerate(name for name in _COLUMN if name in given)
    ]
    bounds = ["seq > :after", "seq <= :upto"]
    order = f"ORDER BY seq {'DESC' if newest_first else 'ASC'} LIMIT :limit"
    if kinds is None:
        return f"{SELECT} WHERE {' AND '.join([*tests, *bounds])} {order}", values
    names = {f"kind{place}": kind for place, kind in enumerate(sorted(set(kinds)))}
    values |= names
    if not names:
        return f"{SELECT} WHERE FALSE {order}", values
    if given.keys() - {"run"}:
        among = ", ".join(f":{name}" for name in names)
        return f"{SELECT} WHERE {' AND '.join([*tests, f'+kind IN ({among})', *bounds])} {order}", values
    walks = [f"{SELECT} WHERE {' AND '.join([*tests, f'kind = :{name}', *bounds])}" for name in names]
    return f"{' UNION ALL '.join(walks)} {order}", values
