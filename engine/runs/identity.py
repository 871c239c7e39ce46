"""Under which id an asset lives on: a purged picture that is uploaded again gets a new one, and is followed."""

from __future__ import annotations

from collections.abc import Iterable

from engine.action.upload import UploadOriginal
from engine.runs.history import HOLDS
from journal.port import JournalReader
from journal.records import IntentRecorded


def lives_on(journal: JournalReader, asset: str) -> str:
    """Return the id that an asset has today, by every upload of its bytes that the journal knows."""
    passed = {asset}
    while (successor := _successor(journal, asset)) is not None and successor not in passed:
        passed.add(successor)
        asset = successor
    return asset


def names_today(journal: JournalReader, assets: Iterable[str]) -> dict[str, str]:
    """Return the present ids of those assets that have another one by now, by the ids that they had."""
    today = {asset: lives_on(journal, asset) for asset in set(assets)}
    return {was: now for was, now in today.items() if was != now}


def _successor(journal: JournalReader, asset: str) -> str | None:
    for entry in journal.entries(subject=asset, kinds={"intent"}, newest_first=True):
        intent = entry.record
        if not isinstance(intent, IntentRecorded) or intent.action != UploadOriginal.NAME:
            continue
        outcome = journal.outcome(intent.intent)
        if outcome is not None and outcome.status in HOLDS and outcome.seen.get("asset"):
            return str(outcome.seen["asset"])
    return None
