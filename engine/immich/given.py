"""Calls that add to, and take from, what refers to an asset: shared links, memories, notes, faces, remarks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from engine.base.errors import BadAnswer, Refused, ReplyLost
from engine.immich.answer import Answer
from engine.immich.http import Wire
from engine.immich.reader import ImmichReader

NOTHING = {"albums": False, "sharedLinks": False, "stack": False, "favorite": False, "sidecar": False}
ONLY_LINKS = NOTHING | {"sharedLinks": True}
ONLY_STACK = NOTHING | {"stack": True}


class ImmichGivenWriter:
    """The part of a `PhotoWriter` that is about relations."""

    def __init__(self, wire: Wire, reader: ImmichReader) -> None:
        self._wire = wire
        self._reader = reader
        self._tags: dict[str, str] = {}

    def add_to_links(self, asset_id: str, links: Mapping[str, str]) -> None:
        """Show an asset by links, each of which shows the other asset that stands beside it, too.

        2.x takes a key of limited permissions for a copy of all links only, so what came along is taken off again;
        two calls at a time about one asset would take off what the other one gave.
        """
        if self._reader.capabilities.link_assets_scoped:
            for link in links:
                self._told("PUT", f"/shared-links/{_id(link)}/assets", {"assetIds": [asset_id]}, "assetId")
            return
        self._reader.forget()
        before = set(self._reader.links_of(asset_id))
        for link, source in links.items():
            self._copy_links(asset_id, link, source)
        self._reader.forget()
        for link in sorted(set(self._reader.links_of(asset_id)) - before - links.keys()):
            self.remove_from_link(link, asset_id)

    def _copy_links(self, asset_id: str, link: str, source: str) -> None:
        """Copy the links of what the link shows, until it shows the asset.

        What it shows may be in it for a moment only, because its own links were just copied, and bring nothing.
        """
        tried: set[str] = set()
        while asset_id not in (shown := self._reader.link(link) or frozenset()):
            known = source if source in shown - tried else min(shown - tried, default=source)
            if known in tried:
                return
            tried.add(known)
            self._wire.write(
                "PUT", "/assets/copy", body={"sourceId": known, "targetId": asset_id} | ONLY_LINKS
            )

    def remove_from_link(self, link_id: str, asset_id: str) -> None:
        self._told("DELETE", f"/shared-links/{_id(link_id)}/assets", {"assetIds": [asset_id]}, "assetId")

    def add_to_memory(self, memory_id: str, asset_id: str) -> None:
        self._told("PUT", f"/memories/{_id(memory_id)}/assets", {"ids": [asset_id]}, "id")

    def remove_from_memory(self, memory_id: str, asset_id: str) -> None:
        self._told("DELETE", f"/memories/{_id(memory_id)}/assets", {"ids": [asset_id]}, "id")

    def write_notes(self, asset_id: str, notes: Iterable[tuple[str, str]]) -> None:
        """Write key-value notes; the values are JSON text."""
        items = [{"key": key, "value": json.loads(value)} for key, value in notes]
        self._wire.write("PUT", f"/assets/{_id(asset_id)}/metadata", body={"items": items})

    def remove_note(self, asset_id: str, key: str) -> None:
        self._wire.write("DELETE", f"/assets/{_id(asset_id)}/metadata/{_id(key)}")

    def make_remark(self, asset_id: str, album_id: str, text: str | None) -> None:
        about = {"albumId": album_id, "assetId": asset_id}
        kind = {"type": "like"} if text is None else {"type": "comment", "comment": text}
        self._wire.write("POST", "/activities", body=about | kind)

    def remove_remark(self, remark_id: str) -> None:
        self._wire.write("DELETE", f"/activities/{_id(remark_id)}")

    def name_face(self, face_id: str, person: str) -> None:
        self._wire.write("PUT", f"/faces/{_id(person)}", body={"id": face_id})

    def erase_face(self, face_id: str) -> None:
        self._wire.write("DELETE", f"/faces/{_id(face_id)}", body={"force": True})

    def make_stack(self, asset_ids: Sequence[str]) -> str:
        heard = self._wire.write("POST", "/stacks", body={"assetIds": list(asset_ids)})
        try:
            return Answer(heard.json(), "POST", "/stacks").at("id").id()
        except (BadAnswer, ValueError):
            raise ReplyLost(method="POST", path="/stacks", detail="its answer cannot be understood") from None

    def join_stack(self, asset_id: str, source: str) -> None:
        body = {"sourceId": source, "targetId": asset_id} | ONLY_STACK
        self._wire.write("PUT", "/assets/copy", body=body)

    def leave_stack(self, stack_id: str, asset_id: str) -> None:
        self._wire.write("DELETE", f"/stacks/{_id(stack_id)}/assets/{_id(asset_id)}")

    def top_stack(self, stack_id: str, asset_id: str) -> None:
        self._wire.write("PUT", f"/stacks/{_id(stack_id)}", body={"primaryAssetId": asset_id})

    def remove_stack(self, stack_id: str) -> None:
        self._wire.write("DELETE", f"/stacks/{_id(stack_id)}")

    def _told(self, method: str, path: str, body: dict[str, object], name: str) -> None:
        """Send a call that answers each id by itself with status 200. Raises Refused for a word of refusal."""
        heard = self._wire.write(method, path, body=body)
        already = "not_found" if method == "DELETE" else "duplicate"
        try:
            for item in Answer(heard.json(), method, path).items():
                word = "" if item.at("success").flag() else item.at("error").text_or_none() or "refused"
                if word not in ("", already):
                    raise Refused(
                        method=method,
                        path=path,
                        status=heard.status,
                        detail=f"{word} for {name}",
                        correlation="",
                    )
        except (BadAnswer, ValueError):
            raise ReplyLost(method=method, path=path, detail="its answer cannot be understood") from None


def _id(text: str) -> str:
    return quote(text, safe="")
