"""One stored original with what is recorded beside it."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
from attrs import field, frozen

FORMAT = 1
DEEPEST = 64
LONGEST = 64 * 1024 * 1024
"""Levels and bytes of a record: many times what a picture with thousands of tags needs."""

OTHER = "bin"
RECORD = ".json"
SIDECAR = ".xmp"
_SUFFIX = re.compile(r"[a-z0-9]{1,8}")
_HEX = re.compile(r"[0-9a-f]{40}")
_HEX_256 = re.compile(r"[0-9a-f]{64}")


@frozen(kw_only=True)
class Item:
    """What the vault recorded about a file: hashes as hex, `size` in bytes, `about` per asset with these bytes."""

    sha1: str
    sha256: str
    size: int
    suffix: str
    about: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)

    def path(self, objects: Path) -> Path:
        return objects / self.sha1[:2] / f"{self.sha1}.{self.suffix}"

    def record(self, objects: Path) -> Path:
        return record_path(objects, self.sha1)

    def sidecar(self, objects: Path) -> Path:
        return objects / self.sha1[:2] / f"{self.sha1}{SIDECAR}"

    def saying(self, about: Mapping[str, Any]) -> Item:
        """Return the item with this said of it, last; what was said before stays, once."""
        others = tuple(one for one in self.about if one != about)
        return attrs.evolve(self, about=(*others, about))

    def to_json(self) -> bytes:
        data = {"format": FORMAT, **attrs.asdict(self, recurse=False)}
        return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()

    @classmethod
    def from_json(cls, text: bytes) -> Item:
        """Read a record back; raises ValueError where it is none, or says what no path may hold."""
        try:
            data = json.loads(text)
        except RecursionError:
            raise ValueError("it is nested too deep") from None
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise ValueError("this is no record of a backup")
        sha1, sha256, suffix = data.get("sha1"), data.get("sha256"), data.get("suffix")
        size, about = data.get("size"), data.get("about")
        if not (isinstance(sha1, str) and _HEX.fullmatch(sha1)):
            raise ValueError("its SHA-1 is not one")
        if not (isinstance(sha256, str) and _HEX_256.fullmatch(sha256)):
            raise ValueError("its SHA-256 is not one")
        if not (isinstance(suffix, str) and _SUFFIX.fullmatch(suffix)):
            raise ValueError("its suffix is not one")
        if not isinstance(size, int) or isinstance(size, bool) or not isinstance(about, list):
            raise ValueError("its size or description is missing")
        if not all(isinstance(one, dict) for one in about) or is_deep(about):
            raise ValueError("its description is none")
        return cls(sha1=sha1, sha256=sha256, size=size, suffix=suffix, about=tuple(about))


def is_deep(value: Any) -> bool:
    """Tell whether JSON is nested deeper than anything that we write, so that writing it again would fail."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for one in level
            if isinstance(one, list | dict)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return False
    return True


def record_path(objects: Path, sha1: str) -> Path:
    return objects / sha1[:2] / f"{sha1}{RECORD}"


def safe_suffix(suffix: str) -> str:
    """Return a file name suffix without dot that can do no harm; the server's names never reach a path."""
    suffix = suffix.lower().lstrip(".")
    taken = (RECORD.lstrip("."), SIDECAR.lstrip("."))
    return suffix if _SUFFIX.fullmatch(suffix) and suffix not in taken else OTHER


def to_hex(sha1: str) -> str:
    """Turn the server's base64 SHA-1 into hex; raises ValueError for anything else, whatever it may spell."""
    try:
        digest = base64.b64decode(sha1, validate=True)
    except (binascii.Error, ValueError):
        digest = b""
    if len(digest) != 20:
        raise ValueError(f"not a base64 SHA-1: {sha1[:40]!r}")
    return digest.hex()


def to_base64(sha1_hex: str) -> str:
    return base64.b64encode(bytes.fromhex(sha1_hex)).decode()


def asset_id(about: Mapping[str, Any]) -> object:
    """Return the id of the asset that a description is of, None where it names none."""
    asset = about.get("asset")
    return asset.get("id") if isinstance(asset, Mapping) else None
