"""Whether a group is still what its plan was made for: pure, from what was observed and what we did ourselves."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from attrs import evolve

from engine.action.image import Image, same, whole_image
from engine.carry.promise import promise
from engine.model.group import Member
from engine.plan.fingerprint import alike, changed, fingerprint
from engine.plan.plan import GroupPlan, Sketch
from engine.plan.planner import NOTES


def drift(
    plan: GroupPlan,
    seen: Mapping[str, Member | None],
    *,
    original: Member | None,
    trashed: frozenset[str] = frozenset(),
    today: Collection[str] = frozenset(),
) -> list[str]:
    """Return what changed since the plan, in words; empty means that the plan still fits.

    `seen` is each member as read just now (None: gone); who is not in it is not looked at. `original` is the winner
    before our own first step, where an earlier attempt began already; `trashed` are the losers that we trashed then.
    `today` are those that live on under another id.
    """
    return list(_drift(plan, seen, original, trashed, today))


def _drift(
    plan: GroupPlan,
    seen: Mapping[str, Member | None],
    original: Member | None,
    trashed: frozenset[str],
    today: Collection[str],
) -> Iterator[str]:
    for sketch in plan.members:
        if sketch.asset in trashed or sketch.asset not in seen:
            continue
        member = seen[sketch.asset]
        if member is None:
            again = sketch.asset in today
            yield f"{sketch.name} {'was uploaded again, under another id' if again else 'is gone'}"
        elif sketch.asset == plan.winner and original is not None:
            if not _explained(whole_image(member), whole_image(original), promise(original, plan)):
                yield f"{sketch.name} was changed by someone else"
        elif not alike(now := fingerprint(as_sketched(member, sketch)), sketch.fingerprint):
            yield f"{sketch.name} {_what(member, changed(sketch.fingerprint, now))}"


def as_sketched(member: Member, sketch: Sketch) -> Member:
    """Return a member with as much of it as its plan knows: notes that were not read then say nothing.

    Where they were not read now, they are taken for those of the plan, until the last look before the trash.
    """
    carried = member.carried
    if carried is None or (NOTES not in sketch.unread and carried.notes is not None):
        return member
    return evolve(member, carried=evolve(carried, notes=None if NOTES in sketch.unread else sketch.notes))


def _what(member: Member, words: Sequence[str]) -> str:
    if member.asset.trashed:
        return "went to the trash since the plan was made"
    return f"changed since the plan was made{': ' if words else ''}{', '.join(words)}"


def _explained(seen: Image, original: Image, promised: Image) -> bool:
    """Tell whether every field shows either what it was or what our own steps write.

    The instant and the wall clock are settled by `KeepClock` later, and the group is the server's to clear.
    """
    moving = promised.get("place") != original.get("place") or "instant" not in promised
    unsettled = {"group", "instant", "wall"} if moving else {"group"}
    fields = (set(seen) | set(original)) - unsettled
    if not same("visibility", promised.get("visibility"), original.get("visibility")):
        # A memory shows nothing of the archive, so that out of it more of them show the winner.
        fields = {field for field in fields if not field.startswith("memory:") or field in promised}
    return all(
        same(field, seen.get(field), original.get(field))
        or (field in promised and same(field, seen.get(field), promised[field]))
        for field in fields
    )
