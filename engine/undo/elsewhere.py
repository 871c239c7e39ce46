"""Which pictures came into another duplicate group meanwhile, together with others: that is news, and stays."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from engine.action.judging import ScoreGroup
from engine.model.group import Member
from engine.plan.plan import plan_from_json
from engine.undo.doing import Doing
from engine.undo.way import Way

MOST_TOLD = 3


def strangers(doing: Doing, ways: Sequence[Way], groups: Collection[str]) -> Mapping[str, list[str]] | None:
    """Return of other groups that have members which are none of these ways the names of those; None where the server
    could not be asked.

    A group of none but the pictures of a way is what the server makes of them by itself, after an upload say.
    """
    ours = {asset for way in ways for asset in _members(way)}

    def listed(wanted: Collection[str]) -> list[tuple[str, tuple[Member, ...]]]:
        return [(group.id, group.members) for group in doing.context.reader.groups() if group.id in wanted]

    found = doing.ask(listed, [groups])[0]
    if found is None:
        return None
    others = {group: [m.asset.name for m in members if m.asset.id not in ours] for group, members in found}
    return {group: sorted(names) for group, names in others.items() if names}


def elsewhere(name: str, others: Sequence[str]) -> str:
    """Return in words that a picture stays in the group in which it is now."""
    told = ", ".join(others[:MOST_TOLD])
    more = f" and {len(others) - MOST_TOLD} more" if len(others) > MOST_TOLD else ""
    return f"{name} is in another duplicate group by now, with {told}{more}, and stays there"


def _members(way: Way) -> set[str]:
    """Return whoever was in the group of a way, under the ids of today."""
    found = {item.now for item in way.revived if item.now}
    found |= {way.today(item.action.winner) for item in way.revived}
    for step in way.ledger.steps.values():
        seen = step.outcome.seen if step.outcome is not None else {}
        if step.intent.action == ScoreGroup.NAME and "plan" in seen:
            plan = plan_from_json(seen["plan"])
            found |= {name for sketch in plan.members for name in (sketch.asset, way.today(sketch.asset))}
    return found
