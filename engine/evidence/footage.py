"""Frames of two far films, seen without fetching all of them."""

from __future__ import annotations

from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from engine.base.errors import BadAnswer, BadKey, NoPermission, Refused, Undecodable
from engine.evidence.pictures import Unseen
from engine.evidence.stream import Stream
from engine.evidence.window import CutShort, Fetch, TooFar, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

    from engine.look.picture import Picture
    from engine.look.sounds import Excerpt

T = TypeVar("T")


@cache
def can_be_seen() -> bool:
    """Tell whether a film can be decoded here, by PyAV (the extra `video`); looked for once, since every pair asks."""
    return find_spec("av") is not None


def hearing(fetch: Fetch, size: int | None, name: str, folder: Path | None = None) -> list[Excerpt]:
    """Return short excerpts of a film's sound, at the times of its frames.

    Raises `Unseen`, and what ends a run: `Unreachable`, `BadKey`, `NoPermission`.
    """
    from engine.look.video import excerpts

    return _of_film(excerpts, fetch, size, name, folder)


def footage(
    fetch: Fetch,
    size: int | None,
    name: str,
    folder: Path | None = None,
    *,
    late: float = 0.0,
    over: int = 1,
) -> list[Picture]:
    """Return frames of a film at equal times, so many seconds `late`, each the mean `over` so many in a row.

    `name` is for the reason where that cannot be.

    Raises `Unseen`, and what ends a run: `Unreachable`, `BadKey`, `NoPermission`.
    """
    from engine.look.video import frames

    return _of_film(partial(frames, late=late, over=over), fetch, size, name, folder)


def _of_film(
    decoding: Callable[[IO[bytes]], T], fetch: Fetch, size: int | None, name: str, folder: Path | None
) -> T:
    if not size:
        raise Unseen(f"the server does not know the size of {name}")
    try:
        with opened(fetch, size, folder) as window:
            return decoding(cast("IO[bytes]", Stream(window)))
    except (BadKey, NoPermission):
        raise
    except (Refused, BadAnswer, CutShort, TooFar, Undecodable) as error:
        why = error.facts.get("detail", error) if isinstance(error, Undecodable | BadAnswer) else error
        raise Unseen(f"the frames of {name} cannot be seen: {why}") from error
