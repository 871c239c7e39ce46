"""One group explained: who stays and why, who goes and what goes with them, and what a person has to decide."""

from __future__ import annotations

from collections.abc import Iterator

from cli.render.groups import finding_text, ruling_on, ruling_text
from cli.render.inherits import inherited
from cli.render.text import clean, short, size
from engine.model.decision import Finding
from engine.plan.plan import GroupPlan, Sketch
from engine.runs.rulings import Rulings


def explained(plan: GroupPlan, rulings: Rulings) -> Iterator[str]:
    """Yield the explanation of a group's plan, line by line."""
    kept = plan.sketch(plan.winner) if plan.winner else None
    if kept is None:
        yield f"Group {clean(plan.group)}: nothing in it can be judged."
    elif plan.stack is not None:
        others = ", ".join(_pictured(plan.sketch(asset)) for asset in plan.stays)
        yield f"Group {clean(plan.group)} becomes one stack: {_pictured(kept)} on top of {others}. Nothing goes."
    elif plan.review:
        yield f"Group {clean(plan.group)} is left to you. Suggested to keep: {_pictured(kept)}."
    else:
        yield f"Group {clean(plan.group)}: {_pictured(kept)} is kept."
    if ruling := ruling_on(plan, rulings):
        yield f"  You decided: {ruling_text(plan, ruling)}."
    yield from _losers(plan)
    for told in plan.told:
        if plan.stack is None and set(told.assets) & set(plan.stays):
            yield f"  {_sentence(told)}"
    if texts := inherited(plan):
        yield f"  {clean(kept.name) if kept else 'It'} inherits {'; '.join(texts)}."
    for told in plan.told:
        if plan.stack is not None or not set(told.assets) & set(plan.stays):
            yield f"  Told: {_sentence(told)}"
    for finding in plan.allowed:
        yield f"  Passed by your policy or decision: {finding_text(finding)}."
    for finding in plan.review:
        yield f"  Yours to decide: {finding_text(finding)}."


def _losers(plan: GroupPlan) -> Iterator[str]:
    against = {reason.against: reason for reason in plan.because}
    for loser in plan.losers:
        goes = "would go" if plan.review else "goes"
        reason = against.get(loser)
        why = f": {clean(reason.text)} (rule {clean(reason.code)})" if reason else ""
        yield f"  {_pictured(plan.sketch(loser))} {goes}{why}."
        for loss in plan.losses:
            if loss.asset == loser:
                yield f"    Only it has {clean(loss.kind)}: {clean(loss.value)}."


def _pictured(sketch: Sketch) -> str:
    pixels = f"{sketch.width} × {sketch.height}" if sketch.width and sketch.height else "size unknown"
    return f"{short(sketch.name, 60)} ({pixels}, {size(sketch.size)})"


def _sentence(finding: Finding) -> str:
    text = clean(finding.text)
    return f"{text[:1].upper()}{text[1:]}."
