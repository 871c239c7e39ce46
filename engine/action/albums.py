"""An asset's place in albums: joining, leaving, being the cover."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from attrs import frozen

from engine.action.action import (
    GONE,
    SENT,
    Action,
    Eyes,
    Fate,
    Hands,
    Reply,
    Sighting,
    Stage,
    Words,
)
from engine.action.image import Image
from engine.model.carried import Album
from engine.model.group import Member


class _InAlbum(Action):
    """What is done to one asset in one album."""

    __slots__ = ()
    asset: str
    album: str
    name: str

    def hindered(self, eyes: Eyes) -> str:
        album = eyes.reader.album(self.album)
        if album is None:
            return f"the album {self.name!r} is gone, or no longer shared with you"
        return "" if album.writable else f"you may only look at the album {self.name!r} now"

    def thing(self) -> str:
        return f"the place in the album {self.name!r}"


class _Membership(_InAlbum):
    __slots__ = ()
    KEPT = True

    def observe(self, eyes: Eyes) -> Sighting:
        return self._sighting(eyes.reader.albums_of(self.asset))

    def seen_on(self, member: Member) -> Sighting | None:
        return self._sighting(member.carried.albums) if member.carried else None

    def _sighting(self, albums: Sequence[Album]) -> Sighting:
        return Sighting({f"album:{self.album}": any(album.id == self.album for album in albums)})

    def bulk(self) -> Hashable:
        return self.album


@frozen(kw_only=True)
class JoinAlbum(_Membership):
    """Put one asset into one album."""

    NAME = "join-album"
    UNDOING = "undo {} to an album"
    STAGE = Stage.RELATIONS
    NEEDS = ("albumAsset.create",)
    NEEDS_BACK = ("albumAsset.delete",)
    ORDER_BACK = 30

    asset: str
    album: str
    name: str = ""

    def expected(self) -> dict[str, Any]:
        return {f"album:{self.album}": True}

    def inverse(self, before: Image, seen: Image) -> LeaveAlbum:
        return LeaveAlbum(asset=self.asset, album=self.album, name=self.name)

    def overruled(self, eyes: Eyes) -> str:
        """Return that something was said of it there: leaving an album deletes that, everybody's, for good."""
        said = len(eyes.reader.remarks_on(self.asset, self.album))
        if not said:
            return ""
        would = "a comment or like on it there" if said == 1 else f"{said} comments or likes on it there"
        return f"{self.thing()} would take {would} with it, for good"

    @classmethod
    def send_all(cls, hands: Hands, actions: Sequence[JoinAlbum]) -> list[Reply]:
        ids = [action.asset for action in actions]
        return _answers(hands.writer.add_to_album(actions[0].album, ids), ids)

    def sentence(self, words: Words) -> str:
        return f"add {words.name(self.asset)} to album {words.quoted(self.name)}"


@frozen(kw_only=True)
class LeaveAlbum(_Membership):
    """Take one asset out of one album into which we put it."""

    NAME = "leave-album"
    UNDOING = "undo {} to an album"
    NEEDS = ("albumAsset.delete",)
    NEEDS_BACK = ("albumAsset.create",)
    ORDER_BACK = 10

    asset: str
    album: str
    name: str = ""

    def expected(self) -> dict[str, Any]:
        return {f"album:{self.album}": False}

    def inverse(self, before: Image, seen: Image) -> JoinAlbum:
        return JoinAlbum(asset=self.asset, album=self.album, name=self.name)

    @classmethod
    def send_all(cls, hands: Hands, actions: Sequence[LeaveAlbum]) -> list[Reply]:
        ids = [action.asset for action in actions]
        return _answers(hands.writer.remove_from_album(actions[0].album, ids), ids)

    def sentence(self, words: Words) -> str:
        return f"take {words.name(self.asset)} out of album {words.quoted(self.name)}"


@frozen(kw_only=True)
class SetCover(_InAlbum):
    """Make one asset the cover of an album that holds it."""

    NAME = "set-cover"
    UNDOING = "undo {} of an album cover"
    STAGE = Stage.COVERS
    NEEDS = NEEDS_BACK = ("album.update",)
    ORDER_BACK = 20

    asset: str
    album: str
    name: str = ""

    def observe(self, eyes: Eyes) -> Sighting:
        album = eyes.reader.album(self.album)
        return Sighting({f"cover:{self.album}": album.cover}) if album else GONE

    def expected(self) -> dict[str, Any]:
        return {f"cover:{self.album}": self.asset}

    def inverse(self, before: Image, seen: Image) -> SetCover | None:
        cover = before.get(f"cover:{self.album}")
        return SetCover(asset=cover, album=self.album, name=self.name) if cover else None

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        hands.writer.set_cover(self.album, self.asset)
        return {}

    def thing(self) -> str:
        return f"the cover of {self.name!r}"

    def example(self) -> dict[str, Any]:
        return {f"cover:{self.album}": "another"}

    def sentence(self, words: Words) -> str:
        return f"make {words.name(self.asset)} the cover of album {words.quoted(self.name)}"


def _answers(told: Mapping[str, str], ids: Sequence[str]) -> list[Reply]:
    """Return the answer for each asset: the server answers for each, with status 200 throughout."""
    return [
        SENT
        if told.get(asset) in ("done", "already")
        else Reply(Fate.REFUSED, f"the album said {told.get(asset, 'nothing')}")
        for asset in ids
    ]
