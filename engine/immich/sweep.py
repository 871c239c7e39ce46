"""Reading a whole library by bulk searches, a thousand assets per request.

See docs/immich.md, Search.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

import attrs

from engine.immich import dates, dto
from engine.immich.answer import Answer
from engine.immich.http import Wire
from engine.model.asset import Asset

PATH = "/search/metadata"
PAGE = 1000
WORTH = 10
"""A full page takes at least the time of so many questions about one asset (docs/immich.md, Search)."""

SEEN = ("timeline", "archive")
"""One pass each: without a visibility, what the search leaves out depends on the version."""

VISIBILITIES = (*SEEN, "hidden")


def sweep(wire: Wire, me: str, updated_after: datetime | None) -> Iterator[Asset]:
    """Yield every own asset once, trashed ones included; assets of partners are found too and dropped."""
    filters: dict[str, object] = {"withDeleted": True, "withExif": True}
    if updated_after is not None:
        filters["updatedAfter"] = dates.as_utc(updated_after)
    yield from _mine(wire, me, VISIBILITIES, filters)


def changed(wire: Wire, since: datetime, wanted: Collection[str]) -> dict[str, Asset]:
    """Return those of some assets whose rows moved, as long as full pages are no dearer than a question about each.

    What came with a page is looked at to its end.
    """
    filters = {"updatedAfter": dates.as_utc(since), "withDeleted": True, "withExif": True}
    found: dict[str, Asset] = {}
    most = max(1, (len(wanted) - len(SEEN)) // WORTH)
    for visibility in SEEN:
        for number, item in enumerate(search(wire, {**filters, "visibility": visibility}), 1):
            if (asset_id := item.at("id").id()) in wanted:
                found[asset_id] = attrs.evolve(dto.asset(item), tags=None)
            most -= number % PAGE == 0
            if most <= 0 or len(found) == len(wanted):
                return found
    return found


def trash(wire: Wire, me: str, since: datetime) -> Iterator[Asset]:
    """Yield every own asset that went to the trash since then, as far as it is in sight or archived."""
    filters = {"trashedAfter": dates.as_utc(since), "withDeleted": True, "withExif": True}
    for asset in _mine(wire, me, SEEN, filters):
        if asset.trashed:
            yield asset


def _mine(wire: Wire, me: str, visibilities: Iterable[str], filters: Mapping[str, object]) -> Iterator[Asset]:
    seen: set[str] = set()
    for visibility in visibilities:
        for item in search(wire, {**filters, "visibility": visibility}):
            if item.at("ownerId").id() != me or item.at("id").id() in seen:
                continue
            seen.add(item.at("id").id())
            yield attrs.evolve(dto.asset(item), tags=None)


def search(wire: Wire, filters: Mapping[str, object]) -> Iterator[Answer]:
    """Yield all matches, newest first.

    The next page begins at the date where the last one ended, not at a row number: rows move while we read,
    and some versions order equal dates differently from page to page. Row numbers are used only where more
    than a page of assets share one date.
    """
    before: datetime | None = None
    page = 1
    while True:
        body = {**filters, "order": "desc", "size": PAGE, "page": page}
        if before is not None:
            body["takenBefore"] = dates.as_utc(before)
        found = Answer(wire.read("POST", PATH, body=body), "POST", PATH).at("assets")
        items = list(found.at("items").items())
        yield from items
        following = found.at("nextPage").whole_or_none()
        if following is None or not items:
            return
        oldest = min(dates.instant(item.at("fileCreatedAt").text()) for item in items)
        # Answers are cut to milliseconds, the server's dates are not.
        edge = oldest + timedelta(milliseconds=1) if oldest < dates.LAST else oldest
        if dates.FIRST < edge < dates.LAST and (before is None or edge < before):
            before, page = edge, 1
        else:
            page = following
