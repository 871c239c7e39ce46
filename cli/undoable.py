"""What can be undone of each apply run, and how: counted from the journal alone, one run at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Final

from attrs import frozen

from cli.noted import AWAY, MISSED, noted
from engine.runs.history import LEFT, NOT_TAKEN_BACK, TAKEN_BACK, history, left, taken_back
from engine.runs.runs import runs as all_runs
from journal.codec import instant
from journal.ledger import Course, fold
from journal.reader import SqliteReader

# Bodies are canonical, so the action comes first, and finding it needs no parsing.
_STANDING: Final = """
    WITH RECURSIVE chain AS (
        -- A trash or a stack, what took it back, what took that back, and so on: the newest of them says what stands.
        SELECT i.intent AS root, i.intent, i."group", 0 AS depth, o.seq, o.at, i.trash
          FROM (SELECT intent, "group", substr(body, 1, 24) = '{"action":"trash-asset",' AS trash FROM entries
                 WHERE run = :run AND kind = 'intent'
                   AND substr(body, 1, 24) IN ('{"action":"trash-asset",', '{"action":"stack-assets"')) i
          JOIN entries o ON o.intent = i.intent AND o.kind = 'outcome'
         WHERE json_extract(o.body, '$.status') = 'done'
        UNION ALL
        SELECT c.root, u.intent, u."group", c.depth + 1, u.ended_seq, u.ended_at, c.trash
          FROM chain c JOIN takes_back u ON u."group" = c."group" AND u.taken = c.intent AND u.seq > c.seq
                                        AND u.status IN ('done', 'skipped')
    ), fates AS (SELECT root, trash, depth % 2 AS back, at, max(seq) FROM chain GROUP BY root)
    SELECT count(*) FILTER (WHERE trash) AS trashed, count(*) FILTER (WHERE trash AND back) AS back,
           min(at) FILTER (WHERE trash AND NOT back) AS first,
           count(*) FILTER (WHERE NOT trash AND NOT back) AS stacks,
           count(*) FILTER (WHERE NOT trash AND back) AS apart
      FROM fates
"""
# The plus hides a column from the planner, which would read all facts there are instead of those of a few groups.
_GIVEN: Final = """
    WITH RECURSIVE chain AS (
        -- A gift, what took it back whole, what took that back, and so on: the newest of them says what stands.
        SELECT intent AS root, intent, "group", 0 AS depth, ended_seq AS seq FROM steps
         WHERE run = :run AND status = 'done' AND compensates IS NULL AND key NOT LIKE 'undo:%'
           AND action NOT IN ('score-group', 'download-original', 'trash-asset', 'stack-assets', 'join-group')
        UNION ALL
        SELECT c.root, u.intent, u."group", c.depth + 1, u.ended_seq
          FROM chain c JOIN takes_back u ON u."group" = c."group" AND u.taken = c.intent AND u.seq > c.seq
                                        AND u.status IN ('done', 'skipped') AND u.part IS NULL
    ), fates AS (SELECT root, "group", depth % 2 AS back, max(seq) FROM chain GROUP BY root)
    SELECT root, "group", EXISTS (
               SELECT 1 FROM takes_back p WHERE p."group" = fates."group" AND p.taken = root AND p.part IS NOT NULL
           ) AS parts
      FROM fates WHERE NOT back AND root NOT IN (
        -- What a restore named as staying for good is nothing to go on with.
        SELECT named.value FROM entries e, json_each(e.body, '$.body.intents') named
         WHERE +e.kind = 'fact' AND json_extract(e.body, '$.topic') = 'left'
           AND e."group" IN (SELECT "group" FROM entries WHERE run = :run AND kind = 'intent'))
"""
_UNDONE: Final = """
    SELECT EXISTS (
        SELECT 1 FROM steps s JOIN takes_back t ON t."group" = s."group" AND t.taken = s.intent
         WHERE s.run = :run AND t.status IN ('done', 'skipped')
    ) AS undone
"""
_LEFT: Final = """
    SELECT told."group", told.body FROM entries told
     WHERE +told.kind = 'fact' AND json_extract(told.body, '$.topic') IN (:failed, :left)
       AND told."group" IN (SELECT "group" FROM entries WHERE run = :run AND kind = 'intent')
       AND told.seq > (SELECT min(seq) FROM entries WHERE run = :run)
       -- What is said of steps is said of the runs that made them.
       AND (coalesce(json_array_length(told.body, '$.body.intents'), 0) = 0 OR EXISTS (
            SELECT 1 FROM json_each(told.body, '$.body.intents') named JOIN entries made
                ON made.intent = named.value AND made.kind = 'intent' WHERE made.run = :run))
       AND NOT (json_extract(told.body, '$.topic') = :failed AND EXISTS (
           -- A later restore of the group tried again: what that failed at counts, if anything.
           SELECT 1 FROM entries later WHERE later."group" = told."group" AND later.seq > told.seq
              AND later.kind = 'fact' AND json_extract(later.body, '$.topic') IN (:failed, :done)))
     ORDER BY told.seq
"""


@frozen(kw_only=True)
class Undoable:
    """One apply run. `until` is when the server empties the first of its losers from the trash, by its own setting.

    `stacks` are those that it made and that stand, `apart` those that were taken apart. `given` are changes of its
    winners that stand though losers came back, in whole or in part, or though none went. `left` says in
    words what restores could not bring back.
    """

    run: Course
    trashed: int
    back: int
    stacks: int
    apart: int
    until: datetime | None
    doubts: int
    given: int
    left: tuple[str, ...]
    waiting: bool = False
    """Whether pictures of it came back while a restore waits for a resume, which carries that on first."""
    undone: bool = False
    """Whether anything was taken back of one that trashed nothing."""
    missed: int = 0
    """Losers that an audit found to be out of the trash, or gone."""
    again: int = 0
    """Losers that were brought back, and that an audit found to be away again."""

    @property
    def name(self) -> str:
        """Return the name of the run."""
        return self.run.opened.run

    @property
    def result(self) -> str | None:
        """Return how the run ended, None while it is open."""
        return None if self.run.closed is None else self.run.closed.result

    @property
    def in_trash(self) -> int:
        """Return how many losers are still away."""
        return self.trashed - self.back

    @property
    def touched(self) -> bool:
        """Tell whether it changed anything, or may have."""
        return bool(self.doubts or self.trashed or self.stacks or self.apart or self.given)

    @property
    def stands_alone(self) -> bool:
        """Tell whether winners still have what they were given, though none of the losers is away."""
        return bool(self.given) and not self.in_trash

    def purged(self, now: datetime) -> bool:
        """Tell whether the trash was to be emptied by now, so that a restore uploads instead."""
        return self.until is not None and self.until <= now

    @property
    def next(self) -> str:
        """Return the command that comes next, "" where nothing is left to do."""
        if self.doubts or self.run.closed is None or self.waiting:
            return "winnow resume"
        return f"winnow restore {self.name}" if self.in_trash or self.stacks or self.given else ""


def applied(reader: SqliteReader) -> list[Course]:
    """Return the apply runs, oldest first."""
    ends = fold(reader.entries(kinds={"run-opened", "run-closed"}))
    return [run for run in ends.runs.values() if run.opened.verb == "apply"]


def undoable(reader: SqliteReader, runs: Iterable[Course]) -> Iterator[Undoable]:
    """Yield what can be undone of each of these apply runs, in their order."""
    waiting = any(one.result is None and one.opened.verb == "restore" for one in all_runs(reader))
    for run in runs:
        name, days = run.opened.run, run.opened.detail.get("trash_days")
        (sums,) = reader.query(_STANDING, {"run": name})
        undone = not sums["trashed"] and _undone(reader, name)
        notes = noted(reader, name) if sums["trashed"] else {}
        yield Undoable(
            run=run,
            trashed=sums["trashed"],
            back=sums["back"],
            stacks=sums["stacks"],
            apart=sums["apart"],
            until=_until(sums["first"], days),
            doubts=len(reader.in_doubt(name)) if run.closed is None else 0,
            given=_given(reader, name) if sums["back"] or not sums["trashed"] else 0,
            left=tuple(_left(reader, name)) if sums["back"] or undone or _failed(run) else (),
            waiting=waiting and bool(sums["back"]),
            undone=undone,
            missed=sum(notes.get(code, 0) for code in MISSED),
            again=notes.get(AWAY, 0),
        )


def _failed(run: Course) -> bool:
    """Tell whether groups of a run failed: it took those back itself, and may have had to leave something."""
    return run.closed is not None and run.closed.result in ("failed", "conflict")


def _given(reader: SqliteReader, run: str) -> int:
    """Count the gifts that stand, in whole or in part: one may be taken back field by field."""
    rows = list(reader.query(_GIVEN, {"run": run}))
    return sum(not row["parts"] or not taken_back(history(reader, row["group"]), row["root"]) for row in rows)


def _undone(reader: SqliteReader, run: str) -> bool:
    """Tell whether anything that a run did was taken back."""
    (row,) = reader.query(_UNDONE, {"run": run})
    return bool(row["undone"])


def _until(first: str | None, days: object) -> datetime | None:
    return instant(first) + timedelta(days=days) if first is not None and isinstance(days, int) else None


def _left(reader: SqliteReader, run: str) -> Iterator[str]:
    said: dict[str, None] = {}
    stays = cache(partial(_stays, reader))
    for row in reader.query(_LEFT, {"run": run, "left": LEFT, "failed": NOT_TAKEN_BACK, "done": TAKEN_BACK}):
        body = json.loads(row["body"]).get("body", {})
        if "text" in body and body["text"] not in stays(row["group"]):
            continue
        said |= dict.fromkeys([body["text"]] if "text" in body else body.get("reasons", ()))
    yield from said


def _stays(reader: SqliteReader, group: str) -> frozenset[str]:
    """Return in words what restores of a group could not bring back, and no later one did."""
    return frozenset(str(fact.body["text"]) for fact in left(history(reader, group)))
