"""The views that make the journal readable to people, sqlite-utils and Datasette; see docs/journal.md.

They read the bodies of every version. `journal.ledger` is what the program itself goes by; a test holds the two
equal. A view holds no data: a file whose views are older gets today's when it is opened for writing, and a reader
puts today's before them.
"""

from __future__ import annotations

import sqlite3
from typing import Final

VIEWS: Final = {
    # One row per intent, with what became of it.
    "steps": """
        SELECT i.intent, i.run, i.seq, i.at,
               json_extract(i.body, '$.action') AS action,
               i.subject, i."group", i.key,
               json_extract(i.body, '$.compensates') AS compensates,
               json_extract(i.body, '$.folds') AS folds,
               json_extract(i.body, '$.part') AS part,
               coalesce(json_extract(o.body, '$.status'), 'in doubt') AS status,
               json_extract(o.body, '$.detail') AS detail,
               o.seq AS ended_seq, o.at AS ended_at, o.run AS ended_run
          FROM entries i
          LEFT JOIN entries o ON o.intent = i.intent AND o.kind = 'outcome'
         WHERE i.kind = 'intent'
    """,
    # A run cannot be closed while it has doubts, so those of the open runs are all.
    "in_doubt": """
        SELECT i.intent, i.run, i.seq, i.at, json_extract(i.body, '$.action') AS action, i.subject, i."group",
               i.key, json_extract(i.body, '$.compensates') AS compensates
          FROM (SELECT r.run FROM entries r WHERE r.kind = 'run-opened'
                   AND NOT EXISTS (SELECT 1 FROM entries c WHERE c.run = r.run AND c.kind = 'run-closed')) open
          CROSS JOIN entries i ON i.run = open.run AND i.kind = 'intent'
         WHERE NOT EXISTS (SELECT 1 FROM entries o WHERE o.intent = i.intent AND o.kind = 'outcome')
    """,
    # One row per intent and intent that it takes back, whatever came of it.
    "takes_back": """
        SELECT s.intent, t.value AS taken, s.run, s.seq, s.subject, s."group",
               s.status, s.ended_seq, s.ended_at, s.ended_run, s.part
          FROM steps s, json_each(json_insert(coalesce(s.folds, '[]'), '$[#]', s.compensates)) t
         WHERE s.compensates IS NOT NULL
    """,
    # One row per run; the counts are those of its own intents, whoever saw how they ended.
    "runs": """
        SELECT o.run, json_extract(o.body, '$.verb') AS verb,
               o.at AS opened_at, c.at AS closed_at, json_extract(c.body, '$.result') AS result,
               coalesce(t.intents, 0) AS intents, coalesce(t.done, 0) AS done,
               coalesce(t.failed, 0) AS failed, coalesce(t.skipped, 0) AS skipped,
               coalesce(t.conflict, 0) AS conflict, coalesce(t.in_doubt, 0) AS in_doubt,
               o.seq, json_extract(o.body, '$.origin') AS origin, json_extract(o.body, '$.detail') AS detail
          FROM entries o
          LEFT JOIN entries c ON c.run = o.run AND c.kind = 'run-closed'
          LEFT JOIN (SELECT run, count(*) AS intents,
                            count(*) FILTER (WHERE status = 'done') AS done,
                            count(*) FILTER (WHERE status = 'failed') AS failed,
                            count(*) FILTER (WHERE status = 'skipped') AS skipped,
                            count(*) FILTER (WHERE status = 'conflict') AS conflict,
                            count(*) FILTER (WHERE status = 'in doubt') AS in_doubt
                       FROM steps GROUP BY run) t ON t.run = o.run
         WHERE o.kind = 'run-opened'
    """,
    "facts": """
        SELECT seq, at, run, json_extract(body, '$.topic') AS topic, subject, "group",
               coalesce(json_extract(body, '$.body'), '{}') AS body
          FROM entries WHERE kind = 'fact'
    """,
    # Per subject the last thing that happened to it. SQLite takes the bare columns from the row of the max().
    "assets": """
        SELECT subject, max(last) AS seq, at, run, "group", what, status, count(*) AS things
          FROM (SELECT subject, coalesce(ended_seq, seq) AS last, coalesce(ended_at, at) AS at,
                       coalesce(ended_run, run) AS run, "group", action AS what, status
                  FROM steps WHERE subject IS NOT NULL
                UNION ALL
                SELECT subject, seq, at, run, "group", topic, 'fact'
                  FROM facts WHERE subject IS NOT NULL)
         GROUP BY subject
    """,
    "groups": """
        SELECT "group", min(first) AS first_seq, max(last) AS seq, count(status) AS steps,
               count(*) FILTER (WHERE status = 'done') AS done,
               count(*) FILTER (WHERE status = 'failed') AS failed,
               count(*) FILTER (WHERE status = 'skipped') AS skipped,
               count(*) FILTER (WHERE status = 'conflict') AS conflict,
               count(*) FILTER (WHERE status = 'in doubt') AS in_doubt,
               count(*) FILTER (WHERE status IS NULL) AS facts
          FROM (SELECT "group", seq AS first, coalesce(ended_seq, seq) AS last, status
                  FROM steps WHERE "group" IS NOT NULL
                UNION ALL
                SELECT "group", seq, seq, NULL FROM facts WHERE "group" IS NOT NULL)
         GROUP BY "group"
    """,
}
"""By name, in the order in which they build on each other."""


def creating(name: str, *, temporary: bool = False) -> str:
    """Return the statement that makes a view, as SQLite then keeps it."""
    return f"CREATE {'TEMP ' if temporary else ''}VIEW {name} AS {VIEWS[name].strip()}"


def outdated(connection: sqlite3.Connection) -> bool:
    """Tell whether the views of a file are not today's."""
    kept = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))
    return any(kept.get(name) != creating(name) for name in VIEWS)
