"""Groups and pictures that were ever acted on, by ids that may be shortened, or by file name."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import click

from cli.render.names import Names
from engine.base.errors import Ambiguous, NotKnown
from engine.runs.naming import called, meant
from engine.runs.runs import COMPLETE, find_run, runs
from journal.reader import SqliteReader

WHOLE = 36
"""Characters of a whole id; whoever gives one may mean what only shows up within a step, such as a motion part."""
_GROUPS = """SELECT DISTINCT "group" AS id FROM entries WHERE kind = 'intent' AND "group" IS NOT NULL"""
_GROUPS_OF = f"{_GROUPS} AND subject = :asset"
_ASSETS = "SELECT DISTINCT subject AS id FROM entries WHERE kind = 'intent' AND subject != ''"


def group_named(journal: SqliteReader, text: str) -> str:
    """Return the group that a person means, by its id, or by the whole id or the file name of one of its pictures.

    Raises NotKnown, Ambiguous.
    """
    if len(text) >= WHOLE:
        of_picture = [str(row["id"]) for row in journal.query(_GROUPS_OF, {"asset": text})]
        return called(text, of_picture, "group") or text
    if (found := called(text, groups_of_name(journal, text), "group")) is not None:
        return found
    known = [row["id"] for row in journal.query(_GROUPS)]
    return meant(text, known, "group", "winnow journal log", Names(journal).every)


def groups_of_name(journal: SqliteReader, text: str) -> list[str]:
    """Return the groups in which pictures with this file name were acted on, the oldest first; where none was, those
    whose plans have one."""
    names = Names(journal)
    found = [
        str(row["id"]) for asset in names.assets(text) for row in journal.query(_GROUPS_OF, {"asset": asset})
    ]
    return list(dict.fromkeys(found or names.groups(text)))


def asset_named(journal: SqliteReader, text: str) -> str:
    """Return the picture that a person means, by id or by the file name that it had.

    Raises NotKnown, Ambiguous.
    """
    if len(text) >= WHOLE:
        return text
    if (found := called(text, Names(journal).assets(text), "picture")) is not None:
        return found
    known = [row["id"] for row in journal.query(_ASSETS)]
    return meant(text, known, "picture", "winnow journal log", Names(journal).every)


def plan_with(journal: SqliteReader, names: Sequence[str]) -> str | None:
    """Return the newest plan that had the first of some groups, by id or by the file name of a picture; None where none
    had it."""
    try:
        group = group_named(journal, names[0]) if names else None
    except (NotKnown, Ambiguous):
        return None
    made = {one.opened.run for one in runs(journal) if one.result == COMPLETE}
    entries = journal.entries(group=group, kinds={"outcome"}, newest_first=True) if group else ()
    return next((entry.record.run for entry in entries if entry.record.run in made), None)


def not_a_run(journal: SqliteReader, text: str | None, command: str) -> None:
    """Raise click.UsageError for what names no run; where it is a picture or a group, the option for that is named."""
    if text is None or _is_run(journal, text):
        return
    option = "--asset" if Names(journal).assets(text) else "--group" if _is_group(journal, text) else ""
    if option:
        name = shlex.quote(text)
        whole = command == "restore" and option == "--asset"
        also = f", that picture alone, or winnow restore --group {name}, all of its group" if whole else ""
        raise click.UsageError(
            f"There is no run {text}: did you mean winnow {command} {option} {name}{also}?"
        )
    raise click.UsageError(f"There is no run {text}: winnow journal runs shows those that there are.")


def _is_run(journal: SqliteReader, text: str) -> bool:
    try:
        return find_run(journal, text) is not None
    except Ambiguous:
        return True


def _is_group(journal: SqliteReader, text: str) -> bool:
    if len(text) >= WHOLE:
        return next(iter(journal.entries(group=text)), None) is not None
    try:
        return bool(group_named(journal, text))
    except (NotKnown, Ambiguous):
        return False
