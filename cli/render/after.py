"""What happened to a step afterwards: the backup behind a trash, and who took it back."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from attrs import frozen

from cli.render.text import clean
from engine.undo.lacking import in_words
from journal.codec import instant
from journal.reader import SqliteReader

_BACK: Final = """
    SELECT taken, intent, ended_at, ended_run, part FROM takes_back
     WHERE "group" = ? AND status IN ('done', 'skipped') ORDER BY ended_seq
"""
_BACKUP: Final = """
    SELECT json_extract(body, '$.seen.sha1') AS sha1 FROM entries
     WHERE subject = ? AND +kind = 'outcome' AND json_extract(body, '$.seen.held')
     ORDER BY seq DESC LIMIT 1
"""


@frozen
class TakenBack:
    """One step that took another back, and when that was seen."""

    intent: str
    at: datetime
    run: str
    part: tuple[str, ...] = ()

    @property
    def some(self) -> str:
        """Return which fields that was, in words; "" where it was all of them."""
        words = dict.fromkeys(map(in_words, self.part))
        return f" ({clean(', '.join(words))})" if words else ""


class Afterwards:
    """Look up what became of steps, one group at a time."""

    def __init__(self, reader: SqliteReader) -> None:
        self._reader = reader
        self._group: str | None = None
        self._back: dict[str, list[TakenBack]] = {}

    def undone(self, intent: str, group: str) -> Iterator[str]:
        """Yield in words, in order, who took a step back, and who took that back in turn."""
        if group != self._group:
            self._group, self._back = group, {}
            for row in self._reader.query(_BACK, (group,)):
                part = tuple(json.loads(row["part"] or "[]"))
                back = TakenBack(row["intent"], instant(row["ended_at"]), row["ended_run"], part)
                self._back.setdefault(row["taken"], []).append(back)
        for back in self._back.get(intent, ()):
            yield f"undone{back.some} {clock(back.at)} by {short_run(back.run)}"
            for again in self._back.get(back.intent, ()):
                yield f"done again{again.some} {clock(again.at)} by {short_run(again.run)}"

    def backup(self, asset: str) -> str | None:
        """Return the beginning of the backup's name in the vault, None where the journal knows of none."""
        row = next(self._reader.query(_BACKUP, (asset,)), None)
        if row is None or not row["sha1"]:
            return None
        try:
            return base64.b64decode(row["sha1"], validate=True).hex()[:8]
        except ValueError:
            return None


def clock(at: datetime) -> str:
    """Return the time of day in the person's own zone."""
    return f"{at.astimezone():%H:%M:%S}"


def short_run(run: str) -> str:
    """Return the last two parts of a run's name, by which `show` and `restore` find it: "restore c18c"."""
    return " ".join(clean(run).split("-")[-2:])
