"""One group on its way through a wave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import define, evolve, field

from engine.action.action import Action, Stage
from engine.action.backup import DownloadOriginal
from engine.action.trash import TrashAsset
from engine.base.ports import Stored
from engine.carry.gate import Candidate, vault_checksum
from engine.carry.warrant import NOTHING, Warrants
from engine.effect.perform import Result
from engine.model.group import Member
from engine.plan.plan import GroupPlan
from engine.plan.step import Step
from journal.records import OutcomeRecorded, Status


def key_of(plan_run: str, plan: GroupPlan, step: Step) -> str:
    """Return the idempotency key of a plan's step."""
    return f"{plan_run}:{plan.group}:{step.number}"


@define
class Going:
    """One group on its way through a wave; with a reason in `lost` it is out for the rest.

    `original` is the winner before our own first step, `members` what was read last (None: gone), `trashed` the
    losers that an earlier attempt trashed, `stacked` whether it made the stack, `results` what became of the plan's
    steps, by number. `warrants` is what is on record for each loser, `unkept` the stage whose write the server answered
    and did not keep.
    """

    plan: GroupPlan
    original: Member | None = None
    members: Mapping[str, Member | None] = field(factory=dict)
    trashed: frozenset[str] = frozenset()
    stacked: bool = False
    results: dict[int, Result] = field(factory=dict)
    read_back: bool = False
    warrants: Warrants = field(factory=dict)
    unkept: str = ""
    lost: list[str] = field(factory=list)

    @property
    def alive(self) -> bool:
        return not self.lost

    @property
    def open(self) -> bool:
        """Tell whether anything is left to do."""
        return bool(set(self.plan.losers) - self.trashed) or (
            self.plan.stack is not None and not self.stacked
        )

    @property
    def outcomes(self) -> dict[int, OutcomeRecorded]:
        """Return the outcomes of the plan's steps, by number."""
        return {n: r.outcome for n, r in self.results.items() if r.outcome is not None}

    @property
    def downloads(self) -> Iterator[tuple[Step, DownloadOriginal]]:
        """Yield the steps that back something up."""
        for step in self.plan.steps:
            if isinstance(step.action, DownloadOriginal):
                yield step, step.action

    @property
    def backups(self) -> set[str]:
        """Return the vault checksums of everything that this group has backed up."""
        found = (vault_checksum(action, self.outcomes.get(step.number)) for step, action in self.downloads)
        return {checksum for checksum in found if checksum}

    @property
    def wanted(self) -> set[str]:
        """Return the assets that a look at this group has to read: members and motion parts still here."""
        ids = {sketch.asset for sketch in self.plan.members}
        return (ids | {action.asset for _, action in self.downloads}) - self.trashed

    def steps(self, stage: Stage) -> list[Step]:
        """Return what is to do in a stage; nothing for a group that is out."""
        return [step for step in self.plan.steps if self.alive and step.stage is stage]

    def case(self, loser: str, held: Mapping[str, Stored | None]) -> Candidate:
        """Return one loser as the gate sees it; `held` is what the vault holds."""
        return Candidate(
            plan=self.plan,
            loser=loser,
            outcomes=self.outcomes,
            held=held,
            read_back=self.read_back,
            warrant=self.warrants.get(loser, NOTHING),
        )

    def newly_trashed(self) -> set[str]:
        """Return the losers that went to the trash in this wave."""
        return {
            step.action.asset
            for step in self.plan.steps
            if isinstance(step.action, TrashAsset)
            and (outcome := self.outcomes.get(step.number)) is not None
            and outcome.status is Status.DONE
        }

    def newly_stacked(self) -> bool:
        """Tell whether the group became a stack in this wave."""
        return any(
            step.stage is Stage.STACK
            and (outcome := self.outcomes.get(step.number)) is not None
            and outcome.status is Status.DONE
            for step in self.plan.steps
        )

    def filled(self, action: Action) -> Action:
        """Return a plan's action with what only the moment knows: the snapshot of a loser just before the trash."""
        if not isinstance(action, TrashAsset):
            return action
        motion, checksum = None, action.checksum
        for step, download in self.downloads:
            if download.still == action.asset:
                member = self.members.get(download.asset)
                motion = member.asset if member else None
            elif download.asset == action.asset:
                checksum = vault_checksum(download, self.outcomes.get(step.number)) or checksum
        return evolve(action, snapshot=self.members.get(action.asset), motion=motion, checksum=checksum)
