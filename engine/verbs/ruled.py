"""What the word of a person changes about a judgement: it wins over every rule but the impossible. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from engine.judge.codes import IMPOSSIBLE
from engine.judge.judge import ONE_STACK
from engine.judge.stacking import as_stack
from engine.model.choice import Choice, Ruling
from engine.model.decision import BY_WORD, Decision, Finding, Reason
from engine.model.known import Known
from engine.model.printable import printable
from engine.plan.plan import GroupPlan

DECIDED = {
    Choice.NOT_DUPLICATES: Finding("told-apart", "you decided that these are no duplicates"),
    Choice.STACK: Finding("decided-stack", "you decided to keep all of them, as one stack"),
    Choice.SKIP: Finding("decided-skip", "you decided to leave this group alone"),
}
"""What is said of a group that a person wants left as it is."""

BEFORE = "decided-before"
"""Code of a group about whose pictures a person decided when others were among them."""

SAID = {
    Choice.STACK: "to keep all of them, as one stack",
    Choice.SKIP: "to leave them alone",
}


def said_before(word: Ruling, names: Mapping[str, str]) -> Finding:
    """Return that a person decided otherwise about some of these pictures, with others in view; `names` are theirs."""
    kept = names.get(word.kept or "")
    keeps = f"to keep {printable(kept, 40, '.')}" if kept else "to keep another one, which is not here now"
    said = SAID.get(word.choice, keeps)
    return Finding(BEFORE, f"you decided {said}, when the group held other pictures: say it of this one")


ALONE = frozenset({ONE_STACK, *(finding.code for finding in DECIDED.values())})
"""Codes of groups that are left as they are, and wait for nobody."""

DIFFERENT = frozenset({"pictures-differ", "shots-differ", "kinds-differ"})
"""What says that the pictures of a group are not one: the ranking of them is then no advice."""

NOT_TO_STACK = frozenset((
    "no-group", "trashed", "offline", "locked", "hidden", "foreign", "relations-unread", "stacked", ONE_STACK,
))  # fmt: skip
"""What makes a stack impossible, or another one than a person meant."""


def is_one_stack(plan: GroupPlan) -> bool:
    """Tell whether the members of a group already are one stack."""
    return any(finding.code == ONE_STACK for finding in plan.review)


def left_alone(plan: GroupPlan) -> bool:
    """Tell whether a plan only says that somebody wants the group left as it is: nothing waits for anybody there."""
    return bool(plan.review) and all(f in DECIDED.values() or f.code == ONE_STACK for f in plan.review)


def unlike(plan: GroupPlan) -> bool:
    """Tell whether pictures of a group for review were found to be different ones, so that nothing is suggested."""
    return any(finding.code in DIFFERENT for finding in plan.review)


def in_the_way(plan: GroupPlan) -> tuple[Finding, ...]:
    """Return what keeps a group from being acted on, whatever anybody decides."""
    return tuple(finding for finding in plan.review if finding.code in IMPOSSIBLE)


def passed_by(plan: GroupPlan) -> tuple[Finding, ...]:
    """Return the doubts that end where a person names the one to keep, but for the one that they are no copies."""
    no_doubt = {ONE_STACK, *(finding.code for finding in DECIDED.values())}
    return tuple(f for f in plan.review if f.code not in {*IMPOSSIBLE, *DIFFERENT, *no_doubt})


def told(known: Known, ruling: Ruling | None) -> Known:
    """Return what is known with what a person wants kept, and without what looks found: they have seen the pictures."""
    if ruling is None or not keeps(ruling):
        return known
    return evolve(known, kept=ruling.kept, beside=ruling.stays, looks={})


def keeps(ruling: Ruling | None) -> bool:
    """Tell whether a person named the one to keep, or the one on top of the stack."""
    return ruling is not None and ruling.kept is not None


def acts(ruling: Ruling | None) -> bool:
    """Tell whether something is done because of a decision, so that the group has to be read whole."""
    return ruling is not None and ruling.choice in (Choice.KEEP, Choice.STACK)


def following(decision: Decision, ruling: Ruling | None) -> Decision:
    """Return the decision as the person wants it; what makes acting impossible stays for review."""
    if ruling is None:
        return decision
    if ruling.choice is Choice.STACK:
        return _stacked(decision)
    if ruling.choice is not Choice.KEEP:
        return evolve(decision, review=(DECIDED[ruling.choice],), allowed=())
    impossible = tuple(finding for finding in decision.review if finding.code in IMPOSSIBLE)
    passed = tuple(finding for finding in decision.review if finding.code not in IMPOSSIBLE)
    return evolve(
        decision,
        because=tuple(
            Reason(BY_WORD, "you decided which one to keep", reason.against) for reason in decision.because
        ),
        review=impossible,
        allowed=(*decision.allowed, *passed),
    )


def _stacked(decision: Decision) -> Decision:
    """Return the decision that makes one stack of all, unless there can be none."""
    said = (*decision.review, *decision.told)
    stops = tuple(finding for finding in said if finding.code in NOT_TO_STACK)
    if stops:
        return evolve(decision, review=stops, allowed=())
    return as_stack(decision, DECIDED[Choice.STACK])
