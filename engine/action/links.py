"""Individual shared links: what they show of a loser, they show of its winner."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from attrs import frozen

from engine.action.action import SENT, Action, Eyes, Hands, Reply, Sighting, Stage, Words
from engine.action.gift import Gift, Given, Handed, Terms, carried
from engine.action.image import Image
from engine.model.asset import Asset
from engine.model.group import Member


class _ByLink(Action):
    """What is done to one asset in one shared link; on 2.x through `source`, an asset that the link shows."""

    __slots__ = ()
    asset: str
    link: str
    source: str

    def hindered(self, eyes: Eyes) -> str:
        return "" if eyes.reader.link(self.link) is not None else f"the shared link {self.link} is gone"

    def out_of_sight(self, asset: Asset) -> str:
        return "the trash" if asset.trashed else ""

    def observe(self, eyes: Eyes) -> Sighting:
        return Sighting({f"link:{self.link}": self.asset in (eyes.reader.link(self.link) or ())})

    def thing(self) -> str:
        return "the place in a shared link"


@frozen(kw_only=True)
class ShowByLink(_ByLink):
    """Let one shared link show one more asset."""

    NAME = "show-by-link"
    REFERS = ("asset", "source")
    UNDOING = "undo {} of a shared link"
    STAGE = Stage.RELATIONS
    NEEDS = ("sharedLink.update", "asset.copy")
    NEEDS_BACK = ("sharedLink.update",)
    ORDER_BACK = 31

    asset: str
    link: str
    source: str

    def expected(self) -> dict[str, Any]:
        return {f"link:{self.link}": True}

    def inverse(self, before: Image, seen: Image) -> HideFromLink:
        return HideFromLink(asset=self.asset, link=self.link, source=self.source)

    def bulk(self) -> Hashable:
        # All that one asset is given: on 2.x each call takes off again what came along, another one's links too.
        return self.asset

    @classmethod
    def send_all(cls, hands: Hands, actions: Sequence[ShowByLink]) -> list[Reply]:
        links = {action.link: action.source for action in actions}
        hands.writer.add_to_links(actions[0].asset, links)
        return [SENT] * len(actions)

    def handed_on(self, words: Words) -> str:
        return "a shared link"

    def sentence(self, words: Words) -> str:
        return f"add {words.name(self.asset)} to shared link {words.clean(self.link)}"


@frozen(kw_only=True)
class HideFromLink(_ByLink):
    """Take one asset out of a shared link into which we put it."""

    NAME = "hide-from-link"
    UNDOING = "undo {} of a shared link"
    REFERS = ("asset", "source")
    NEEDS = ("sharedLink.update",)
    NEEDS_BACK = ("sharedLink.update", "asset.copy")
    ORDER_BACK = 11

    asset: str
    link: str
    source: str

    def expected(self) -> dict[str, Any]:
        return {f"link:{self.link}": False}

    def inverse(self, before: Image, seen: Image) -> ShowByLink:
        return ShowByLink(asset=self.asset, link=self.link, source=self.source)

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        hands.writer.remove_from_link(self.link, self.asset)
        return {}

    def sentence(self, words: Words) -> str:
        return f"take {words.name(self.asset)} out of shared link {words.clean(self.link)}"


def shown_by(order: Sequence[Member], terms: Terms) -> Given:
    """Return the shared links that show a copy and not the first."""
    winner, *losers = order
    held = set(carried(winner).links)
    found: dict[str, Handed] = {}
    for loser in losers:
        for link in carried(loser).links:
            if link not in held and link not in found:
                action = ShowByLink(asset=winner.asset.id, link=link, source=loser.asset.id)
                found[link] = Handed(action, loser.asset.id)
    return Given(tuple(found[link] for link in sorted(found)))


LINKS = Gift(name="links", rule=shown_by, left="link-only-on-loser")
