"""What steps mean on the wire, and what a request log holds of it, in the same words.

A dry run that is compared with the journal alone would not notice a write that nobody promised.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from practice.log import Request

Words: TypeAlias = Counter[tuple[str, ...]]
"""How often each thing is asked: its name, and the ids that it is about."""

NOT_SENT = ("download-original", "keep-clock")
"""Actions that write nothing here: a backup is read, and a clock is only written again where it moved."""


def promised(steps: Iterable[Mapping[str, Any]]) -> Words:
    """Return what steps, as a dry run prints them with --json, will ask of the server."""
    return Counter(words for step in steps for words in _of_step(step["action"], step["args"]))


def asked(requests: Iterable[Request]) -> Words:
    """Return what the writes of a log asked of the server; a tag is made sure of by its name beforehand."""
    return Counter(words for request in requests for words in _of_request(request))


def _of_step(action: str, args: Mapping[str, Any]) -> list[tuple[str, ...]]:
    asset = str(args["asset"])
    match action:
        case _ if action in NOT_SENT:
            return []
        case "patch-fields" | "set-flags":
            return [("write", asset)]
        case "add-tags" | "remove-tags":
            return [(action, tag["id"], asset) for tag in args["tags"]]
        case "join-album" | "leave-album" | "set-cover":
            return [(action, args["album"], asset)]
        case _:
            return [(action, asset)]


def _of_request(request: Request) -> list[tuple[str, ...]]:
    body = request.body or {}
    first, _, rest = request.path.strip("/").partition("/")
    at = rest.partition("/")[0]
    ids = body.get("ids", ())
    match request.method, re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "*", request.path):
        case "PUT", "/tags":
            return []
        case "PUT", "/assets/*":
            return [("write", at)]
        case "PUT", "/assets":
            return [("join-group", one) for one in ids]
        case "DELETE", "/assets":
            return [("trash-asset", one) for one in ids]
        case "POST", "/trash/restore/assets":
            return [("untrash-asset", one) for one in ids]
        case "PUT", "/tags/assets":
            return [("add-tags", tag, one) for tag in body["tagIds"] for one in body["assetIds"]]
        case "DELETE", "/tags/*/assets":
            return [("remove-tags", at, one) for one in ids]
        case "PUT", "/albums/*/assets":
            return [("join-album", at, one) for one in ids]
        case "DELETE", "/albums/*/assets":
            return [("leave-album", at, one) for one in ids]
        case "PATCH", "/albums/*":
            return [("set-cover", at, body["albumThumbnailAssetId"])]
        case "POST", "/faces":
            return [("draw-face", body["assetId"])]
        case "DELETE", "/faces/*":
            subjects = {effect.subject for effect in request.effects} - {at}
            return [("erase-face", one) for one in subjects]
        case method, path:
            return [(method, path, first)]
