"""Thumbnails as data addresses, so that a page needs no server to be looked at."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from attrs import evolve

from cli.report.values import Card, MemberCard
from engine.base.errors import ServerError

Thumbnail = Callable[[str], bytes | None]

MAGIC = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"))
LARGEST = 200_000
"""Bytes of one thumbnail; the server's own have some ten thousand."""


def kind_of(data: bytes) -> str | None:
    """Return the media type of a raster picture by its first bytes; anything else is not shown."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in MAGIC if data.startswith(magic)), None)


def with_pictures(cards: Iterable[Card], thumbnail: Thumbnail, workers: int) -> list[Card]:
    """Return the cards with their thumbnails; a picture that has none stays without."""

    def shown(picture: MemberCard) -> MemberCard:
        return evolve(picture, image=_address(thumbnail, picture.asset))

    with ThreadPoolExecutor(workers, thread_name_prefix="thumbnail") as pool:
        filled = [(card, [pool.submit(shown, picture) for picture in card.pictures]) for card in cards]
        return [evolve(card, pictures=tuple(one.result() for one in found)) for card, found in filled]


def _address(thumbnail: Thumbnail, asset: str) -> str:
    try:
        data = thumbnail(asset)
    except ServerError:
        return ""
    kind = kind_of(data) if data and len(data) <= LARGEST else None
    return f"data:{kind};base64,{b64encode(data).decode()}" if data and kind else ""
