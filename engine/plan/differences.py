"""In what two plans of one group differ, in words: the one that was made, and what other rules would make. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from engine.judge.wording import listed
from engine.model.decision import Finding
from engine.model.printable import printable
from engine.plan.plan import GroupPlan


@frozen
class OtherOutcome:
    """One thing that would be otherwise: a stable `code`, and a sentence for people about the other plan."""

    group: str
    code: str
    text: str


def differences(plan: GroupPlan, other: GroupPlan) -> tuple[OtherOutcome, ...]:
    """Return everything in which the other plan differs, what matters most first; empty where nothing does."""
    return tuple(OtherOutcome(plan.group, code, text) for code, text in _differences(plan, other))


def _differences(plan: GroupPlan, other: GroupPlan) -> Iterator[tuple[str, str]]:
    if outcome(plan) != outcome(other):
        yield outcome(other), _outcome_words(plan, other)
    elif plan.review:
        yield from _asked(plan, other)
    if plan.winner != other.winner:
        yield "winner", _winner_words(plan, other)
    if plan.steps and other.steps and not (plan.stack or other.stack):
        yield from _going(plan, other)
        yield from _inherited(plan, other)


def outcome(plan: GroupPlan) -> str:
    """Return in one stable word what becomes of a group."""
    if plan.review:
        return "review"
    return "stack" if plan.stack is not None else "resolved"


def _outcome_words(plan: GroupPlan, other: GroupPlan) -> str:
    kept = _name(other, other.winner)
    match outcome(other):
        case "review":
            return f"it would be left to you: {'; '.join(_finding(f) for f in other.review)}"
        case "stack":
            below = listed(_name(other, asset) for asset in other.stays)
            return f"it would become one stack, {kept} on top of {below}"
        case _:
            gone = listed(_name(other, asset) for asset in other.losers)
            why = f"; nobody would be asked about {listed(_codes(plan.review))}" if plan.review else ""
            return f"it would be resolved: {kept} kept, {gone} to the trash{why}"


def _asked(plan: GroupPlan, other: GroupPlan) -> Iterator[tuple[str, str]]:
    here, there = _codes(plan.review), _codes(other.review)
    if more := [finding for finding in other.review if finding.code not in here]:
        yield "asked", f"it would also ask: {'; '.join(_finding(f) for f in more)}"
    if fewer := [code for code in here if code not in there]:
        yield "not-asked", f"it would not ask about {listed(fewer)}"


def _winner_words(plan: GroupPlan, other: GroupPlan) -> str:
    why = next((reason.text for reason in other.because if reason.against == plan.winner), "")
    names = f"{_name(other, other.winner)} would be kept, not {_name(other, plan.winner)}"
    return f"{names}: {printable(why, 200)}" if why else names


def _going(plan: GroupPlan, other: GroupPlan) -> Iterator[tuple[str, str]]:
    spared = {plan.winner, other.winner}
    if more := [asset for asset in other.losers if asset not in plan.losers and asset not in spared]:
        yield "losers", f"{listed(_name(other, asset) for asset in more)} would go as well"
    if fewer := [asset for asset in plan.losers if asset not in other.losers and asset not in spared]:
        yield "losers", f"{listed(_name(other, asset) for asset in fewer)} would stay"


def _inherited(plan: GroupPlan, other: GroupPlan) -> Iterator[tuple[str, str]]:
    """Yield which kinds of things would be inherited as well, or no more, where the same copy is kept."""
    if plan.winner != other.winner:
        return
    here, there = (dict.fromkeys(field for field, _ in one.inherits.sources) for one in (plan, other))
    if more := [field for field in there if field not in here]:
        yield "inherits", f"it would also inherit {listed(more)}"
    if fewer := [field for field in here if field not in there]:
        yield "inherits", f"it would not inherit {listed(fewer)}"


def _codes(findings: tuple[Finding, ...]) -> list[str]:
    return list(dict.fromkeys(finding.code for finding in findings))


def _finding(finding: Finding) -> str:
    return f"{printable(finding.text, 300)} [{finding.code}]"


def _name(plan: GroupPlan, asset: str) -> str:
    return printable(plan.name_of(asset), 60)
