"""exiftool's answer as something to ask: by name within some groups, and by text or number. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import field, frozen

from engine.model.printable import abridged


@frozen
class ExifTag:
    """One tag: `family` is exiftool's group 0 ("EXIF"), `group` its group 1 ("ExifIFD")."""

    family: str
    group: str
    name: str
    value: Any

    @property
    def full(self) -> str:
        return f"{self.group}:{self.name}"

    @property
    def text(self) -> str:
        return as_text(self.value)


@frozen
class Tags:
    """All tags of a file, in exiftool's order."""

    all: tuple[ExifTag, ...]
    _by_name: dict[str, list[ExifTag]] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        by_name: dict[str, list[ExifTag]] = {}
        for tag in self.all:
            by_name.setdefault(tag.name, []).append(tag)
        object.__setattr__(self, "_by_name", by_name)

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Tags:
        """Read exiftool's JSON, in which a tag is named `EXIF:ExifIFD:ISO`, or `File:FileType` where groups agree."""
        return cls(tuple(_tags(found)))

    def named(self, name: str, *groups: str) -> Iterator[ExifTag]:
        """Yield the tags of a name in these groups or families (none: in all), in the order of the groups."""
        tags = self._by_name.get(name, [])
        if not groups:
            yield from tags
        for group in groups:
            yield from (tag for tag in tags if group in (tag.group, tag.family))

    def text(self, name: str, *groups: str) -> str | None:
        """Return the first text of a name that says something."""
        return next((text for tag in self.named(name, *groups) if (text := tag.text)), None)

    def number(self, name: str, *groups: str) -> float | None:
        """Return the first number of a name."""
        return next((n for tag in self.named(name, *groups) if (n := as_number(tag.value)) is not None), None)

    def whole(self, name: str, *groups: str) -> int | None:
        """Return the first number of a name, as an integer."""
        number = self.number(name, *groups)
        return None if number is None else round(number)

    def has_family(self, family: str) -> bool:
        return any(tag.family == family for tag in self.all)


def as_text(value: Any) -> str:
    """Return a value in one line that is not too long; of a longer one the beginning, and a mark of all of it."""
    if isinstance(value, list):
        value = ", ".join(sorted(as_text(one) for one in value))
    elif isinstance(value, dict):
        value = ", ".join(f"{name}={as_text(one)}" for name, one in sorted(value.items()))
    return abridged(str(value))


def as_number(value: Any) -> float | None:
    """Return a finite number of a sensible size, None for anything else."""
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if abs(number) < 1e15 else None


def _tags(found: Mapping[str, Any]) -> Iterator[ExifTag]:
    for key, value in found.items():
        parts = key.split(":")
        if len(parts) > 1:
            yield ExifTag(parts[0], parts[1] if len(parts) > 2 else parts[0], parts[-1], value)
