"""Routes about individual shared links, which never show what lies in the trash."""

from __future__ import annotations

import base64

from practice.access import own
from practice.bulk import each
from practice.calls import Call, Reply, Router
from practice.checks import Field, require_uuid
from practice.problems import Problem
from practice.rows import AssetRow, LinkRow
from practice.views import AssetView, Json, stamp

router = Router()
ASSETS = {"assetIds": Field(kind="uuids", required=True)}


def _link(call: Call) -> LinkRow:
    link = call.world.links.get(require_uuid("id", call.ids[0]).lower())
    if link is None or link.owner != call.user.id:
        raise Problem(400, "Shared link not found")
    return link


def _json(call: Call, link: LinkRow, *, whole: bool) -> Json:
    """Return a link; a listing shows one asset of it at most."""
    view = AssetView(call.world, call.dialect, call.user)
    rows = [call.world.assets[identity] for identity in link.assets if identity in call.world.assets]
    shown: list[AssetRow] = [row for row in rows if not row.trashed]
    return {
        "id": link.id,
        "description": link.description,
        "password": None,
        "userId": link.owner,
        "key": base64.urlsafe_b64encode(link.key).decode().rstrip("="),
        "type": "ALBUM" if link.album else "INDIVIDUAL",
        "createdAt": stamp(link.created),
        "expiresAt": None,
        "assets": [view.joined(row, exif=whole) for row in (shown if whole else shown[:1])],
        "allowUpload": False,
        "allowDownload": True,
        "showMetadata": True,
        "slug": link.slug,
    }


@router.on("GET", "/shared-links", "sharedLink.read")
def links(call: Call) -> Reply:
    mine = [link for link in call.world.links.values() if link.owner == call.user.id]
    return Reply(data=[_json(call, link, whole=False) for link in reversed(mine)])


@router.on("POST", "/shared-links", "sharedLink.create")
def create(call: Call) -> Reply:
    shape = {"assetIds": Field(kind="uuids"), "slug": Field(kind="text", nullable=True)}
    kind = Field(kind="choice", choices=("ALBUM", "INDIVIDUAL"), required=True)
    fields = call.fields(shape | {"type": kind, "albumId": Field(kind="uuid")})
    rows = own(call, fields.get("assetIds", ()), "asset.share")
    link = call.world.add_link(*rows, slug=fields.get("slug"), owner=call.user)
    link.album = fields.get("albumId")
    call.world.log.effect("link", link.id)
    return Reply(status=201, data=_json(call, link, whole=True))


@router.on("GET", "/shared-links/{}", "sharedLink.read")
def link(call: Call) -> Reply:
    return Reply(data=_json(call, _link(call), whole=True))


@router.on("PATCH", "/shared-links/{}", "sharedLink.update")
def update(call: Call) -> Reply:
    shape = {"description": Field(kind="text", nullable=True), "slug": Field(kind="text", nullable=True)}
    fields = call.fields(shape)
    link = _link(call)
    link.description = fields.get("description", link.description)
    link.slug = fields.get("slug")
    call.world.log.effect("link-update", link.id)
    return Reply(data=_json(call, link, whole=True))


@router.on("DELETE", "/shared-links/{}", "sharedLink.delete")
def delete(call: Call) -> Reply:
    link = _link(call)
    del call.world.links[link.id]
    call.world.log.effect("link-delete", link.id)
    return Reply(status=204)


@router.on("PUT", "/shared-links/{}/assets", "sharedLink.update", classic_permission="all")
def add(call: Call) -> Reply:
    ids = call.fields(ASSETS)["assetIds"]
    link = _link(call)

    def act(identity: str) -> str | None:
        row = call.world.assets.get(identity)
        if identity in link.assets:
            return "duplicate"
        if row is None or not call.owns(row):
            return "no_permission"
        link.assets.append(identity)
        call.world.log.effect("link-add", identity, link.id)
        return None

    return each(ids, act, name="assetId")


@router.on("DELETE", "/shared-links/{}/assets", "sharedLink.update")
def remove(call: Call) -> Reply:
    ids = call.fields(ASSETS)["assetIds"]
    link = _link(call)
    there = set(link.assets)

    def act(identity: str) -> str | None:
        if identity not in there:
            return "not_found"
        link.assets = [asset for asset in link.assets if asset != identity]
        call.world.log.effect("link-remove", identity, link.id)
        return None

    return each(ids, act, name="assetId")
