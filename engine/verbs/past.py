"""What became of groups: resolved by a run, with what it proved first, or resolved once and taken back since."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from attrs import frozen

from engine.evidence.proof import PROVEN
from engine.plan.plan import GroupPlan, key_of
from engine.runs.history import READ_BACK, facts, history
from engine.runs.holding import ENDS, ended_otherwise, holding
from engine.runs.lost import stands
from engine.runs.runs import groups_of, runs
from journal.ledger import Ledger
from journal.port import JournalReader

FORWARD: Final = ("analyze", "audit", "apply")
"""Verbs of runs that take back nothing which stood at the end of another one."""


def returned(journal: JournalReader, among: Collection[str] | None = None) -> frozenset[str]:
    """Return the groups (of those `among`, if any are named) that were resolved once and taken back afterwards.

    Only groups that a restore, a fix or a resume touched are read.
    """
    names = (run.opened.run for run in runs(journal) if run.opened.verb not in FORWARD)
    touched: set[str] = set().union(*(groups_of(journal, name) for name in names))
    wanted = touched if among is None else touched & set(among)
    return frozenset(group for group in wanted if _came_back(history(journal, group)))


def _came_back(ledger: Ledger) -> bool:
    """Tell whether something that an end did was taken back and not done again since."""
    ends = [step for step in ledger.steps.values() if step.intent.action in ENDS and step.done]
    still = {step.intent.subject for step in ends if stands(ledger, step)}
    return any(step.intent.subject not in still for step in ends)


@frozen(kw_only=True)
class Resolved:
    """The end of a group by a run: when, whether the winner was read whole before, and whether it was read back."""

    run: str
    at: datetime
    proven: bool
    read_back: bool


def resolved(journal: JournalReader, plan_run: str, plan: GroupPlan) -> Resolved | None:
    """Return how a plan of one group was carried out; None where something of it is left, or was taken back."""
    if not plan.ends:
        return None
    ledger = history(journal, plan.group)
    held = [holding(ledger, key_of(plan_run, plan, step)) for step in plan.ends]
    last, of = held[-1], plan_run
    if None in held:
        # Another plan than this one, which is newer, may have done it.
        last = ended_otherwise(ledger, plan_run, plan)
        of = (last.intent.key or "").partition(":")[0] if last is not None else ""
    if last is None:
        return None
    proofs = [fact for fact in facts(ledger, PROVEN) if fact.subject == plan.winner]
    return Resolved(
        run=last.intent.run,
        at=last.ended_at or last.at,
        proven=any(fact.body.get("plan") == of and not fact.body.get("fault") for fact in proofs),
        read_back=any(fact.body.get("plan") == of for fact in facts(ledger, READ_BACK)),
    )
