"""What a person names on the command line: a picture by its file name, anything by a part of its id."""

from __future__ import annotations

from cli.naming import groups_of_name
from cli.render.names import Names
from engine.runs.naming import SHORTEST, near_to
from engine.runs.runs import find_run
from journal.errors import BadQuery
from journal.reader import SqliteReader

COLUMNS = {"picture": "subject", "group": '"group"', "intent": "intent"}
"""Where the ids of each kind stand in the journal's table."""


def run_named(reader: SqliteReader, name: str) -> str:
    """Return the run of that name, or of an unambiguous beginning or ending of it; raises BadQuery."""
    found = find_run(reader, name)
    if found is None:
        raise BadQuery(detail=f"there is no run {name}, or more than one: see `winnow journal runs`")
    return found.opened.run


def asset_named(reader: SqliteReader, name: str) -> str:
    """Return the id of a picture, given its id, which may be shortened, or a file name that only one has.

    Raises BadQuery.
    """
    if any(True for _ in reader.query("SELECT 1 FROM entries WHERE subject = ? LIMIT 1", (name,))):
        return name
    found = Names(reader).assets(name)
    if len(found) > 1:
        raise BadQuery(
            detail=f"{len(found)} pictures are called {name}, name one by its id: {', '.join(found)}"
        )
    near = found[0] if found else _shortened(reader, "picture", name)
    if near is None:
        raise BadQuery(
            detail=f"there is no picture {name} in the journal{near_to(name, Names(reader).every())}"
        )
    return near


def whole_id(reader: SqliteReader, name: str) -> str:
    """Return the whole id where a person shortened that of one picture, else what they said; raises BadQuery."""
    exact = "SELECT 1 FROM entries WHERE subject = ? LIMIT 1"
    if any(True for _ in reader.query(exact, (name,))) or Names(reader).assets(name):
        return name
    return _shortened(reader, "picture", name) or name


def group_named(reader: SqliteReader, name: str) -> str:
    """Return the group of that id, which may be shortened, or of a picture with that file name; raises BadQuery."""
    if any(True for _ in reader.query('SELECT 1 FROM entries WHERE "group" = ? LIMIT 1', (name,))):
        return name
    of_name = groups_of_name(reader, name)
    near = of_name[0] if len(of_name) == 1 else _shortened(reader, "group", name)
    if near is None:
        raise BadQuery(
            detail=f"there is no group {name} in the journal{near_to(name, Names(reader).every())}"
        )
    return near


def anything_named(reader: SqliteReader, name: str) -> str:
    """Return the run, intent, group or picture that a person means; a number means the step at that place.

    Raises BadQuery.
    """
    run = find_run(reader, name)
    if run is not None:
        return run.opened.run
    if name.isdecimal() and len(name) < 19:
        row = next(reader.query("SELECT run, intent FROM entries WHERE seq = ?", (int(name),)), None)
        if row is not None:
            return str(row["intent"] or row["run"])
    sql = " UNION ALL ".join(f"SELECT 1 FROM entries WHERE {column} = :name" for column in COLUMNS.values())
    if any(True for _ in reader.query(f"{sql} LIMIT 1", {"name": name})):
        return name
    for kind in ("group", "intent"):
        if (near := _shortened(reader, kind, name)) is not None:
            return near
    try:
        return asset_named(reader, name)
    except BadQuery as error:
        if "there is no" not in str(error):
            raise
        like = near_to(name, Names(reader).every())
        raise BadQuery(detail=f"there is no run, intent, group or picture {name}{like}") from None


def _shortened(reader: SqliteReader, kind: str, text: str) -> str | None:
    """Return the one id that begins like a text, else the one that ends so, None where none does.

    Raises BadQuery for several. Only a beginning is found by an index.
    """
    if len(text) < SHORTEST:
        return None
    column = COLUMNS[kind]
    ask = f"SELECT DISTINCT {column} AS id FROM entries WHERE kind = 'intent' AND"
    begins = f"{ask} {column} >= :text AND {column} < :next LIMIT 4"
    ends = f"{ask} substr({column}, -:n) = :text LIMIT 4"
    values = {"text": text, "next": text[:-1] + chr(ord(text[-1]) + 1), "n": len(text)}
    found = [str(row["id"]) for row in reader.query(begins, values)]
    found = found or [str(row["id"]) for row in reader.query(ends, values)]
    if len(found) > 1:
        several = ", ".join(found[:3]) + (", ..." if len(found) > 3 else "")
        raise BadQuery(detail=f"more than one {kind} is meant by {text}: {several}; write more of it")
    return found[0] if found else None
