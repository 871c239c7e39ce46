"""What may stand behind an option, refused and described in words that a person reads."""

from __future__ import annotations

import math
from typing import Any, Final

import click

from engine.runs.naming import nearest

MANY: Final = 10_000
"""A highest number from here on is there to keep numbers sane, and is not worth a word."""


def _described(low: float | None, high: float | None, *, low_open: bool) -> str:
    """Return a range in words."""
    least = low or 0
    if high is None or high >= MANY:
        return f"more than {least:,}" if low_open else f"{least:,} or more"
    return f"{'more than ' if low_open else ''}{least:,} to {high:,}"


class Whole(click.IntRange):
    """A whole number, with its range in words."""

    name = "whole number"

    def _describe_range(self) -> str:
        return _described(self.min, self.max, low_open=self.min_open)


class Number(click.FloatRange):
    """A number of its own size: neither infinite nor none at all, which every comparison lets pass."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value!r} is no number that can be counted with.", param, ctx)
        return number

    def _describe_range(self) -> str:
        return _described(self.min, self.max, low_open=self.min_open)


class Percent(Number):
    """A share of a hundred, with or without the sign behind it."""

    def __init__(self) -> None:
        super().__init__(0, 100)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        return super().convert(value.rstrip("% ") if isinstance(value, str) else value, param, ctx)


FEW: Final = 20
"""Words that are all told where none of them is near a wrong one."""


class Word(click.Choice[str]):
    """One of many words: a wrong one is told those near it, and all only where they are few."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            known = [str(choice) for choice in self.choices]
            near = nearest(str(value), known)
            some = f"; there are {', '.join(known)}." if len(known) <= FEW else "."
            hint = f"; did you mean {' or '.join(near)}?" if near else some
            self.fail(f"there is no {value!r}{hint}", param, ctx)
