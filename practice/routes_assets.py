"""Routes that read assets and the duplicate groups."""

from __future__ import annotations

from practice.access import own, seen
from practice.calls import Call, Reply, Router
from practice.checks import IDS, Field, require_uuid
from practice.duplicates import groups_json, settle_groups
from practice.removal import restore, trash
from practice.synthetic import synthetic_groups
from practice.views import AssetView

router = Router()


@router.on("GET", "/assets/statistics", "asset.statistics")
def statistics(call: Call) -> Reply:
    wanted = call.query.get("visibility")
    trashed, favourite = call.flag("isTrashed"), call.flag("isFavorite")
    rows = [
        row
        for row in call.world.assets.values()
        if row.owner == call.user.id
        and (row.visibility == wanted if wanted else row.visibility in ("timeline", "archive"))
        and row.trashed == bool(trashed)
        and favourite in (None, row.favourite)
    ]
    images = sum(1 for row in rows if row.kind == "IMAGE")
    return Reply(data={"images": images, "videos": len(rows) - images, "total": len(rows)})


@router.on("GET", "/assets/{}", "asset.read")
def asset(call: Call) -> Reply:
    row = seen(call, require_uuid("id", call.ids[0]))
    return Reply(data=AssetView(call.world, call.dialect, call.user).whole(row))


@router.on("DELETE", "/assets", "asset.delete")
def delete(call: Call) -> Reply:
    fields = call.fields(IDS | {"force": Field(kind="bool")})
    rows = own(call, fields["ids"], "asset.delete")
    force = bool(fields.get("force"))
    trash(call.world, rows, force=force)
    if force:
        call.pipeline.purge_deleted()
    return Reply(status=204)


@router.on("POST", "/trash/restore/assets", "asset.delete")
def restore_assets(call: Call) -> Reply:
    ids = call.fields(IDS)["ids"]
    restore(call.world, own(call, ids, "asset.delete"))
    return Reply(data={"count": len(ids)})


@router.on("POST", "/trash/restore", "asset.delete")
def restore_all(call: Call) -> Reply:
    rows = [row for row in call.world.assets.values() if row.owner == call.user.id]
    return Reply(data={"count": restore(call.world, rows)})


@router.on("POST", "/trash/empty", "asset.delete")
def empty_trash(call: Call) -> Reply:
    rows = [r for r in call.world.assets.values() if r.owner == call.user.id and r.status == "trashed"]
    for row in rows:
        row.status = "deleted"
        call.world.log.effect("force-delete", row.id)
    call.pipeline.purge_deleted()
    return Reply(data={"count": len(rows)})


@router.on("GET", "/duplicates", "duplicate.read")
def duplicates(call: Call) -> Reply:
    if call.groups is not None:
        return Reply(stream=synthetic_groups(call.groups, call.world, call.dialect, call.user))
    settle_groups(call.world, call.user)
    return Reply(data=groups_json(call.world, call.dialect, call.user))
