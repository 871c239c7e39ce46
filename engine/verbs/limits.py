"""How much one run may take at once, and how long it must be possible to take it back for nothing."""

from __future__ import annotations

from itertools import islice

from engine.base.errors import ShareExceeded, TrashOff, TrashTooShort
from engine.base.ports import PhotoReader
from engine.base.settings import Settings
from engine.model.server import Server


def require_limits(reader: PhotoReader, server: Server, settings: Settings, losers: int) -> None:
    """Refuse a run that trashes too much of the library, or whose trash is emptied too soon.

    Raises ShareExceeded, TrashOff, TrashTooShort, and the leaves of ServerError.
    """
    require_trash(server, settings)
    if losers <= settings.few:
        return
    # The library is only counted as far as the answer needs: ten pictures for each loser at 10 %.
    enough = int(losers * 100 / settings.max_share) if settings.max_share else 0
    if settings.max_share and living(reader, enough + 1) >= enough:
        return
    total = living(reader, None)
    raise ShareExceeded(
        losers=f"{losers:,}",
        total=f"{total:,}",
        share=f"{100 * losers / max(total, 1):.3g}",
        most=f"{settings.max_share:.4g}",
    )


def require_trash(server: Server, settings: Settings) -> None:
    """Refuse a server whose trash is off, or emptied too soon. Raises TrashOff, TrashTooShort."""
    if not server.trash:
        raise TrashOff()
    if server.trash_days < settings.min_trash_days:
        raise TrashTooShort(days=server.trash_days, least=settings.min_trash_days)


def living(reader: PhotoReader, most: int | None) -> int:
    """Count the pictures that are not in the trash, up to `most`."""
    return sum(1 for _ in islice((one for one in reader.sweep() if not one.trashed), most))
