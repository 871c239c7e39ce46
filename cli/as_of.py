"""Looking back: the journal as it was when one entry was the last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import click

from cli.home import reading
from cli.options import Options
from cli.when import When
from journal.queries import place_at
from journal.reader import SqliteReader, open_readonly


class AsOf(click.ParamType[int | datetime]):
    """A place in the journal, or an instant."""

    name = "moment"

    def convert(
        self, value: str | int | datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> int | datetime:
        if isinstance(value, str) and value.isdecimal() and len(value) < 19:
            return int(value)
        return value if isinstance(value, int) else When().convert(value, param, ctx)


def as_of_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option `--as-of`."""
    return click.option("--as-of", type=AsOf(), metavar="SEQ|TIME", help="Answer as the journal stood then.")(
        command
    )


@contextmanager
def reading_as_of(options: Options, moment: int | datetime | None) -> Iterator[SqliteReader]:
    """Open the home's journal for reading, as it was up to a place or an instant; None means now.

    Raises what `cli.home.reading` raises.
    """
    with reading(options) as now:
        if moment is None:
            yield now
            return
        upto = place_at(now, moment) if isinstance(moment, datetime) else moment
        with open_readonly(now.path, upto=upto) as then:
            yield then
