"""Look at the target of an action: the image of the fields it touches, and nothing is changed by looking."""

from __future__ import annotations

from typing import Any, assert_never

from attrs import frozen

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
)
from engine.action.expected import expected_after
from engine.action.images import Image, fields_of, tag_fields
from engine.base.ports import PhotoReader, Vault
from engine.model.asset import Asset
from engine.model.codec import to_json


@frozen
class Sighting:
    """What was seen of a target. `gone` means that it does not exist (any more); then the image is empty."""

    image: Image
    gone: bool = False


GONE = Sighting({}, gone=True)


def observe(action: Action, reader: PhotoReader, vault: Vault) -> Sighting:
    """Return the image of an action's target, as it is now.

    Raises the leaves of ServerError when the server cannot be asked.
    """
    match action:
        case ScoreGroup():
            return Sighting({})
        case DownloadOriginal():
            return Sighting({"held": bool(action.checksum and vault.find(action.checksum))})
        case PatchFields() | KeepClock() | AddTags() | RemoveTags() | SetFlags() | JoinGroup():
            return of_asset(action, reader.asset(action.asset))
        case TrashAsset() | UntrashAsset():
            return of_asset(action, reader.asset(action.asset))
        case JoinAlbum() | LeaveAlbum():
            held = {album.id for album in reader.albums_of(action.asset)}
            return Sighting({f"album:{action.album}": action.album in held})
        case SetCover():
            album = reader.album(action.album)
            return Sighting({f"cover:{action.album}": album.cover}) if album else GONE
        case DrawFace():
            people = {face.person for face in reader.faces_of(action.asset)}
            return Sighting({f"face:{action.person}": action.person in people})
        case UploadOriginal():
            found = reader.presence([action.checksum])[0]
            present = found.asset is not None
            return Sighting({"present": present, "asset": found.asset, "trashed": found.trashed})
        case _:
            assert_never(action)


def of_asset(action: Action, asset: Asset | None) -> Sighting:
    """Return the touched fields of an asset, with the clock where the action can move it.

    `updated` goes along: recovery needs to know whether the server's jobs have run since.
    """
    if asset is None:
        return GONE
    known = fields_of(asset)
    image: dict[str, Any] = {f: known[f] for f in expected_after(action) if f in known}
    if isinstance(action, PatchFields | KeepClock):
        image |= {"wall": known["wall"], "instant": known["instant"]}
    if isinstance(action, AddTags | RemoveTags):
        image |= tag_fields(asset, (tag.value for tag in action.tags))
    image["updated"] = to_json(asset.updated)
    return Sighting(image)
