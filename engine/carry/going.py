"""One group on its way through a wave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import define, evolve, field

from engine.action.action import Action, Stage
from engine.action.backup import DownloadOriginal
from engine.action.fields import KeepClock, PatchFields
from engine.action.target import OnAsset
from engine.action.trash import TrashAsset
from engine.base.vault import Stored
from engine.carry.drift import as_sketched
from engine.carry.gate import Candidate, Check, gate, vault_checksum
from engine.carry.warrant import NOTHING, Warrants
from engine.effect.perform import Result, Seen
from engine.evidence.proof import WholeRead
from engine.model.group import Member
from engine.plan.plan import GroupPlan
from engine.plan.planner import NOTES
from engine.plan.step import Step
from journal.records import OutcomeRecorded, Status


@define
class Going:
    """One group on its way through a wave; with a reason in `lost` it is out for the rest.

    `original` is the winner before our own first step, `members` what was read last (None: gone) and `read_at` when
    (monotonic seconds), `trashed` the losers that an earlier attempt trashed, `stacked` whether it made the stack,
    `results` what became of the plan's steps, by number. `begun` tells that an earlier attempt got as far as writing.
    `reading` is the winner's file as it was read whole in this run, `warrants` is what is on record for each loser,
    `unkept` the stage whose write the server answered and did not keep. `drifted` tells that it is lost because
    somebody changed it, `overtaken` because a person decided about it after the plan was made.
    """

    plan: GroupPlan
    original: Member | None = None
    members: Mapping[str, Member | None] = field(factory=dict)
    trashed: frozenset[str] = frozenset()
    stacked: bool = False
    results: dict[int, Result] = field(factory=dict)
    read_at: float = float("-inf")
    begun: bool = False
    drifted: bool = False
    reading: WholeRead | None = None
    read_back: bool = False
    warrants: Warrants = field(factory=dict)
    unkept: str = ""
    overtaken: bool = False
    lost: list[str] = field(factory=list)

    @property
    def alive(self) -> bool:
        return not self.lost

    @property
    def left_out(self) -> bool:
        """Tell whether nothing of this attempt is begun, for what was found before."""
        return self.drifted or self.overtaken

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

    @property
    def bytes_stored(self) -> int:
        """Return the bytes that its downloads put into the vault, or found there."""
        done = (self.outcomes.get(step.number) for step, _ in self.downloads)
        return sum(int(outcome.seen.get("size") or 0) for outcome in done if outcome is not None)

    @property
    def bytes_fetched(self) -> int:
        """Return the bytes that were downloaded just now: the vault had the rest."""
        done = (self.results.get(step.number) for step, _ in self.downloads)
        seen = [r.outcome.seen for r in done if r is not None and r.outcome is not None and r.at is not None]
        return sum(int(one.get("size") or 0) for one in seen if one.get("fetched"))

    @property
    def writes(self) -> bool:
        """Tell whether the plan writes anything to the winner."""
        return any(Stage.DOWNLOAD < step.stage < Stage.TRASH for step in self.plan.steps)

    @property
    def written(self) -> bool:
        """Tell whether anything of the plan was done to the server, in this attempt or an earlier one."""
        return self.begun or any(
            step.stage is not Stage.DOWNLOAD and step.number in self.results for step in self.plan.steps
        )

    def asks_notes(self, asset: str, *, last: bool) -> bool:
        """Tell whether a look has to read the notes of an asset.

        The `last` one has to, unless the plan had no need to either: a winner's notes count where a loser has some.
        Earlier ones may take them for those of the plan; a winner's have to be known before something is written.
        """
        sketch = next((s for s in self.plan.members if s.asset == asset), None)
        if sketch is None:
            return False  # a motion part, which nothing but its bytes is wanted of
        if NOTES in sketch.unread:
            return False
        return last or sketch.notes is None or asset == self.plan.winner

    def as_planned(self, member: Member | None) -> Member | None:
        """Return a member with the notes that the plan knows, where they were not read."""
        sketch = next((s for s in self.plan.members if member and s.asset == member.asset.id), None)
        return as_sketched(member, sketch) if member is not None and sketch is not None else member

    def seen(self, step: Step) -> Seen | None:
        """Return what is known of a step's target, so that it need not be looked at; None where something was sent.

        A clock is known from the write that may have moved it.
        """
        action = step.action
        ours = [s for s in self.plan.steps if s.action.subject == action.subject and s.number in self.results]
        if isinstance(action, KeepClock):
            patched = next((self.results[s.number] for s in ours if isinstance(s.action, PatchFields)), None)
            if patched is not None:
                return patched.seen
        member = self.members.get(action.subject)
        if member is None or (
            isinstance(action, OnAsset) and any(isinstance(s.action, OnAsset) for s in ours)
        ):
            return None
        sighting = action.seen_on(member)
        return Seen(sighting, self.read_at) if sighting is not None else None

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

    def against(self, checks: Sequence[Check], held: Mapping[str, Stored | None] | None = None) -> list[str]:
        """Return why its losers may not go. What is wrong with the winner is said once, not for each of them."""
        cases = [self.case(loser, held or {}) for loser in self.plan.losers if loser not in self.trashed]
        return list(dict.fromkeys(reason for case in cases for reason in gate(case, checks)))

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
