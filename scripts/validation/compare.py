"""Compare the library before the run with the one after its restore; every difference is named or a fault."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from attrs import define, field

from scripts.validation.dump import Dump
from scripts.validation.facts import changes, said

OFFSET = re.compile(r"UTC([+-]\d{1,2}(:\d\d)?)?\Z")

NEW_WHEN_PURGED = {
    "id": "a purged original is uploaded again and gets a new id",
    "createdAt": "the upload time of a purged original is new",
    "originalPath": "the server chooses the place of a new upload",
    "thumbhash": "thumbnails are made anew",
}
"""Fields of a purged loser that no interface can set."""


@define
class Differences:
    """Faults by file key, and how often each unavoidable difference was seen."""

    faults: dict[str, list[str]] = field(factory=dict)
    named: Counter[str] = field(factory=Counter)


def unavoidable(field_name: str, one: Any, other: Any, purged: bool, hidden: bool = False) -> str | None:
    """Return the name of a difference that is none to a person, or None where it is a fault.

    Zones: only the text may differ. Instant and wall clock are fields of their own and compared like any other.
    `hidden`: the asset is the motion part of a Live Photo, then as now, which no page shows in a group.
    """
    if field_name == "updatedAt":
        return "updatedAt: the server stamps every change"
    if field_name == "thumbhash" and one is None and other:
        return "thumbhash: a motion part was in sight for a moment, so the server made a thumbnail"
    if field_name == "duplicateId" and hidden and other is None:
        return "duplicateId: the server cleared that of a motion part once the other copy's part was purged"
    if field_name == "exifInfo.timeZone":
        if one is None and other in ("UTC", "UTC+0"):
            return "zone text null → UTC+0: a date that was written once keeps an offset"
        if one and "/" in one and other and OFFSET.match(other):
            return "zone text IANA → UTC±N: only offsets can be written"
        if one and other and OFFSET.match(one) and OFFSET.match(other) and _plain(one) == _plain(other):
            return "zone text UTC → UTC+0: the same offset, written otherwise"
        if one and other and OFFSET.match(one) and "/" in other:
            return "zone text UTC±N → IANA: coordinates name the zone"
    if purged and field_name in NEW_WHEN_PURGED:
        return f"{field_name}: {NEW_WHEN_PURGED[field_name]}"
    return None


def _plain(zone: str) -> str:
    return "UTC" if zone in ("UTC", "UTC+0", "UTC-0") else zone


def compare(before: Dump, after: Dump, purged: set[str]) -> Differences:
    """Compare everything; `purged` names the files that were emptied from the trash."""
    found = Differences()
    for key in before.assets.keys() | after.assets.keys():
        if key not in after.assets or key not in before.assets:
            gone = "did not come back" if key in before.assets else "was never there before"
            found.faults.setdefault(key, []).append(f"{key} {gone}")
            continue
        hidden = all(dump.assets[key].get("visibility") == "hidden" for dump in (before, after))
        for name, (one, other) in changes(before.assets[key], after.assets[key]).items():
            reason = unavoidable(name, one, other, key in purged, hidden)
            if reason:
                found.named[reason] += 1
            else:
                found.faults.setdefault(key, []).append(f"{key} {said({name: (one, other)})}")
    for name in before.albums.keys() | after.albums.keys():
        change = changes(before.albums.get(name, {}), after.albums.get(name, {}))
        if change:
            found.faults.setdefault("albums", []).append(f"album {name!r} {said(change)}")
    return found
