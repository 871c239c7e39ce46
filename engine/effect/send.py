"""Send actions to the server or the vault, in as few calls as they allow. Only the settler holds a sender."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, TypeAlias, assert_never

from attrs import Factory, define, frozen

from engine.action.actions import (
    Action,
    AddTags,
    DownloadOriginal,
    DrawFace,
    JoinAlbum,
    JoinGroup,
    KeepClock,
    LeaveAlbum,
    PatchFields,
    RemoveTags,
    ScoreGroup,
    SetCover,
    SetFlags,
    TrashAsset,
    UntrashAsset,
    UploadOriginal,
    aware,
)
from engine.action.images import Image
from engine.action.inverse import clock_of
from engine.base.errors import BadKey, NoPermission, Refused
from engine.base.ports import PhotoReader, PhotoWriter, Vault
from engine.model.asset import Asset
from engine.model.carried import Carried
from engine.model.codec import to_json
from engine.model.group import Member


@frozen(kw_only=True)
class Order:
    """One intent, ready to be sent."""

    intent: str
    action: Action
    before: Image


Parcel: TypeAlias = tuple[Order, ...]


class Fate(Enum):
    """What sending came to, as far as the call itself tells."""

    SENT = "sent"
    REFUSED = "refused"


@frozen
class Answer:
    """The fate of one order; `seen` is what the answer itself told, such as a new id."""

    fate: Fate
    detail: str = ""
    seen: Mapping[str, Any] = Factory(dict)


SENT = Answer(Fate.SENT)


@define
class Sender:
    """The hands: everything that changes the server or fills the vault goes through here.

    `members` remembers what a run has read already, so that a backup can be described without asking again.
    """

    writer: PhotoWriter
    reader: PhotoReader
    vault: Vault
    chunk: int
    members: dict[str, Member] = Factory(dict)

    def parcels(self, orders: Sequence[Order]) -> Iterator[Parcel]:
        """Sort orders into parcels, each of which is one call (or one asset's calls) to the server."""
        bulk: defaultdict[object, list[Order]] = defaultdict(list)
        for order in orders:
            match order.action:
                case TrashAsset() | UntrashAsset():
                    bulk[type(order.action)].append(order)
                case JoinAlbum(album=album) | LeaveAlbum(album=album):
                    bulk[type(order.action), album].append(order)
                case JoinGroup(group=group):
                    bulk[type(order.action), group].append(order)
                case _:
                    yield (order,)
        for alike in bulk.values():
            for start in range(0, len(alike), self.chunk):
                yield tuple(alike[start : start + self.chunk])

    def send(self, parcel: Parcel) -> dict[str, Answer]:
        """Send one parcel; return the answer of each order.

        A parcel that the server refuses whole is split until the bad one is alone. Raises ReplyLost where it
        may or may not have happened, Unreachable where nothing was sent, BadKey and NoPermission because
        nothing more can succeed after those.
        """
        try:
            return self._send(parcel)
        except (BadKey, NoPermission):
            raise
        except Refused as refusal:
            if len(parcel) == 1:
                return {parcel[0].intent: Answer(Fate.REFUSED, str(refusal))}
            middle = len(parcel) // 2
            return self.send(parcel[:middle]) | self.send(parcel[middle:])

    def _send(self, parcel: Parcel) -> dict[str, Answer]:
        first = parcel[0].action
        match first:
            case JoinAlbum() | LeaveAlbum():
                return self._album(parcel, first)
            case TrashAsset():
                self.writer.trash([_asset(order) for order in parcel])
            case UntrashAsset():
                self.writer.untrash([_asset(order) for order in parcel])
            case JoinGroup():
                self.writer.set_group([_asset(order) for order in parcel], first.group)
            case _:
                return {parcel[0].intent: Answer(Fate.SENT, seen=self._send_one(parcel[0]))}
        return {order.intent: SENT for order in parcel}

    def _send_one(self, order: Order) -> Mapping[str, Any]:
        match order.action:
            case DownloadOriginal() as download:
                return self._download(download)
            case PatchFields() as patch:
                self.writer.patch(
                    patch.asset,
                    place=patch.place,
                    taken=patch.taken,
                    description=patch.description,
                    rating=patch.rating or None,
                    clear_rating=patch.rating == 0,
                )
            case KeepClock() as keep:
                self.writer.patch(keep.asset, taken=aware(keep.wall, clock_of(order.before)[1]))
            case AddTags() as add:
                self.writer.add_tags(add.asset, self.writer.ensure_tags([t.value for t in add.tags]))
            case RemoveTags() as remove:
                self._remove_tags(remove)
            case SetFlags() as flags:
                self.writer.set_flags(flags.asset, favourite=flags.favourite, visibility=flags.visibility)
            case SetCover() as cover:
                self.writer.set_cover(cover.album, cover.asset)
            case UploadOriginal() as upload:
                return self._upload(upload)
            case DrawFace() as face:
                self.writer.add_face(face.asset, face.person, face.box, face.image)
            case ScoreGroup() | TrashAsset() | UntrashAsset() | JoinAlbum() | LeaveAlbum() | JoinGroup():
                raise AssertionError(f"{order.action} is not sent one by one")
            case _:
                assert_never(order.action)
        return {}

    def _album(self, parcel: Parcel, first: JoinAlbum | LeaveAlbum) -> dict[str, Answer]:
        """Add or remove many assets of one album; the server answers for each, with status 200 throughout."""
        ids = [_asset(order) for order in parcel]
        call = self.writer.add_to_album if isinstance(first, JoinAlbum) else self.writer.remove_from_album
        answers = call(first.album, ids)
        return {
            order.intent: SENT
            if answers.get(asset) in ("done", "already")
            else Answer(Fate.REFUSED, f"the album said {answers.get(asset, 'nothing')}")
            for order, asset in zip(parcel, ids, strict=True)
        }

    def _remove_tags(self, remove: RemoveTags) -> None:
        """Take tags off by the ids that the asset shows now, for a tag may have been made anew meanwhile.

        The server takes one tag a call, and two tag writes in flight lose one (docs/immich.md, Lost updates):
        whoever removes several makes one action of each.
        """
        assert len(remove.tags) == 1, "one tag a call"
        asset = self.reader.asset(remove.asset)
        unwanted = {tag.value for tag in remove.tags}
        for tag in (asset.tags if asset else None) or ():
            if tag.value in unwanted:
                self.writer.remove_tag(remove.asset, tag.id)

    def _download(self, download: DownloadOriginal) -> Mapping[str, Any]:
        """Fetch, verify and describe one original."""
        stored = self.vault.keep(
            self.reader.download(download.asset),
            sha1=download.checksum,
            size=download.size,
            suffix=download.suffix,
        )
        self.vault.describe(stored, to_json(self._member(download.asset)))
        return {"held": True, "sha1": stored.sha1, "sha256": stored.sha256, "size": stored.size}

    def _member(self, asset_id: str) -> Member | None:
        if asset_id in self.members:
            return self.members[asset_id]
        asset = self.reader.asset(asset_id)
        return Member(asset, self.reader.carried(asset)) if asset else None

    def _upload(self, upload: UploadOriginal) -> Mapping[str, Any]:
        stored = self.vault.verify(upload.checksum)
        if stored is None:
            raise Refused(
                method="POST",
                path="/assets",
                status=0,
                detail="nothing sent, because the backup is missing or damaged",
                correlation="",
            )
        asset, carried = upload.snapshot.asset, upload.snapshot.carried or Carried()
        new_id, created = self.writer.upload(
            stored.path,
            name=asset.name,
            checksum=upload.checksum,
            created=asset.file_created,
            modified=asset.file_modified,
            favourite=asset.favourite,
            visibility="timeline" if asset.visibility == "hidden" else asset.visibility,
            motion=self._motion(asset, upload),
            sidecar=None if upload.motion_of else self.vault.sidecar(stored, asset),
            notes=dict(carried.notes),
            duration=asset.duration,
        )
        return {"asset": new_id, "created": created}

    def _motion(self, asset: Asset, upload: UploadOriginal) -> str | None:
        """Return the id of the motion part as it is now: the old one, or that of its own upload."""
        if not asset.motion or upload.motion_of:
            return None
        if self.reader.asset(asset.motion):
            return asset.motion
        if upload.motion_checksum is None:
            return None
        return self.reader.presence([upload.motion_checksum])[0].asset


def _asset(order: Order) -> str:
    action = order.action
    assert not isinstance(action, ScoreGroup | UploadOriginal)
    return action.asset
