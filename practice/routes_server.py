"""Routes about the server, the key and the user."""

from __future__ import annotations

from practice.calls import Call, Reply, Router
from practice.checks import Field
from practice.media import IMAGES, VIDEOS
from practice.problems import Problem
from practice.rows import Key
from practice.views import Json, stamp, user_json

router = Router()


@router.on("GET", "/server/ping", public=True)
def ping(call: Call) -> Reply:
    return Reply(data={"res": "pong"})


@router.on("GET", "/server/version", public=True)
def version(call: Call) -> Reply:
    number = call.dialect.version
    data = {"major": number.major, "minor": number.minor, "patch": number.patch}
    return Reply(data=data | ({"prerelease": None} if call.dialect.modern else {}))


@router.on("GET", "/server/features", public=True)
def features(call: Call) -> Reply:
    on = (
        "smartSearch",
        "facialRecognition",
        "duplicateDetection",
        "map",
        "sidecar",
        "search",
        "passwordLogin",
    )
    off = ("importFaces", "oauth", "oauthAutoLaunch", "ocr", "configFile", "email")
    data = dict.fromkeys(on, True) | dict.fromkeys(off, False)
    data |= {"reverseGeocoding": call.world.geocoding, "trash": call.world.trash_on}
    return Reply(data=data | ({"realtimeTranscoding": False} if call.dialect.modern else {}))


@router.on("GET", "/server/config", public=True)
def config(call: Call) -> Reply:
    data = {
        "loginPageMessage": "",
        "trashDays": call.world.trash_days,
        "userDeleteDelay": 7,
        "oauthButtonText": "Login with OAuth",
        "isInitialized": True,
        "isOnboarded": True,
        "externalDomain": "",
        "publicUsers": True,
        "mapDarkStyleUrl": "",
        "mapLightStyleUrl": "",
        "maintenanceMode": False,
    }
    return Reply(data=data | ({"minFaces": 3} if call.dialect.modern else {}))


@router.on("GET", "/server/media-types", public=True)
def media_types(call: Call) -> Reply:
    return Reply(data={"video": list(VIDEOS), "image": list(IMAGES), "sidecar": [".xmp"]})


@router.on("GET", "/server/about", "server.about")
def about(call: Call) -> Reply:
    return Reply(data={"version": f"v{call.dialect.version}", "versionUrl": "", "licensed": False})


def _key_json(key: Key) -> Json:
    return {
        "id": key.id,
        "name": key.name,
        "createdAt": stamp(key.created),
        "updatedAt": stamp(key.created),
        "permissions": list(key.permissions),
    }


@router.on("GET", "/api-keys/me")
def my_key(call: Call) -> Reply:
    return Reply(data=_key_json(call.key))


@router.on("GET", "/users/me", "user.read")
def me(call: Call) -> Reply:
    user = call.user
    used = sum(r.exif.size or 0 for r in call.world.assets.values() if r.owner == user.id and not r.library)
    return Reply(
        data=user_json(user)
        | {
            "storageLabel": None,
            "shouldChangePassword": False,
            "isAdmin": user.admin,
            "createdAt": stamp(user.created),
            "deletedAt": None,
            "updatedAt": stamp(user.created),
            "oauthId": "",
            "quotaSizeInBytes": user.quota,
            "quotaUsageInBytes": used,
            "status": "active",
            "license": None,
        }
    )


@router.on("GET", "/users", "user.read")
def users(call: Call) -> Reply:
    return Reply(data=[user_json(user) for user in call.world.users.values()])


@router.on("POST", "/api-keys", "apiKey.create")
def create_key(call: Call) -> Reply:
    permissions = Field(kind="list", required=True)
    fields = call.fields({"name": Field(kind="text"), "permissions": permissions})
    secret = call.world.add_key(fields["permissions"], user=call.user)
    key = call.world.keys[secret]
    call.world.log.effect("key", key.id)
    return Reply(status=201, data={"secret": secret, "apiKey": _key_json(key)})


@router.on("DELETE", "/api-keys/{}", "apiKey.delete")
def delete_key(call: Call) -> Reply:
    for secret, key in list(call.world.keys.items()):
        if key.id == call.ids[0] and key.user == call.user.id:
            del call.world.keys[secret]
            return Reply(status=204)
    raise Problem(400, "API Key not found")
