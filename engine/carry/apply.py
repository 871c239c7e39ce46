"""Carry out a plan: waves of groups through protect, verify, destroy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import define, evolve, field

from engine.action.actions import Action, DownloadOriginal, KeepClock, TrashAsset, subject_of
from engine.action.images import differing
from engine.base.context import Context
from engine.base.errors import GuardRefused, ServerError, VaultFull
from engine.base.members import read_members
from engine.base.report import Ending, Report
from engine.base.units import size_text
from engine.carry.drift import OBSERVED, drift
from engine.carry.gate import READ_BACK, gate, vault_checksum
from engine.carry.promise import promise, whole_image
from engine.effect.perform import Result, Todo, perform
from engine.effect.settle import Settler
from engine.model.codec import from_json, to_json
from engine.model.group import Member
from engine.plan.plan import GroupPlan
from engine.plan.schedule import Wave, stages, waves
from engine.plan.step import Stage, Step
from engine.runs.history import facts, history, standing
from engine.undo.takeback import TakeBack
from journal.ledger import Ledger
from journal.records import FactRecorded, Status

CLOCK_ATTEMPTS = 3
"""How often the wall clock is put right: the offset learned at one moment may not hold at another (a clock change)."""


@define
class _Progress:
    """One group on its way through a wave."""

    plan: GroupPlan
    original: Member | None = None
    members: Mapping[str, Member | None] = field(factory=dict)
    trashed: frozenset[str] = frozenset()
    results: dict[int, Result] = field(factory=dict)
    read_back: bool = False
    lost: list[str] = field(factory=list)

    @property
    def alive(self) -> bool:
        return not self.lost


def key_of(plan_run: str, plan: GroupPlan, step: Step) -> str:
    """Return the idempotency key of a plan's step."""
    return f"{plan_run}:{plan.group}:{step.number}"


@define
class Application:
    """One run of a plan. `plan_run` is the analyze run that made it; its id is in every idempotency key."""

    context: Context
    settler: Settler
    plan_run: str
    report: Report

    def apply(self, plans: Iterable[GroupPlan]) -> None:
        """Carry out plans wave by wave, filling the report.

        Raises VaultFull before a wave that does not fit, GuardRefused when the canary wave fails, and the
        error that ended the run where nothing more can succeed; everything told so far is in the journal.
        """
        settings = self.context.settings
        for wave in waves(plans, size=settings.wave, canary=settings.canary):
            self._wave(wave)
            if self.settler.abort is not None:
                raise self.settler.abort
            if self.context.stop.requested():
                self.report.interrupted = True
                return
            failed = self.report.count(Ending.FAILED, Ending.IN_DOUBT)
            if settings.canary and wave.number == 1 and failed:
                raise GuardRefused(detail=f"{failed} of the first {len(wave.plans)} groups failed (canary)")
            if settings.max_failures is not None and failed > settings.max_failures:
                raise GuardRefused(detail=f"{failed} groups failed, more than --max-failures allows")

    def _wave(self, wave: Wave) -> None:
        """Take one wave through all stages; a group that fails in one is out for the rest, the others go on."""
        groups = self._begin(wave)
        self._make_room(groups)
        for stage, _ in stages([g.plan for g in groups]):
            if stage is Stage.TRASH:
                self._read_back(groups)
            if self._ending():
                for group in groups:
                    if group.alive:
                        group.lost.append("not finished, because the run was ending")
                break
            self._stage(stage, groups)
        self._finish(groups)

    def _ending(self) -> bool:
        return self.settler.abort is not None or self.context.stop.requested()

    def _begin(self, wave: Wave) -> list[_Progress]:
        """Read every group of a wave again, leave out what is finished or drifted, and note each winner as it is."""
        groups = [_Progress(plan) for plan in wave.plans]
        self.context.progress.start("look again", len(groups))
        for group, ledger in zip(groups, self.context.each(self._ledger, groups), strict=True):
            self._recall(group, ledger)
        todo = [g for g in groups if set(g.plan.losers) - g.trashed]
        for group in groups:
            if group not in todo:
                self.report.end(group.plan.group, Ending.ALREADY)
        for group, members in zip(todo, self.context.each(self._members, todo), strict=True):
            group.members = members or {}
            self.context.progress.advance("look again")
            if members is None:
                group.lost = ["the server could not be asked"]
            else:
                group.lost = drift(group.plan, members, original=group.original, trashed=group.trashed)
        self.context.progress.finish("look again")
        self._note_originals([g for g in todo if g.alive and g.original is None])
        lost = [g for g in todo if not g.alive]
        for group in lost:
            self._skip(group)
        if not self._ending():
            self._take_back([g.plan.group for g in lost if g.original is not None and not g.trashed])
        return [g for g in todo if g.alive]

    def _ledger(self, group: _Progress) -> Ledger:
        return history(self.context.journal, group.plan.group)

    def _recall(self, group: _Progress, ledger: Ledger) -> None:
        """Recall what an earlier attempt at this plan did to the group."""
        stands = {
            step.number
            for step in group.plan.steps
            if standing(ledger, key_of(self.plan_run, group.plan, step)) is not None
        }
        group.trashed = frozenset(
            step.action.asset
            for step in group.plan.steps
            if isinstance(step.action, TrashAsset) and step.number in stands
        )
        if stands:
            for fact in facts(ledger, OBSERVED):
                if fact.body.get("plan") == self.plan_run:
                    group.original = from_json(fact.body["winner"], Member)

    def _members(self, group: _Progress) -> Mapping[str, Member | None] | None:
        try:
            wanted = {s.asset for s in group.plan.members}
            wanted |= {s.action.asset for s in group.plan.steps if isinstance(s.action, DownloadOriginal)}
            return read_members(self.context.reader, wanted - group.trashed)
        except ServerError as error:
            self.settler.abort = self.settler.abort or error
            return None

    def _note_originals(self, groups: Sequence[_Progress]) -> None:
        for group in groups:
            group.original = group.members[group.plan.winner]
        self.context.journal.append_all(
            [
                FactRecorded(
                    run=self.settler.run,
                    topic=OBSERVED,
                    subject=group.plan.winner,
                    group=group.plan.group,
                    body={"plan": self.plan_run, "winner": to_json(group.original)},
                )
                for group in groups
            ]
        )

    def _make_room(self, groups: Sequence[_Progress]) -> None:
        """Refuse a wave whose backups do not fit, before anything of it is sent.

        Raises VaultFull.
        """
        needed = sum(
            step.action.size or 0
            for group in groups
            for step in group.plan.steps
            if isinstance(step.action, DownloadOriginal)
            and not (step.action.checksum and self.context.vault.find(step.action.checksum))
        )
        free, spare = self.context.vault.free(), self.context.settings.spare_bytes
        if needed + spare > free:
            reserve = f" ({size_text(needed)} for backups, and {size_text(spare)} stay free)"
            raise VaultFull(
                path="of this home", free=size_text(free), needed=size_text(needed + spare), reserve=reserve
            )

    def _stage(self, stage: Stage, groups: Sequence[_Progress]) -> None:
        """Perform one stage for every group that is still alive."""
        todos: dict[str, tuple[_Progress, Step]] = {}
        for group in groups:
            for step in group.plan.steps:
                if group.alive and step.stage is stage and self._may(group, step):
                    todos[key_of(self.plan_run, group.plan, step)] = (group, step)
        self.context.progress.start(stage.name.lower(), len(todos))
        self._remember(groups)
        results = perform(
            self.settler,
            [
                Todo(key=key, group=group.plan.group, action=_filled(step.action, group))
                for key, (group, step) in todos.items()
            ],
        )
        if stage is Stage.CLOCK:
            results = self._keep_clocks(results)
        for result in results:
            group, step = todos.pop(result.todo.key)
            group.results[step.number] = result
            if not result.holds:
                group.lost.append(f"{stage.name.lower()} of {subject_of(step.action)}: {result.why}")
            elif stage is Stage.DOWNLOAD and result.outcome is not None:
                self.report.bytes_stored += int(result.outcome.seen.get("size") or 0)
        for group, _ in todos.values():
            group.lost.append("not begun, because the run was ending")
        self.context.progress.finish(stage.name.lower())

    def _remember(self, groups: Sequence[_Progress]) -> None:
        """Let the sender describe backups by what was just read."""
        self.settler.sender.members = {
            asset: member for group in groups for asset, member in group.members.items() if member is not None
        }

    def _keep_clocks(self, results: list[Result]) -> list[Result]:
        """Put wall clocks right again that are still off; a binding offset that contradicts the place stays off."""
        for _ in range(CLOCK_ATTEMPTS - 1):
            off = [
                r.todo
                for r in results
                if r.outcome is not None and not r.holds and not _binding(r.todo.action)
            ]
            if not off or self._ending():
                break
            again = {r.todo.key: r for r in perform(self.settler, off)}
            results = [again.get(r.todo.key, r) for r in results]
        return results

    def _may(self, group: _Progress, step: Step) -> bool:
        """Ask the gate before a loser goes to the trash."""
        action = step.action
        if not isinstance(action, TrashAsset) or action.asset in group.trashed:
            return True
        outcomes = {n: r.outcome for n, r in group.results.items() if r.outcome is not None}
        held = {
            checksum: self.context.vault.find(checksum)
            for s in group.plan.steps
            if isinstance(s.action, DownloadOriginal)
            and (checksum := vault_checksum(s.action, outcomes.get(s.number)))
        }
        group.lost += gate(group.plan, action.asset, outcomes, held, group.read_back)
        return group.alive

    def _read_back(self, groups: Sequence[_Progress]) -> None:
        """Read every member whole once more, just before the trash, and write down that all is as promised.

        The winner must show every editable field as promised. The losers must be as planned still: what somebody
        did to one during a long wave would be lost with it once the trash is emptied.
        """
        alive = [g for g in groups if g.alive]
        facts = []
        for group, members in zip(alive, self.context.each(self._members, alive), strict=True):
            if members is None:
                group.lost.append("the server could not be asked")
                continue
            winner = members.get(group.plan.winner)
            if winner is None or winner.asset.trashed:
                group.lost.append("the winner is gone or in the trash")
                continue
            assert group.original is not None
            promised = promise(group.original, group.plan)
            if missing := differing(promised, whole_image(winner)):
                group.lost.append(f"the winner does not show {', '.join(missing)} as promised")
                continue
            group.members = members
            group.lost += drift(group.plan, members, original=group.original, trashed=group.trashed)
            group.read_back = group.alive
            if group.read_back:
                facts.append(
                    FactRecorded(
                        run=self.settler.run,
                        topic=READ_BACK,
                        subject=group.plan.winner,
                        group=group.plan.group,
                        body={"plan": self.plan_run, "promised": dict(promised)},
                    )
                )
        self.context.journal.append_all(facts)

    def _finish(self, groups: Sequence[_Progress]) -> None:
        """Count what was done, and take back what was begun for groups that failed before the trash."""
        failed = []
        for group in groups:
            done = {
                s.action.asset
                for s in group.plan.steps
                if isinstance(s.action, TrashAsset)
                and (result := group.results.get(s.number)) is not None
                and result.outcome is not None
                and result.outcome.status is Status.DONE
            }
            self.report.trashed += len(done)
            self.report.bytes_freed += sum(group.plan.sketch(a).size or 0 for a in done)
            if group.alive:
                self.report.end(group.plan.group, Ending.DONE)
            elif any(r.outcome is None for r in group.results.values()):
                self.report.end(group.plan.group, Ending.IN_DOUBT, group.lost)
            elif self._ending():
                self.report.end(group.plan.group, Ending.SKIPPED, group.lost)
            else:
                self.report.end(group.plan.group, Ending.FAILED, group.lost)
                self._tell(group)
                if not done:
                    failed.append(group.plan.group)
        self._take_back(failed)

    def _take_back(self, groups: Sequence[str]) -> None:
        """Take back what this plan did to groups that will not be finished."""
        if groups:
            prefix = f"{self.plan_run}:"
            aside = Report(run=self.settler.run, verb="take back")
            back = TakeBack(self.settler, aside, frozenset({self.settler.run}))
            back.take_back(groups, lambda i: (i.key or "").startswith(prefix))

    def _skip(self, group: _Progress) -> None:
        self.report.end(group.plan.group, Ending.SKIPPED, group.lost)
        self._tell(group)

    def _tell(self, group: _Progress) -> None:
        """Write down why a group was left alone."""
        self.context.journal.append(
            FactRecorded(
                run=self.settler.run,
                topic="left-alone",
                subject=group.plan.winner,
                group=group.plan.group,
                body={"plan": self.plan_run, "reasons": list(group.lost)},
            )
        )


def _filled(action: Action, group: _Progress) -> Action:
    """Return a plan's action with what only the moment knows: the snapshot of a loser just before the trash."""
    if not isinstance(action, TrashAsset):
        return action
    snapshot = group.members.get(action.asset)
    motion = next(
        (
            member.asset
            for step in group.plan.steps
            if isinstance(step.action, DownloadOriginal)
            and step.action.still == action.asset
            and (member := group.members.get(step.action.asset)) is not None
        ),
        None,
    )
    checksum = next(
        vault_checksum(step.action, result.outcome)
        for step in group.plan.steps
        if isinstance(step.action, DownloadOriginal)
        and step.action.asset == action.asset
        and (result := group.results[step.number])
    )
    return evolve(action, snapshot=snapshot, motion=motion, checksum=checksum or action.checksum)


def _binding(action: Action) -> bool:
    return isinstance(action, KeepClock) and action.binding
