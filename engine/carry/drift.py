"""Whether a group is still what its plan was made for: pure, from what was observed and what we did ourselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.action.image import Image, same, whole_image
from engine.carry.promise import promise
from engine.model.group import Member
from engine.plan.fingerprint import fingerprint
from engine.plan.plan import GroupPlan


def drift(
    plan: GroupPlan,
    seen: Mapping[str, Member | None],
    *,
    original: Member | None,
    trashed: frozenset[str] = frozenset(),
) -> list[str]:
    """Return what changed since the plan, in words; empty means that the plan still fits.

    `seen` is each member as read just now (None: gone). `original` is the winner before our own first step,
    where an earlier attempt began already; `trashed` are the losers that we trashed then.
    """
    return list(_drift(plan, seen, original, trashed))


def _drift(
    plan: GroupPlan,
    seen: Mapping[str, Member | None],
    original: Member | None,
    trashed: frozenset[str],
) -> Iterator[str]:
    for sketch in plan.members:
        member = seen.get(sketch.asset)
        if sketch.asset in trashed:
            continue
        if member is None:
            yield f"{sketch.name} is gone"
        elif sketch.asset == plan.winner and original is not None:
            if not _explained(whole_image(member), whole_image(original), promise(original, plan)):
                yield f"{sketch.name} was changed by someone else"
        elif fingerprint(member) != sketch.fingerprint:
            yield f"{sketch.name} {_what(member)} since the plan was made"


def _what(member: Member) -> str:
    if member.asset.trashed:
        return "went to the trash"
    return "changed"


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
