"""The server's small pictures, fetched and decoded for one group, each of them once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

from engine.base.errors import BadAnswer, BadKey, NoPermission, Refused, Undecodable
from engine.base.ports import PhotoReader
from engine.model.asset import Asset

if TYPE_CHECKING:
    from engine.look.picture import Picture

THUMBNAIL, PREVIEW = "thumbnail", "preview"


class Unseen(Exception):
    """There is no picture to look at; the message says why, with the name of the file."""


@define
class Pictures:
    """Decoded pictures by asset and size. `pictures` and `bytes` count what came from the server."""

    reader: PhotoReader
    pictures: int = 0
    bytes: int = 0
    _decoded: dict[tuple[str, str], Picture | Unseen] = field(factory=dict, init=False)

    def get(self, asset: Asset, size: str) -> Picture:
        """Return the decoded picture of an asset in one of the server's two sizes.

        Raises `Unseen`, and what ends a run: `Unreachable`, `BadKey`, `NoPermission`.
        """
        key = (asset.id, size)
        if key not in self._decoded:
            try:
                self._decoded[key] = self._fetch(asset, size)
            except Unseen as unseen:
                self._decoded[key] = unseen
        found = self._decoded[key]
        if isinstance(found, Unseen):
            raise found
        return found

    def _fetch(self, asset: Asset, size: str) -> Picture:
        from engine.look.decode import decode

        try:
            data = self.reader.preview(asset.id, size)
        except (BadKey, NoPermission):
            raise
        except (Refused, BadAnswer) as error:
            raise Unseen(f"the server's {size} of {asset.name} cannot be had: {_reason(error)}") from error
        if data is None:
            raise Unseen(f"the server has no {size} of {asset.name}: it could not read the file")
        self.pictures += 1
        self.bytes += len(data)
        try:
            return decode(data, asset.width or 0, asset.height or 0)
        except Undecodable as error:
            raise Unseen(f"the {size} of {asset.name} cannot be decoded: {error.facts['detail']}") from error


def _reason(error: Refused | BadAnswer) -> str:
    detail = str(error.facts.get("detail", ""))
    return f"{error.status} {detail}".strip() if isinstance(error, Refused) else detail
