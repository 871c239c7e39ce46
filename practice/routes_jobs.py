"""Routes about jobs, dismissing groups, partners, and what only an administrator may see."""

from __future__ import annotations

from practice.access import own
from practice.calls import Call, Reply, Router
from practice.checks import IDS, Field, checked, require_uuid
from practice.problems import Problem, no_access
from practice.views import user_json

router = Router()

JOBS = ("refresh-faces", "refresh-metadata", "regenerate-thumbnail", "transcode-video")
QUEUES = {
    "sidecar": "sidecar",
    "metadataExtraction": "extract",
    "duplicateDetection": "detect",
    "backgroundTask": "purge",
}


@router.on("POST", "/assets/jobs", "job.create")
def run(call: Call) -> Reply:
    shape = {"assetIds": Field(kind="uuids", required=True)}
    fields = call.fields(shape | {"name": Field(kind="choice", choices=JOBS, required=True)})
    rows = own(call, fields["assetIds"], "asset.update")
    if fields["name"] == "refresh-metadata":
        for row in rows:
            call.pipeline.extract(row)
    return Reply(status=204)


@router.on("GET", "/queues", "queue.read")
def queues(call: Call) -> Reply:
    if not call.user.admin:
        raise Problem(403, "Forbidden")
    waiting = call.pipeline.jobs.waiting_by_name()
    empty = {"active": 0, "completed": 0, "failed": 0, "delayed": 0, "waiting": 0, "paused": 0}
    return Reply(
        data=[
            {
                "name": queue,
                "isPaused": queue in call.world.paused,
                "statistics": empty | {"waiting": waiting.get(name, 0)},
            }
            for queue, name in QUEUES.items()
        ]
    )


@router.on("GET", "/libraries", "library.read")
def libraries(call: Call) -> Reply:
    if not call.user.admin:
        raise Problem(403, "Forbidden")
    return Reply(
        data=[{"id": lib.id, "name": lib.name, "ownerId": lib.owner} for lib in call.world.libraries.values()]
    )


def _dismiss(call: Call, groups: list[str]) -> Reply:
    mine = [
        group
        for group in groups
        if any(call.owns(call.world.assets.get(member)) for member in call.world.groups.get(group, ()))
    ]
    if call.dialect.modern and len(mine) != len(groups):
        raise no_access("duplicate.delete")
    for group in mine:
        for member in list(call.world.groups[group]):
            row = call.world.assets[member]
            if call.owns(row):
                call.world.set_group(row, None)
                row.updated = call.world.now()
                call.world.log.effect("group", row.id)
    return Reply(status=204)


@router.on("DELETE", "/duplicates/{}", "duplicate.delete")
def dismiss(call: Call) -> Reply:
    return _dismiss(call, [require_uuid("id", call.ids[0])])


@router.on("DELETE", "/duplicates", "duplicate.delete")
def dismiss_many(call: Call) -> Reply:
    return _dismiss(call, call.fields(IDS)["ids"])


@router.on("GET", "/partners", "partner.read")
def partners(call: Call) -> Reply:
    """List who sees my timeline (shared-by) or whose I see (shared-with)."""
    kind = Field(kind="choice", choices=("shared-by", "shared-with"), required=True)
    direction = checked(dict(call.query), {"direction": kind}, call.dialect)["direction"]
    users = call.world.users
    mine = [user for user in users.values() if call.user.id in user.partners]
    found = mine if direction == "shared-by" else [users[identity] for identity in sorted(call.user.partners)]
    return Reply(data=[user_json(user) | {"inTimeline": direction == "shared-with"} for user in found])


@router.on("POST", "/download/info", "asset.download", writes=False)
def download_info(call: Call) -> Reply:
    ids = call.fields({"assetIds": Field(kind="uuids")}).get("assetIds", [])
    rows = own(call, ids, "asset.download")
    total = sum(row.exif.size or 0 for row in rows)
    archives = [{"size": total, "assetIds": [row.id for row in rows]}]
    return Reply(status=201, data={"totalSize": total, "archives": archives})
