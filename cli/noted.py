"""What the newest audit that looked at all of a run noted of its losers, and nothing was done about since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from journal.reader import SqliteReader

MISSED: Final = ("untrashed", "purged", "came-back", "loser-out-of-reach")
"""Codes of losers that the book has in the trash, and that are not there."""

AWAY: Final = "not-live"
"""Code of a loser that was taken back, and is away again."""

# Bodies are canonical, so the action comes first, and finding it needs no parsing.
_NOTED: Final = """
    WITH audits AS (
        SELECT run, seq, json_extract(body, '$.detail.of') AS of, json_extract(body, '$.detail.since') AS since
          FROM entries WHERE kind = 'run-opened' AND json_extract(body, '$.verb') = 'audit'
    ), whole AS (
        SELECT coalesce(max(seq), 0) AS seq FROM audits WHERE coalesce(of, :run) = :run AND coalesce(since, 0) = 0
           AND EXISTS (SELECT 1 FROM entries ended WHERE ended.run = audits.run AND ended.kind = 'run-closed')
    )
    SELECT json_extract(note.body, '$.body.code') AS code, count(DISTINCT note.subject) AS pictures
      FROM audits JOIN entries note ON note.run = audits.run AND note.kind = 'fact'
     WHERE audits.seq >= (SELECT seq FROM whole) AND json_extract(note.body, '$.topic') = 'note'
       AND (SELECT trash.run FROM entries trash WHERE trash."group" = note."group" AND trash.kind = 'intent'
               AND substr(trash.body, 1, 24) = '{"action":"trash-asset",' ORDER BY trash.seq DESC LIMIT 1) = :run
       AND NOT EXISTS (
           -- What failed since, such as an upload without a backup, changed nothing about it.
           SELECT 1 FROM entries later JOIN entries ended ON ended.intent = later.intent AND ended.kind = 'outcome'
            WHERE later.subject = note.subject AND later.seq > note.seq AND later.kind = 'intent'
              AND json_extract(ended.body, '$.status') IN ('done', 'skipped'))
     GROUP BY code
"""


def noted(reader: SqliteReader, run: str) -> Mapping[str, int]:
    """Return per code of a note how many losers of an apply run it stands for."""
    return {str(row["code"]): int(row["pictures"]) for row in reader.query(_NOTED, {"run": run})}
