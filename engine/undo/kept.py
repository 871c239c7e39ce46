"""What a winner was given and does not show: pure, from the book and one look. What it has not, a loser must keep."""

from __future__ import annotations

from collections.abc import Iterator

from engine.action.backup import DownloadOriginal
from engine.action.image import Image, same
from engine.action.registry import KINDS
from engine.action.trash import TrashAsset
from engine.runs.history import READ_BACK, touched
from engine.undo.lacking import in_words
from journal.ledger import Ledger, LedgerStep


def plan_of(step: LedgerStep) -> str:
    """Return which plan a step belongs to, "" for a way back: those of one plan gave and trashed together."""
    key = step.intent.key or ""
    return "" if key.startswith(("undo:", "fix:")) else key.partition(":")[0]


def not_shown(ledger: Ledger, intent: str, winner: Image, loser: Image) -> list[str]:
    """Return in words which gifts of a loser's first plan its winner does not show now, and the loser does.

    `intent` brought the loser back, the images are whole. A text counts as shown where each of its lines is there.
    """
    first = ledger.steps.get(intent)
    while first is not None and first.intent.compensates is not None:
        first = ledger.steps.get(first.intent.compensates)
    plan = plan_of(first) if first is not None else ""
    if not plan:
        return []
    given = {field for step in ledger.steps.values() if plan_of(step) == plan for field in _given(step)}
    read = [fact for seq, fact in ledger.facts.get(READ_BACK, ()) if first is not None and seq < first.seq]
    promised = read[-1].body["promised"] if read else {}
    held = (f for f in promised if f in given and loser.get(f) not in (None, False))
    missing = (f for f in held if not _shows(f, promised[f], winner))
    return list(dict.fromkeys(map(in_words, missing)))


def given_by(ledger: Ledger, plan: str) -> Image:
    """Return what the steps of a plan gave to the winner, by field."""
    return {
        field: value
        for step in ledger.steps.values()
        if plan_of(step) == plan and _is_gift(step)
        for field, value in step.intent.after.items()
    }


def _given(step: LedgerStep) -> Iterator[str]:
    if _is_gift(step):
        yield from touched(step.intent)


def _is_gift(step: LedgerStep) -> bool:
    kind = KINDS[step.intent.action]
    return step.done and kind.STAGE is not None and not issubclass(kind, TrashAsset | DownloadOriginal)


def _shows(field: str, wanted: object, now: Image) -> bool:
    if wanted in (None, False) or same(field, wanted, now.get(field)):
        return True
    if field != "description":
        return False
    lines = str(now.get(field) or "").splitlines()
    return all(line in lines for line in str(wanted).splitlines())
