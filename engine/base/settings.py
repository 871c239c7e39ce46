"""How a run behaves: sizes, waits and limits, as one value."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Settings:
    """Sizes in groups or ids, times in seconds.

    `settle_gap` and `regroup_gap` pass between the two reads that must be equal; the latter after a bulk call,
    which moves `updatedAt` at once and again after extraction. `settle_timeout` is how long the server's jobs
    may take for one wave before it is given up: generous, because a busy queue took minutes (docs/immich.md,
    Settling). `quiet` is how old an intent in doubt must be before it is judged, so that a request which is
    still on its way has landed. `spare_bytes` stay free on the disk of the vault. `max_share` is the per cent of the
    library that one run may trash; up to `few` losers are few in any library, and are never counted against it.
    `fresh` is how old what was seen of a target may be when it becomes the before-image of a write.
    `only` are the groups that are meant (None: all of the plan).
    `min_trash_days` is how long the server's trash must keep what goes there.
    """

    workers: int = 8
    wave: int = 200
    canary: int | None = None
    limit: int | None = None
    only: frozenset[str] | None = None
    chunk: int = 250
    settle_timeout: float = 900.0
    settle_poll: float = 0.25
    settle_gap: float = 0.15
    regroup_gap: float = 1.0
    quiet: float = 3.0
    fresh: float = 10.0
    spare_bytes: int = 250_000_000
    max_failures: int | None = None
    max_share: float = 10.0
    few: int = 50
    min_trash_days: int = 7
