"""Groups and pictures that were ever acted on, by ids that may be shortened, or by file name."""

from __future__ import annotations

from cli.render.names import Names
from engine.runs.naming import meant
from journal.reader import SqliteReader

WHOLE = 36
"""Characters of a whole id; whoever gives one may mean what only shows up within a step, such as a motion part."""
_GROUPS = """SELECT DISTINCT "group" AS id FROM entries WHERE kind = 'intent' AND "group" IS NOT NULL"""
_ASSETS = "SELECT DISTINCT subject AS id FROM entries WHERE kind = 'intent' AND subject != ''"


def group_named(journal: SqliteReader, text: str) -> str:
    """Return the group that a person means.

    Raises NotKnown, Ambiguous.
    """
    if len(text) >= WHOLE:
        return text
    return meant(text, (row["id"] for row in journal.query(_GROUPS)), "group", "winnow journal log")


def asset_named(journal: SqliteReader, text: str) -> str:
    """Return the picture that a person means, by id or by the file name that it had.

    Raises NotKnown, Ambiguous.
    """
    if len(text) >= WHOLE:
        return text
    named = Names(journal).assets(text)
    known = named or [row["id"] for row in journal.query(_ASSETS)]
    return named[0] if len(named) == 1 else meant(text, known, "picture", "winnow journal log")
