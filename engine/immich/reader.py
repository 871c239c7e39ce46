"""Every question that we ask an Immich server."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import RLock
from urllib.parse import quote

from engine.base.errors import BadAnswer, NoPermission, NotImmich, Refused, Unreachable
from engine.base.queues import Queue
from engine.base.whereabouts import Presence, Reach
from engine.immich import dto, groups, lists, originals, stacks, sweep
from engine.immich.albums import Albums
from engine.immich.answer import Answer
from engine.immich.capabilities import Capabilities
from engine.immich.http import Wire
from engine.immich.people import People
from engine.immich.reach import reach
from engine.immich.refusals import is_missing
from engine.immich.relations import Relations
from engine.model.asset import Asset
from engine.model.carried import Album, Carried, Face, Remark
from engine.model.group import Group, Member
from engine.model.holder import Holder, Named
from engine.model.server import Server, Version
from engine.model.stack import Stack

LOCKED = "locked"
CHECKSUMS_AT_ONCE = 5000
"""A bulk check of far more fails on the server."""

NO_SUCH_ROUTE = frozenset({400, 403, 404, 405, 406, 410})
"""How other programs, and Immich below a wrong path, answer to a question that needs no key."""


class ImmichReader:
    """A `PhotoReader` over HTTP, safe to use from many threads."""

    def __init__(self, wire: Wire, spool: Path | None = None) -> None:
        self._wire = wire
        self._spool = spool
        self._relations = Relations(wire, self._me)
        self._people = People(wire, self._me, lambda: self.capabilities.pages_show_people)
        self._albums = Albums(wire, self._me, lambda: self.capabilities.lists_shared_albums_apart)
        self._lock = RLock()

    def server(self) -> Server:
        """Return who we talk to, looked up once per connection.

        Raises `NotImmich`, `UnsupportedVersion`, `BadKey`, `NoPermission`, `Unreachable` (also while the
        server is in maintenance mode).
        """
        with self._lock:
            return self._server

    def user(self) -> str:
        """Return the id of the user whose key this is, asked anew. Raises the leaves of ServerError."""
        return self._ask("/users/me").at("id").id()

    @cached_property
    def capabilities(self) -> Capabilities:
        """What this server's version can do; needs no key."""
        return Capabilities.of(self._version(), self._wire.address.base)

    @cached_property
    def _server(self) -> Server:
        version = self.capabilities.version
        config = self._ask("/server/config")
        if config.at("maintenanceMode").flag_or(False):
            raise Unreachable(
                url=self._wire.address.base, detail="it is in maintenance mode: wait until that ends"
            )
        features = self._ask("/server/features")
        key = self._ask("/api-keys/me")
        user = self._ask("/users/me")
        return Server(
            url=self._wire.address.base,
            user=user.at("id").id(),
            user_name=user.at("name").text(),
            version=version,
            trash=features.at("trash").flag(),
            trash_days=config.at("trashDays").whole(),
            permissions=tuple(sorted(name.text() for name in key.at("permissions").items())),
        )

    def groups(self, counted: Callable[[int], object] | None = None) -> Iterator[Group]:
        return groups.groups(self._wire, self._spool, counted)

    def asset(self, asset_id: str) -> Asset | None:
        found = self._in_reach(asset_id)
        return None if found is None else dto.asset(found)

    def member(self, asset_id: str, *, notes: bool = True, before: Member | None = None) -> Member | None:
        found = self._in_reach(asset_id)
        if found is None:
            return None
        written = self.notes_of(asset_id) if notes else None
        return self._member(dto.asset(found), self._faces(found, before), written)

    def completed(self, asset: Asset) -> Member | None:
        people = self._people.of(asset.id) if asset.tags is not None else None
        if people is None:
            return self.member(asset.id, notes=False)
        return self._member(asset, tuple(dto.somewhere(*person) for person in people), None)

    def _member(
        self, asset: Asset, faces: tuple[Face, ...], notes: tuple[tuple[str, str], ...] | None
    ) -> Member:
        albums = self._albums.of(asset.id)
        remarks = [one for album in albums for one in self._relations.remarks(asset.id, album.id)]
        carried = Carried(
            albums=albums,
            faces=faces,
            links=self._relations.links(asset.id),
            memories=self._relations.memories(asset.id),
            notes=notes,
            comments=tuple(sorted(remark.id for remark in remarks)),
            remarks=tuple(sorted(remarks, key=lambda remark: remark.id)),
        )
        return Member(asset, carried)

    def _faces(self, found: Answer, before: Member | None) -> tuple[Face, ...]:
        """Return the faces on an asset read whole; where it shows the same people as before, those of before."""
        people = dto.people(found)
        if people is not None and before is not None and before.carried is not None:
            known = before.carried.faces
            if people == {face.person for face in known if face.person}:
                return known
        return () if people == frozenset() else self.faces_of(found.at("id").id())

    def albums_of(self, asset_id: str) -> tuple[Album, ...]:
        return self._albums.of(asset_id)

    def album(self, album_id: str) -> Album | None:
        params = {"withoutAssets": "true"} if self.capabilities.album_carries_assets else {}
        found = self._found(f"/albums/{_id(album_id)}", params)
        return None if found is None else dto.album(found, self._me())

    def faces_of(self, asset_id: str) -> tuple[Face, ...]:
        found = self._ask("/faces", {"id": asset_id})
        return tuple(sorted((dto.face(item) for item in found.items()), key=lambda face: face.id))

    def remarks_on(self, asset_id: str, album_id: str) -> tuple[Remark, ...]:
        me = self._me()
        found = self._ask("/activities", {"albumId": album_id, "assetId": asset_id})
        return tuple(dto.remark(item, album_id, me) for item in found.items())

    def stack_of(self, asset_id: str) -> Stack | None:
        return stacks.stack_of(self._ask, asset_id)

    def stack(self, stack_id: str) -> Stack | None:
        return stacks.stack(self._ask, stack_id)

    def notes_of(self, asset_id: str) -> tuple[tuple[str, str], ...]:
        notes = self._ask(f"/assets/{_id(asset_id)}/metadata")
        return tuple(sorted(dto.note(item) for item in notes.items()))

    def links_of(self, asset_id: str) -> tuple[str, ...]:
        """Return the individual shared links that show an asset."""
        return self._relations.links(asset_id)

    def link(self, link_id: str) -> frozenset[str] | None:
        return self._assets_in(f"/shared-links/{_id(link_id)}")

    def memory(self, memory_id: str) -> frozenset[str] | None:
        return self._assets_in(f"/memories/{_id(memory_id)}")

    def _assets_in(self, path: str) -> frozenset[str] | None:
        found = self._found(path)
        return None if found is None else frozenset(item.at("id").id() for item in found.at("assets").items())

    def named(self, kind: Holder) -> tuple[Named, ...] | None:
        return lists.named(self._wire, kind)

    def within(self, kind: Holder, holder_id: str) -> frozenset[str]:
        return lists.within(self._wire, kind, holder_id)

    def presence(self, checksums: Sequence[str]) -> list[Presence]:
        result: list[Presence] = []
        for start in range(0, len(checksums), CHECKSUMS_AT_ONCE):
            result += self._presence(checksums[start : start + CHECKSUMS_AT_ONCE])
        return result

    def sweep(self, *, updated_after: datetime | None = None) -> Iterator[Asset]:
        return sweep.sweep(self._wire, self._me(), updated_after)

    def forget_album(self, album_id: str) -> None:
        """Read one album again when it is asked for next: something was put into it, or taken out."""
        self._albums.forget(album_id)

    def changed(self, since: datetime, wanted: Collection[str]) -> dict[str, Asset]:
        return sweep.changed(self._wire, since, wanted)

    def trash(self, since: datetime) -> Iterator[Asset]:
        return sweep.trash(self._wire, self._me(), since)

    def now(self) -> datetime:
        return self._wire.sundial.now(self._wire.clock.now())

    def reach(self, checksums: Mapping[str, str | None]) -> dict[str, Reach]:
        return reach(checksums, self.asset, self.presence)

    def forget(self) -> None:
        """Read albums, links, memories and remarks again when they are asked for next."""
        self._relations.forget()
        self._albums.forget()

    def partners(self) -> tuple[str, ...] | None:
        try:
            found = self._ask("/partners", {"direction": "shared-by"})
        except NoPermission:
            return None
        return tuple(sorted(partner.at("name").text() for partner in found.items()))

    def queues(self) -> tuple[Queue, ...] | None:
        try:
            found = self._ask("/queues")
        except Refused as error:
            if error.status in NO_SUCH_ROUTE:
                return None
            raise
        return tuple(_queue(item) for item in found.items())

    def preview(self, asset_id: str, size: str = "thumbnail") -> bytes | None:
        return originals.rendition(self._wire, asset_id, size)

    def download(
        self, asset_id: str, *, start: int = 0, end: int | None = None, length: int | None = None
    ) -> Iterator[bytes]:
        return originals.original(self._wire, asset_id, start, end, length)

    def head(self, asset_id: str, length: int) -> bytes:
        return b"".join(self.download(asset_id, end=length))

    def _me(self) -> str:
        return self.server().user

    def _in_reach(self, asset_id: str) -> Answer | None:
        """Return an asset, None where nothing is or it is locked: such a one answers where it is in an album still."""
        found = self._found(f"/assets/{_id(asset_id)}")
        return None if found is None or found.text_or_none_at("visibility") == LOCKED else found

    def _found(self, path: str, params: Mapping[str, str] | None = None) -> Answer | None:
        """Return what is there, None where nothing is."""
        try:
            return self._ask(path, params)
        except Refused as error:
            if is_missing(error):
                return None
            raise

    def _ask(self, path: str, params: Mapping[str, str] | None = None) -> Answer:
        return Answer(self._wire.read("GET", path, params=params), "GET", path)

    def _version(self) -> Version:
        try:
            found = self._ask("/server/version")
            return Version(found.at("major").whole(), found.at("minor").whole(), found.at("patch").whole())
        except Refused as error:
            if error.status not in NO_SUCH_ROUTE:
                raise
            failure = NotImmich(
                url=self._wire.address.base, detail=f"it gives {error.status} when asked for its version"
            )
        except BadAnswer as error:
            failure = NotImmich(url=self._wire.address.base, detail=f"its version: {error.facts['detail']}")
        raise failure

    def _presence(self, checksums: Sequence[str]) -> list[Presence]:
        path = "/assets/bulk-upload-check"
        body = {"assets": [{"id": str(i), "checksum": c} for i, c in enumerate(checksums)]}
        results = Answer(self._wire.read("POST", path, body=body), "POST", path).at("results")
        found = {item.at("id").text(): item for item in results.items()}
        return [
            _presence(found.get(str(i)) or results.fail(f"has none for {c}")) for i, c in enumerate(checksums)
        ]


def _queue(of: Answer) -> Queue:
    counts = of.at("statistics")
    return Queue(
        name=of.at("name").text(),
        paused=of.at("isPaused").flag(),
        active=counts.at("active").whole(),
        waiting=counts.at("waiting").whole() + counts.at("paused").whole(),
    )


def _presence(of: Answer) -> Presence:
    if of.at("action").text() == "accept" or not of.has("assetId"):
        return Presence(None, False)
    return Presence(of.at("assetId").id(), of.at("isTrashed").flag_or(False))


def _id(text: str) -> str:
    """Return an id fit for a path, whatever somebody wrote into a journal or a command line."""
    return quote(text, safe="")
