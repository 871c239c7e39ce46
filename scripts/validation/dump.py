"""A whole test library, field by field, under names that outlive ids."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from attrs import frozen

from scripts.validation.api import Api

Fields = dict[str, Any]


@frozen
class Dump:
    """`assets` maps file keys to flat fields, `albums` names to fields, `ids` file keys to asset ids."""

    assets: dict[str, Fields]
    albums: dict[str, Fields]
    ids: dict[str, str]


def flat(value: Any, prefix: str = "") -> Fields:
    """Return nested JSON as one level with dotted names; lists stay values."""
    if not isinstance(value, dict):
        return {prefix: value}
    fields: Fields = {}
    for key, inner in value.items():
        fields |= flat(inner, f"{prefix}.{key}" if prefix else key)
    return fields


def _face(face: dict[str, Any]) -> Fields:
    return {
        **{k: v for k, v in face.items() if k not in ("id", "person")},
        "person": (face["person"] or {}).get("name"),
    }


def _read(api: Api, asset_id: str) -> Fields | None:
    asset = api.asset(asset_id)
    if asset is None:
        return None
    fields = flat(
        {k: v for k, v in asset.items() if k not in ("tags", "people", "owner", "unassignedFaces", "stack")}
    )
    fields["tags"] = sorted(tag["value"] for tag in asset.get("tags") or [])
    fields["stack"] = (asset.get("stack") or {}).get("id")
    fields["faces"] = sorted(map(_face, api.get("/faces", id=asset_id)), key=str)
    notes = api.call("GET", f"/assets/{asset_id}/metadata", expect=(404,))
    fields["notes"] = sorted([n["key"], n["value"]] for n in notes.json()) if notes.ok else []
    return fields


def _shown(api: Api) -> tuple[dict[str, list[str]], dict[str, list[int]]]:
    """Return the slugs of the shared links, and the years of the memories, that show each asset."""
    links: dict[str, list[str]] = defaultdict(list)
    for listed in api.get("/shared-links"):
        if listed["type"] == "INDIVIDUAL":
            for asset in api.get(f"/shared-links/{listed['id']}")["assets"]:
                links[asset["id"]].append(listed["slug"] or listed["id"])
    memories: dict[str, list[int]] = defaultdict(list)
    for memory in api.get("/memories"):
        for asset in memory["assets"]:
            memories[asset["id"]].append(memory["data"]["year"])
    return links, memories


def _remarks(api: Api, albums: list[dict[str, Any]]) -> dict[str, list[list[str]]]:
    """Return for each asset the comments and likes on it: album, text, kind."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    for album in albums:
        for item in api.get("/activities", albumId=album["id"]):
            if item["assetId"]:
                found[item["assetId"]].append([album["albumName"], item["comment"] or "", item["type"]])
    return found


def take(api: Api, keys: dict[str, str]) -> Dump:
    """Read everything. `keys` maps base64 SHA-1 to file keys; an unknown file is named by its id.

    Covers are read first: the server moves a cover off a trashed picture whenever albums are read, so the
    earliest reading says most about what Winnow did.
    """
    listed = {a["id"]: a for a in api.search()}
    name = {i: keys.get(a["checksum"], f"?{i}") for i, a in listed.items()}
    albums: dict[str, Fields] = {}
    listed_albums = api.get("/albums")
    for album in listed_albums:
        inside = sorted(name[a["id"]] for a in api.search(albumIds=[album["id"]]) if a["id"] in name)
        cover = album["albumThumbnailAssetId"]
        albums[album["albumName"]] = {
            "id": album["id"],
            "description": album["description"],
            "cover": name.get(cover, cover),
            "members": inside,
        }
    links, memories = _shown(api)
    remarks = _remarks(api, listed_albums)
    with ThreadPoolExecutor(4) as pool:
        read = dict(zip(listed, pool.map(lambda i: _read(api, i), listed), strict=True))
    assets: dict[str, Fields] = {}
    for asset_id, fields in read.items():
        if fields is not None:
            motion = fields["livePhotoVideoId"]
            fields["livePhotoVideoId"] = name.get(motion, motion)
            fields["albums"] = sorted(a for a, album in albums.items() if name[asset_id] in album["members"])
            fields["links"] = sorted(links[asset_id])
            fields["memories"] = sorted(memories[asset_id])
            fields["remarks"] = sorted(remarks[asset_id])
            assets[name[asset_id]] = fields
    return Dump(
        dict(sorted(assets.items())), dict(sorted(albums.items())), {name[i]: i for i in read if read[i]}
    )
