"""Proof that a winner is there: its own bytes, read whole in this run, with the SHA-1 that the server names.

The server's word for its file, its preview and its answers all outlive the file (docs/immich.md, Download). Only its
bytes prove it.
"""

from __future__ import annotations

import base64
import hashlib

from attrs import frozen

from engine.base.errors import BadAnswer, BadKey, NoPermission, Refused
from engine.base.ports import PhotoReader
from engine.model.asset import Asset

PROVEN = "winner-proven"
"""Topic of the fact that a winner's bytes were read whole, and of what was wrong with them; a name on disk."""


@frozen(kw_only=True)
class Proof:
    """What reading a file whole showed: its base64 SHA-1 and length; `fault` says what is wrong with it, or "".

    `checksum` is what the server names, None for an external file, whose length alone can be compared.
    """

    checksum: str | None
    sha1: str | None = None
    size: int | None = None
    fault: str = ""

    @property
    def holds(self) -> bool:
        return not self.fault and self.sha1 is not None and self.checksum in (None, self.sha1)

    def told(self, name: str) -> str:
        """Return in words that the file of this name is not what the server names, and why."""
        return f"{name} cannot be relied on: {self.fault}"


@frozen(kw_only=True)
class WholeRead:
    """The base64 SHA-1 and length of a file that was read whole; `fault` says why it could not be, or ""."""

    sha1: str | None = None
    size: int = 0
    fault: str = ""

    def of(self, asset: Asset) -> Proof:
        """Return what the bytes prove of an asset, by what the server names of it now."""
        checksum = None if asset.library else asset.checksum
        if self.sha1 is None:
            return Proof(checksum=checksum, size=self.size, fault=self.fault)
        fault = _fault(asset, checksum, self.sha1, self.size)
        return Proof(checksum=checksum, sha1=self.sha1, size=self.size, fault=fault)


def read_whole(reader: PhotoReader, asset_id: str) -> WholeRead:
    """Read the original of an asset whole, keeping nothing of it.

    Raises what ends a run: `Unreachable`, `BadKey`, `NoPermission`.
    """
    digest, size = hashlib.sha1(usedforsecurity=False), 0
    try:
        for chunk in reader.download(asset_id):
            digest.update(chunk)
            size += len(chunk)
    except (BadKey, NoPermission):
        raise
    except (Refused, BadAnswer) as error:
        return WholeRead(size=size, fault=f"the server cannot give its file: {_reason(error)}")
    return WholeRead(sha1=base64.b64encode(digest.digest()).decode(), size=size)


def prove(reader: PhotoReader, asset: Asset) -> Proof:
    """Read the original of an asset whole, and compare it with what the server names. Raises as `read_whole` does."""
    return read_whole(reader, asset.id).of(asset)


def _fault(asset: Asset, checksum: str | None, sha1: str, size: int) -> str:
    if asset.size is not None and size != asset.size:
        return f"its file has {size:,} bytes, and the server says {asset.size:,}"
    if checksum is not None and sha1 != checksum:
        return "its file no longer has the checksum that the server names: the bytes have changed"
    return ""


def _reason(error: Refused | BadAnswer) -> str:
    detail = str(error.facts.get("detail", ""))
    return f"{error.status} {detail}".strip() if isinstance(error, Refused) else detail
