"""The server as it would be: what a dry run looks at, once it has pretended to send something.

Everything is read from the real server, and shown with the changes that were only imagined. What the server itself
would derive, such as the zone of a new place, cannot be known before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from attrs import define, evolve, field

from engine.action.action import Action
from engine.action.albums import JoinAlbum
from engine.action.image import Image, remark_field
from engine.action.tags import AddTags
from engine.action.trash import UntrashAsset
from engine.action.upload import UploadOriginal
from engine.base.ports import PhotoReader
from engine.base.whereabouts import Presence, Reach, Whereabouts
from engine.model.asset import Asset, Tag
from engine.model.carried import Album, Carried, Face, Remark
from engine.model.group import Member
from engine.model.moment import Moment
from engine.model.place import Place
from engine.model.stack import Stack

NEW = "the new id of "
"""Before the id that an asset had: what stands for the id that an upload would get."""

PLAIN = ("description", "rating", "favourite", "visibility", "trashed", "group", "motion")
"""Fields of an image that an asset has under the same name."""


@define
class ImaginedReader:
    """Read the real server, changed by what was imagined."""

    real: PhotoReader
    _images: dict[str, dict[str, Any]] = field(factory=dict)
    _actions: dict[str, list[Action]] = field(factory=dict)
    _made: dict[str, Member] = field(factory=dict)
    _back: dict[str, Carried] = field(factory=dict)

    def imagine(self, action: Action, after: Image) -> dict[str, Any]:
        """Pretend that an action was sent; return what its target shows then, beside `after`."""
        if isinstance(action, UploadOriginal):
            return self._upload(action)
        if (
            isinstance(action, UntrashAsset)
            and action.snapshot is not None
            and action.snapshot.carried is not None
        ):
            # Links, memories and remarks are hidden while it lies in the trash.
            self._back[action.asset] = action.snapshot.carried
            # A stack shows nothing of the trash either, and whoever lies there is in it still.
            stack = action.snapshot.asset.stack
            if stack is not None and (found := self.real.asset(action.asset)) and found.stack == stack:
                after = {**after, f"stack:{stack}": True}
        self._images.setdefault(action.subject, {}).update(after)
        self._actions.setdefault(action.subject, []).append(action)
        return {}

    def _upload(self, action: UploadOriginal) -> dict[str, Any]:
        new = f"{NEW}{action.was}"
        was = action.snapshot.asset
        self._made[new] = Member(evolve(was, id=new, trashed=False, group=None, stack=None), Carried())
        return {"asset": new, "created": True}

    # Fields

    def asset(self, asset_id: str) -> Asset | None:
        made = self._made.get(asset_id)
        found = made.asset if made is not None else self.real.asset(asset_id)
        return None if found is None else _shown(found, self._images.get(asset_id, {}), self._added(asset_id))

    def changed(self, since: datetime, wanted: Collection[str]) -> dict[str, Asset]:
        found = self.real.changed(since, [one for one in wanted if one not in self._made])
        return {i: _shown(a, self._images.get(i, {}), self._added(i)) for i, a in found.items()}

    def _added(self, asset_id: str) -> dict[str, Tag]:
        given = (action for action in self._actions.get(asset_id, ()) if isinstance(action, AddTags))
        return {tag.value: tag for action in given for tag in action.tags}

    def presence(self, checksums: Sequence[str]) -> list[Presence]:
        made = {member.asset.checksum: new for new, member in self._made.items()}
        found = self.real.presence(checksums)
        return [Presence(made[c], False) if c in made else p for c, p in zip(checksums, found, strict=True)]

    def reach(self, checksums: Mapping[str, str | None]) -> dict[str, Reach]:
        real = {asset: checksum for asset, checksum in checksums.items() if asset not in self._made}
        here = {asset: Reach(Whereabouts.PRESENT) for asset in checksums if asset in self._made}
        return here | (self.real.reach(real) if real else {})

    # What refers to them

    def member(self, asset_id: str, *, notes: bool = True, before: Member | None = None) -> Member | None:
        asset = self.asset(asset_id)
        if asset is None:
            return None
        if asset_id in self._made:
            known = Carried()
        else:
            found = self.real.member(asset_id, notes=notes, before=before)
            known = self._back.get(asset_id) or (found.carried if found else None) or Carried()
        return Member(asset, self._carried(asset_id, known))

    def _carried(self, asset_id: str, known: Carried) -> Carried:
        image = self._images.get(asset_id, {})
        return evolve(
            known,
            albums=tuple(self._albums(asset_id, known.albums)),
            faces=tuple(self._faces(asset_id, known.faces)),
            links=_ids("link", known.links, image),
            memories=_ids("memory", known.memories, image),
            notes=None if known.notes is None else _notes(known.notes, image),
            remarks=tuple(r for r in known.remarks if image.get(_remark(r)) is not False),
        )

    def albums_of(self, asset_id: str) -> tuple[Album, ...]:
        known = () if asset_id in self._made else self.real.albums_of(asset_id)
        return tuple(self._albums(asset_id, known))

    def album(self, album_id: str) -> Album | None:
        found = self.real.album(album_id)
        covers = (i[f"cover:{album_id}"] for i in self._images.values() if f"cover:{album_id}" in i)
        cover = next(reversed(list(covers)), None)
        return found if found is None or cover is None else evolve(found, cover=cover)

    def faces_of(self, asset_id: str) -> tuple[Face, ...]:
        known = () if asset_id in self._made else self.real.faces_of(asset_id)
        return tuple(self._faces(asset_id, known))

    def link(self, link_id: str) -> frozenset[str] | None:
        return self._with(self.real.link(link_id), f"link:{link_id}")

    def memory(self, memory_id: str) -> frozenset[str] | None:
        return self._with(self.real.memory(memory_id), f"memory:{memory_id}")

    def stack_of(self, asset_id: str) -> Stack | None:
        made = self._made.get(asset_id)
        said = next((name for name in self._images.get(asset_id, {}) if name.startswith("stack:")), None)
        if said is not None:
            return self.stack(said.partition(":")[2]) if self._images[asset_id][said] else None
        return None if made is not None else self.real.stack_of(asset_id)

    def stack(self, stack_id: str) -> Stack | None:
        found = self.real.stack(stack_id)
        shown = self._with(None if found is None else frozenset(found.members), f"stack:{stack_id}")
        if found is None or shown is None:
            return None
        tops = [image[f"top:{stack_id}"] for image in self._images.values() if f"top:{stack_id}" in image]
        return evolve(found, members=tuple(sorted(shown)), primary=tops[-1] if tops else found.primary)

    def notes_of(self, asset_id: str) -> tuple[tuple[str, str], ...]:
        known = () if asset_id in self._made else self.real.notes_of(asset_id)
        return _notes(known, self._images.get(asset_id, {}))

    def remarks_on(self, asset_id: str, album_id: str) -> tuple[Remark, ...]:
        known = () if asset_id in self._made else self.real.remarks_on(asset_id, album_id)
        image = self._images.get(asset_id, {})
        return tuple(remark for remark in known if image.get(_remark(remark)) is not False)

    def _albums(self, asset_id: str, known: Sequence[Album]) -> Iterator[Album]:
        image = self._images.get(asset_id, {})
        yield from (album for album in known if image.get(f"album:{album.id}", True))
        held = {album.id for album in known}
        for action in self._actions.get(asset_id, ()):
            if (
                isinstance(action, JoinAlbum)
                and action.album not in held
                and image.get(f"album:{action.album}")
            ):
                held.add(action.album)
                yield Album(id=action.album, name=action.name, role="owner")

    def _faces(self, asset_id: str, known: Sequence[Face]) -> Iterator[Face]:
        image = self._images.get(asset_id, {})
        yield from (face for face in known if image.get(f"face:{face.person}", True))
        held = {face.person for face in known}
        for name, there in image.items():
            kind, _, person = name.partition(":")
            if kind == "face" and there and person not in held:
                yield Face(
                    id="", person=person, person_name="", box=(0, 0, 0, 0), image=(0, 0), source="manual"
                )

    def _with(self, known: frozenset[str] | None, name: str) -> frozenset[str] | None:
        if known is None:
            return None
        said = {asset: image[name] for asset, image in self._images.items() if name in image}
        gone = {asset for asset, there in said.items() if not there}
        return (known | said.keys()) - gone

    def __getattr__(self, name: str) -> Any:
        """Ask the real server everything else: nothing of that is ever imagined."""
        return getattr(self.real, name)


def _shown(asset: Asset, image: Image, tags: Mapping[str, Tag]) -> Asset:
    """Return an asset with the fields of an image in place of its own."""
    changed: dict[str, Any] = {name: image[name] for name in PLAIN if name in image}
    if "place" in image:
        changed["place"] = Place(*image["place"]) if image["place"] else None
    if "wall" in image or "instant" in image:
        changed["moment"] = _moment(asset.moment, image)
    for name in image:
        if name.startswith("stack:"):
            changed["stack"] = name.partition(":")[2] if image[name] else None
    held = {tag.value: tag for tag in asset.tags or ()} | dict(tags)
    kept = tuple(tag for value, tag in held.items() if image.get(f"tag:{value}", True))
    return evolve(asset, **changed, tags=None if asset.tags is None and not kept else kept)


def _moment(was: Moment | None, image: Image) -> Moment | None:
    """Return a clock with new hands; the one that nobody wrote keeps its distance from the other."""
    wall = datetime.fromisoformat(image["wall"]) if image.get("wall") else None
    instant = datetime.fromisoformat(image["instant"]).astimezone(UTC) if image.get("instant") else None
    if wall is not None and instant is None:
        instant = (wall - was.offset).replace(tzinfo=UTC) if was is not None else wall.replace(tzinfo=UTC)
    elif instant is not None and wall is None:
        wall = instant.replace(tzinfo=None) + (was.offset if was is not None else instant - instant)
    return was if wall is None or instant is None else Moment(instant, wall)


def _ids(kind: str, known: Sequence[str], image: Image) -> tuple[str, ...]:
    """Return links or memories as an image changes them."""
    said = {name.partition(":")[2]: there for name, there in image.items() if name.startswith(f"{kind}:")}
    kept = [one for one in known if said.get(one, True)]
    return (*kept, *(one for one, there in said.items() if there and one not in kept))


def _notes(known: Sequence[tuple[str, str]], image: Image) -> tuple[tuple[str, str], ...]:
    said = {name.partition(":")[2]: value for name, value in image.items() if name.startswith("note:")}
    return tuple((dict(known) | {k: v for k, v in said.items() if v is not None}).items())


def _remark(remark: Remark) -> str:
    return remark_field(remark.album, remark.text)
