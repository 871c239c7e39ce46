"""Small real pictures, drawn without any library: a PNG is compressed rows between checksums."""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def picture(seed: int, width: int, height: int) -> bytes:
    """Return a PNG of a gradient; the seed chooses its colours, so that copies of one picture look alike."""
    red, green, blue = seed * 53 % 256, seed * 97 % 256, seed * 151 % 256
    rows = (b"\0" + bytes((red, (green + 255 * y // height) % 256, blue)) * width for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        SIGNATURE
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"".join(rows)))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
