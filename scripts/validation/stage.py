"""Put the fixtures on the server: files, then favourites, tags and albums, one settled step at a time."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from attrs import define, field

from scripts.validation.api import Api
from scripts.validation.problem import Problem
from scripts.validation.wait import tell, until_quiet

THREADS = 4


@define
class Staged:
    """What is on the server: asset ids by file key, album ids by name, and the group id per scenario.

    `undetected` maps scenarios without a proper group to the reason, `by_hand` those that we grouped ourselves.
    """

    ids: dict[str, str]
    albums: dict[str, str] = field(factory=dict)
    groups: dict[str, str] = field(factory=dict)
    undetected: dict[str, str] = field(factory=dict)
    by_hand: dict[str, str] = field(factory=dict)


def upload_file(api: Api, folder: Path, file: dict[str, Any]) -> tuple[int, str]:
    """Upload one fixture; return the status (201 new, 200 already there) and the asset's id."""
    parts = [
        (
            "assetData",
            (Path(file["path"]).name, (folder / file["path"]).read_bytes(), "application/octet-stream"),
        ),
        # As a field behind the file: the only form that carries every name unchanged.
        ("filename", (None, file["name"].encode())),
    ]
    fields = {
        "deviceAssetId": file["key"],
        "deviceId": "winnow-validate",
        "fileCreatedAt": file["created"],
        "fileModifiedAt": file["modified"],
    }
    reply = api.call("POST", "/assets", data=fields, files=parts)
    return reply.status_code, reply.json()["id"]


def upload_all(api: Api, folder: Path, manifest: dict[str, Any]) -> Staged:
    """Upload every file of the manifest."""
    files = [f for s in manifest["scenarios"] for f in s["files"]]
    tell(f"uploading {len(files)} files")
    with ThreadPoolExecutor(THREADS) as pool:
        replies = list(pool.map(lambda f: upload_file(api, folder, f), files))
    known = [f["key"] for f, (status, _) in zip(files, replies, strict=True) if status != 201]
    if known:
        raise Problem(f"the server already had {known[0]} and {len(known) - 1} more: empty it and try again")
    return Staged({f["key"]: asset for f, (_, asset) in zip(files, replies, strict=True)})


def set_up(api: Api, manifest: dict[str, Any], staged: Staged, limit: float, quiet: float = 3) -> None:
    """Give every file its flags, tags and albums; waits between steps, because edits at once collide."""
    tags: dict[tuple[str, ...], list[str]] = defaultdict(list)
    albums: dict[str, list[str]] = defaultdict(list)
    for file in (f for s in manifest["scenarios"] for f in s["files"]):
        asset, stage = staged.ids[file["key"]], file["stage"]
        flags = {}
        if stage["favourite"]:
            flags["isFavorite"] = True
        if stage["archived"]:
            flags["visibility"] = "archive"
        if flags:
            api.call("PUT", f"/assets/{asset}", json=flags)
        if stage["tags"]:
            tags[tuple(stage["tags"])].append(asset)
        for album in stage["albums"]:
            albums[album].append(asset)
    until_quiet(api, quiet=quiet, limit=limit, what="favourites")
    for values, assets in tags.items():
        ids = [tag["id"] for tag in api.call("PUT", "/tags", json={"tags": list(values)}).json()]
        api.call("PUT", "/tags/assets", json={"tagIds": ids, "assetIds": assets})
    for name, assets in albums.items():
        made = api.call("POST", "/albums", json={"albumName": name, "assetIds": assets}).json()
        staged.albums[name] = made["id"]
    for file in (f for s in manifest["scenarios"] for f in s["files"]):
        for album in file["stage"]["cover_of"]:
            body = {"albumThumbnailAssetId": staged.ids[file["key"]]}
            api.call("PATCH", f"/albums/{staged.albums[album]}", json=body)
    until_quiet(api, quiet=quiet, limit=limit, what="tags and albums")
    _assert_tags(api, manifest, staged)


def _assert_tags(api: Api, manifest: dict[str, Any], staged: Staged) -> None:
    for file in (f for s in manifest["scenarios"] for f in s["files"]):
        wanted = sorted(file["stage"]["tags"])
        if wanted:
            asset = api.asset(staged.ids[file["key"]])
            found = sorted(tag["value"] for tag in asset["tags"]) if asset else []
            if found != wanted:
                raise Problem(
                    f"the server has the tags {found} on {file['key']} instead of {wanted}: try again"
                )
