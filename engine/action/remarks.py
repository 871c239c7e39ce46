"""Comments and likes of one's own: what I said of a loser in an album, I say of its winner there.

Those of others cannot be written by me, so a copy that has some is a question. A remark that is made again has a
new time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from engine.action.action import GONE, Action, Eyes, Hands, Sighting, Stage, Words
from engine.action.gift import Gift, Given, Handed, Terms, carried
from engine.action.image import Image, remark_field
from engine.model.decision import Finding
from engine.model.group import Member
from engine.model.printable import printable


class _RemarkIn(Action):
    """What is done about one remark of mine on one asset in one album; a `text` of None is a like."""

    __slots__ = ()
    asset: str
    album: str
    text: str | None

    @property
    def field(self) -> str:
        return remark_field(self.album, self.text)

    def hindered(self, eyes: Eyes) -> str:
        return "" if eyes.reader.album(self.album) is not None else "the album of the remark is gone"

    def observe(self, eyes: Eyes) -> Sighting:
        if eyes.reader.asset(self.asset) is None:
            return GONE
        said = eyes.reader.remarks_on(self.asset, self.album)
        return Sighting({self.field: any(r.mine and r.text == self.text for r in said)})

    def thing(self) -> str:
        return "the like" if self.text is None else "the comment"

    def _words(self, words: Words) -> str:
        return "like" if self.text is None else f"comment {words.quoted(self.text)}"


@frozen(kw_only=True)
class MakeRemark(_RemarkIn):
    """Comment on one asset in one album, or like it."""

    NAME = "make-remark"
    UNDOING = "undo {} of a comment or like"
    STAGE = Stage.COVERS
    NEEDS = ("activity.create",)
    NEEDS_BACK = ("activity.delete",)
    ORDER_BACK = 21

    asset: str
    album: str
    text: str | None

    def expected(self) -> dict[str, Any]:
        return {self.field: True}

    def inverse(self, before: Image, seen: Image) -> UnmakeRemark:
        return UnmakeRemark(asset=self.asset, album=self.album, text=self.text)

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        hands.writer.make_remark(self.asset, self.album, self.text)
        return {}

    def handed_on(self, words: Words) -> str:
        return self._words(words)

    def sentence(self, words: Words) -> str:
        return f"write the {self._words(words)} on {words.name(self.asset)}"


@frozen(kw_only=True)
class UnmakeRemark(_RemarkIn):
    """Take back a comment or a like that we made."""

    NAME = "unmake-remark"
    UNDOING = "undo {} of a comment or like"
    NEEDS = ("activity.delete",)
    NEEDS_BACK = ("activity.create",)
    ORDER_BACK = 14

    asset: str
    album: str
    text: str | None

    def expected(self) -> dict[str, Any]:
        return {self.field: False}

    def inverse(self, before: Image, seen: Image) -> MakeRemark:
        return MakeRemark(asset=self.asset, album=self.album, text=self.text)

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        for remark in hands.reader.remarks_on(self.asset, self.album):
            if remark.mine and remark.text == self.text:
                hands.writer.remove_remark(remark.id)
        return {}

    def sentence(self, words: Words) -> str:
        return f"take back the {self._words(words)} on {words.name(self.asset)}"


def said(order: Sequence[Member], terms: Terms) -> Given:
    """Return my own remarks that only copies have; what others said of a copy is a question, and so is what I said in
    an album in which nothing more can be said."""
    winner, *losers = order
    known = {(remark.album, remark.text) for remark in carried(winner).remarks if remark.mine}
    things: list[Handed] = []
    others: dict[str, int] = {}
    silenced: dict[str, str] = {}
    for loser in losers:
        mine = [remark for remark in carried(loser).remarks if remark.mine]
        theirs = len(carried(loser).comments) - len(mine)
        if theirs > 0:
            others[loser.asset.id] = theirs
        silent = {album.id: album.name for album in carried(loser).albums if album.silent}
        for remark in mine:
            if (remark.album, remark.text) in known:
                continue
            if remark.album in silent:
                silenced[loser.asset.id] = silent[remark.album]
                continue
            known.add((remark.album, remark.text))
            action = MakeRemark(asset=winner.asset.id, album=remark.album, text=remark.text)
            things.append(Handed(action, loser.asset.id))
    return Given(tuple(things), tuple(_unmoved(others, silenced)))


def _unmoved(others: Mapping[str, int], silenced: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what was said of copies and cannot be said of their winner: by others, or where that is switched off."""
    if others:
        text = f"a copy has comments or likes of others, {sum(others.values())} in all, which cannot be moved"
        yield Finding("comments-on-loser", text, tuple(others))
    for asset, album in silenced.items():
        where = printable(album, 40, ".")
        text = (
            f"a copy has a comment or like of yours in the album {where}, where they are switched off by now"
        )
        yield Finding("comments-on-loser", text, (asset,))


REMARKS = Gift(name="remarks", rule=said, left="comments-on-loser")
