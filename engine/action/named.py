"""Fields by the words that people have for them: a date is two fields, and every tag is one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import field, frozen

from engine.action.fields import CLOCK

WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "place": ("place",),
    "date": CLOCK,
    "description": ("description",),
    "rating": ("rating",),
    "favourite": ("favourite",),
    "visibility": ("visibility",),
    "tag": ("tag",),
    "album": ("album",),
    "cover": ("cover",),
    "person": ("face",),
    "link": ("link",),
    "memory": ("memory",),
    "note": ("note",),
    "remark": ("remark",),
    "motion": ("motion",),
    "stack": ("stacks", "stack", "top"),
    "trash": ("trashed", "present"),
}
"""What a person may name, and the fields of images that it stands for; `tag` stands for `tag:...`, whatever follows."""


def words_for(fields: Iterable[str]) -> frozenset[str]:
    """Return the words that people have for some fields."""
    kinds = {field.partition(":")[0] for field in fields}
    return frozenset(word for word, of in WORDS.items() if kinds & {*of})


@frozen
class FieldsMeant:
    """The fields that some words stand for; a word that is none of `WORDS` stands for nothing."""

    words: frozenset[str]
    _kinds: frozenset[str] = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(
            self, "_kinds", frozenset(kind for word in self.words for kind in WORDS.get(word, ()))
        )

    def __contains__(self, name: object) -> bool:
        return str(name).partition(":")[0] in self._kinds


def named(words: Iterable[str]) -> FieldsMeant:
    """Return the fields that these words stand for."""
    return FieldsMeant(frozenset(words))
