"""Staying in sight: a winner leaves the archive where a copy of it was on the timeline."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from engine.action.action import Words
from engine.action.flags import SetFlags
from engine.action.gift import NOTHING, Gift, Given, Handed, Terms
from engine.model.group import Member


@frozen(kw_only=True)
class ShowAsset(SetFlags):
    """Take one asset out of the archive, or put it there; its way back is that of any flag."""

    NAME = "show-asset"
    UNDOING = "undo {} of favourite or visibility"

    visibility: str | None = "timeline"

    def handed_on(self, words: Words) -> str:
        return "its place on the timeline" if self.visibility == "timeline" else "its place in the archive"

    def sentence(self, words: Words) -> str:
        if self.visibility == "archive":
            return f"put {words.name(self.asset)} into the archive, where a copy is"
        return f"take {words.name(self.asset)} out of the archive, because a copy is in sight"


def in_sight(order: Sequence[Member], terms: Terms) -> Given:
    """Return what keeps a picture in sight that somebody left there; locked and hidden are never touched."""
    winner, *losers = (member.asset for member in order)
    there, wanted = ("timeline", "archive") if terms.archive else ("archive", "timeline")
    source = next((loser for loser in losers if loser.visibility == wanted), None)
    if winner.visibility != there or source is None:
        return NOTHING
    return Given((Handed(ShowAsset(asset=winner.id, visibility=wanted), source.id),))


VISIBILITY = Gift(name="visibility", rule=in_sight)
