"""Bringing a file up to date, by migrations; whoever only reads needs none of this."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Final

# sqlite-utils takes numpy along where it is installed, to store numpy's numbers: 19 MB that no journal needs.
_hidden = "numpy" not in sys.modules
if _hidden:
    sys.modules["numpy"] = None  # type: ignore[assignment]
try:
    from sqlite_utils import Database, Migrations
finally:
    if _hidden:
        del sys.modules["numpy"]

from journal.schema import APPLICATION_ID, FORMAT, INDEXES, TABLE, TRIGGERS, found_format, keep_copy  # noqa: E402
from journal.views import VIEWS, creating  # noqa: E402

migrations: Final = Migrations("winnow-journal")


@migrations()
def format_1(db: Database) -> None:
    """Create the table with everything that guards and finds it."""
    for statement in (TABLE, *INDEXES, *TRIGGERS):
        db.execute(statement)


def bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    """Apply the migrations that the file lacks, all of them or none; an existing file is copied first.

    Views are made anew where they are not today's; they hold nothing, so that takes no copy. Raises what
    `found_format` raises.
    """
    found = found_format(connection, path)
    if found and found != FORMAT:
        keep_copy(connection, path.with_name(f"{path.name}.format-{found}"))
    db = Database(connection, recursive_triggers=False, execute_plugins=False)
    with db.atomic():
        migrations.apply(db)
        for name in VIEWS:
            connection.execute(f"DROP VIEW IF EXISTS {name}")
        for name in VIEWS:
            connection.execute(creating(name))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")
