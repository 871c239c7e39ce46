"""Pictures in Display P3, as phones store them and as the server serves many, with a profile made here."""

from __future__ import annotations

import struct
from functools import cache
from io import BytesIO

from PIL import Image, ImageCms

# Columns of the matrix to XYZ under D50, from the primaries of Display P3 (SMPTE EG 432-1, white point D65).
RED, GREEN, BLUE = (0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841)
WHITE = (0.9642, 1.0, 0.8249)
GAMMA = 2.2


@cache
def profile() -> bytes:
    """Return an ICC profile (version 2, matrix and curves) with the primaries of Display P3."""
    name = b"P3 of the labelled set\0"
    described = b"desc" + bytes(4) + struct.pack(">I", len(name)) + name + bytes(78)
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(GAMMA * 256)) + bytes(2)
    tags = {b"desc": described, b"cprt": b"text" + bytes(4) + b"none\0\0\0\0", b"wtpt": _xyz(WHITE)}
    tags |= {b"rXYZ": _xyz(RED), b"gXYZ": _xyz(GREEN), b"bXYZ": _xyz(BLUE)}
    tags |= {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for tag, data in tags.items():
        data += bytes(-len(data) % 4)
        table += tag + struct.pack(">II", start + len(body), len(data))
        body += data
    size = start + len(body)
    head = struct.pack(">I4xI4s4s4s", size, 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H4s", 2024, 1, 1, 0, 0, 0, b"acsp") + bytes(28) + _fixed(WHITE)
    return head.ljust(128, b"\0") + table + body


def display_p3(picture: Image.Image) -> tuple[Image.Image, bytes]:
    """Return the picture's pixels in Display P3, and the profile that says so."""
    target = ImageCms.ImageCmsProfile(BytesIO(profile()))
    turned = ImageCms.profileToProfile(picture, ImageCms.createProfile("sRGB"), target)
    assert turned is not None
    return turned, profile()


def _fixed(values: tuple[float, float, float]) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(values)
