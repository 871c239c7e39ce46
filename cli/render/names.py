"""File names for ids, from what the journal itself noted: the members of the plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from cli.render.text import GROUP_ID, clean, short
from journal.errors import JournalError
from journal.reader import SqliteReader

KEPT: Final = 5_000
"""Groups whose names are remembered at a time."""

_OF_GROUP: Final = """
    SELECT json_extract(m.value, '$.asset') AS asset, json_extract(m.value, '$.name') AS name
      FROM entries, json_each(body, '$.seen.plan.members') m
     WHERE "group" = ? AND +kind = 'outcome' ORDER BY seq
"""
_OF_ASSET: Final = 'SELECT DISTINCT "group" FROM entries WHERE subject = ? AND "group" IS NOT NULL'
_NAMES: Final = """
    SELECT DISTINCT json_extract(m.value, '$.name') AS name
      FROM entries, json_each(body, '$.seen.plan.members') m WHERE kind = 'outcome'
"""
_OF_NAME: Final = """
    SELECT DISTINCT json_extract(m.value, '$.asset') AS asset
      FROM entries, json_each(body, '$.seen.plan.members') m
     WHERE kind = 'outcome' AND json_extract(m.value, '$.name') = ?
"""
_GROUPS_OF_NAME: Final = """
    SELECT DISTINCT "group" FROM entries, json_each(body, '$.seen.plan.members') m
     WHERE kind = 'outcome' AND json_extract(m.value, '$.name') = ? AND "group" IS NOT NULL
"""


class Names:
    """Tell assets by their file names."""

    def __init__(self, reader: SqliteReader) -> None:
        self._reader = reader
        self._groups: dict[str, Mapping[str, str]] = {}

    def name(self, asset: str, group: str | None = None) -> str:
        """Return the file name of an asset as its plan had it, clean and short; its id where none is known."""
        groups = [group] if group is not None else self._groups_of(asset)
        found = (self._of_group(one).get(asset) for one in groups)
        return next((short(name) for name in found if name is not None), clean(asset))

    def one_of(self, group: str) -> str:
        """Return the file name of one picture of a group, the group's id where none is known."""
        return next((short(name) for name in self._of_group(group).values()), clean(group))

    def group(self, group: str) -> str:
        """Return a group in words: of which picture it is, and how its id begins; its id where no name can be read."""
        try:
            one = self.one_of(group)
        except JournalError:
            one = clean(group)
        return f"group {one}" if one == clean(group) else f"group of {one} [{clean(group)[:GROUP_ID]}]"

    def assets(self, name: str) -> list[str]:
        """Return the ids of all pictures that had this file name in a plan; looks through all plans."""
        return [row["asset"] for row in self._reader.query(_OF_NAME, (name,))]

    def groups(self, name: str) -> list[str]:
        """Return the groups in whose plans a picture had this file name; looks through all plans."""
        return [row["group"] for row in self._reader.query(_GROUPS_OF_NAME, (name,))]

    def every(self) -> Iterator[str]:
        """Yield every file name that a picture had in a plan."""
        return (str(row["name"]) for row in self._reader.query(_NAMES))

    def beside(self, asset: str) -> Iterator[str]:
        """Yield for each group of a picture who else is in it, and what tells of all of them."""
        for group in self._groups_of(asset):
            others = [short(name) for one, name in self._of_group(group).items() if one != asset]
            if asset in self._of_group(group) and others:
                name = short(self._of_group(group)[asset])
                whole = f"winnow journal show {clean(group)[:8]} tells all of it"
                yield f"{name}, of one group with {', '.join(others)} ({whole})"

    def _of_group(self, group: str) -> Mapping[str, str]:
        if group not in self._groups:
            if len(self._groups) >= KEPT:
                self._groups.clear()
            rows = self._reader.query(_OF_GROUP, (group,))
            self._groups[group] = {str(row["asset"]): str(row["name"]) for row in rows}
        return self._groups[group]

    def _groups_of(self, asset: str) -> list[str]:
        return [row["group"] for row in self._reader.query(_OF_ASSET, (asset,))]
