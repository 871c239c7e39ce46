"""`winnow journal query` and `sql`: questions that come along, questions of your own, and bare SQL."""

from __future__ import annotations

from datetime import datetime

import click

from cli.as_of import as_of_option, reading_as_of
from cli.console import verbatim
from cli.exits import Exit
from cli.find import run_named, whole_id
from cli.home import Home, home_of
from cli.options import Options, local
from cli.questions import CannedQuery, datasette, questions, values_of
from cli.rows import Shape, print_rows, shaped
from journal.ask import run_sql
from journal.errors import BadQuery
from journal.views import VIEWS


@click.command()
@click.argument("name", required=False)
@click.argument("values", nargs=-1)
@click.option("--sql", "as_sql", is_flag=True, help="Print the question's SQL instead of its answer.")
@click.option("--datasette", "as_datasette", is_flag=True, help="Print all questions as a datasette.yaml.")
@as_of_option
@local
@shaped
def query(
    options: Options,
    shape: Shape,
    name: str | None,
    values: tuple[str, ...],
    as_sql: bool,
    as_datasette: bool,
    as_of: int | datetime | None,
) -> Exit:
    """Answer a question about the journal; without a name, list the questions.

    A file NAME.sql in the folder `queries` of the home adds one: its first comment is its help, each :name in it
    is a value to give.
    """
    home = home_of(options)
    known = questions(home)
    if as_datasette:
        for text in datasette(known):
            verbatim(text)
        return Exit.DONE
    if name is None:
        rows = [(one.usage, one.comment[0] if one.comment else "") for one in known.values()]
        views = [(view, "one of the journal's views") for view in VIEWS if view not in known]
        print_rows(shape, ("question", "what it answers"), [*rows, *views], cut=False)
        return Exit.DONE
    asked = _asked(home, known, name)
    if as_sql:
        verbatim(asked.sql)
        return Exit.DONE
    with reading_as_of(options, as_of) as reader:
        given = dict(values_of(asked, values))
        if "run" in given:
            given["run"] = run_named(reader, given["run"])
        if "asset" in given:
            given["asset"] = whole_id(reader, given["asset"])
        print_rows(shape, *run_sql(reader, asked.sql, given))
    return Exit.DONE


@click.command()
@click.argument("select", metavar="SELECT")
@as_of_option
@local
@shaped
def sql(options: Options, shape: Shape, select: str, as_of: int | datetime | None) -> Exit:
    """Run your own SELECT; nothing can be changed by it."""
    with reading_as_of(options, as_of) as reader:
        print_rows(shape, *run_sql(reader, select))
    return Exit.DONE


def _asked(home: Home, known: dict[str, CannedQuery], name: str) -> CannedQuery:
    if name in known:
        return known[name]
    if name in VIEWS:
        return CannedQuery(name, f'SELECT * FROM "{name}"', (), ())
    raise BadQuery(
        detail=f"there is no question {name}: `winnow journal query` lists them, and {home.root / 'queries'} adds more"
    )
