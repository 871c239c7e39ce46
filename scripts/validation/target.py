"""Whether a server is a test instance: empty, or holding nothing but fixture files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scripts.validation.api import Api
from scripts.validation.problem import Problem


def stills(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every file of the scenarios, without the video parts of Live Photos."""
    return [f for s in manifest["scenarios"] for f in s["files"]]


def motions(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the video parts of Live Photos."""
    return [f["motion"] for f in stills(manifest) if f.get("motion")]


def fixture_checksums(manifest: dict[str, Any]) -> dict[str, str]:
    """Return file keys by base64 SHA-1."""
    return {f["sha1"]: f["key"] for f in stills(manifest) + motions(manifest)}


def staged_names(manifest: dict[str, Any], what: str) -> set[str]:
    """Return the names of all albums or people, or of all tags with their parents, that the fixtures use."""
    names = {name for f in stills(manifest) for name in f["stage"].get(what, ())}
    if what == "tags":
        names |= {"/".join(n.split("/")[:i]) for n in names for i in range(1, n.count("/") + 1)}
    return names


def own_assets(api: Api, user: str) -> list[dict[str, Any]]:
    """Return the user's assets in every state; a partner's pictures that the search mixes in are left out."""
    return [a for a in api.search() if a["ownerId"] == user]


def refuse_foreign(api: Api, manifest: dict[str, Any]) -> None:
    """Refuse a library that holds anything but fixtures. There is deliberately no flag to pass this.

    Looks at assets by checksum, at albums and tags by name, and counts what a key may count but not list.
    """
    if not api.get("/server/features").get("trash"):
        raise Problem("the server's trash is switched off: switch it on, the check needs it")
    user = api.get("/users/me")["id"]
    known = fixture_checksums(manifest)
    assets = own_assets(api, user)
    strangers = [a for a in assets if a["checksum"] not in known or a["libraryId"]]
    if strangers:
        raise Problem(
            f"refused: {len(strangers)} of {len(assets)} assets are no fixtures (first {strangers[0]['id']}),"
            " so this is no test instance"
        )
    counted = sum(_count(api, trashed) for trashed in ("false", "true"))
    if counted > len(assets):
        raise Problem(
            f"refused: the server counts {counted} assets and shows {len(assets)}, so some are hidden from us"
        )
    _refuse_names("album", (a["albumName"] for a in api.get("/albums")), staged_names(manifest, "albums"))
    _refuse_names("tag", (t["value"] for t in api.get("/tags")), staged_names(manifest, "tags"))


def _count(api: Api, trashed: str) -> int:
    reply = api.call("GET", "/assets/statistics", params={"isTrashed": trashed}, expect=(403,))
    return reply.json()["total"] if reply.ok else 0


def _refuse_names(what: str, names: Iterable[str], ours: set[str]) -> None:
    foreign = sorted(set(names) - ours)
    if foreign:
        raise Problem(
            f"refused: {len(foreign)} {what}s are not of the fixtures (first {foreign[0]!r}),"
            " so this is no test instance"
        )
