"""Routes about albums."""

from __future__ import annotations

from datetime import datetime

from practice.access import readable
from practice.bulk import each
from practice.calls import Call, Reply, Router
from practice.checks import IDS, Field, require_uuid
from practice.problems import Problem, no_access
from practice.rows import AlbumRow, AssetRow
from practice.views import AssetView, Json, stamp, user_json

router = Router()


def role_of(call: Call, album: AlbumRow) -> str | None:
    """Return the caller's role in an album: owner, editor, viewer, or None."""
    return "owner" if album.owner == call.user.id else album.users.get(call.user.id)


def _album(call: Call, permission: str, *roles: str) -> AlbumRow:
    album = call.world.albums.get(require_uuid("id", call.ids[0]).lower())
    if album is None or role_of(call, album) not in roles:
        raise no_access(permission)
    return album


def _shown(call: Call, album: AlbumRow) -> list[AssetRow]:
    """Return the members that listings show, newest first."""
    rows = (call.world.assets[identity] for identity in album.assets if identity in call.world.assets)
    shown = [row for row in rows if not row.trashed and row.visibility in ("timeline", "archive")]
    return sorted(shown, key=lambda row: row.file_created, reverse=album.order == "desc")


def mend_covers(call: Call) -> None:
    """Replace every cover that points nowhere or to a trashed asset, for good: a read that writes."""
    for album in call.world.albums.values():
        rows = _shown(call, album)
        cover = call.world.assets.get(album.cover or "")
        wrong = cover is None or cover.trashed or cover.id not in album.assets
        if wrong and (album.cover is not None or rows):
            album.cover = rows[0].id if rows else None
            call.world.log.effect("cover", album.id)


def _day(value: datetime) -> str:
    return stamp(value.replace(hour=0, minute=0, second=0, microsecond=0))


def album_json(call: Call, album: AlbumRow, *, assets: bool = False) -> Json:
    """Return an album as the dialect shows it."""
    world, modern = call.world, call.dialect.modern
    rows = _shown(call, album)
    owner = {"user": user_json(world.users[album.owner]), "role": "owner"}
    users = [{"user": user_json(world.users[u]), "role": role} for u, role in album.users.items()]
    dates = [row.local for row in rows]
    data: Json = {
        "albumName": album.name,
        "description": album.description,
        "albumThumbnailAssetId": album.cover,
        "createdAt": stamp(album.created),
        "updatedAt": stamp(album.updated),
        "id": album.id,
    }
    if not modern:
        data |= {"ownerId": album.owner, "owner": owner["user"]}
    data |= {
        "albumUsers": [owner, *users] if modern else users,
        "shared": bool(album.users) or any(link.album == album.id for link in world.links.values()),
        "hasSharedLink": any(link.album == album.id for link in world.links.values()),
    }
    if dates:
        data |= {"startDate": _day(min(dates)), "endDate": _day(max(dates))}
        data["lastModifiedAssetTimestamp"] = stamp(max(row.updated for row in rows))
    if not modern:
        view = AssetView(world, call.dialect, call.user)
        data["assets"] = [view.joined(row) for row in rows] if assets else []
    data |= {
        "assetCount": len(rows),
        "isActivityEnabled": album.activity_enabled,
        "order": album.order,
    }
    return data


@router.on("GET", "/albums", "album.read")
def albums(call: Call) -> Reply:
    mend_covers(call)
    asset = call.query.get("assetId")
    found = []
    for album in call.world.albums.values():
        role = role_of(call, album)
        if role is None:
            continue
        owned, shared = role == "owner", bool(album.users)
        if asset is not None:
            wanted = asset.lower() in album.assets
        elif call.dialect.modern:
            wanted = call.flag("isOwned") in (None, owned) and call.flag("isShared") in (None, shared)
        else:
            wanted = shared if call.flag("shared") else owned and call.flag("shared") in (None, shared)
        if wanted:
            found.append(album)
    found.sort(key=lambda album: album.created, reverse=True)
    return Reply(data=[album_json(call, album) for album in found])


@router.on("POST", "/albums", "album.create")
def create(call: Call) -> Reply:
    fields = call.fields(
        {
            "albumName": Field(kind="text", required=True),
            "description": Field(kind="text"),
            "assetIds": Field(kind="uuids"),
            "albumUsers": Field(kind="list"),
        }
    )
    rows = [call.world.assets.get(identity) for identity in fields.get("assetIds", ())]
    mine = [row for row in rows if row is not None and row.owner == call.user.id]
    users = {user["userId"]: user["role"] for user in fields.get("albumUsers", ())}
    album = call.world.add_album(fields["albumName"], mine, owner=call.user, users=users)
    album.description = fields.get("description", "")
    call.world.log.effect("album", album.id)
    return Reply(status=201, data=album_json(call, album, assets=True))


@router.on("GET", "/albums/{}", "album.read")
def album(call: Call) -> Reply:
    found = _album(call, "album.read", "owner", "editor", "viewer")
    mend_covers(call)
    return Reply(data=album_json(call, found, assets=not call.flag("withoutAssets")))


@router.on("PATCH", "/albums/{}", "album.update")
def update(call: Call) -> Reply:
    fields = call.fields(
        {
            "albumName": Field(kind="text"),
            "description": Field(kind="text"),
            "albumThumbnailAssetId": Field(kind="uuid"),
            "isActivityEnabled": Field(kind="bool"),
            "order": Field(kind="choice", choices=("asc", "desc")),
        }
    )
    album = _album(call, "album.update", "owner", "editor")
    cover = fields.get("albumThumbnailAssetId")
    if cover is not None:
        if cover not in album.assets:
            raise Problem(400, "Invalid album thumbnail")
        album.cover = cover
        call.world.log.effect("cover", album.id)
    album.name = fields.get("albumName", album.name)
    album.description = fields.get("description", album.description)
    album.order = fields.get("order", album.order)
    album.activity_enabled = fields.get("isActivityEnabled", album.activity_enabled)
    album.updated = call.world.now()
    return Reply(data=album_json(call, album))


@router.on("DELETE", "/albums/{}", "album.delete")
def delete(call: Call) -> Reply:
    album = _album(call, "album.delete", "owner")
    del call.world.albums[album.id]
    for activity in [a.id for a in call.world.activities.values() if a.album == album.id]:
        del call.world.activities[activity]
    call.world.log.effect("album-delete", album.id)
    return Reply(status=204)


def _add(call: Call, album: AlbumRow, identity: str) -> str | None:
    """Add one asset; return the word of refusal, or None."""
    if identity in album.assets:
        return "duplicate"
    row = call.world.assets.get(identity)
    partner = row is not None and row.owner in call.user.partners and readable(call, row)
    if row is None or not (call.owns(row) or partner):
        return "no_permission"
    album.assets[identity] = call.world.now()
    if album.cover is None:
        album.cover = identity
    call.world.log.effect("album-add", identity, album.id)
    return None


@router.on("PUT", "/albums/{}/assets", "albumAsset.create")
def add_assets(call: Call) -> Reply:
    ids = call.fields(IDS)["ids"]
    if require_uuid("id", call.ids[0]).lower() not in call.world.albums:
        raise Problem(400, "Album not found")
    album = _album(call, "albumAsset.create", "owner", "editor")
    before = len(album.assets)
    reply = each(ids, lambda identity: _add(call, album, identity.lower()))
    if len(album.assets) != before:
        album.updated = call.world.now()
    return reply


@router.on("DELETE", "/albums/{}/assets", "albumAsset.delete")
def remove_assets(call: Call) -> Reply:
    ids = call.fields(IDS)["ids"]
    album = _album(call, "albumAsset.delete", "owner", "editor")
    cover = album.cover
    reply = each(ids, lambda identity: _remove(call, album, identity.lower()))
    if album.cover != cover:
        album.updated = call.world.now()
    return reply


def _remove(call: Call, album: AlbumRow, identity: str) -> str | None:
    """Take one asset out, its comments and likes with it; return the word of refusal, or None."""
    row = call.world.assets.get(identity)
    if identity not in album.assets:
        return "not_found"
    if album.owner != call.user.id and (row is None or row.owner != call.user.id):
        return "no_permission"
    del album.assets[identity]
    for activity in list(call.world.activities.values()):
        if activity.album == album.id and activity.asset == identity:
            del call.world.activities[activity.id]
    if album.cover == identity:
        album.cover = None
        mend_covers(call)
    call.world.log.effect("album-remove", identity, album.id)
    return None


@router.on("PUT", "/albums/assets", "albumAsset.create")
def add_to_many(call: Call) -> Reply:
    fields = call.fields(
        {"albumIds": Field(kind="uuids", required=True), "assetIds": Field(kind="uuids", required=True)}
    )
    done = False
    for identity in fields["albumIds"]:
        album = call.world.albums.get(identity)
        if album is None or role_of(call, album) not in ("owner", "editor"):
            continue
        words = [_add(call, album, asset) for asset in fields["assetIds"]]
        if None in words:
            done = True
            album.updated = call.world.now()
    return Reply(data={"success": True} if done else {"success": False, "error": "duplicate"})
