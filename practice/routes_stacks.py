"""Routes about stacks."""

from __future__ import annotations

from practice.access import own
from practice.calls import Call, Reply, Router
from practice.checks import Field, require_uuid
from practice.problems import Issue, Problem, invalid, no_access
from practice.rows import AssetRow, StackRow
from practice.views import AssetView, Json

router = Router()


def _stack(call: Call, permission: str) -> StackRow:
    stack = call.world.stacks.get(require_uuid("id", call.ids[0]).lower())
    if stack is None or stack.owner != call.user.id:
        raise no_access(permission)
    return stack


def _members(call: Call, stack: StackRow, *, shown: bool) -> list[AssetRow]:
    rows = [row for row in call.world.assets.values() if row.stack == stack.id]
    if shown:
        rows = [row for row in rows if not row.trashed and row.visibility in ("timeline", "archive")]
    return sorted(rows, key=lambda row: (row.id != stack.primary, row.local))


def _json(call: Call, stack: StackRow) -> Json:
    view = AssetView(call.world, call.dialect, call.user)
    assets = [view.joined(row) for row in _members(call, stack, shown=True)]
    return {"id": stack.id, "primaryAssetId": stack.primary, "assets": assets}


@router.on("GET", "/stacks", "stack.read")
def stacks(call: Call) -> Reply:
    primary = call.query.get("primaryAssetId")
    mine = [s for s in call.world.stacks.values() if s.owner == call.user.id and primary in (None, s.primary)]
    return Reply(data=[_json(call, stack) for stack in mine if _members(call, stack, shown=True)])


@router.on("POST", "/stacks", "stack.create")
def create(call: Call) -> Reply:
    ids = call.fields({"assetIds": Field(kind="uuids", required=True)})["assetIds"]
    if len(ids) < 2:
        text = "Too small: expected array to have >=2 items"
        modern = {"origin": "array", "code": "too_small", "minimum": 2, "inclusive": True, "message": text}
        raise invalid(Issue(("assetIds",), modern, ("assetIds must contain at least 2 elements",)))
    rows = own(call, ids, "asset.update")
    for row in list(rows):
        old = call.world.stacks.get(row.stack or "")
        if old is not None and old.primary == row.id:
            rows += [o for o in _members(call, old, shown=False) if not o.trashed and o not in rows]
            _dissolve(call, old)
    stack = call.world.add_stack(*rows)
    now = call.world.now()
    for row in rows:
        row.updated = now
        call.world.log.effect("stack", row.id)
    return Reply(status=201, data=_json(call, stack))


def _dissolve(call: Call, stack: StackRow) -> None:
    now = call.world.now()
    for row in _members(call, stack, shown=False):
        row.stack = None
        row.updated = now
        call.world.log.effect("unstack", row.id)
    call.world.stacks.pop(stack.id, None)


@router.on("GET", "/stacks/{}", "stack.read")
def stack(call: Call) -> Reply:
    return Reply(data=_json(call, _stack(call, "stack.read")))


@router.on("PUT", "/stacks/{}", "stack.update")
def update(call: Call) -> Reply:
    fields = call.fields({"primaryAssetId": Field(kind="uuid")})
    stack = _stack(call, "stack.update")
    primary = fields.get("primaryAssetId")
    if primary is not None:
        if primary not in {row.id for row in _members(call, stack, shown=True)}:
            raise Problem(400, "Primary asset must be in the stack")
        stack.primary = primary
        call.world.log.effect("stack-primary", stack.id)
    return Reply(data=_json(call, stack))


@router.on("DELETE", "/stacks/{}", "stack.delete")
def delete(call: Call) -> Reply:
    _dissolve(call, _stack(call, "stack.delete"))
    return Reply(status=204)


@router.on("DELETE", "/stacks/{}/assets/{}", "stack.update")
def remove(call: Call) -> Reply:
    stack = _stack(call, "stack.update")
    row = call.world.assets.get(require_uuid("assetId", call.ids[1]).lower())
    if row is None or row.stack != stack.id:
        raise Problem(400, "Asset not in stack")
    if stack.primary == row.id:
        raise Problem(400, "Cannot remove stack's primary asset")
    row.stack, row.updated = None, call.world.now()
    call.world.log.effect("unstack", row.id)
    return Reply(status=204)
