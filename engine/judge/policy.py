"""The rules of judging as data: a frozen Policy with careful defaults, and how it is read from TOML."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from typing import Any

from attrs import fields, frozen

from engine.action.gift import Terms
from engine.action.registry import GIFTS
from engine.base.errors import BadPolicy
from engine.judge.codes import ALLOWABLE, NEVER_ALLOWED

CRITERIA = (
    "pixels",
    "format",
    "size",
    "metadata",
    "oldest",
    "favourite",
    "in-album",
    "upload",
    "name",
    "plain-name",
)
"""What copies may be ranked by; the asset id always follows last, so that there is never a tie."""

DEFAULT_TOML = """\
# Winnow's default policy. Every key may be left out; what is written here is what then holds.

[ranking]
# The winner is the copy that comes first in this order; the asset id decides what is left.
#   pixels      most pixels, as the server measured them        size      largest file
#   format      earliest in `formats` below                     metadata  most facts about the picture
#   oldest      earliest date of the file on the server         favourite marked as favourite
#   in-album    in any album                                    upload    uploaded before external library
#   name        first match in `names`                          plain-name  no match in `avoid`
order = ["pixels", "format", "size", "metadata", "oldest"]
# A camera's own HEIC is smaller than the JPEG made from it, so size alone would keep the wrong one.
formats = ["heic", "heif", "hif"]
# Shell patterns for file names, best first, for the criterion `name`; bad ones for `plain-name`.
names = []
avoid = ["* (1).*", "* (2).*", "*copy*"]

[limits]
# Places further apart than this are different places.
metres = 25.0
# Dates closer than this are the same date.
seconds = 2.0
# Videos agree when they differ by at most the larger of the two.
duration_percent = 1.0
duration_seconds = 0.5
# Shapes (width by height) agree within this.
aspect_percent = 1.0

[inherit]
# What the winner receives from the losers where it lacks it.
place = true
date = true
description = true
rating = true
favourite = true
tags = true
albums = true
# Names of other things that stay behind, such as ["visibility"]; nothing else does.
leave = []

[review]
# Codes of doubt to act on anyway, such as ["raw-beside-jpeg"]. Empty is safest.
allow = []
# Notes that programs leave on their own uploads, and that say nothing about the picture.
ignore_notes = ["mobile-app"]
"""
"""The default policy in words; parsing it gives exactly `Policy()`."""


@frozen(kw_only=True)
class Ranking:
    """Who wins: criteria in order, and the lists that some of them use."""

    order: tuple[str, ...] = ("pixels", "format", "size", "metadata", "oldest")
    formats: tuple[str, ...] = ("heic", "heif", "hif")
    names: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ("* (1).*", "* (2).*", "*copy*")


@frozen(kw_only=True)
class Limits:
    """How close is the same: metres, seconds, and percent."""

    metres: float = 25.0
    seconds: float = 2.0
    duration_percent: float = 1.0
    duration_seconds: float = 0.5
    aspect_percent: float = 1.0


@frozen(kw_only=True)
class Inherit:
    """Which fields the winner receives; `albums` covers album covers too, `date` the time zone."""

    place: bool = True
    date: bool = True
    description: bool = True
    rating: bool = True
    favourite: bool = True
    tags: bool = True
    albums: bool = True
    leave: tuple[str, ...] = ()


@frozen(kw_only=True)
class Review:
    """Which doubts do not stop us, and which notes are not worth a doubt."""

    allow: tuple[str, ...] = ()
    ignore_notes: tuple[str, ...] = ("mobile-app",)


@frozen(kw_only=True)
class Policy:
    """Everything that a user may decide about judging.

    `trust` takes what was never looked into for what it seems to be: an analysis that gathers no evidence needs it.
    """

    ranking: Ranking = Ranking()
    limits: Limits = Limits()
    inherit: Inherit = Inherit()
    review: Review = Review()
    trust: bool = True

    @property
    def terms(self) -> Terms:
        """Return what the rules of handing on need to know."""
        return Terms(leave=self.inherit.leave, ignore_notes=self.review.ignore_notes)


SECTIONS: dict[str, type[Any]] = {"ranking": Ranking, "limits": Limits, "inherit": Inherit, "review": Review}

CEILINGS = {
    "metres": 1000.0,
    "seconds": 60.0,
    "duration_percent": 10.0,
    "duration_seconds": 10.0,
    "aspect_percent": 10.0,
}
"""Above these a limit would call different pictures the same."""


def read_policy(text: str, path: str = "policy") -> Policy:
    """Read a policy from TOML text; `path` only names it in the error.

    Raises `BadPolicy`, which names the key that is unknown or wrong.
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadPolicy(path=path, detail=f"it is not TOML ({error})") from None
    parts: dict[str, Any] = {}
    for name, section in data.items():
        if name not in SECTIONS:
            raise BadPolicy(path=path, detail=f"unknown section {name!r}; there are {_listed(SECTIONS)}")
        if not isinstance(section, dict):
            raise BadPolicy(path=path, detail=f"{name!r} must be a section, written as [{name}]")
        try:
            parts[name] = _section(name, section)
        except ValueError as error:
            raise BadPolicy(path=path, detail=str(error)) from None
    return Policy(**parts)


def _section(name: str, given: Mapping[str, Any]) -> Any:
    kind = SECTIONS[name]
    known = {field.name: field.default for field in fields(kind)}
    values: dict[str, Any] = {}
    for key, value in given.items():
        if key not in known:
            raise ValueError(f"unknown key {name}.{key}; there are {_listed(known)}")
        values[key] = _value(f"{name}.{key}", key, value, known[key])
    return kind(**values)


def _value(place: str, key: str, value: Any, default: Any) -> Any:
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise ValueError(f"{place} must be true or false, not {value!r}")
        return value
    if isinstance(default, float):
        return _number(place, key, value)
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise ValueError(f'{place} must be a list of texts, such as ["..."], not {value!r}')
    return _texts(place, key, tuple(value))


def _number(place: str, key: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{place} must be a number, not {value!r}")
    if not 0 <= value <= CEILINGS[key]:
        raise ValueError(f"{place} must be between 0 and {CEILINGS[key]:g}, not {value!r}")
    return float(value)


def _texts(place: str, key: str, value: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(value)) != len(value):
        raise ValueError(f"{place} names something twice")
    if key == "order":
        for item in value:
            if item not in CRITERIA:
                raise ValueError(f"{place} has the unknown criterion {item!r}; there are {_listed(CRITERIA)}")
    if key == "leave":
        names = [gift.name for gift in GIFTS]
        for item in value:
            if item not in names:
                raise ValueError(f"{place} has the unknown name {item!r}; there are {_listed(names)}")
    if key == "formats":
        return tuple(item.lower().lstrip(".") for item in value)
    if key == "allow":
        for item in value:
            if item in NEVER_ALLOWED:
                raise ValueError(f"{place} cannot hold {item!r}: {NEVER_ALLOWED[item]}")
            if item not in ALLOWABLE:
                raise ValueError(f"{place} has the unknown code {item!r}; there are {_listed(ALLOWABLE)}")
    return value


def _listed(names: Any) -> str:
    return ", ".join(names)
