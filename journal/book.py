"""The questions of the rules, answered from the table inside the transaction that is about to append."""

from __future__ import annotations

import sqlite3

from journal import select


class TableBook:
    """See everything up to the last insert of this connection, committed or not."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._states: dict[str, str | None] = {}

    def run_state(self, run: str) -> str | None:
        """Return "open", "closed", or None for a run that was never opened."""
        if run not in self._states:
            self._states[run] = self._run_state(run)
        return self._states[run]

    def forget(self, run: str) -> None:
        """Look again at the state of a run, which was opened or closed."""
        self._states.pop(run, None)

    def _run_state(self, run: str) -> str | None:
        found = self._one(
            """SELECT EXISTS (SELECT 1 FROM entries WHERE run = :run AND kind = 'run-opened'),
                      EXISTS (SELECT 1 FROM entries WHERE run = :run AND kind = 'run-closed')""",
            {"run": run},
        )
        assert found is not None
        opened, closed = found
        return "closed" if closed else "open" if opened else None

    def target(self, intent: str) -> tuple[str | None, str | None] | None:
        """Return subject and group of an intent, or None where there is none."""
        found = self._one(
            """SELECT subject, "group" FROM entries WHERE intent = ? AND kind = 'intent'""", (intent,)
        )
        return None if found is None else (found[0], found[1])

    def status(self, intent: str) -> str | None:
        """Return the status of the outcome of an intent, or None while it is in doubt."""
        found = self._one(
            """SELECT json_extract(body, '$.status') FROM entries WHERE intent = ? AND kind = 'outcome'""",
            (intent,),
        )
        return None if found is None else found[0]

    def key_holder(self, key: str) -> str | None:
        """Return the intent that took the key."""
        found = self._one("SELECT intent FROM entries WHERE key = ?", (key,))
        return None if found is None else found[0]

    def doubts(self, run: str) -> int:
        """Return how many intents of the run are in doubt."""
        found = self._one(select.DOUBTS, (run,))
        assert found is not None
        return int(found[0] or 0)

    def _one(self, sql: str, values: tuple[str, ...] | dict[str, str]) -> tuple[str | None, ...] | None:
        found: tuple[str | None, ...] | None = self._connection.execute(sql, values).fetchone()
        return found
