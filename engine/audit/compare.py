"""Hold what is there against what the journal promised: pure."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from engine.action.image import same, whole_image
from engine.audit.expect import Expectation, LostCopy
from engine.audit.report import Fault
from engine.model.group import Member


@frozen(kw_only=True)
class Look:
    """What a loser looks like today: its state, and whether its backup was read and holds."""

    copy: LostCopy
    exists: bool
    trashed: bool
    other_id: str | None
    backed_up: bool


def winner_faults(expected: Expectation, winner: Member | None) -> Iterator[tuple[bool, Fault]]:
    """Yield what is wrong with a winner, each with whether it is a fault (or only a note)."""
    restore = f"winnow restore --group {expected.group}"
    if winner is None or winner.asset.trashed:
        state = "gone" if winner is None else "in the trash"
        text = f"the winner is {state}, though copies of it were trashed for it"
        yield True, _fault("winner-missing", text, expected, expected.winner, restore)
        return
    seen = whole_image(winner)
    for field, wanted in expected.promised.items():
        now = seen.get(field)
        if same(field, wanted, now):
            continue
        reverted = not same(field, wanted, expected.original.get(field)) and same(
            field, now, expected.original.get(field)
        )
        name = winner.asset.name
        if reverted:
            text = f"{name} lost what it was given: {field} is {now!r} again, not {wanted!r}"
            yield True, _fault("value-lost", text, expected, expected.winner, restore)
        else:
            text = f"{name} was edited since: {field} is {now!r}, was {wanted!r}"
            yield False, _fault("edited-since", text, expected, expected.winner, "")


def loser_faults(expected: Expectation, look: Look) -> Iterator[tuple[bool, Fault]]:
    """Yield what is wrong with a loser and its backup, each with whether it is a fault (or only a note)."""
    copy = look.copy
    restore = f"winnow restore --asset {copy.asset}"
    if not look.backed_up:
        text = f"the backup of {copy.name} is missing or damaged"
        yield True, _fault("backup-damaged", text, expected, copy.asset, restore if look.exists else "")
    if look.other_id is not None:
        text = f"{copy.name} came back as a new asset {look.other_id}: something uploaded it again"
        yield False, _fault("came-back", text, expected, look.other_id, "")
    elif look.exists and not look.trashed:
        text = f"{copy.name} is out of the trash, and not by us"
        yield False, _fault("untrashed", text, expected, copy.asset, "")
    elif not look.exists:
        text = f"{copy.name} was purged from the trash; a restore uploads it from the vault"
        yield False, _fault("purged", text, expected, copy.asset, "")


def _fault(code: str, text: str, expected: Expectation, asset: str, fix: str) -> Fault:
    return Fault(code=code, text=text, group=expected.group, asset=asset, fix=fix)
