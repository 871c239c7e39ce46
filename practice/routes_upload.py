"""Routes that take in files and say which are there already."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from attrs import evolve

from practice.calls import Call, Reply, Router
from practice.checks import Field, is_uuid
from practice.media import asset_kind
from practice.problems import Issue, Problem, invalid
from practice.rows import AssetRow, Exif, FileFacts
from practice.upload import Form, Part

router = Router()


def _checksum(text: str) -> str | None:
    """Return a checksum given as hex or base64 in the form of the API, base64."""
    try:
        raw = base64.b64decode(text, validate=True) if len(text) == 28 else bytes.fromhex(text)
    except (ValueError, binascii.Error):
        return None
    return base64.b64encode(raw).decode()


def _known(call: Call, checksum: str | None) -> AssetRow | None:
    world = call.world
    identity = world.checksums.get((call.user.id, checksum or ""))
    return world.assets.get(identity) if identity else None


@router.on("POST", "/assets/bulk-upload-check", "asset.upload", writes=False)
def bulk_upload_check(call: Call) -> Reply:
    items = call.fields({"assets": Field(kind="list", required=True)})["assets"]
    if len(items) > 65_000:
        raise Problem(500, "Failed to check bulk upload")
    results: list[dict[str, Any]] = []
    for item in items:
        row = _known(call, _checksum(str(item.get("checksum", ""))))
        if row is None:
            results.append({"id": item["id"], "action": "accept"})
        else:
            results.append(
                {
                    "id": item["id"],
                    "action": "reject",
                    "reason": "duplicate",
                    "assetId": row.id,
                    "isTrashed": row.trashed,
                }
            )
    return Reply(data={"results": results})


def _date(form: Form, name: str, *, modern: bool) -> datetime | Issue:
    text = form.fields.get(name)
    strict = r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)" if modern else r"\d{4}-\d\d.*"
    if text is not None and re.fullmatch(strict, text):
        try:
            value = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            value = value if value.tzinfo else value.replace(tzinfo=UTC)
            return value.astimezone(UTC).replace(microsecond=value.microsecond // 1000 * 1000)
    received = "undefined" if text is None else "string"
    message = f"Invalid input: expected ISO 8601 datetime string, received {received}"
    classic = (
        [f"{name} must be a Date instance"]
        if text is not None
        else [f"{name} should not be empty", f"{name} must be a Date instance"]
    )
    return Issue((name,), {"expected": "string", "code": "invalid_type", "message": message}, tuple(classic))


def _flag(form: Form, name: str) -> bool | Issue:
    text = form.fields.get(name)
    if text in (None, "true", "false"):
        return text == "true"
    modern = {
        "code": "invalid_value",
        "values": ["true", "false"],
        "message": 'Invalid option: expected one of "true"|"false"',
    }
    return Issue((name,), modern, (f"{name} must be a boolean value",))


def _refuse_type(form: Form, part_name: str, part: Part) -> None:
    """Refuse a part by its name; a `filename` field that came before the part decides instead."""
    before = "filename" in form.order[: part.index - 1]
    name = form.fields["filename"] if before else part.name
    suffix = PurePosixPath(name.lower()).suffix
    ok = suffix == ".xmp" if part_name == "sidecarData" else asset_kind(PurePosixPath(name)) is not None
    if not ok:
        raise Problem(400, f"Unsupported file type {name}")


def _duplicate(row: AssetRow) -> Reply:
    return Reply(status=200, data={"status": "duplicate", "id": row.id})


@router.on("POST", "/assets", "asset.upload")
def upload(call: Call) -> Reply:
    world, modern = call.world, call.dialect.modern
    announced = _known(call, _checksum(call.headers.get("x-immich-checksum", "")))
    if announced is not None:
        return _duplicate(announced)
    form = call.body if isinstance(call.body, Form) else Form()
    for part_name, part in form.files.items():
        if part_name in ("assetData", "sidecarData"):
            _refuse_type(form, part_name, part)
    file, extra = form.files.get("assetData"), form.files.get("sidecarData")
    if modern and any(part is not None and not part.data for part in (file, extra)):
        raise Problem(400, "File is empty")
    if file is None:
        raise Problem(400, "File is required" if modern else "Field 'assetData' is required")
    created, modified = (_date(form, name, modern=modern) for name in ("fileCreatedAt", "fileModifiedAt"))
    favourite = _flag(form, "isFavorite")
    issues: list[Issue] = [i for i in (created, modified, favourite) if isinstance(i, Issue)]
    if not modern:
        issues = [
            Issue((name,), {}, (f"{name} should not be empty", f"{name} must be a string"))
            for name in ("deviceAssetId", "deviceId")
            if not form.fields.get(name)
        ] + issues
    if issues:
        raise invalid(*issues)
    assert isinstance(created, datetime)
    assert isinstance(modified, datetime)
    assert isinstance(favourite, bool)
    checksum = base64.b64encode(hashlib.sha1(file.data, usedforsecurity=False).digest()).decode()
    motion = form.fields.get("livePhotoVideoId")
    video = _motion(call, motion) if motion else None
    if (twin := _known(call, checksum)) is not None:
        return _duplicate(twin)
    row = _new_row(call, form, file, checksum)
    row.favourite, row.file_created, row.file_modified = favourite, created, modified
    row.local = created
    row.visibility = form.fields.get("visibility") or "timeline"
    if extra is not None:
        row.sidecar = world.extract(extra.data, "sidecar.xmp")
    if video is not None:
        row.motion, video.visibility = video.id, "hidden"
    for note in json.loads(form.fields.get("metadata") or "[]"):
        row.notes[note["key"]] = (note["value"], world.now())
    world.insert(row)
    world.log.effect("upload", row.id)
    call.pipeline.welcome(row)
    return Reply(status=201, data={"id": row.id, "status": "created"})


def _motion(call: Call, identity: str) -> AssetRow:
    row = call.world.assets.get(identity.lower()) if is_uuid(identity) else None
    if row is None or not call.owns(row):
        raise Problem(400, "Live photo video not found")
    if row.kind != "VIDEO":
        raise Problem(400, "Live photo video must be a video")
    return row


def _new_row(call: Call, form: Form, file: Part, checksum: str) -> AssetRow:
    world, now = call.world, call.world.now()
    name = form.fields.get("filename") or file.name
    identity = world.new_id()
    suffix = PurePosixPath(file.name).suffix.lower()
    data = file.data
    kind = asset_kind(PurePosixPath(file.name))
    assert kind is not None
    return AssetRow(
        id=identity,
        owner=call.user.id,
        name=name,
        path=f"/data/upload/{call.user.id}/{identity[:2]}/{identity[2:4]}/{identity}{suffix}",
        kind=kind,
        checksum=checksum,
        content=lambda: data,
        facts=evolve(world.extract(data, file.name) or FileFacts()),
        created=now,
        updated=now,
        file_created=now,
        file_modified=now,
        local=now,
        exif=Exif(size=len(data)),
        device_asset=form.fields.get("deviceAssetId", ""),
        device=form.fields.get("deviceId", ""),
    )
