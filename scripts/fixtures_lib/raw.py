"""A small but real digital negative: one uncompressed Bayer plane in a TIFF, as the DNG specification asks.

No common library writes DNG, and a renamed JPEG would not be a RAW file to any decoder.
"""

from __future__ import annotations

import struct
from array import array
from pathlib import Path

from PIL import Image

BYTE, ASCII, SHORT, LONG, RATIONAL, SRATIONAL = 1, 2, 3, 4, 5, 10
STRIP_OFFSET = 273
_FORMATS = {BYTE: "B", ASCII: "B", SHORT: "H", LONG: "I"}


def _packed(kind: int, values: object) -> tuple[int, bytes]:
    if kind in (RATIONAL, SRATIONAL):
        assert isinstance(values, list)
        sign = "i" if kind == SRATIONAL else "I"
        return len(values), b"".join(struct.pack(f"<2{sign}", round(v * 10_000), 10_000) for v in values)
    if kind == ASCII:
        assert isinstance(values, str)
        text = values.encode("ascii") + b"\0"
        return len(text), text
    assert isinstance(values, list)
    return len(values), struct.pack(f"<{len(values)}{_FORMATS[kind]}", *values)


def _mosaic(picture: Image.Image) -> bytes:
    """Return 16-bit linear samples behind an RGGB filter."""
    linear = [round(65535 * (v / 255) ** 2.2) for v in range(256)]
    red, green, blue = (band.tobytes() for band in picture.split())
    width, height = picture.size
    plane = array("H", bytes(2 * width * height))
    for y in range(height):
        row = y * width
        even, odd = (red, green) if y % 2 == 0 else (green, blue)
        plane[row : row + width : 2] = array("H", (linear[v] for v in even[row : row + width : 2]))
        plane[row + 1 : row + width : 2] = array("H", (linear[v] for v in odd[row + 1 : row + width : 2]))
    if struct.pack("=H", 1) != struct.pack("<H", 1):
        plane.byteswap()
    return plane.tobytes()


def write_dng(picture: Image.Image, path: Path, *, model: str) -> None:
    """Write the picture as a DNG 1.4 with one raw plane."""
    width, height = picture.size
    samples = _mosaic(picture.convert("RGB"))
    entries: list[tuple[int, int, object]] = [
        (254, LONG, [0]),  # NewSubfileType: the main image
        (256, LONG, [width]),
        (257, LONG, [height]),
        (258, SHORT, [16]),  # bits per sample
        (259, SHORT, [1]),  # no compression
        (262, SHORT, [32803]),  # colour filter array
        (271, ASCII, "Winnow"),
        (272, ASCII, model),
        (STRIP_OFFSET, LONG, [0]),  # filled in below
        (274, SHORT, [1]),
        (277, SHORT, [1]),
        (278, LONG, [height]),
        (279, LONG, [len(samples)]),
        (284, SHORT, [1]),
        (33421, SHORT, [2, 2]),  # the filter repeats every 2x2 pixels
        (33422, BYTE, [0, 1, 1, 2]),  # red green, green blue
        (50706, BYTE, [1, 4, 0, 0]),  # DNGVersion
        (50707, BYTE, [1, 1, 0, 0]),  # DNGBackwardVersion
        (50708, ASCII, model),  # UniqueCameraModel
        (50714, LONG, [0]),  # black level
        (50717, LONG, [65535]),  # white level
        # XYZ (D65) to linear sRGB: our samples come from an sRGB picture.
        (50721, SRATIONAL, [3.2406, -1.5372, -0.4986, -0.9689, 1.8758, 0.0415, 0.0557, -0.2040, 1.0570]),
        (50728, RATIONAL, [1.0, 1.0, 1.0]),  # AsShotNeutral
        (50778, SHORT, [21]),  # CalibrationIlluminant1: D65
    ]
    table = 8 + 2 + 12 * len(entries) + 4
    extra = b""
    rows: list[tuple[int, int, int, bytes]] = []
    for tag, kind, values in entries:
        count, data = _packed(kind, values)
        if len(data) > 4:
            data += b"\0" * (len(data) % 2)
            rows.append((tag, kind, count, struct.pack("<I", table + len(extra))))
            extra += data
        else:
            rows.append((tag, kind, count, data.ljust(4, b"\0")))
    strip = struct.pack("<I", table + len(extra))
    directory = b"".join(
        struct.pack("<HHI", tag, kind, count) + (strip if tag == STRIP_OFFSET else value)
        for tag, kind, count, value in rows
    )
    header = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(rows))
    path.write_bytes(header + directory + struct.pack("<I", 0) + extra + samples)
