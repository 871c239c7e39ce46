"""Routes about key-value metadata and edits of an asset."""

from __future__ import annotations

from practice.access import own, seen
from practice.calls import Call, Reply, Router
from practice.checks import Field, require_uuid
from practice.problems import Problem
from practice.rows import AssetRow
from practice.views import Json, stamp

router = Router()


def _note(row: AssetRow, key: str) -> Json:
    value, updated = row.notes[key]
    return {"key": key, "value": value, "updatedAt": stamp(updated)}


@router.on("GET", "/assets/{}/metadata", "asset.read")
def notes(call: Call) -> Reply:
    row = seen(call, require_uuid("id", call.ids[0]))
    return Reply(data=[_note(row, key) for key in row.notes])


@router.on("PUT", "/assets/{}/metadata", "asset.update")
def write_notes(call: Call) -> Reply:
    items = call.fields({"items": Field(kind="list", required=True)})["items"]
    row = own(call, [require_uuid("id", call.ids[0])], "asset.update")[0]
    for item in items:
        row.notes[item["key"]] = (item["value"], call.world.now())
    call.world.log.effect("note", row.id)
    return Reply(data=[_note(row, item["key"]) for item in items])


@router.on("GET", "/assets/{}/metadata/{}", "asset.read")
def note(call: Call) -> Reply:
    row = seen(call, require_uuid("id", call.ids[0]))
    key = call.ids[1]
    if key not in row.notes:
        raise Problem(400, f'Metadata with key "{key}" not found for asset with id "{row.id}"')
    return Reply(data=_note(row, key))


@router.on("DELETE", "/assets/{}/metadata/{}", "asset.update")
def delete_note(call: Call) -> Reply:
    row = own(call, [require_uuid("id", call.ids[0])], "asset.update")[0]
    row.notes.pop(call.ids[1], None)
    call.world.log.effect("note-delete", row.id)
    return Reply(status=204)


def _edits(row: AssetRow) -> Json:
    return {"assetId": row.id, "edits": row.edits}


@router.on("GET", "/assets/{}/edits", "asset.edit.get")
def edits(call: Call) -> Reply:
    return Reply(data=_edits(seen(call, require_uuid("id", call.ids[0]))))


@router.on("PUT", "/assets/{}/edits", "asset.edit.create")
def write_edits(call: Call) -> Reply:
    items = call.fields({"edits": Field(kind="list", required=True)})["edits"]
    row = own(call, [require_uuid("id", call.ids[0])], "asset.edit.create")[0]
    if row.kind != "IMAGE" or row.motion is not None:
        raise Problem(
            400,
            "Only images can be edited" if row.kind != "IMAGE" else "Editing live photos is not supported",
        )
    row.edits = [{"id": call.world.new_id(), **item} for item in items]
    row.updated = call.world.now()
    call.world.log.effect("edit", row.id)
    return Reply(data=_edits(row))


@router.on("DELETE", "/assets/{}/edits", "asset.edit.delete")
def delete_edits(call: Call) -> Reply:
    row = own(call, [require_uuid("id", call.ids[0])], "asset.edit.delete")[0]
    row.edits = []
    row.updated = call.world.now()
    call.world.log.effect("edit-delete", row.id)
    return Reply(status=204)
