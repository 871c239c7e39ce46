"""Keys, permissions, and the shape of refusals."""

from __future__ import annotations

import pytest

from tests.live_tests.api import Api
from tests.live_tests.pictures import jpeg

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def test_without_a_good_key(server: Api) -> None:
    assert server.message("GET", "/users/me", status=401, key=None) == "Authentication required"
    assert server.message("GET", "/users/me", status=401, key="nonsense") == "Invalid API key"
    server.ask("GET", "/users/me", status=401, headers={"Authorization": "Bearer x"})
    server.ask("GET", "/users/me", headers={"Authorization": "Basic eDp5"})
    for path in ("/server/ping", "/server/version", "/server/features", "/server/config"):
        server.ask("GET", path, key=None)


def test_the_body_of_a_refusal(server: Api) -> None:
    reply = server.send("GET", f"/assets/{UNKNOWN}")
    body = reply.json()
    if server.modern:
        assert body == {"message": "Not found or no asset.read access"}
        assert reply.headers["X-Correlation-ID"]
    else:
        correlation = body.pop("correlationId")
        message = "Not found or no asset.read access"
        assert body == {"message": message, "error": "Bad Request", "statusCode": 400}
        assert reply.headers["x-immich-cid"] == correlation
    reply = server.send("PUT", f"/assets/{UNKNOWN}", {"rating": 9})
    body = reply.json()
    if server.modern:
        issue = {
            "origin": "number",
            "code": "too_big",
            "maximum": 5,
            "inclusive": True,
            "path": ["rating"],
            "message": "Too big: expected number to be <=5",
        }
        assert body == {"message": "Validation failed", "errors": [issue]}
    else:
        assert body["message"] == ["rating must not be greater than 5"]


def test_a_route_that_is_not_there(server: Api) -> None:
    assert server.message("GET", "/nope", status=404) == "Cannot GET /api/nope"


@pytest.mark.parametrize(
    ("method", "path", "permission"),
    [
        ("GET", "/duplicates", "duplicate.read"),
        ("GET", f"/assets/{UNKNOWN}", "asset.read"),
        ("PUT", f"/assets/{UNKNOWN}", "asset.update"),
        ("PUT", "/assets", "asset.update"),
        ("DELETE", "/assets", "asset.delete"),
        ("POST", "/trash/restore/assets", "asset.delete"),
        ("POST", "/assets", "asset.upload"),
        ("POST", "/assets/bulk-upload-check", "asset.upload"),
        ("GET", f"/assets/{UNKNOWN}/original", "asset.download"),
        ("GET", f"/assets/{UNKNOWN}/metadata", "asset.read"),
        ("GET", f"/assets/{UNKNOWN}/edits", "asset.edit.get"),
        ("PUT", "/assets/copy", "asset.copy"),
        ("POST", "/assets/jobs", "job.create"),
        ("POST", "/search/metadata", "asset.read"),
        ("GET", "/assets/statistics", "asset.statistics"),
        ("GET", "/albums", "album.read"),
        ("PATCH", f"/albums/{UNKNOWN}", "album.update"),
        ("PUT", f"/albums/{UNKNOWN}/assets", "albumAsset.create"),
        ("DELETE", f"/albums/{UNKNOWN}/assets", "albumAsset.delete"),
        ("GET", "/tags", "tag.read"),
        ("PUT", "/tags", "tag.create"),
        ("PUT", "/tags/assets", "tag.asset"),
        ("DELETE", f"/tags/{UNKNOWN}/assets", "tag.asset"),
        ("GET", f"/faces?id={UNKNOWN}", "face.read"),
        ("POST", "/faces", "face.create"),
        ("PUT", f"/faces/{UNKNOWN}", "face.update"),
        ("DELETE", f"/faces/{UNKNOWN}", "face.delete"),
        ("GET", "/people", "person.read"),
        ("GET", f"/stacks/{UNKNOWN}", "stack.read"),
        ("POST", "/stacks", "stack.create"),
        ("GET", "/shared-links", "sharedLink.read"),
        ("GET", "/memories", "memory.read"),
        ("GET", f"/activities?albumId={UNKNOWN}", "activity.read"),
        ("DELETE", f"/duplicates/{UNKNOWN}", "duplicate.delete"),
        ("GET", "/users/me", "user.read"),
        ("GET", "/partners", "partner.read"),
    ],
)
def test_a_key_that_may_not(server: Api, method: str, path: str, permission: str) -> None:
    key = server.limited_key("notification.read")
    text = server.message(method, path, {}, status=403, key=key)
    assert text == f"Missing required permission: {permission}"


def test_adding_to_a_link_takes_every_permission_on_2(server: Api) -> None:
    key = server.limited_key("notification.read")
    text = server.message("PUT", f"/shared-links/{UNKNOWN}/assets", {}, status=403, key=key)
    wanted = "sharedLink.update" if server.modern else "all"
    assert text == f"Missing required permission: {wanted}"


def test_a_key_knows_itself(server: Api) -> None:
    key = server.limited_key("asset.read", "album.read")
    me = server.ask("GET", "/api-keys/me", key=key)
    assert set(me) == {"id", "name", "createdAt", "updatedAt", "permissions"}
    assert sorted(me["permissions"]) == ["album.read", "asset.read"]
    asset = server.upload(jpeg())
    server.ask("GET", f"/assets/{asset}", key=key)


def test_about_the_server(server: Api) -> None:
    version = server.ask("GET", "/server/version")
    assert set(version) == {"major", "minor", "patch"} | ({"prerelease"} if server.modern else set())
    features = server.ask("GET", "/server/features")
    assert features["trash"] is True
    assert ("realtimeTranscoding" in features) is server.modern
    assert server.ask("GET", "/server/config")["trashDays"] == 30
    me = server.ask("GET", "/users/me")
    assert {"id", "email", "name", "isAdmin", "quotaSizeInBytes", "quotaUsageInBytes"} <= set(me)
    assert server.ask("GET", "/server/ping") == {"res": "pong"}
    for path in ("/queues", "/libraries"):
        assert server.message("GET", path, status=403) == "Forbidden"
