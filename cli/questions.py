"""Questions to the journal: one file of SQL each, those that winnow brings along and those in the home folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Final

from attrs import frozen

from cli.home import Home
from journal.errors import BadQuery

SHIPPED: Final = Path(__file__).with_name("queries")
FOLDER: Final = "queries"
"""The folder in a home whose files add questions, or replace those of the same name."""

_SILENT: Final = re.compile(r"'[^']*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)
"""Strings and comments, in which a colon means nothing."""

_PARAMETER: Final = re.compile(r"(?<![:\w]):([a-z_]+)")


@frozen
class CannedQuery:
    """One question: its SQL, the comment at its head as help, and the values that it needs, in order.

    The first line of the comment stands in the list of questions.
    """

    name: str
    sql: str
    comment: tuple[str, ...]
    needs: tuple[str, ...]

    @property
    def usage(self) -> str:
        """Return how it is asked: `why ASSET`."""
        return " ".join([self.name, *(name.upper() for name in self.needs)])


def questions(home: Home) -> dict[str, CannedQuery]:
    """Return all questions by name; raises BadQuery for a file that cannot be read."""
    found: dict[str, CannedQuery] = {}
    for folder in (SHIPPED, home.root / FOLDER):
        for path in sorted(folder.glob("*.sql")):
            try:
                found[path.stem] = question(path.stem, path.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError) as error:
                reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
                raise BadQuery(detail=f"{path} cannot be read: {reason}") from error
    return dict(sorted(found.items()))


def question(name: str, sql: str) -> CannedQuery:
    """Read one question from the text of its file."""
    head = takewhile(lambda text: text.startswith("--"), sql.strip().splitlines())
    comment = tuple(text[2:].strip() for text in head)
    bare = _SILENT.sub(" ", sql)
    needs = dict.fromkeys(found[1] for found in _PARAMETER.finditer(bare))
    return CannedQuery(name, sql.strip(), comment, tuple(needs))


def values_of(asked: CannedQuery, given: tuple[str, ...]) -> Mapping[str, str]:
    """Pair the values that a person gave with the names that the question needs; raises BadQuery."""
    if len(given) != len(asked.needs):
        raise BadQuery(detail=f"ask it as `winnow journal query {asked.usage}`")
    return dict(zip(asked.needs, given, strict=True))


def datasette(asked: Mapping[str, CannedQuery]) -> Iterator[str]:
    """Yield the lines of a datasette.yaml in which the questions are canned queries of `journal`."""
    yield from ("databases:", "  journal:", "    queries:")
    for one in asked.values():
        yield f"      {one.name}:"
        yield f"        title: {one.name}"
        yield f"        description: {_quoted(' '.join(one.comment))}"
        if one.needs:
            yield f"        params: [{', '.join(one.needs)}]"
        yield "        sql: |-"
        yield from (f"          {text}".rstrip() for text in one.sql.splitlines())


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
