"""What makes one film poorer than another: its length, sound, codec, rate and depth. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from engine.evidence.tags import Tags, as_number
from engine.model.evidence import Sound

SECONDS = ("Duration", "TrackDuration", "MediaDuration", "PlayDuration")
STILL_TYPES = ("image/heic", "image/heif", "image/avif", "image/x-canon-cr3")


def is_film(tags: Tags) -> bool:
    """Tell whether the file is a film by its content."""
    kind = tags.text("MIMEType", "File") or ""
    return kind.startswith("video/") or kind in ("application/mxf", "application/vnd.rn-realmedia")


def length(tags: Tags) -> float | None:
    """Return the seconds that it lasts; a moving picture has them too."""
    if tags.text("MIMEType", "File") in STILL_TYPES:
        return None
    for name in SECONDS:
        for tag in tags.named(name):
            number = as_number(tag.value)
            if number is not None and number > 0 and tag.family not in ("XMP", "MakerNotes", "ID3"):
                return round(number, 3)
    return None


def sound(tags: Tags) -> Sound | None:
    """Return the sound, or None where the film has none."""
    for group in _tracks(tags, "AudioFormat"):
        return Sound(
            codec=tags.text("AudioFormat", group),
            channels=tags.whole("AudioChannels", group),
            rate=tags.whole("AudioSampleRate", group),
        )
    codec = (
        tags.text("AudioCodecID")
        or tags.text("AudioCodecName")
        or tags.text("AudioCodec", "Matroska", "RIFF")
    )
    encoding = tags.text("Encoding", "RIFF")
    if codec is None and encoding is None and tags.number("AudioSampleRate") is None:
        return None
    return Sound(
        codec=codec or encoding,
        channels=tags.whole("AudioChannels") or tags.whole("NumChannels", "RIFF"),
        rate=tags.whole("AudioSampleRate") or tags.whole("SampleRate", "RIFF"),
    )


def codec(tags: Tags) -> str | None:
    """Return how the pictures are packed, in the format's own short word."""
    for group in _tracks(tags, "CompressorID"):
        return tags.text("CompressorID", group)
    return (
        tags.text("VideoCodecID", "Matroska")
        or tags.text("VideoCodec", "RIFF")
        or tags.text("VideoCodecName")
    )


def rate(tags: Tags) -> float | None:
    """Return the frames per second."""
    for group in _tracks(tags, "CompressorID"):
        if (found := tags.number("VideoFrameRate", group)) is not None:
            return round(found, 3)
    found = tags.number("VideoFrameRate") or tags.number("FrameRate", "RIFF")
    return None if found is None else round(found, 3)


def bit_depth(tags: Tags) -> int | None:
    """Return the bits of each colour; what QuickTime calls a film's depth says nothing of that."""
    found = tags.whole("BitDepthLuma") or tags.whole("BitDepth", "PNG")
    if found is None:
        parts = (tags.text("BitsPerSample", "File", "IFD0") or "").split()
        found = int(parts[0]) if parts and parts[0].isdigit() else None
    return found


def _tracks(tags: Tags, mark: str) -> Iterator[str]:
    """Yield the groups of a film's tracks that have a tag which only this kind of track has."""
    return (tag.group for tag in tags.named(mark) if tag.group.startswith("Track"))
