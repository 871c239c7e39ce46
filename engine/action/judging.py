"""Judging a group: an action without effect outside the journal."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from engine.action.action import Action, Eyes, Sighting, Words
from engine.action.image import Image


@frozen(kw_only=True)
class ScoreGroup(Action):
    """Judge one duplicate group. No effect outside the journal; its outcome holds the group's plan."""

    NAME = "score-group"
    REFERS = ()

    group: str

    @property
    def subject(self) -> str:
        return self.group

    def observe(self, eyes: Eyes) -> Sighting:
        return Sighting({})

    def expected(self) -> dict[str, Any]:
        return {}

    def inverse(self, before: Image, seen: Image) -> None:
        return None

    def sentence(self, words: Words) -> str:
        return f"judge group {words.clean(self.group)}"
