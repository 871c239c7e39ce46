"""Everything that differs from server version to server version, decided in one place.

See docs/immich.md, Versions.
"""

from __future__ import annotations

from attrs import frozen

from engine.base.errors import UnsupportedVersion
from engine.model.server import Version

OLDEST = Version(2, 0, 0)
NEWEST_MAJOR = 3


@frozen
class Capabilities:
    """What one version can do; every property is a difference that somebody has seen."""

    version: Version

    @classmethod
    def of(cls, version: Version, url: str) -> Capabilities:
        """Return them, or raise `UnsupportedVersion`: guessing about an unknown server risks photographs."""
        if version < OLDEST or version.major > NEWEST_MAJOR:
            raise UnsupportedVersion(url=url, version=version, oldest=OLDEST, newest=NEWEST_MAJOR)
        return cls(version)

    @property
    def _three(self) -> bool:
        return self.version.major >= 3

    @property
    def wants_device(self) -> bool:
        """Tell whether an upload must name a device and the asset's id on it."""
        return not self._three

    @property
    def duration_is_text(self) -> bool:
        """Tell whether durations are `H:MM:SS.fffff`; otherwise they are whole milliseconds."""
        return not self._three

    @property
    def album_carries_assets(self) -> bool:
        """Tell whether `GET /albums/{id}` lists all assets unless it is told not to."""
        return not self._three

    @property
    def lists_shared_albums_apart(self) -> bool:
        """Tell whether `GET /albums` leaves out albums of others, unless it is asked for shared ones."""
        return not self._three

    @property
    def pages_show_people(self) -> bool:
        """Tell whether a search was seen to show who is on each picture, as a look at it alone does."""
        return self.version >= Version(2, 7, 0)

    @property
    def rating_clears_with_null(self) -> bool:
        """Tell whether null clears a rating; before that 0 does, which later servers refuse."""
        return self.version >= Version(2, 7, 0)

    @property
    def link_assets_scoped(self) -> bool:
        """Tell whether `PUT /shared-links/{id}/assets` works without the permission `all`."""
        return self._three
