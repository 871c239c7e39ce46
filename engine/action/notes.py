"""Notes that programs keep on an asset: keys with JSON values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from engine.action.action import GONE, Action, Eyes, Hands, Sighting, Stage, Words
from engine.action.gift import Gift, Given, Handed, Terms, carried
from engine.action.image import Image
from engine.model.decision import Finding
from engine.model.group import Member
from engine.model.printable import printable


@frozen(kw_only=True)
class WriteNote(Action):
    """Write one note of one asset; a `value` (JSON text) of None removes it."""

    NAME = "write-note"
    UNDOING = "undo {} of a note"
    STAGE = Stage.RELATIONS
    NEEDS = NEEDS_BACK = ("asset.update",)
    ORDER_BACK = 33

    asset: str
    key: str
    value: str | None

    def observe(self, eyes: Eyes) -> Sighting:
        if eyes.reader.asset(self.asset) is None:
            return GONE
        return Sighting({f"note:{self.key}": dict(eyes.reader.notes_of(self.asset)).get(self.key)})

    def seen_on(self, member: Member) -> Sighting | None:
        if member.carried is None or member.carried.notes is None:
            return None
        return Sighting({f"note:{self.key}": dict(member.carried.notes).get(self.key)})

    def expected(self) -> dict[str, Any]:
        return {f"note:{self.key}": self.value}

    def inverse(self, before: Image, seen: Image) -> WriteNote:
        return WriteNote(asset=self.asset, key=self.key, value=before.get(f"note:{self.key}"))

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        if self.value is None:
            hands.writer.remove_note(self.asset, self.key)
        else:
            hands.writer.write_notes(self.asset, [(self.key, self.value)])
        return {}

    def thing(self) -> str:
        return f"the note {self.key!r}"

    def handed_on(self, words: Words) -> str:
        return f"note {words.quoted(self.key)}"

    def sentence(self, words: Words) -> str:
        verb = "write" if self.value is not None else "remove"
        return f"{verb} the note {words.quoted(self.key)} of {words.name(self.asset)}"


def noted(order: Sequence[Member], terms: Terms) -> Given:
    """Return the notes that only a copy has; two values under one key are a question."""
    winner, *losers = order
    kept = {key: canonical(value) for key, value in carried(winner).notes or ()}
    found: dict[str, Handed] = {}
    torn: dict[str, str] = {}
    for loser in losers:
        for key, value in carried(loser).notes or ():
            if key in terms.ignore_notes or kept.get(key) == canonical(value):
                continue
            if key in kept or not _is_json(value):
                torn.setdefault(key, loser.asset.id)
                continue
            kept[key] = canonical(value)
            found[key] = Handed(WriteNote(asset=winner.asset.id, key=key, value=value), loser.asset.id)
    given = Given(tuple(found[key] for key in sorted(found) if key not in torn))
    if not torn:
        return given
    keys = ", ".join(printable(key, 40, ".") for key in sorted(torn))
    text = f"the copies have different notes under {keys}"
    return given + Given(doubts=(Finding("note-only-on-loser", text, tuple(sorted(set(torn.values())))),))


def canonical(text: str) -> str:
    """Return JSON text with ordered keys, so that only another value differs."""
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except (ValueError, RecursionError):
        return text


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


NOTES = Gift(name="notes", rule=noted, left="note-only-on-loser")
