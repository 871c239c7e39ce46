"""Make the golden journal: run this file as a script, once per released format, and commit what it makes.

A golden journal is never made again for an old format: it stands for the files that people have.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from journal.records import (
    FactRecorded,
    IntentRecorded,
    OutcomeRecorded,
    Record,
    RunClosed,
    RunOpened,
    Status,
)
from journal.schema import FORMAT
from journal.store import open_journal
from tests.journal_tests.made import ORIGIN, Ticking

FOLDER = Path(__file__).parents[1] / "data" / "journal"


def records() -> list[Record]:
    """Return a small story in which every record and every field occurs."""
    return [
        RunOpened(run="a", verb="apply", origin=ORIGIN, detail={"wave": 100}),
        IntentRecorded(
            run="a",
            intent="a-1",
            action="patch-asset",
            subject="winner",
            group="g",
            args={"rating": 4},
            before={"rating": None, "place": [0.00001, -179.5]},
            after={"rating": 4},
            key="patch:winner",
        ),
        OutcomeRecorded(run="a", intent="a-1", status=Status.DONE, seen={"rating": 4}, resent=True),
        IntentRecorded(
            run="a", intent="a-2", action="trash-asset", subject="loser", group="g", key="trash:loser"
        ),
        FactRecorded(
            run="a", topic="finding", subject="loser", group="g", body={"name": "Grüße 🙂 \udcff.jpg"}
        ),
        RunOpened(run="b", verb="resume", origin=ORIGIN),
        OutcomeRecorded(run="b", intent="a-2", status=Status.CONFLICT, detail="someone changed it"),
        RunClosed(run="a", result="conflict", detail={"done": 1, "conflict": 1}),
        RunClosed(run="b", result="done"),
        RunOpened(run="c", verb="restore", origin=ORIGIN),
        IntentRecorded(
            run="c", intent="c-1", action="patch-asset", subject="winner", group="g", compensates="a-1"
        ),
        OutcomeRecorded(run="c", intent="c-1", status=Status.DONE),
        IntentRecorded(
            run="c", intent="c-2", action="untrash-asset", subject="loser", group="g", key="untrash:loser"
        ),
    ]


def make(path: Path) -> None:
    """Write the story to a new journal, as one self-contained file."""
    journal = open_journal(path, Ticking())
    for record in records():
        journal.append(record)
    journal.close()
    connection = sqlite3.connect(path)
    # sqlite-utils notes the machine's time of the migration, the one thing here that no clock is passed to.
    connection.execute("UPDATE _sqlite_migrations SET applied_at = '2024-02-29 00:00:00+00:00'")
    connection.commit()
    connection.execute("VACUUM")
    connection.close()
    path.with_name(f"{path.name}.lock").unlink()


if __name__ == "__main__":
    target = FOLDER / f"format-{FORMAT}.db"
    if target.exists():
        raise SystemExit(f"{target} is there already, and a golden journal is never made again")
    make(target)
