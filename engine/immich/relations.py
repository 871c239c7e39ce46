"""Shared links, memories and remarks, turned around: which of them are about an asset.

The server can only be asked per link, per album and for all memories, so each is read once, until somebody says that
it may have changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from threading import Lock

from attrs import define, field

from engine.base.errors import Refused
from engine.immich import dto
from engine.immich.answer import Answer
from engine.immich.http import Wire
from engine.immich.refusals import is_missing
from engine.model.carried import Remark

Index = Mapping[str, tuple[str, ...]]


@define
class Relations:
    """The lazy, thread-safe index of individual shared links, memories and remarks by asset id."""

    _wire: Wire
    _me: Callable[[], str]
    _lock: Lock = field(factory=Lock, init=False, repr=False)
    _links: Index | None = field(default=None, init=False, repr=False)
    _memories: Index | None = field(default=None, init=False, repr=False)
    _remarks: dict[str, Mapping[str, tuple[Remark, ...]]] = field(factory=dict, init=False, repr=False)

    def links(self, asset_id: str) -> tuple[str, ...]:
        """Return the ids of the individual shared links that hold the asset."""
        with self._lock:
            if self._links is None:
                self._links = _index(self._read_links)
            return self._links.get(asset_id, ())

    def memories(self, asset_id: str) -> tuple[str, ...]:
        """Return the ids of the memories that hold the asset."""
        with self._lock:
            if self._memories is None:
                self._memories = _index(self._read_memories)
            return self._memories.get(asset_id, ())

    def remarks(self, asset_id: str, album_id: str) -> tuple[Remark, ...]:
        """Return the comments and likes on an asset in an album: all of an album are one question."""
        with self._lock:
            if album_id not in self._remarks:
                self._remarks[album_id] = self._read_remarks(album_id)
            return self._remarks[album_id].get(asset_id, ())

    def forget(self) -> None:
        """Read all of it again when it is asked for next."""
        with self._lock:
            self._links = self._memories = None
            self._remarks.clear()

    def _read_remarks(self, album_id: str) -> Mapping[str, tuple[Remark, ...]]:
        found: dict[str, list[Remark]] = defaultdict(list)
        listed = Answer(
            self._wire.read("GET", "/activities", params={"albumId": album_id}), "GET", "/activities"
        )
        for item in listed.items():
            # What is said of the album as a whole is about no asset.
            if (asset_id := item.at("assetId").text_or_none()) is not None:
                found[asset_id].append(dto.remark(item, album_id, self._me()))
        return {asset_id: tuple(remarks) for asset_id, remarks in found.items()}

    def _read_links(self) -> Iterator[tuple[str, str]]:
        listed = Answer(self._wire.read("GET", "/shared-links"), "GET", "/shared-links")
        for link in listed.items():
            # The list shows at most one asset per link; links to albums follow their album.
            if link.at("type").text() != "INDIVIDUAL":
                continue
            link_id = link.at("id").id()
            path = f"/shared-links/{link_id}"
            try:
                whole = Answer(self._wire.read("GET", path), "GET", path)
            except Refused as error:
                if is_missing(error):  # it was deleted since the list was read
                    continue
                raise
            for asset in whole.at("assets").items():
                yield asset.at("id").id(), link_id

    def _read_memories(self) -> Iterator[tuple[str, str]]:
        listed = Answer(self._wire.read("GET", "/memories"), "GET", "/memories")
        for memory in listed.items():
            # "On this day" memories come and go by themselves, three days around today, and mean nothing
            # about a picture; what somebody saved, or made without a time to show it, does.
            automatic = memory.has("showAt") and memory.at("showAt").text_or_none() is not None
            if automatic and not memory.at("isSaved").flag_or(False):
                continue
            for asset in memory.at("assets").items():
                yield asset.at("id").id(), memory.at("id").id()


def _index(pairs: Callable[[], Iterator[tuple[str, str]]]) -> Index:
    found: dict[str, list[str]] = defaultdict(list)
    for asset_id, holder in pairs():
        found[asset_id].append(holder)
    return {asset_id: tuple(sorted(holders)) for asset_id, holders in found.items()}
