"""Put the fixtures on the server: files, then favourites, tags and albums, one settled step at a time."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from attrs import define, field

from scripts.validation.api import Api
from scripts.validation.problem import Problem
from scripts.validation.target import motions, staged_names, stills
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


def upload_file(api: Api, folder: Path, file: dict[str, Any], motion: str | None = None) -> tuple[int, str]:
    """Upload one fixture; return the status (201 new, 200 already there) and the asset's id.

    `motion` is the id of the video part, which must be there already.
    """
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
    if motion is not None:
        fields["livePhotoVideoId"] = motion
    reply = api.call("POST", "/assets", data=fields, files=parts)
    return reply.status_code, reply.json()["id"]


def upload_all(api: Api, folder: Path, manifest: dict[str, Any]) -> Staged:
    """Upload every file of the manifest."""
    staged = Staged({})
    tell(f"uploading {len(stills(manifest) + motions(manifest))} files")

    def send(file: dict[str, Any]) -> None:
        part = file.get("motion")
        status, asset = upload_file(api, folder, file, staged.ids[part["key"]] if part else None)
        if status != 201:
            raise Problem(f"the server already had {file['key']}: empty it and try again")
        staged.ids[file["key"]] = asset

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(send, motions(manifest)))
        list(pool.map(send, stills(manifest)))
    return staged


def set_up(api: Api, manifest: dict[str, Any], staged: Staged, limit: float, quiet: float = 3) -> None:
    """Give every file its flags, tags and albums; waits between steps, because edits at once collide."""
    tags: dict[tuple[str, ...], list[str]] = defaultdict(list)
    albums: dict[str, list[str]] = defaultdict(list)
    for file in stills(manifest):
        asset, stage = staged.ids[file["key"]], file["stage"]
        flags: dict[str, Any] = {}
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
    for file in stills(manifest):
        for album in file["stage"]["cover_of"]:
            body = {"albumThumbnailAssetId": staged.ids[file["key"]]}
            api.call("PATCH", f"/albums/{staged.albums[album]}", json=body)
    _name_people(api, manifest, staged)
    _hang_on(api, manifest, staged)
    until_quiet(api, quiet=quiet, limit=limit, what="tags and albums")
    _assert_tags(api, manifest, staged)


def _name_people(api: Api, manifest: dict[str, Any], staged: Staged) -> None:
    """Draw a named face on each picture that shall have one."""
    names = sorted(staged_names(manifest, "people"))
    people = {name: api.call("POST", "/people", json={"name": name}).json()["id"] for name in names}
    for file in stills(manifest):
        for name in file["stage"].get("people", ()):
            asset = api.asset(staged.ids[file["key"]])
            assert asset is not None
            size = {"imageWidth": asset["width"], "imageHeight": asset["height"]}
            box = {"x": 40, "y": 30, "width": 120, "height": 140}
            body = {"assetId": asset["id"], "personId": people[name], **size, **box}
            api.call("POST", "/faces", json=body)


def _hang_on(api: Api, manifest: dict[str, Any], staged: Staged) -> None:
    """Make the shared links and memories of the fixtures, and write their notes and remarks."""
    links: dict[str, list[str]] = defaultdict(list)
    memories: dict[int, list[str]] = defaultdict(list)
    for file in stills(manifest):
        asset, stage = staged.ids[file["key"]], file["stage"]
        for slug in stage.get("links", ()):
            links[slug].append(asset)
        for year in stage.get("memories", ()):
            memories[year].append(asset)
        if stage.get("notes"):
            items = [{"key": key, "value": {"text": text}} for key, text in stage["notes"]]
            api.call("PUT", f"/assets/{asset}/metadata", json={"items": items})
        for album, text in stage.get("remarks", ()):
            about = {"albumId": staged.albums[album], "assetId": asset}
            said = {"type": "like"} if text is None else {"type": "comment", "comment": text}
            api.call("POST", "/activities", json=about | said)
    for slug, assets in links.items():
        api.call("POST", "/shared-links", json={"type": "INDIVIDUAL", "assetIds": assets, "slug": slug})
    for year, assets in memories.items():
        about = {"type": "on_this_day", "data": {"year": year}, "memoryAt": f"{year}-01-15T12:00:00.000Z"}
        api.call("POST", "/memories", json=about | {"assetIds": assets})


def _assert_tags(api: Api, manifest: dict[str, Any], staged: Staged) -> None:
    for file in stills(manifest):
        wanted = sorted(file["stage"]["tags"])
        if wanted:
            asset = api.asset(staged.ids[file["key"]])
            found = sorted(tag["value"] for tag in asset["tags"]) if asset else []
            if found != wanted:
                raise Problem(
                    f"the server has the tags {found} on {file['key']} instead of {wanted}: try again"
                )
