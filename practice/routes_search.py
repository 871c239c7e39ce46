"""The metadata search; a filter it does not know is no filter at all."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from practice.calls import Call, Reply, Router
from practice.checks import VISIBILITIES, Field
from practice.problems import Problem, no_access
from practice.routes_albums import role_of
from practice.rows import AssetRow
from practice.views import AssetView

router = Router()

SHAPE = {
    "page": Field(kind="int", low=1),
    "size": Field(kind="int", low=1, high=1000),
    "id": Field(kind="uuid"),
    "checksum": Field(kind="text"),
    "originalFileName": Field(kind="text"),
    "originalPath": Field(kind="text"),
    "albumIds": Field(kind="uuids"),
    "tagIds": Field(kind="uuids", nullable=True),
    "personIds": Field(kind="uuids"),
    "libraryId": Field(kind="uuid", nullable=True),
    "type": Field(kind="choice", choices=("IMAGE", "VIDEO", "AUDIO", "OTHER")),
    "visibility": Field(kind="choice", choices=VISIBILITIES),
    "order": Field(kind="choice", choices=("asc", "desc")),
    "isFavorite": Field(kind="bool"),
    "isOffline": Field(kind="bool"),
    "isMotion": Field(kind="bool"),
    "withDeleted": Field(kind="bool"),
    "withExif": Field(kind="bool"),
    "withPeople": Field(kind="bool"),
    "withStacked": Field(kind="bool"),
    "createdBefore": Field(kind="text"),
    "createdAfter": Field(kind="text"),
    "updatedBefore": Field(kind="text"),
    "updatedAfter": Field(kind="text"),
    "trashedBefore": Field(kind="text"),
    "trashedAfter": Field(kind="text"),
    "takenBefore": Field(kind="text"),
    "takenAfter": Field(kind="text"),
}

DATES: dict[str, Callable[[AssetRow], datetime | None]] = {
    "created": lambda row: row.created,
    "updated": lambda row: row.updated,
    "trashed": lambda row: row.deleted_at,
    "taken": lambda row: row.file_created,
}


def _checksum(text: str) -> str:
    return text if len(text) == 28 else base64.b64encode(bytes.fromhex(text)).decode()


def _in_time(row: AssetRow, wanted: dict[str, Any]) -> bool:
    for name, read in DATES.items():
        for side in ("Before", "After"):
            if (text := wanted.get(name + side)) is None:
                continue
            limit = datetime.fromisoformat(text)
            limit = limit if limit.tzinfo else limit.replace(tzinfo=UTC)
            value = read(row)
            if value is None or (value > limit if side == "Before" else value < limit):
                return False
    return True


def _carries(call: Call, row: AssetRow, wanted: dict[str, Any]) -> bool:
    """Tell whether albums, tags and people fit; every one of a list must."""
    world = call.world
    albums = [world.albums.get(a) for a in wanted.get("albumIds", ())]
    if any(album is None or row.id not in album.assets for album in albums):
        return False
    if "tagIds" in wanted and wanted["tagIds"] is None and row.tags:
        return False
    for tag in wanted.get("tagIds") or ():
        below = {t.id for t in world.tags.values() if t.id == tag or t.parent == tag}
        if not below & set(row.tags):
            return False
    on_it = {face.person for face in world.faces.values() if face.asset == row.id and not face.hidden}
    return set(wanted.get("personIds", ())) <= on_it


def _fits(call: Call, row: AssetRow, wanted: dict[str, Any]) -> bool:
    deleted = wanted.get("withDeleted") or "trashedAfter" in wanted or "trashedBefore" in wanted
    if row.trashed and not deleted:
        return False
    if "visibility" in wanted:
        visible = row.visibility == wanted["visibility"]
    else:
        visible = row.visibility in (
            ("timeline", "archive", "hidden") if call.dialect.modern else ("timeline",)
        )
    stacked = row.stack is not None and wanted.get("withStacked") is False
    checks = (
        visible,
        not stacked,
        wanted.get("id") in (None, row.id),
        "checksum" not in wanted or row.checksum == _checksum(wanted["checksum"]),
        wanted.get("originalFileName", "").lower() in row.name.lower(),
        wanted.get("originalPath", "").lower() in row.path.lower(),
        "libraryId" not in wanted or row.library == wanted["libraryId"],
        wanted.get("type") in (None, row.kind),
        wanted.get("isFavorite") in (None, row.favourite),
        wanted.get("isOffline") in (None, row.offline),
        wanted.get("isMotion") in (None, row.motion is not None),
    )
    return all(checks) and _in_time(row, wanted) and _carries(call, row, wanted)


@router.on("POST", "/search/metadata", "asset.read", writes=False)
def metadata(call: Call) -> Reply:
    wanted = call.fields(SHAPE)
    if wanted.get("visibility") == "locked":
        raise Problem(401, "Elevated permission is required")
    by_album = bool(call.dialect.modern and wanted.get("albumIds"))
    for identity in wanted["albumIds"] if by_album else ():
        if identity not in call.world.albums or role_of(call, call.world.albums[identity]) is None:
            raise no_access("album.read")
    rows = [
        row
        for row in call.world.assets.values()
        if row.visibility != "locked"
        and (
            by_album  # whoever's they are
            or row.owner == call.user.id
            or (row.owner in call.user.partners and row.visibility == "timeline")
        )
        and _fits(call, row, wanted)
    ]
    newest = wanted.get("order", "desc") == "desc"
    rows.sort(key=lambda row: (row.file_created, row.id if call.dialect.modern else ""), reverse=newest)
    page, size = wanted.get("page", 1), wanted.get("size", 250)
    part = rows[(page - 1) * size : page * size]
    view = AssetView(call.world, call.dialect, call.user)
    exif, people = bool(wanted.get("withExif")), bool(wanted.get("withPeople"))
    items = [view.listed(row, exif=exif, people=people) for row in part]
    more = page * size < len(rows)
    return Reply(
        data={
            "albums": {"total": 0, "count": 0, "items": [], "facets": []},
            "assets": {
                "total": len(items),
                "count": len(items),
                "items": items,
                "facets": [],
                "nextPage": str(page + 1) if more else None,
            },
        }
    )
