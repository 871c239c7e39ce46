"""The gate before the trash: one pure function over the group's ledger, and the reasons why it stays shut."""

from __future__ import annotations

from collections.abc import Mapping

from engine.action.action import Stage
from engine.action.backup import DownloadOriginal
from engine.base.ports import Stored
from engine.plan.plan import GroupPlan
from engine.runs.history import HOLDS
from journal.records import OutcomeRecorded

READ_BACK = "read-back"
"""Topic of the fact that a winner was read back after settling and shows everything promised."""


def gate(
    plan: GroupPlan,
    loser: str,
    outcomes: Mapping[int, OutcomeRecorded],
    held: Mapping[str, Stored | None],
    read_back: bool,
) -> list[str]:
    """Return why a loser may not go to the trash; empty means that it may.

    `outcomes` are the standing outcomes of the plan's steps by number, from the journal; `held` says for each
    vault checksum what lies in the vault now; `read_back` whether the winner was read back, present, untrashed
    and as promised, after the last write.
    """
    reasons: list[str] = []
    for step in plan.steps:
        if step.stage is Stage.TRASH:
            continue
        outcome = outcomes.get(step.number)
        if outcome is None or outcome.status not in HOLDS:
            reasons.append(f"step {step.number} ({type(step.action).__name__}) is not done")
    for step in plan.steps:
        action = step.action
        if isinstance(action, DownloadOriginal) and loser in (action.asset, action.still):
            reasons += _backup_faults(action, outcomes.get(step.number), held)
    if not any(isinstance(s.action, DownloadOriginal) and s.action.asset == loser for s in plan.steps):
        reasons.append("the plan has no backup of it")
    if not read_back:
        reasons.append("the winner was not read back")
    return reasons


def vault_checksum(action: DownloadOriginal, outcome: OutcomeRecorded | None) -> str | None:
    """Return the base64 SHA-1 under which a download lies in the vault: the server's, else the one we measured."""
    if action.checksum is not None:
        return action.checksum
    sha1 = outcome.seen.get("sha1") if outcome is not None else None
    return sha1 if isinstance(sha1, str) else None


def _backup_faults(
    action: DownloadOriginal, outcome: OutcomeRecorded | None, held: Mapping[str, Stored | None]
) -> list[str]:
    checksum = vault_checksum(action, outcome)
    stored = held.get(checksum) if checksum else None
    if stored is None:
        return [f"the backup of {action.asset} is not in the vault"]
    if stored.sha1 != checksum:
        return [f"the backup of {action.asset} has another checksum than the server's"]
    if action.size is not None and stored.size != action.size:
        return [f"the backup of {action.asset} has {stored.size} bytes, the server says {action.size}"]
    return []
