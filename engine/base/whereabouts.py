"""Where an asset is, and what the server says of a checksum."""

from __future__ import annotations

from enum import Enum

from attrs import frozen


@frozen
class Presence:
    """What the server says of one checksum: the asset that has it, and whether that lies in the trash."""

    asset: str | None
    trashed: bool


class Whereabouts(Enum):
    """Where an asset is, as far as this key can tell (docs/immich.md, Locked folder).

    Only GONE says that it does not exist: a locked asset answers like a missing one.
    """

    PRESENT = "present"
    TRASHED = "in the trash"
    OUT_OF_REACH = "out of this key's reach"
    GONE = "gone"


HIDDEN = "out of this key's reach (in the locked folder?)"
"""How an asset that is OUT_OF_REACH is called before people."""


@frozen
class Reach:
    """Where one asset is. `elsewhere` is the id under which its bytes live on when its own id is gone."""

    whereabouts: Whereabouts
    elsewhere: str | None = None
