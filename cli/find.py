"""What a person names on the command line: a run by its ending, a picture by its file name."""

from __future__ import annotations

from cli.render.names import Names
from engine.runs.runs import find_run
from journal.errors import BadQuery
from journal.reader import SqliteReader


def run_named(reader: SqliteReader, name: str) -> str:
    """Return the run of that name, or of an unambiguous beginning or ending of it; raises BadQuery."""
    found = find_run(reader, name)
    if found is None:
        raise BadQuery(detail=f"there is no run {name}, or more than one: see `winnow journal runs`")
    return found.opened.run


def asset_named(reader: SqliteReader, name: str) -> str:
    """Return the id of a picture, given its id or a file name that only one has; raises BadQuery."""
    if any(True for _ in reader.query("SELECT 1 FROM entries WHERE subject = ? LIMIT 1", (name,))):
        return name
    found = Names(reader).assets(name)
    if len(found) > 1:
        raise BadQuery(
            detail=f"{len(found)} pictures are called {name}, name one by its id: {', '.join(found)}"
        )
    if not found:
        raise BadQuery(detail=f"there is no picture {name} in the journal")
    return found[0]


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
    sql = 'SELECT 1 FROM entries WHERE "group" = :name UNION ALL SELECT 1 FROM entries WHERE intent = :name LIMIT 1'
    if any(True for _ in reader.query(sql, {"name": name})):
        return name
    try:
        return asset_named(reader, name)
    except BadQuery as error:
        if "there is no" not in str(error):
            raise
        raise BadQuery(detail=f"there is no run, intent, group or picture {name}") from None
