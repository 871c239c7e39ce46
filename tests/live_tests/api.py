"""The bare API, spoken with requests: nothing here is shared with the code under test."""

from __future__ import annotations

import base64
import hashlib
import time
import uuid
from collections.abc import Callable
from typing import Any

import requests

Json = Any
PATIENCE = 60.0


class Api:
    """One server and one key. It remembers what it made, and `clean` removes exactly that."""

    def __init__(self, url: str, key: str) -> None:
        self.base = url.rstrip("/") + "/api"
        self.key = key
        self.session = requests.Session()
        version = self.session.get(self.base + "/server/version", timeout=30).json()
        self.modern: bool = version["major"] >= 3
        self.mark = uuid.uuid4().hex[:10]
        self.assets: list[str] = []
        self.made: list[str] = []

    def send(
        self, method: str, path: str, json: Json = None, *, key: str | None = "", **more: Any
    ) -> requests.Response:
        """Send one request; `key` None sends none."""
        headers = more.pop("headers", {})
        if key is not None:
            headers = {"x-api-key": key or self.key} | headers
        return self.session.request(method, self.base + path, json=json, headers=headers, timeout=60, **more)

    def ask(self, method: str, path: str, json: Json = None, *, status: int = 200, **more: Any) -> Json:
        """Send one request, insist on its status, return its JSON (None where there is no body)."""
        reply = self.send(method, path, json, **more)
        assert reply.status_code == status, f"{method} {path}: {reply.status_code} {reply.text[:400]}"
        return reply.json() if reply.content else None

    def message(self, method: str, path: str, json: Json = None, *, status: int, **more: Any) -> str:
        """Return the text of a refusal, in either dialect; lists joined."""
        body = self.ask(method, path, json, status=status, **more)
        text = body["message"]
        if self.modern and "errors" in body:
            return "; ".join(issue["message"] for issue in body["errors"])
        return "; ".join(text) if isinstance(text, list) else text

    # Assets

    def post_file(
        self,
        data: bytes,
        name: str = "picture.jpg",
        *,
        created: str = "2021-05-06T07:08:09.123Z",
        modified: str = "2021-05-06T07:08:09.123Z",
        sidecar: bytes | None = None,
        headers: dict[str, str] | None = None,
        **fields: str,
    ) -> requests.Response:
        """Send an upload and remember the asset if one was created."""
        form = {
            "fileCreatedAt": created,
            "fileModifiedAt": modified,
            "deviceAssetId": name,
            "deviceId": self.mark,
        }
        files = {"assetData": (name, data, "application/octet-stream")}
        if sidecar is not None:
            files["sidecarData"] = (name + ".xmp", sidecar, "application/octet-stream")
        head = {"x-api-key": self.key} | (headers or {})
        reply = self.session.post(
            self.base + "/assets", data=form | fields, files=files, headers=head, timeout=60
        )
        if reply.status_code == 201:
            self.assets.append(reply.json()["id"])
        return reply

    def upload(self, data: bytes, name: str = "picture.jpg", **more: Any) -> str:
        """Upload a new file and wait until the server is done with it."""
        reply = self.post_file(data, name, **more)
        assert reply.status_code == 201, reply.text
        identity: str = reply.json()["id"]
        self.wait_for(lambda: self.asset(identity)["exifInfo"]["dateTimeOriginal"] is not None)
        self.wait_for(lambda: self.asset(identity)["thumbhash"] is not None)
        self.still(identity)
        return identity

    def asset(self, identity: str) -> Json:
        """Return the whole asset."""
        return self.ask("GET", f"/assets/{identity}")

    def still(self, identity: str) -> Json:
        """Wait until two reads, some time apart, say the same; return the last."""
        deadline = time.monotonic() + PATIENCE
        before = self.asset(identity)
        while time.monotonic() < deadline:
            time.sleep(0.25)
            after = self.asset(identity)
            if after == before:
                return after
            before = after
        raise AssertionError("the asset never came to rest")

    def settled(self, identity: str, since: str) -> Json:
        """Wait until `updatedAt` has moved on from a value and the asset is still; return it."""
        self.wait_for(lambda: self.asset(identity)["updatedAt"] != since)
        return self.still(identity)

    def write(self, identity: str, **fields: Any) -> Json:
        """Write exif fields by one PUT, wait for the extraction, return the asset."""
        before = self.asset(identity)["updatedAt"]
        self.ask("PUT", f"/assets/{identity}", fields)
        return self.settled(identity, before)

    def refreshed(self, identity: str) -> Json:
        """Let the server read the file again; return the asset."""
        before = self.asset(identity)["updatedAt"]
        self.ask("POST", "/assets/jobs", {"assetIds": [identity], "name": "refresh-metadata"}, status=204)
        return self.settled(identity, before)

    def wait_for(self, true: Callable[[], bool]) -> None:
        """Wait until something is the case."""
        deadline = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < deadline, "waited in vain"
            time.sleep(0.02)

    def trash(self, *ids: str, force: bool = False) -> None:
        """Move to the trash, or purge."""
        self.ask("DELETE", "/assets", {"ids": list(ids), "force": force}, status=204)

    def restore(self, *ids: str) -> int:
        """Ask for restore; return the count the server claims."""
        count: int = self.ask("POST", "/trash/restore/assets", {"ids": list(ids)})["count"]
        return count

    def group(self, *ids: str) -> str:
        """Make a duplicate group by hand and wait for the extractions that follow."""
        identity = str(uuid.uuid4())
        for asset in ids:
            self.ask("PUT", "/assets", {"ids": [asset], "duplicateId": identity}, status=204)
        for asset in ids:
            self.still(asset)
        return identity

    def groups(self) -> dict[str, Json]:
        """Return the detected groups by their id."""
        return {group["duplicateId"]: group for group in self.ask("GET", "/duplicates")}

    # What is removed again

    def album(self, *assets: str, **fields: Any) -> Json:
        """Create an album."""
        body = {"albumName": f"winnow {self.mark}", "assetIds": list(assets)} | fields
        album = self.ask("POST", "/albums", body, status=201)
        self.made.append(f"/albums/{album['id']}")
        return album

    def tag(self, name: str) -> Json:
        """Create a tag below one of our own."""
        tag = self.ask("PUT", "/tags", {"tags": [f"winnow-{self.mark}/{name}"]})[0]
        if f"/tags/{tag['parentId']}" not in self.made:
            self.made.append(f"/tags/{tag['parentId']}")
        return tag

    def person(self, name: str = "Zoe") -> str:
        """Create a person."""
        identity: str = self.ask("POST", "/people", {"name": name}, status=201)["id"]
        self.made.append(f"/people/{identity}")
        return identity

    def link(self, *assets: str, **fields: Any) -> Json:
        """Create an individual shared link."""
        body = {"type": "INDIVIDUAL", "assetIds": list(assets)} | fields
        link = self.ask("POST", "/shared-links", body, status=201)
        self.made.append(f"/shared-links/{link['id']}")
        return link

    def memory(self, *assets: str) -> Json:
        """Create a memory."""
        body = {"type": "on_this_day", "data": {"year": 2020}, "memoryAt": "2020-01-01T00:00:00.000Z"}
        memory = self.ask("POST", "/memories", body | {"assetIds": list(assets)}, status=201)
        self.made.append(f"/memories/{memory['id']}")
        return memory

    def limited_key(self, *permissions: str) -> str:
        """Create an API key with few permissions and return its secret."""
        made = self.ask(
            "POST", "/api-keys", {"name": self.mark, "permissions": list(permissions)}, status=201
        )
        self.made.append(f"/api-keys/{made['apiKey']['id']}")
        secret: str = made["secret"]
        return secret

    def clean(self) -> None:
        """Remove exactly what was made here, purging the assets."""
        for path in self.made:
            self.send("DELETE", path)
        left = [asset for asset in self.assets if self.send("GET", f"/assets/{asset}").status_code == 200]
        if left:
            self.send("DELETE", "/assets", {"ids": left, "force": True})
        self.session.close()


def checksum(data: bytes) -> str:
    """Return a file's checksum as the server writes it."""
    return base64.b64encode(hashlib.sha1(data).digest()).decode()
