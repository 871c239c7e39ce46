"""Whether an asset's original is on the server as it should be: read whole, hashed, and not kept."""

from __future__ import annotations

import hashlib
from base64 import b64encode

from engine.base.errors import BadAnswer, BadKey, NoPermission, Refused
from engine.base.ports import PhotoReader
from engine.model.asset import Asset


def whole(reader: PhotoReader, asset: Asset) -> bool:
    """Tell whether the original has the server's SHA-1, or its length where the checksum is of a path.

    A file that is missing, cut or changed on the server's disk is answered in as many ways (docs/immich.md,
    Download). Raises the leaves of ServerError that say nothing about the file.
    """
    digest, size = hashlib.sha1(usedforsecurity=False), 0
    try:
        for chunk in reader.download(asset.id):
            digest.update(chunk)
            size += len(chunk)
    except (BadKey, NoPermission):
        raise
    except (BadAnswer, Refused):
        return False
    if asset.library is not None:
        return size == asset.size
    return b64encode(digest.digest()).decode() == asset.checksum
