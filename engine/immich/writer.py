"""Every call that changes something on an Immich server; each is sent once and never repeated here."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from engine.base.errors import BadAnswer, Refused, ReplyLost, Unreachable
from engine.immich import dates
from engine.immich.answer import Answer
from engine.immich.given import ImmichGivenWriter
from engine.immich.heard import Heard
from engine.immich.multipart import Field, Form, survives_header
from engine.model.place import Place

IDS_AT_ONCE = 500
"""Assets per album call, so that no proxy thinks that nothing happens."""

DEVICE = "winnow"


class ImmichWriter(ImmichGivenWriter):
    """A `PhotoWriter` over HTTP. The reader tells it the server's version."""

    def patch(
        self,
        asset_id: str,
        *,
        place: Place | None = None,
        taken: datetime | None = None,
        description: str | None = None,
        rating: int | None = None,
        clear_rating: bool = False,
    ) -> None:
        fields: dict[str, str] = {}
        if taken is not None:
            fields["dateTimeOriginal"] = json.dumps(dates.with_offset(taken))
        if place is not None:
            fields["latitude"], fields["longitude"] = fixed(place.latitude), fixed(place.longitude)
        if description is not None:
            fields["description"] = json.dumps(description, ensure_ascii=False)
        if clear_rating or rating == 0:
            fields["rating"] = "null" if self._reader.capabilities.rating_clears_with_null else "0"
        elif rating is not None:
            fields["rating"] = str(rating)
        if fields:
            text = ",".join(f'"{name}":{value}' for name, value in fields.items())
            self._wire.write("PUT", f"/assets/{_id(asset_id)}", body=f"{{{text}}}".encode())

    def set_flags(
        self, asset_id: str, *, favourite: bool | None = None, visibility: str | None = None
    ) -> None:
        body: dict[str, object] = {}
        if favourite is not None:
            body["isFavorite"] = favourite
        if visibility is not None:
            body["visibility"] = visibility
        if body:
            self._wire.write("PUT", f"/assets/{_id(asset_id)}", body=body)

    def set_motion(self, asset_id: str, motion: str | None) -> None:
        self._wire.write("PUT", f"/assets/{_id(asset_id)}", body={"livePhotoVideoId": motion})

    def add_tags(self, asset_id: str, tag_ids: Sequence[str]) -> None:
        """Add all tags in one call: two in flight on one asset lose each other."""
        if tag_ids:
            body = {"tagIds": list(tag_ids), "assetIds": [asset_id]}
            self._wire.write("PUT", "/tags/assets", body=body)

    def remove_tag(self, asset_id: str, tag_id: str) -> None:
        path = f"/tags/{_id(tag_id)}/assets"
        done = self._each("DELETE", path, [asset_id])
        if done[asset_id] not in ("done", "already"):
            raise Refused(method="DELETE", path=path, status=200, detail=done[asset_id], correlation="")

    def ensure_tags(self, values: Sequence[str]) -> tuple[str, ...]:
        """Upsert tag paths, each once: one that vanishes meanwhile is missing in the read-back."""
        fresh = [value for value in dict.fromkeys(values) if value not in self._tags]
        if fresh:
            self._tags |= dict(zip(fresh, self._ensure(fresh), strict=True))
        return tuple(self._tags[value] for value in values)

    def _ensure(self, values: Sequence[str]) -> tuple[str, ...]:
        heard = self._wire.write("PUT", "/tags", body={"tags": list(values)})
        with _understood("PUT", "/tags"):
            items = _answer(heard, "PUT", "/tags").items()
            found = [(item.at("value").text(), item.at("id").id()) for item in items]
        ids = dict(found)
        if len(found) == len(values):
            # A path is normalised by the server, so that its value may differ from ours.
            return tuple(ids.get(value, at) for value, (_, at) in zip(values, found, strict=True))
        missing = [value for value in values if value not in ids]
        if missing:
            detail = f"the tag {missing[0]!r} is not in the answer"
            raise ReplyLost(method="PUT", path="/tags", detail=detail)
        return tuple(ids[value] for value in values)

    def add_to_album(self, album_id: str, asset_ids: Sequence[str]) -> Mapping[str, str]:
        return self._of_album(album_id, "PUT", asset_ids)

    def remove_from_album(self, album_id: str, asset_ids: Sequence[str]) -> Mapping[str, str]:
        return self._of_album(album_id, "DELETE", asset_ids)

    def set_cover(self, album_id: str, asset_id: str) -> None:
        body = {"albumThumbnailAssetId": asset_id}
        self._wire.write("PATCH", f"/albums/{_id(album_id)}", body=body)

    def set_group(self, asset_ids: Sequence[str], group: str | None) -> None:
        if asset_ids:
            self._wire.write("PUT", "/assets", body={"ids": list(asset_ids), "duplicateId": group})

    def trash(self, asset_ids: Sequence[str]) -> None:
        if asset_ids:
            self._wire.write("DELETE", "/assets", body={"ids": list(asset_ids), "force": False})

    def untrash(self, asset_ids: Sequence[str]) -> None:
        if asset_ids:
            self._wire.write("POST", "/trash/restore/assets", body={"ids": list(asset_ids)})

    def upload(
        self,
        file: Path,
        *,
        name: str,
        checksum: str,
        created: datetime,
        modified: datetime,
        favourite: bool,
        visibility: str,
        motion: str | None,
        sidecar: bytes | None,
        notes: Mapping[str, str],
        duration: float | None,
        device: tuple[str, str] | None = None,
    ) -> tuple[str, bool]:
        texts = {
            "fileCreatedAt": dates.as_utc(created),
            "fileModifiedAt": dates.as_utc(modified),
            "isFavorite": "true" if favourite else "false",
            "visibility": visibility,
            **self._dialect(checksum, duration, device),
        }
        if motion is not None:
            texts["livePhotoVideoId"] = motion
        if notes:
            pairs = [{"key": key, "value": json.loads(value)} for key, value in notes.items()]
            texts["metadata"] = json.dumps(pairs, ensure_ascii=False)
        fields = [Field(key, value) for key, value in texts.items()]
        fields.append(Field("assetData", file, name))
        if sidecar is not None:
            fields.append(Field("sidecarData", sidecar, f"{file.stem}.xmp"))
        if not survives_header(name):
            # Only behind both files: before them, the server would judge the sidecar by this name too
            # (docs/immich.md, Upload).
            fields.append(Field("filename", name))
        with Form(fields) as form:
            headers = {"Content-Type": form.content_type, "x-immich-checksum": checksum}
            heard = self._wire.write("POST", "/assets", data=form, headers=headers)
        with _understood("POST", "/assets"):
            answer = _answer(heard, "POST", "/assets")
            return answer.at("id").id(), answer.at("status").text() == "created"

    def add_face(
        self, asset_id: str, person: str, box: tuple[int, int, int, int], image: tuple[int, int]
    ) -> None:
        """Draw a face; `box` is x1, y1, x2, y2 as in `Face.box`. Not idempotent: look first."""
        x1, y1, x2, y2 = box
        body = {
            "assetId": asset_id,
            "personId": person,
            "imageWidth": image[0],
            "imageHeight": image[1],
            "x": x1,
            "y": y1,
            "width": x2 - x1,
            "height": y2 - y1,
        }
        self._wire.write("POST", "/faces", body=body)

    def _dialect(
        self, checksum: str, duration: float | None, device: tuple[str, str] | None
    ) -> dict[str, str]:
        can = self._reader.capabilities
        who, own = device or (DEVICE, f"{DEVICE}-{checksum}")
        fields = {"deviceAssetId": own, "deviceId": who} if can.wants_device else {}
        if duration is not None:
            text = dates.clock_text(duration) if can.duration_is_text else str(round(duration * 1000))
            fields["duration"] = text
        return fields

    def _of_album(self, album_id: str, method: str, asset_ids: Sequence[str]) -> dict[str, str]:
        try:
            return self._in_chunks(method, f"/albums/{_id(album_id)}/assets", asset_ids)
        finally:
            self._reader.forget_album(album_id)

    def _in_chunks(self, method: str, path: str, asset_ids: Sequence[str]) -> dict[str, str]:
        done: dict[str, str] = {}
        # An id that is sent twice would be answered twice, with two different words.
        ids = list(dict.fromkeys(asset_ids))
        for start in range(0, len(ids), IDS_AT_ONCE):
            try:
                done |= self._each(method, path, ids[start : start + IDS_AT_ONCE])
            except (Refused, Unreachable) as error:
                if not done:
                    raise
                # These mean that nothing happened, but the first part did.
                failure = ReplyLost(
                    method=method, path=path, detail=f"refused halfway: {error.facts['detail']}"
                )
            else:
                continue
            raise failure
        return done

    def _each(self, method: str, path: str, ids: Sequence[str]) -> dict[str, str]:
        heard = self._wire.write(method, path, body={"ids": list(ids)})
        with _understood(method, path):
            items = _answer(heard, method, path).items()
            said = {item.at("id").text(): _word(item, method) for item in items}
        return {i: said.get(i, "unanswered") for i in ids}


def fixed(degrees: float) -> str:
    """Write a coordinate without exponent, which one version refuses and another rounds to nothing."""
    text = f"{degrees:.7f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _word(item: Answer, method: str) -> str:
    if item.at("success").flag():
        return "done"
    error = item.at("error").text_or_none() or "refused"
    already = "not_found" if method == "DELETE" else "duplicate"
    return "already" if error == already else error


def _answer(heard: Heard, method: str, path: str) -> Answer:
    try:
        return Answer(heard.json(), method, path)
    except ValueError:
        raise BadAnswer(method=method, path=path, detail="it is not JSON") from None


@contextmanager
def _understood(method: str, path: str) -> Iterator[None]:
    """Turn an unusable answer to a change into `ReplyLost`: it was accepted, so it has to be looked up."""
    try:
        yield
    except BadAnswer as error:
        raise ReplyLost(method=method, path=path, detail=error.facts["detail"]) from None


def _id(text: str) -> str:
    return quote(text, safe="")
