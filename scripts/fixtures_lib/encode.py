"""Pictures as files of each format; every encoder gives the same bytes for the same picture."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from PIL import Image

from scripts.fixtures_lib.pictures import marked
from scripts.fixtures_lib.raw import write_dng
from scripts.fixtures_lib.scenario import File


class CannotEncode(Exception):
    """A format cannot be written on this machine; the message says what is missing."""


SECONDS = 2


def _write_heic(picture: Image.Image, path: Path, quality: int) -> None:
    try:
        import pillow_heif
    except ImportError as error:
        raise CannotEncode(f"HEIC needs pillow-heif ({error})") from error
    pillow_heif.from_pillow(picture).save(path, quality=quality)


def _write_mp4(picture: Image.Image, path: Path) -> None:
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        raise CannotEncode("MP4 needs ffmpeg, which was not found")
    command = [ffmpeg, "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24"]
    command += ["-s", f"{picture.width}x{picture.height}", "-r", "10", "-i", "-"]
    command += ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-threads", "1"]
    command += ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart", str(path)]
    frames = picture.tobytes() * (10 * SECONDS)
    done = subprocess.run(command, input=frames, capture_output=True, check=False)
    if done.returncode:
        raise CannotEncode(
            f"ffmpeg could not write MP4: {done.stderr.decode(errors='replace').strip()[-200:]}"
        )


def write_file(scene: Image.Image, file: File, path: Path) -> None:
    """Write one member of a scenario; raises `CannotEncode` when the machine lacks the encoder."""
    scene = marked(scene, file.mark) if file.mark else scene
    picture = scene.resize(file.size, Image.Resampling.BICUBIC)
    if file.turned:
        # Stored lying on its side; the EXIF orientation turns it upright again.
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    match file.form:
        case "jpg":
            picture.save(path, "JPEG", quality=file.quality, subsampling=0 if file.quality > 90 else 2)
        case "png":
            picture.save(path, "PNG")
        case "heic":
            _write_heic(picture, path, file.quality)
        case "mp4" | "mov":
            _write_mp4(picture, path)
        case "dng":
            write_dng(picture, path, model=f"Winnow {file.key}")
        case _:
            raise CannotEncode(f"no encoder for {file.form}")
