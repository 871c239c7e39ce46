"""One picture or video as the server shows it, reduced to what a decision or an undo needs."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from attrs import frozen

from engine.model.moment import Moment
from engine.model.place import Place


class Kind(StrEnum):
    """The server's asset types."""

    IMAGE = "IMAGE"
    VIDEO = "VIDEO"
    AUDIO = "AUDIO"
    OTHER = "OTHER"


@frozen
class Tag:
    """A tag: `value` is the whole path, such as `Travel/Japan`."""

    id: str
    value: str


@frozen(kw_only=True)
class Camera:
    """What the file says about the device; the API can read but never write it."""

    make: str | None = None
    model: str | None = None
    lens: str | None = None
    iso: int | None = None
    exposure: str | None = None
    aperture: float | None = None
    focal_length: float | None = None


@frozen(kw_only=True)
class Asset:
    """One asset, from `GET /assets/{id}` (whole) or from `GET /duplicates` (thin: `tags` may be None).

    `checksum` is the base64 SHA-1 of the bytes, but of the *path* where `library` is set (docs/immich.md, Checksums).
    `size` is in bytes, `width` and `height` in pixels as measured by the server and turned upright, `duration`
    in seconds. `path` is where the server keeps the file. `description` is None where the server says "". `rating` is
    -1 or 1..5, or None. `device` is who uploaded it and under which id of its own, up to 2.7: a phone knows by it what
    it need not upload again.
    """

    id: str
    owner: str
    name: str
    kind: Kind
    checksum: str
    file_created: datetime
    file_modified: datetime
    uploaded: datetime
    updated: datetime
    moment: Moment | None = None
    mime: str | None = None
    path: str | None = None
    library: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    place: Place | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None
    description: str | None = None
    rating: int | None = None
    favourite: bool = False
    visibility: str = "timeline"
    trashed: bool = False
    offline: bool = False
    edited: bool = False
    projection: str | None = None
    orientation: str | None = None
    motion: str | None = None
    stack: str | None = None
    stack_top: str | None = None
    group: str | None = None
    camera: Camera = Camera()
    tags: tuple[Tag, ...] | None = None
    device: tuple[str, str] | None = None

    @property
    def camera_facts(self) -> dict[str, str | int | float | None]:
        """Return what the file, or a sidecar beside it, says of the camera: no API writes it, an upload carries it."""
        camera = self.camera
        return {
            "make": camera.make,
            "model": camera.model,
            "lens": camera.lens,
            "iso": camera.iso,
            "exposure": camera.exposure,
            "aperture": camera.aperture,
            "focal length": camera.focal_length,
            "orientation": self.orientation,
        }

    @property
    def pixels(self) -> int | None:
        """Return width times height, or None while the server has not measured both."""
        return self.width * self.height if self.width and self.height else None
