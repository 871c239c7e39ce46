"""The route that copies relations from one asset to another, without asking who may see them."""

from __future__ import annotations

from practice.access import own
from practice.calls import Call, Reply, Router
from practice.checks import Field
from practice.problems import Problem
from practice.rows import AssetRow

router = Router()

WHAT = ("albums", "sharedLinks", "stack", "favorite", "sidecar")


@router.on("PUT", "/assets/copy", "asset.copy")
def copy(call: Call) -> Reply:
    ids = {name: Field(kind="uuid", required=True) for name in ("sourceId", "targetId")}
    fields = call.fields(ids | dict.fromkeys(WHAT, Field(kind="bool")))
    if fields["sourceId"] == fields["targetId"]:
        raise Problem(400, "Source and target id must be distinct")
    source, target = own(call, [fields["sourceId"], fields["targetId"]], "asset.copy")
    world = call.world
    wanted = {name for name in WHAT if fields.get(name, True)}
    if "albums" in wanted:
        for album in world.albums.values():
            if source.id in album.assets:
                album.assets.setdefault(target.id, world.now())
    if "sharedLinks" in wanted:
        for link in world.links.values():
            if source.id in link.assets and target.id not in link.assets:
                link.assets.append(target.id)
    if "stack" in wanted and source.stack is not None:
        _join_stack(call, source, target)
    if "favorite" in wanted:
        target.favourite, target.updated = source.favourite, world.now()
    if "sidecar" in wanted and source.sidecar is not None:
        target.sidecar = source.sidecar
        call.pipeline.extract(target)
    world.log.effect("copy", target.id)
    return Reply(status=204)


def _join_stack(call: Call, source: AssetRow, target: AssetRow) -> None:
    old = source.stack
    if target.stack is None:
        target.stack = old
        return
    for row in call.world.assets.values():
        if row.stack == old:
            row.stack = target.stack
    call.world.stacks.pop(old or "", None)
