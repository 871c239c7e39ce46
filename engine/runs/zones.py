"""Zones before our first step: a date that was written once keeps an offset, whatever an undo writes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.model.asset import Asset
from engine.model.codec import from_json
from engine.model.group import Group, Member
from engine.model.moment import UTC_ZONES, Moment
from engine.runs.history import OBSERVED
from journal.port import JournalReader
from journal.records import Entry, FactRecorded, IntentRecorded


def zones_of_ours(journal: JournalReader, group: Group) -> frozenset[str]:
    """Return the checksums of members that show a zone of zero hours and had none before our first step.

    A clock that moved since is somebody's, and so is its zone.
    """
    return frozenset(m.asset.checksum for m in group.members if _is_ours(journal, m.asset))


def _is_ours(journal: JournalReader, asset: Asset) -> bool:
    now = asset.moment
    if now is None or now.zone not in UTC_ZONES or now.offset:
        return False
    was = next(_moments(journal.entries(subject=asset.id, kinds={"fact"})), None)
    return was is not None and was.zone is None and (was.instant, was.wall) == (now.instant, now.wall)


def loses_its_zone(journal: JournalReader, step: IntentRecorded) -> bool:
    """Tell whether the date of a picture had a zone before a step that no program can write again: none, or a name.

    How it was when its group was begun, as `journal query not-undoable` tells it. A date in UTC comes back with its
    zone (docs/immich.md, Dates).
    """
    place = next((entry.seq for entry in journal.entries(intent=step.intent, kinds={"intent"})), None)
    facts = journal.entries(subject=step.subject, kinds={"fact"}, before=place, newest_first=True)
    was = next(_moments(facts), None)
    return was is None or was.zone is None or not was.zone.startswith("UTC")


def _moments(entries: Iterable[Entry]) -> Iterator[Moment | None]:
    """Yield the date of a picture as it was each time before our first step."""
    for entry in entries:
        fact = entry.record
        if isinstance(fact, FactRecorded) and fact.topic == OBSERVED:
            yield from_json(fact.body["winner"], Member).asset.moment
