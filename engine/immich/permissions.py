"""Which permissions of an API key each command needs.

This table is the only one: `winnow check`, the documentation and the setup script read it. What the actions need stands
with the actions.
See docs/immich.md, Permissions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.action.registry import SENDING, TAKING_BACK
from engine.model.server import Server

ALL = "all"

WHO = ("user.read",)
RELATIONS = (
    "album.read",
    "face.read",
    "sharedLink.read",
    "memory.read",
    "activity.read",
)
"""What hangs on an asset must be readable, or a loss could not even be seen."""

JUDGE = (*WHO, "duplicate.read", "asset.read", *RELATIONS)
"""What a plan needs that is made without a look (`winnow analyze --no-look`), as keys of the first versions have it."""

ANALYZE = (*JUDGE, "asset.view", "asset.download")
# The bulk check of checksums is a read that the server files under upload.
SEE = (*WHO, "asset.read", "asset.upload", "stack.read", *RELATIONS)
AUDIT = (*SEE, "asset.download")
APPLY = (*JUDGE, "asset.upload", *SENDING)
RESTORE = (*SEE, *TAKING_BACK)
# To look at the pictures; nothing is changed by either.
REPORT = (*WHO, "asset.view")
REVIEW = (*REPORT, "asset.read", "asset.download", *RELATIONS)
# Albums, people and tags by name; for `--album`, `--person` and `--tag` alone.
FILTERS = ("asset.read", "album.read", "person.read", "tag.read")
# Who sees my timeline, to say what becomes of their albums; for this word alone.
PARTNERS = ("partner.read",)
# Whether a picture is on the server is asked by its checksum.
PRUNE = (*WHO, "asset.upload", "asset.read")

NEEDED: Mapping[str, tuple[str, ...]] = {
    "check": WHO,
    "analyze": ANALYZE,
    "apply": APPLY,
    "audit": AUDIT,
    "restore": RESTORE,
    # A resumed run may be an apply or a restore.
    "resume": tuple(dict.fromkeys((*APPLY, *RESTORE))),
    "report": REPORT,
    "review": REVIEW,
    "filters": FILTERS,
    "partners": PARTNERS,
}

EVERYTHING: tuple[str, ...] = tuple(sorted({name for names in NEEDED.values() for name in names}))
"""What a key needs for all commands."""


def missing_permissions(server: Server, needed: Iterable[str]) -> tuple[str, ...]:
    """Return the needed permissions that the key lacks, in the order given; `all` satisfies everything."""
    if ALL in server.permissions:
        return ()
    return tuple(name for name in dict.fromkeys(needed) if name not in server.permissions)
