"""Rows on stdout, in the formats and with the options that sqlite-utils has."""

from __future__ import annotations

import base64
import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from itertools import islice
from typing import Any, Final

import click
from attrs import frozen

from cli.console import columns as screen
from cli.console import emit, line, tell, verbatim, writing
from cli.options import Options
from cli.render.fitted import fitted, records
from cli.render.text import clean, short

SHEET: Final = 500
"""Rows of one table; longer answers come as several tables, so that memory stays flat."""

LONGEST: Final = 100
"""Characters of a cell in a table; the other formats cut nothing."""

FORMATS: Final = ("csv", "tsv", "nl", "table")


@frozen
class Shape:
    """How rows are to be printed: one of `FORMATS` ("" where none was named), with headers, as which table."""

    format: str
    headers: bool
    style: str


class Style(click.ParamType[str]):
    """A style of tables, by tabulate's own name; the library is imported only when one is named."""

    name = "style"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from tabulate import tabulate_formats

        return str(click.Choice(tabulate_formats).convert(value, param, ctx))


def shaped(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of `Shape`, and the shape as its argument after the options."""

    @wraps(command)
    def shaping(options: Options, *args: Any, no_headers: bool, fmt: str | None, **given: Any) -> Any:
        named = [name for name in FORMATS if given.pop(name)]
        if fmt is not None and named in ([], ["table"]):
            named = ["table"]
        elif fmt is not None or len(named) > 1:
            raise click.UsageError("Name one format: --csv, --tsv, --nl or --table (with --fmt).")
        wanted = "nl" if options.json else named[0] if named else ""
        return command(options, Shape(wanted, not no_headers, fmt or "simple"), *args, **given)

    for option in reversed(_OPTIONS):
        shaping = option(shaping)
    return shaping


_OPTIONS: Final = (
    click.option("--csv", is_flag=True, help="Print CSV."),
    click.option("--tsv", is_flag=True, help="Print TSV."),
    click.option("--nl", is_flag=True, help="Print one JSON object per line, as --json does."),
    click.option("-t", "--table", is_flag=True, help="Print a table (the usual)."),
    click.option("--fmt", type=Style(), metavar="STYLE", help="Style of the table: github, ..."),
    click.option("--no-headers", is_flag=True, help="Leave the names of the columns out."),
)


def print_rows(
    shape: Shape, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, cut: bool = True
) -> None:
    """Print rows of plain values under the names of their columns; `cut` to the width of a screen in a table."""
    if shape.format == "nl":
        for row in rows:
            emit(dict(zip(columns, map(_json, row), strict=True)))
    elif shape.format in ("csv", "tsv"):
        _lines(shape, columns, rows)
    else:
        _tables(shape, columns, iter(rows), cut and sys.stdout.isatty())


def _lines(shape: Shape, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print CSV or TSV. A file gets each cell as it is, a terminal nothing that it would obey."""
    writer = csv.writer(sys.stdout, dialect="excel-tab" if shape.format == "tsv" else "excel")
    shown = clean if sys.stdout.isatty() else str
    if shape.headers:
        with writing():
            writer.writerow([shown(name) for name in columns])
    for row in rows:
        with writing():
            writer.writerow(["" if cell is None else shown(_text(cell)) for cell in row])


def _tables(shape: Shape, columns: Sequence[str], rows: Iterator[Sequence[Any]], cut: bool) -> None:
    sheet = list(islice(rows, SHEET))
    if not sheet:
        tell("No row.")
        return
    while True:
        _table(shape, [clean(name) for name in columns], sheet, cut)
        sheet = list(islice(rows, SHEET))
        if not sheet:
            return
        line()


def _table(shape: Shape, names: Sequence[str], sheet: Sequence[Sequence[Any]], cut: bool) -> None:
    from tabulate import tabulate

    headers = names if shape.headers else ()
    cells = [["" if cell is None else short(_text(cell), LONGEST) for cell in row] for row in sheet]
    fits = fitted(headers, cells, screen()) if cut else cells
    if fits is None:
        for text in records(names, cells):
            line(text)
        return
    numbers = [all(isinstance(row[place], int | float) for row in sheet) for place in range(len(names))]
    aligned = ["right" if number else "left" for number in numbers] if cells else None
    verbatim(tabulate(fits, headers, shape.style, disable_numparse=True, colalign=aligned))


def _text(cell: Any) -> str:
    return cell.hex() if isinstance(cell, bytes) else str(cell)


def _json(cell: Any) -> Any:
    """Return a cell as JSON can say it; bytes as sqlite-utils does."""
    if isinstance(cell, bytes):
        return {"$base64": True, "encoded": base64.b64encode(cell).decode()}
    return cell
