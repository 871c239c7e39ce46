"""Take the fixtures off the server again."""

from __future__ import annotations

import time
from typing import Any

from scripts.validation.api import Api
from scripts.validation.problem import Problem
from scripts.validation.target import fixture_checksums, own_assets, staged_names
from scripts.validation.wait import tell


def purge(api: Api, ids: list[str], limit: float = 120) -> None:
    """Delete assets for good and wait until the server no longer knows them."""
    if not ids:
        return
    api.call("DELETE", "/assets", json={"ids": ids, "force": True})
    end = time.monotonic() + limit
    left = list(ids)
    while left := [i for i in left if api.asset(i) is not None]:
        if time.monotonic() > end:
            raise Problem(f"{len(left)} assets were not deleted within {limit:.0f} s")
        time.sleep(0.3)


def clean(api: Api, manifest: dict[str, Any]) -> None:
    """Delete every fixture file, and the albums and tags that carry the fixtures' names."""
    # People first: without a face they are no longer listed.
    people = staged_names(manifest, "people")
    for person in api.get("/people", withHidden="true", size=1000)["people"] if people else ():
        if person["name"] in people:
            api.call("DELETE", f"/people/{person['id']}")
    known = fixture_checksums(manifest)
    user = api.get("/users/me")["id"]
    ids = [a["id"] for a in own_assets(api, user) if a["checksum"] in known and not a["libraryId"]]
    if ids:
        tell(f"removing {len(ids)} fixture files from the server")
    purge(api, ids)
    albums = staged_names(manifest, "albums")
    for album in api.get("/albums"):
        if album["albumName"] in albums:
            api.call("DELETE", f"/albums/{album['id']}")
    slugs = staged_names(manifest, "links")
    for link in api.get("/shared-links") if slugs else ():
        if link["slug"] in slugs:
            api.call("DELETE", f"/shared-links/{link['id']}")
    years = staged_names(manifest, "memories")
    for memory in api.get("/memories") if years else ():
        if memory["data"]["year"] in years:
            api.call("DELETE", f"/memories/{memory['id']}")
    tags = staged_names(manifest, "tags")
    for tag in sorted(api.get("/tags"), key=lambda t: t["value"], reverse=True):
        if tag["value"] in tags:
            api.call("DELETE", f"/tags/{tag['id']}", expect=(400,))
