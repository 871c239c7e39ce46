"""Routes about memories, which list active timeline assets only."""

from __future__ import annotations

from datetime import datetime

from practice.bulk import each
from practice.calls import Call, Reply, Router
from practice.checks import IDS, Field, require_uuid
from practice.problems import no_access
from practice.rows import MemoryRow
from practice.views import AssetView, Json, stamp

router = Router()


def _memory(call: Call, permission: str) -> MemoryRow:
    memory = call.world.memories.get(require_uuid("id", call.ids[0]).lower())
    if memory is None or memory.owner != call.user.id:
        raise no_access(permission)
    return memory


def _json(call: Call, memory: MemoryRow) -> Json:
    view = AssetView(call.world, call.dialect, call.user)
    rows = [call.world.assets[identity] for identity in memory.assets if identity in call.world.assets]
    shown = [row for row in rows if not row.trashed and row.visibility == "timeline"]
    return {
        "id": memory.id,
        "createdAt": stamp(memory.created),
        "updatedAt": stamp(memory.updated),
        "memoryAt": stamp(memory.at),
        "ownerId": memory.owner,
        "type": "on_this_day",
        "data": {"year": memory.year},
        "isSaved": memory.saved,
        "assets": [view.joined(row, exif=False) for row in shown],
    }


@router.on("GET", "/memories", "memory.read")
def memories(call: Call) -> Reply:
    mine = [memory for memory in call.world.memories.values() if memory.owner == call.user.id]
    return Reply(data=[_json(call, memory) for memory in mine])


@router.on("POST", "/memories", "memory.create")
def create(call: Call) -> Reply:
    required = {"memoryAt": Field(kind="text", required=True), "data": Field(kind="any", required=True)}
    fields = call.fields(required | {"assetIds": Field(kind="uuids")})
    memory = call.world.add_memory(year=fields["data"]["year"], owner=call.user)
    memory.at = datetime.fromisoformat(fields["memoryAt"])
    known = (call.world.assets.get(identity) for identity in fields.get("assetIds", ()))
    memory.assets = [row.id for row in known if row is not None and call.owns(row)]
    call.world.log.effect("memory", memory.id)
    return Reply(status=201, data=_json(call, memory))


@router.on("GET", "/memories/{}", "memory.read")
def memory(call: Call) -> Reply:
    return Reply(data=_json(call, _memory(call, "memory.read")))


@router.on("DELETE", "/memories/{}", "memory.delete")
def delete(call: Call) -> Reply:
    memory = _memory(call, "memory.delete")
    del call.world.memories[memory.id]
    call.world.log.effect("memory-delete", memory.id)
    return Reply(status=204)


@router.on("PUT", "/memories/{}/assets", "memoryAsset.create")
def add(call: Call) -> Reply:
    ids = call.fields(IDS)["ids"]
    memory = _memory(call, "memory.update")

    def act(identity: str) -> str | None:
        row = call.world.assets.get(identity)
        if identity in memory.assets:
            return "duplicate"
        if row is None or not call.owns(row):
            return "no_permission"
        memory.assets.append(identity)
        memory.updated = call.world.now()
        call.world.log.effect("memory-add", identity, memory.id)
        return None

    return each(ids, act)


@router.on("DELETE", "/memories/{}/assets", "memoryAsset.delete")
def remove(call: Call) -> Reply:
    ids = call.fields(IDS)["ids"]
    memory = _memory(call, "memory.update")

    def act(identity: str) -> str | None:
        if identity not in memory.assets:
            return "not_found"
        memory.assets.remove(identity)
        memory.updated = call.world.now()
        call.world.log.effect("memory-remove", identity, memory.id)
        return None

    return each(ids, act)
