"""Who is on the pictures of duplicate groups, from pages of the whole library.

Nobody knows beforehand how many pictures will be asked for, nor how many pages there are. So a page is read for every
few pictures that were asked for one by one, and once the pages are through no picture is asked for alone any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from threading import RLock
from typing import Final

from attrs import define, field

from engine.base.errors import BadAnswer, NoPermission, Refused
from engine.immich import sweep
from engine.immich.answer import Answer
from engine.immich.http import Wire
from engine.immich.key_of import key_of

A_PAGE: Final = 8
"""Pictures that are asked for one by one while one page is read: a page takes the server about that long."""

PersonNames = tuple[tuple[str, str], ...]
"""Ids and names of people."""


@define
class People:
    """The people on pictures that are in a group; safe to use from many threads."""

    _wire: Wire
    _me: Callable[[], str]
    _able: Callable[[], bool]
    """Whether this version was seen to tell of people in its pages."""
    _lock: RLock = field(factory=RLock, init=False, repr=False)
    _asked: int = field(default=0, init=False)
    _pages: Iterator[int] | None = field(default=None, init=False, repr=False)
    _ended: bool = field(default=False, init=False)
    _blind: bool = field(default=False, init=False)
    _on: dict[bytes, PersonNames] = field(factory=dict, init=False, repr=False)
    _same: dict[PersonNames, PersonNames] = field(factory=dict, init=False, repr=False)

    def of(self, asset_id: str) -> PersonNames | None:
        """Return who is on a picture, None where it has to be asked for alone. Raises the leaves of ServerError."""
        with self._lock:
            if self._blind or not self._able():
                return None
            if not self._ended:
                self._go_on()
            return self._on.get(key_of(asset_id)) if self._ended and not self._blind else None

    def _go_on(self) -> None:
        self._asked += 1
        if self._asked % A_PAGE:
            return
        self._pages = self._pages or self._read()
        try:
            if next(self._pages, None) is None:
                self._ended, self._pages = True, None
                self._blind = self._shows_nobody()
        except NoPermission:
            raise
        except (Refused, BadAnswer):
            self._blind = True

    def _read(self) -> Iterator[int]:
        """Read page after page."""
        for visibility in sweep.SEEN:
            items = self._items(visibility)
            while number := sum(1 for _ in islice(items, sweep.PAGE)):
                yield number

    def _items(self, visibility: str) -> Iterator[None]:
        me = self._me()
        for item in sweep.search(self._wire, {"visibility": visibility, "withPeople": True}):
            if item.at("ownerId").id() == me and item.has("duplicateId"):
                names = tuple(sorted(_name(person) for person in item.at("people").items()))
                self._on[key_of(item.at("id").id())] = self._same.setdefault(names, names)
            yield None

    def _shows_nobody(self) -> bool:
        """Tell whether the pages show nobody though there are people: then they do not tell of them at all."""
        if any(self._on.values()):
            return False
        try:
            params = {"size": "1", "withHidden": "true"}
            found = Answer(self._wire.read("GET", "/people", params=params), "GET", "/people")
            return bool(list(found.at("people").items()))
        except NoPermission:
            return True


def _name(person: Answer) -> tuple[str, str]:
    return person.at("id").id(), person.at("name").text_or_none() or ""
