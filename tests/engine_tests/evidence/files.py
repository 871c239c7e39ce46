"""Real files for tests of evidence: drawn pictures and films, inscribed by exiftool itself."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from attrs import define, field
from PIL import Image

from engine.evidence.files import read_file
from engine.exif.tool import Exif
from engine.model.evidence import FileFacts

COLOURS = ((200, 30, 30), (30, 200, 30), (30, 30, 200))


def picture(size: tuple[int, int] = (320, 240), number: int = 0) -> Image.Image:
    return Image.effect_noise(size, 40).convert("RGB").point(lambda v: (v + 40 * number) % 256)


def inscribed(path: Path, *tags: str) -> Path:
    """Let exiftool write tags such as `EXIF:Make=Canon` into a file."""
    done = subprocess.run(
        ["exiftool", "-q", "-m", "-n", "-overwrite_original", *(f"-{tag}" for tag in tags), str(path)],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return path


def film(path: Path, *arguments: str, seconds: float = 2, sound: bool = True) -> Path:
    """Let ffmpeg make a film of a test picture, with a tone where there is to be sound."""
    assert shutil.which("ffmpeg"), "scripts/setup installs ffmpeg"
    command = [
        "ffmpeg",
        "-v",
        "error",
        "-y",
        "-f",
        "lavfi",
        "-i",
        f"testsrc=size=320x240:rate=30:duration={seconds}",
    ]
    if sound:
        command += ["-f", "lavfi", "-i", f"sine=frequency=440:sample_rate=48000:duration={seconds}"]
    subprocess.run([*command, "-pix_fmt", "yuv420p", *arguments, str(path)], check=True, capture_output=True)
    return path


@define
class Far:
    """A file on a far server, and how much of it was asked for."""

    data: bytes
    asked: list[tuple[int, int]] = field(factory=list)

    def fetch(self, start: int, length: int) -> bytes:
        self.asked.append((start, length))
        return self.data[start : start + length]

    @property
    def bytes(self) -> int:
        return sum(length for _, length in self.asked)


def seen(exif: Exif, path: Path, folder: Path) -> tuple[FileFacts, Far]:
    """Read a file's facts through a window, as if it were far away."""
    far = Far(path.read_bytes())
    reading = read_file(far.fetch, len(far.data), exif, folder)
    assert reading.fetched == far.bytes
    return reading.facts, far
