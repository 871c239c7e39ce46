"""Routes about comments and likes; they go for good when their asset leaves the album."""

from __future__ import annotations

from practice.calls import Call, Reply, Router
from practice.checks import Field, require_uuid
from practice.problems import Problem, no_access
from practice.routes_albums import role_of
from practice.rows import ActivityRow, AlbumRow
from practice.views import Json, stamp, user_json

router = Router()


def _album(call: Call, identity: str, permission: str) -> AlbumRow:
    album = call.world.albums.get(identity.lower())
    if album is None or role_of(call, album) is None:
        raise no_access(permission)
    return album


def _json(call: Call, activity: ActivityRow) -> Json:
    return {
        "id": activity.id,
        "assetId": activity.asset,
        "createdAt": stamp(activity.created),
        "comment": activity.comment,
        "type": "like" if activity.comment is None else "comment",
        "user": user_json(call.world.users[activity.user]),
    }


def _wanted(call: Call) -> list[ActivityRow]:
    """Return the activities that are shown: those on trashed assets are not."""
    album = _album(call, require_uuid("albumId", call.query.get("albumId", "")), "album.read")
    asset = call.query.get("assetId")
    shown = []
    for activity in call.world.activities.values():
        row = call.world.assets.get(activity.asset or "")
        hidden = row is not None and row.trashed
        if activity.album == album.id and asset in (None, activity.asset) and not hidden:
            shown.append(activity)
    return shown


@router.on("GET", "/activities/statistics", "activity.statistics")
def statistics(call: Call) -> Reply:
    likes = [activity.comment is None for activity in _wanted(call)]
    return Reply(data={"comments": likes.count(False), "likes": likes.count(True)})


@router.on("GET", "/activities", "activity.read")
def activities(call: Call) -> Reply:
    return Reply(data=[_json(call, activity) for activity in _wanted(call)])


@router.on("POST", "/activities", "activity.create")
def create(call: Call) -> Reply:
    kind = Field(kind="choice", choices=("comment", "like"), required=True)
    shape = {"albumId": Field(kind="uuid", required=True), "assetId": Field(kind="uuid"), "type": kind}
    fields = call.fields(shape | {"comment": Field(kind="text")})
    album = _album(call, fields["albumId"], "activity.create")
    if not album.activity_enabled:
        raise no_access("activity.create")
    asset = fields.get("assetId")
    if asset is not None and asset not in album.assets:
        raise Problem(500, "Failed to create activity")
    text = fields.get("comment") if fields["type"] == "comment" else None
    for old in call.world.activities.values():
        same = old.album == album.id and old.asset == asset and old.user == call.user.id
        if text is None and same and old.comment is None:
            return Reply(data=_json(call, old))
    row = call.world.assets.get(asset or "")
    activity = call.world.add_activity(album, row, text, user=call.user)
    call.world.log.effect("activity", activity.id)
    return Reply(status=201, data=_json(call, activity))


@router.on("DELETE", "/activities/{}", "activity.delete")
def delete(call: Call) -> Reply:
    activity = call.world.activities.get(require_uuid("id", call.ids[0]).lower())
    if activity is None:
        raise no_access("activity.delete")
    album = call.world.albums.get(activity.album)
    if call.user.id not in (activity.user, album.owner if album else ""):
        raise no_access("activity.delete")
    del call.world.activities[activity.id]
    call.world.log.effect("activity-delete", activity.id)
    return Reply(status=204)
