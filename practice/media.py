"""Which files the server takes, and what they are."""

from __future__ import annotations

from pathlib import PurePath

IMAGES = {
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".arw": "image/arw",
    ".cr2": "image/cr2",
    ".cr3": "image/cr3",
    ".dng": "image/dng",
    ".nef": "image/nef",
    ".orf": "image/orf",
    ".raf": "image/raf",
    ".rw2": "image/rw2",
    ".heic": "image/heic",
    ".heif": "image/heif",
    ".hif": "image/hif",
    ".insp": "image/jpeg",
    ".jp2": "image/jp2",
    ".jpe": "image/jpeg",
    ".jxl": "image/jxl",
    ".psd": "image/psd",
    ".svg": "image/svg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}
VIDEOS = {
    ".3gp": "video/3gpp",
    ".avi": "video/avi",
    ".insv": "video/mp4",
    ".m4v": "video/x-m4v",
    ".mkv": "video/x-matroska",
    ".mov": "video/quicktime",
    ".mp4": "video/mp4",
    ".mpeg": "video/mpeg",
    ".mpg": "video/mpeg",
    ".mts": "video/mp2t",
    ".webm": "video/webm",
    ".wmv": "video/x-ms-wmv",
}


def mime_type(name: PurePath) -> str:
    """Return the content type that the server derives from a file name."""
    suffix = name.suffix.lower()
    return IMAGES.get(suffix) or VIDEOS.get(suffix) or "application/octet-stream"


def asset_kind(name: PurePath) -> str | None:
    """Return IMAGE or VIDEO, or None for a file that the server refuses."""
    suffix = name.suffix.lower()
    return "IMAGE" if suffix in IMAGES else "VIDEO" if suffix in VIDEOS else None
