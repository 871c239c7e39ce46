"""Routes that serve originals and the small pictures made of them."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import quote

from practice.access import readable, seen
from practice.calls import Call, Reply, Router
from practice.checks import Field, checked, require_uuid
from practice.media import mime_type
from practice.previews import FORMATS
from practice.problems import Problem, missing_file, no_access
from practice.rows import AssetRow

router = Router()
SIZE = {"size": Field(kind="choice", choices=("original", "fullsize", "preview", "thumbnail"))}


def _file(call: Call, data: bytes, kind: str, name: str) -> Reply:
    headers = {
        "Content-Type": kind,
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(name.rpartition('/')[2])}",
        "Cache-Control": "private, max-age=86400, no-transform",
    }
    return Reply(raw=data, headers=headers | ({"Accept-Ranges": "bytes"} if call.world.ranges else {}))


def _downloaded(call: Call) -> AssetRow:
    identity = require_uuid("id", call.ids[0])
    row = call.world.assets.get(identity.lower())
    if row is not None and readable(call, row):
        return row
    raise Problem(404, "Not Found") if call.dialect.modern else no_access("asset.download")


@router.on("GET", "/assets/{}/original", "asset.download")
def original(call: Call) -> Reply:
    row = _downloaded(call)
    data = None if row.offline else call.world.stored(row)
    if data is None:
        raise missing_file(call.dialect.modern)
    return _file(call, data, mime_type(PurePosixPath(row.name)), row.name)


@router.on("GET", "/assets/{}/thumbnail", "asset.view")
def thumbnail(call: Call) -> Reply:
    size = checked(dict(call.query), SIZE, call.dialect).get("size", "thumbnail")
    row = seen(call, require_uuid("id", call.ids[0]), "asset.view")
    data = call.world.previews.get(row, size) if size in FORMATS else None
    if data is None:
        raise Problem(404, "Not Found" if call.dialect.modern else "Asset media not found")
    return _file(call, data, f"image/{FORMATS[size].lower()}", f"{row.name}.{FORMATS[size].lower()}")
