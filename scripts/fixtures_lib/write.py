"""Write scenarios into a folder, with their manifest."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from attrs import asdict
from exiftool import ExifToolHelper
from PIL import Image

from scripts.fixtures_lib.encode import CannotEncode, write_file
from scripts.fixtures_lib.pictures import scenes
from scripts.fixtures_lib.scenario import File, Scenario

FORMAT = 1
"""Version of the manifest's shape."""


def _inscribe(tool: ExifToolHelper, path: Path, exif: Mapping[str, Any]) -> None:
    """Write tags into a file. Values go as HTML entities (-E): exiftool reads one argument per line."""
    safe = {tag: escape(str(value)).replace("\n", "&#xa;") for tag, value in exif.items()}
    tool.set_tags(str(path), safe, params=["-overwrite_original", "-E", "-m"])


def _described(file: File, path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    return {
        "key": file.key,
        "path": f"files/{file.disk}",
        "name": file.upload_name,
        "size": len(data),
        "sha1": base64.b64encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode(),
        "created": file.created,
        "modified": file.modified or file.created,
        "stage": asdict(file.stage),
        "motion": None,
    }


def _write_scenario(
    scenario: Scenario, scene: Image.Image, folder: Path, tool: ExifToolHelper
) -> dict[str, Any]:
    files = []
    for file in scenario.files:
        path = folder / "files" / file.disk
        write_file(scene, file, path)
        if file.exif:
            _inscribe(tool, path, file.exif)
        entry = _described(file, path)
        if file.motion is not None:
            write_file(scene, file.motion, folder / "files" / file.motion.disk)
            entry["motion"] = _described(file.motion, folder / "files" / file.motion.disk)
        files.append(entry)
    entry = asdict(scenario)
    entry["files"] = files
    return entry


def write_fixtures(scenarios: tuple[Scenario, ...], folder: Path, *, seed: int) -> dict[str, Any]:
    """Write every scenario and return the manifest; what cannot be encoded here is listed in `left_out`."""
    (folder / "files").mkdir(parents=True, exist_ok=True)
    pictures = scenes([s.id for s in scenarios], seed)
    written: list[dict[str, Any]] = []
    left_out: list[dict[str, str]] = []
    with ExifToolHelper() as tool:
        for scenario in scenarios:
            try:
                written.append(_write_scenario(scenario, pictures[scenario.id], folder, tool))
            except CannotEncode as error:
                left_out.append({"id": scenario.id, "reason": str(error)})
                for file in scenario.files:
                    (folder / "files" / file.disk).unlink(missing_ok=True)
    manifest = {"format": FORMAT, "seed": seed, "scenarios": written, "left_out": left_out}
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    return manifest
