"""Routes about tags."""

from __future__ import annotations

from practice.bulk import each
from practice.calls import Call, Reply, Router
from practice.checks import IDS, Field, require_uuid
from practice.problems import no_access
from practice.rows import AssetRow, TagRow
from practice.views import tag_json

router = Router()


def _tag(call: Call, permission: str) -> TagRow:
    tag = call.world.tags.get(require_uuid("id", call.ids[0]).lower())
    if tag is None or tag.owner != call.user.id:
        raise no_access(permission)
    return tag


def _retagged(call: Call, row: AssetRow) -> None:
    """Put the tags into the exif row, lock them, and queue the sidecar write."""
    row.exif.tags = tuple(call.world.tags[tag].value for tag in row.tags if tag in call.world.tags)
    row.locked.add("tags")
    call.pipeline.write_sidecar(row)


@router.on("GET", "/tags", "tag.read")
def tags(call: Call) -> Reply:
    mine = sorted((t for t in call.world.tags.values() if t.owner == call.user.id), key=lambda t: t.value)
    return Reply(data=[tag_json(tag) for tag in mine])


@router.on("PUT", "/tags", "tag.create")
def upsert(call: Call) -> Reply:
    fields = call.fields({"tags": Field(kind="list", required=True)})
    found = [call.world.tag(value, owner=call.user.id) for value in fields["tags"]]
    for tag in found:
        tag.updated = call.world.now()
        call.world.log.effect("tag-upsert", tag.id)
    return Reply(data=[tag_json(tag) for tag in found])


@router.on("GET", "/tags/{}", "tag.read")
def tag(call: Call) -> Reply:
    return Reply(data=tag_json(_tag(call, "tag.read")))


@router.on("DELETE", "/tags/{}", "tag.delete")
def delete(call: Call) -> Reply:
    doomed = _tag(call, "tag.delete")
    gone = [t for t in call.world.tags.values() if t is doomed or t.parent == doomed.id]
    for tag in gone:
        call.world.tags.pop(tag.id, None)
        for row in call.world.assets.values():
            if tag.id in row.tags:
                row.tags.remove(tag.id)
    call.world.log.effect("tag-delete", doomed.id)
    return Reply(status=204)


@router.on("PUT", "/tags/assets", "tag.asset")
def tag_many(call: Call) -> Reply:
    fields = call.fields(
        {"tagIds": Field(kind="uuids", required=True), "assetIds": Field(kind="uuids", required=True)}
    )
    count = 0
    known = [call.world.tags.get(identity) for identity in fields["tagIds"]]
    wanted = [tag for tag in known if tag is not None and tag.owner == call.user.id]
    for identity in dict.fromkeys(fields["assetIds"]):
        row = call.world.assets.get(identity)
        if row is None or not call.owns(row):
            continue
        new = [tag.id for tag in wanted if tag.id not in row.tags]
        if new:
            row.tags.extend(new)
            count += len(new)
            call.world.log.effect("tag", row.id)
            _retagged(call, row)
    return Reply(data={"count": count})


@router.on("PUT", "/tags/{}/assets", "tag.asset")
def tag_assets(call: Call) -> Reply:
    ids = call.fields(IDS)["ids"]
    wanted = _tag(call, "tag.asset")

    def act(identity: str) -> str | None:
        row = call.world.assets.get(identity)
        if row is not None and wanted.id in row.tags:
            return "duplicate"
        if row is None or not call.owns(row):
            return "no_permission"
        row.tags.append(wanted.id)
        call.world.log.effect("tag", row.id)
        _retagged(call, row)
        return None

    return each(ids, act)


@router.on("DELETE", "/tags/{}/assets", "tag.asset")
def untag_assets(call: Call) -> Reply:
    ids = call.fields(IDS)["ids"]
    wanted = _tag(call, "tag.asset")

    def act(identity: str) -> str | None:
        row = call.world.assets.get(identity)
        if row is None or wanted.id not in row.tags:
            return "not_found"
        row.tags.remove(wanted.id)
        call.world.log.effect("untag", row.id)
        _retagged(call, row)
        return None

    return each(ids, act)
