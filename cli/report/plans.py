"""From a plan to a card, with what the journal knows of it."""

from __future__ import annotations

from cli.render.inherits import inherited
from cli.render.links import page_of
from cli.render.looks import Looks, brief
from cli.render.text import clean, size
from cli.report.values import Card, MemberCard
from engine.plan.plan import GroupPlan, Sketch
from engine.verbs.ruled import unlike


def card_of(plan: GroupPlan, server: str, mark: str, looks: Looks) -> Card:
    """Return the card of a plan: who stays, who goes, what was seen, why, what is inherited, what a person must see."""
    order = (plan.winner, *(plan.stays if plan.stack else plan.losers))
    names = {sketch.asset: clean(sketch.name) for sketch in plan.members}
    return Card(
        group=plan.group,
        mark=mark,
        pictures=tuple(
            _picture(plan.sketch(asset), server, _role(plan, asset)) for asset in order if asset in names
        ),
        why=tuple(
            f"{names.get(reason.against or '', 'another')}: {_seen(plan, reason.against, looks)}{clean(reason.text)}"
            for reason in plan.because
            if not unlike(plan)
        ),
        passed=tuple(f"{clean(f.text)} [{clean(f.code)}]" for f in plan.allowed),
        inherits=() if plan.review else tuple(inherited(plan)),
        review=tuple(f"{clean(f.text)} [{clean(f.code)}]" for f in plan.review),
    )


def _seen(plan: GroupPlan, asset: str | None, looks: Looks) -> str:
    """Return in front of a reason that a loser was looked at and shows what the winner shows."""
    look = looks.of(plan, asset) if asset is not None else None
    seen = brief(look, plan.sketch(asset)) if asset is not None and look is not None else ""
    return f"looked at beside the winner: {seen}; " if seen else ""


def _role(plan: GroupPlan, asset: str) -> str:
    if plan.review:
        return "suggested" if asset == plan.winner and not unlike(plan) else "other"
    if plan.stack is not None:
        return "stacked" if asset == plan.winner else "below"
    return "winner" if asset == plan.winner else "loser"


def _picture(sketch: Sketch, server: str, role: str) -> MemberCard:
    pixels = f"{sketch.width} × {sketch.height}" if sketch.width and sketch.height else "? pixels"
    return MemberCard(
        asset=sketch.asset,
        name=clean(sketch.name),
        role=role,
        pixels=pixels,
        size=size(sketch.size),
        taken=sketch.wall.isoformat(sep=" ", timespec="minutes") if sketch.wall else "",
        link=page_of(server, sketch.asset) if server else "",
    )
