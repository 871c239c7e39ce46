"""Two originals compared at all their pixels, where the server's previews cannot tell enough."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TypeAlias

from engine.base.errors import BadAnswer, BadKey, NoPermission, Refused, Undecodable
from engine.evidence.eyes import EYES
from engine.evidence.window import MOST, CutShort, Fetch, TooFar
from engine.evidence.window import opened as window_on
from engine.model.asset import Asset

Comparison: TypeAlias = Callable[[IO[bytes], IO[bytes]], bool]
"""Tell of the files of two originals, the larger first, what is to be proven of them. Raises `Undecodable`."""

Worth: TypeAlias = Callable[[bytes], bool]
"""Tell from the first bytes of the smaller file whether it is worth reading both whole."""

FIRST = 64
"""How many bytes that is."""

Fetching = Callable[[Asset], Fetch]
"""Return how the bytes of an asset's original are fetched."""


def is_proven(
    comparison: Comparison,
    larger: Asset,
    smaller: Asset,
    fetching: Fetching,
    folder: Path | None = None,
    worth: Worth | None = None,
) -> bool:
    """Tell whether something is proven of two pictures by the bytes of both, read whole.

    False where it is not, and where an original is too large, cannot be had, cannot be decoded (a HEIC, a RAW file)
    or has other bytes than the server's checksum says: nothing is proven then. Raises what ends a run: `Unreachable`,
    `BadKey`, `NoPermission`.
    """
    both = (larger, smaller)
    if not all(0 < (one.size or 0) <= MOST for one in both):
        return False
    try:
        with ExitStack() as stack:
            windows = [stack.enter_context(window_on(fetching(one), one.size or 0, folder)) for one in both]
            if worth is not None and not worth(windows[1].read(0, FIRST)):
                return False
            for one, window in zip(both, windows, strict=True):
                window.whole()
                if one.library is None and window.sha1() != one.checksum:
                    return False
            with EYES:
                return comparison(*(stack.enter_context(one.path.open("rb")) for one in windows))
    except (BadKey, NoPermission):
        raise
    except (Refused, BadAnswer, CutShort, TooFar, Undecodable):
        return False
