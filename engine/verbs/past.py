"""What became of groups: resolved by a run, with what it proved first, or resolved once and taken back since."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from attrs import frozen

from engine.carry.going import key_of
from engine.evidence.proof import PROVEN
from engine.plan.plan import GroupPlan
from engine.runs.history import READ_BACK, facts, history
from engine.runs.holding import ENDS, ended_otherwise, holding
from engine.runs.lost import stands
from engine.runs.runs import runs
from engine.verbs.apply import groups_of
from journal.ledger import Ledger, LedgerStep
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
    last = held[-1]
    if last is None or None in held:
        other = ended_otherwise(ledger, plan_run, plan)
        return None if other is None else _by_another(ledger, plan, other)
    proofs = [fact for fact in facts(ledger, PROVEN) if fact.subject == plan.winner]
    mine = [fact for fact in proofs if fact.body.get("plan") == plan_run and not fact.body.get("fault")]
    seen = any(fact.body.get("plan") == plan_run for fact in facts(ledger, READ_BACK))
    at = last.ended_at or last.at
    return Resolved(run=last.intent.run, at=at, proven=bool(mine), read_back=seen)


def _by_another(ledger: Ledger, plan: GroupPlan, end: LedgerStep) -> Resolved:
    """Return how another plan than this one, which is newer, resolved the group."""
    of = (end.intent.key or "").partition(":")[0]
    proofs = [fact for fact in facts(ledger, PROVEN) if fact.body.get("plan") == of]
    seen = any(fact.body.get("plan") == of for fact in facts(ledger, READ_BACK))
    return Resolved(
        run=end.intent.run,
        at=end.ended_at or end.at,
        proven=any(fact.subject == plan.winner and not fact.body.get("fault") for fact in proofs),
        read_back=seen,
    )
