"""Which albums hold an asset: asked for one asset at a time until that costs as much as reading every album whole.

For a few assets one question each is fewer, for thousands a few pages of every album are. Whoever pays rent until the
price is paid, and then buys, pays at most twice of what the cheaper way would have cost, without knowing beforehand
how many will be asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from threading import RLock
from typing import Final

from attrs import define, field, frozen

from engine.immich import dto, sweep
from engine.immich.answer import Answer
from engine.immich.http import Wire
from engine.immich.key_of import key_of
from engine.model.carried import Album

TRIED: Final = 2
"""Assets asked for one by one before the price of all albums is even looked up."""

SIGNS: Final = ("updatedAt", "lastModifiedAssetTimestamp", "startDate", "endDate")

NEVER: Final = 2**63
"""A price that nobody ever pays."""

TURNS: Final = 2
"""How often albums are read where one of them changes meanwhile."""

MOST_PLACES: Final = 250_000
"""Places in albums that we keep in memory at most, about 40 MB."""


@frozen
class _Listed:
    """One album as the list shows it. `count` are the assets that it shows: neither trashed nor hidden.

    `signs` are what the list says of its contents. `updatedAt` moves with what goes in, and not with what goes out;
    that shows in the count, and where something came back at the same time, in when an asset of it changed last.
    """

    album: Album
    count: int
    signs: tuple[str | None, ...]
    shared: bool

    @property
    def pages(self) -> int:
        return len(sweep.SEEN) + self.count // sweep.PAGE


@define
class _Whole:
    """All albums with what they hold. An asset is known by the bytes of its id, which take half the room."""

    listed: dict[str, _Listed] = field(factory=dict)
    held: dict[str, frozenset[bytes]] = field(factory=dict)

    def of(self, asset_id: str) -> tuple[Album, ...]:
        key = key_of(asset_id)
        return tuple(one.album for one in self.listed.values() if key in self.held.get(one.album.id, ()))


class Mismatch(Exception):
    """An album does not hold what the list says that it shows."""


@define
class Albums:
    """The albums of assets, as they were when somebody last said `forget`; safe to use from many threads."""

    _wire: Wire
    _me: Callable[[], str]
    _shared_apart: Callable[[], bool]
    """Whether the list leaves out albums of others unless they are asked for."""
    _lock: RLock = field(factory=RLock, init=False, repr=False)
    _asked: int = field(default=0, init=False)
    _price: int | None = field(default=None, init=False)
    _whole: _Whole | None = field(default=None, init=False)
    _fresh: bool = field(default=False, init=False)

    def of(self, asset_id: str) -> tuple[Album, ...]:
        """Return the albums that hold an asset, in the order of their ids. Raises the leaves of ServerError."""
        with self._lock:
            whole = self._all()
        return self._one(asset_id) if whole is None else whole.of(asset_id)

    def forget(self, album_id: str | None = None) -> None:
        """Look again what changed when somebody asks next; at one album whatever its list says.

        Of what lies in the trash and leaves an album the list says nothing.
        """
        with self._lock:
            self._fresh = False
            if self._whole is not None and album_id is not None:
                left = {i: one for i, one in self._whole.listed.items() if i != album_id}
                self._whole = _Whole(left, self._whole.held)

    def _one(self, asset_id: str) -> tuple[Album, ...]:
        found = Answer(
            self._wire.read("GET", "/albums", params={"assetId": asset_id}), "GET", "/albums"
        ).items()
        return tuple(sorted((dto.album(item, self._me()) for item in found), key=lambda album: album.id))

    def _all(self) -> _Whole | None:
        """Return all albums where that is fewer questions, None where one asset is asked for alone."""
        if self._whole is None:
            self._asked += 1
            if self._asked <= TRIED or (self._price is not None and self._asked <= self._price):
                return None
            try:
                listed = self._list()
            except Mismatch:
                listed, self._price = {}, NEVER
            else:
                few = sum(one.count for one in listed.values()) <= MOST_PLACES
                self._price = sum(one.pages for one in listed.values()) if few else NEVER
            if self._asked > self._price:
                self._take(listed)
        elif not self._fresh:
            self._take(None)
        return self._whole

    def _take(self, listed: Mapping[str, _Listed] | None) -> None:
        """Read again the albums that changed.

        One that changes meanwhile is listed anew. Where one still does not hold what the list says, a search of
        this server cannot be relied on: nothing is read in bulk ever after.
        """
        for _ in range(TURNS):
            try:
                self._whole = self._read_all(self._list() if listed is None else listed)
            except Mismatch:
                listed = None
            else:
                self._fresh = True
                return
        self._whole, self._price = None, NEVER

    def _read_all(self, listed: Mapping[str, _Listed]) -> _Whole:
        known = self._whole or _Whole()
        held = {}
        for album_id, one in listed.items():
            before = known.listed.get(album_id)
            same = before is not None and (before.signs, before.count) == (one.signs, one.count)
            held[album_id] = known.held[album_id] if same else self._read(one)
        return _Whole(dict(sorted(listed.items())), held)

    def _list(self) -> dict[str, _Listed]:
        """Return all albums. Raises Mismatch where the list does not tell what a reading in bulk is held to."""
        asked: tuple[dict[str, str], ...] = ({}, {"shared": "true"}) if self._shared_apart() else ({},)
        me = self._me()
        found: dict[str, _Listed] = {}
        for params in asked:
            for item in Answer(self._wire.read("GET", "/albums", params=params), "GET", "/albums").items():
                album = dto.album(item, me)
                if not (item.has("assetCount") and item.has("updatedAt")):
                    raise Mismatch(album.id)
                found[album.id] = _Listed(
                    album,
                    item.at("assetCount").whole(),
                    tuple(item.at(sign).text_or_none() for sign in SIGNS),
                    item.at("shared").flag_or(True) or album.role != "owner",
                )
        return found

    def _read(self, one: _Listed) -> frozenset[bytes]:
        """Return what an album holds, the trash included. Raises Mismatch where that is not what the list says.

        A filter that a server does not know is no filter (docs/immich.md, Search): then more comes than the album
        shows. Of an album with others some of it is theirs, which a search does not find.
        """
        shown, held = 0, set()
        for item in self._items(one.album.id):
            key = key_of(item.at("id").id())
            shown += key not in held and not item.at("isTrashed").flag()
            held.add(key)
        if shown > one.count or (shown < one.count and not one.shared):
            raise Mismatch(one.album.id)
        return frozenset(held)

    def _items(self, album_id: str) -> Iterator[Answer]:
        for visibility in sweep.SEEN:
            filters = {"visibility": visibility, "withDeleted": True, "albumIds": [album_id]}
            yield from sweep.search(self._wire, filters)
