"""Where a picture was taken, as its bytes say. Pure."""

from __future__ import annotations

from engine.evidence.tags import Tags
from engine.model.place import Place


def place(tags: Tags) -> Place | None:
    """Return the coordinates; 0, 0 is what broken devices write."""
    latitude = tags.number("GPSLatitude", "Composite", "XMP")
    longitude = tags.number("GPSLongitude", "Composite", "XMP")
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Place(latitude, longitude)
