"""The options with which a person says which pictures are meant: one album first, one year, one camera."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

import click

from cli.limits import Size
from engine.model.asset import Kind
from engine.verbs.choosing import Chosen, Day

SHOWN = "2023, 2023-07, 2023-07-10 or 2023-07-10T12:04"
KINDS = {"image": Kind.IMAGE, "video": Kind.VIDEO}
INSTANT = timedelta(microseconds=1)


class DayType(click.ParamType[Day]):
    """A day, a month, a year or a minute, by the picture's own clock: its first instant, or its last."""

    name = "day"

    def __init__(self, *, last: bool) -> None:
        self.last = last

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Day:
        if isinstance(value, Day):
            return value
        span = span_of(str(value))
        if span is None:
            self.fail(f"{value!r} is no day: say it as {SHOWN}.", param, ctx)
        return Day(span[1] if self.last else span[0], str(value))


def span_of(text: str) -> tuple[datetime, datetime] | None:
    """Return the first and the last instant of what a text names; None where it names nothing."""
    try:
        if re.fullmatch(r"\d{4}", text):
            first = datetime.fromisoformat(f"{text}-01-01")
            return first, first.replace(year=first.year + 1) - INSTANT
        if re.fullmatch(r"\d{4}-\d{2}", text):
            first = datetime.fromisoformat(f"{text}-01")
            return first, (first + timedelta(days=31)).replace(day=1) - INSTANT
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            first = datetime.fromisoformat(text)
            return first, first + timedelta(days=1) - INSTANT
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?", text):
            first = datetime.fromisoformat(text)
            length = timedelta(seconds=1) if text.count(":") == 2 else timedelta(minutes=1)
            return first, first + length - INSTANT
    except (ValueError, OverflowError):
        pass
    return None


OPTIONS = (
    click.option("--album", "albums", multiple=True, metavar="NAME", help="Only groups with a picture in this album."),
    click.option("--person", "people", multiple=True, metavar="NAME", help="... with a picture of this person."),
    click.option("--tag", "tags", multiple=True, metavar="NAME", help="... with this tag, or one below it."),
    click.option("--since", type=DayType(last=False), metavar="DAY", help=f"... taken then or later: {SHOWN}."),
    click.option("--until", type=DayType(last=True), metavar="DAY", help="... taken then or earlier."),
    click.option("--camera", "cameras", multiple=True, metavar="TEXT", help="... whose make and model hold this."),
    click.option("--path", "paths", multiple=True, metavar="PATTERN",
                 help="... that lies there on the server: a part of the path, or a shell pattern for it."),
    click.option("--library", "libraries", multiple=True, metavar="NAME", help="... in this external library."),
    click.option("--type", "kinds", multiple=True, type=click.Choice(sorted(KINDS)), help="... of this kind."),
    click.option("--min-size", type=Size(), metavar="SIZE", help="... of at least this size: 500k, 20MB."),
)  # fmt: skip
"""Each narrows further; several of one kind mean any of them. Albums, people, tags and libraries by name or id."""


def filtered(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the filters, as one argument `said`."""

    @wraps(command)
    def filtering(
        *args: Any, kinds: tuple[str, ...], since: Day | None, until: Day | None, **kwargs: Any
    ) -> Any:
        if since is not None and until is not None and since.at > until.at:
            raise click.UsageError(f"Nothing is both since {since.said} and until {until.said}.")
        names = ("albums", "people", "tags", "cameras", "paths", "libraries", "min_size")
        said = Chosen(
            since=since,
            until=until,
            kinds=tuple(KINDS[kind] for kind in kinds),
            **{name: kwargs.pop(name) for name in names},
        )
        return command(*args, said=said, **kwargs)

    for option in reversed(OPTIONS):
        filtering = option(filtering)
    return filtering


def groups_named(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that name groups of a plan: by their own id, or by one of their pictures."""
    group = click.option(
        "--group",
        "groups",
        multiple=True,
        metavar="ID",
        help="Only this group (id, its first characters, or a picture's file name); repeatable, adds to --asset.",
    )
    asset = click.option(
        "--asset",
        "assets",
        multiple=True,
        metavar="ID",
        help="Only the group of this picture (id or name); repeatable, and adds to --group.",
    )
    return group(asset(command))
