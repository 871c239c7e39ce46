"""Take waves of groups through the stages: protect, verify, destroy."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import define, evolve, field

from engine.action.action import Stage
from engine.action.fields import KeepClock
from engine.base.context import Context
from engine.base.errors import EngineError, VaultFull
from engine.base.report import Ending, Report
from engine.base.units import size_text
from engine.carry.gate import CHECKS
from engine.carry.going import Going
from engine.carry.look import Looker
from engine.carry.ready import Passed, Ready
from engine.carry.witness import Witness
from engine.effect.ending import NOT_BEGUN, NOT_FINISHED, cut_short
from engine.effect.perform import Performed, Result, Todo, perform
from engine.effect.settle import Settler
from engine.model.group import Member
from engine.plan.plan import FINAL, key_of
from engine.plan.schedule import Wave, stages
from engine.plan.step import Step
from engine.runs.failures import LEFT_ALONE
from engine.runs.since import Since
from journal.records import FactRecorded

CLOCK_ATTEMPTS = 3
"""How often the wall clock is put right: the offset learned at one moment may not hold at another (a clock change)."""


@define
class Carrier:
    """One run of a plan. `plan_run` is the analyze run that made it; its id is in every idempotency key. `since` is
    what persons said after that."""

    context: Context
    settler: Settler
    plan_run: str
    report: Report
    since: Since
    _looker: Looker = field(init=False)
    _witness: Witness = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._looker = Looker(self.context, self.settler.run, self.plan_run)
        self._witness = Witness(self.context, self.settler.run, self.plan_run)

    def on(self, context: Context) -> Carrier:
        """Return the same for work beside this, with a context of its own."""
        return evolve(self, context=context, settler=self.settler.on(context))

    def prepare(self, wave: Wave) -> Ready:
        """Look again at one wave and back up what is to go; nothing is written to the server, nor to the report."""
        groups = [Going(plan) for plan in wave.plans]
        self._looker.recall(groups)
        ready = Ready([g for g in groups if g.open], [g for g in groups if not g.open])
        for going in ready.groups:
            if why := self.since.overtakes(going.plan):
                going.lost.append(f"{why}: run `winnow analyze`")
                going.overtaken = True
        ready.stopped = self._looker.look_again(ready.alive)
        try:
            self._make_room(ready.alive)
        except VaultFull as error:
            ready.full = error
        else:
            if ready.stopped is None and not self.context.stop.requested():
                ready.stopped = self._stage(Stage.DOWNLOAD, ready.alive, self._deadline)
        return ready

    def read_winners(self, ready: Ready) -> EngineError | None:
        """Read the files of the winners of a wave whole; return what ends the run early."""
        return self._witness.read(ready.alive)

    def finish(self, ready: Ready, winners_read: Callable[[], EngineError | None]) -> Passed:
        """Take one wave through all stages; a group that fails in one is out for the rest, the others go on.

        `winners_read` returns once the winners were read, and what that ended in. Raises VaultFull before a wave that
        does not fit, with nothing of it sent.
        """
        for going in ready.over:
            self.report.end(going.plan.group, Ending.ALREADY)
        drifted = [g for g in ready.groups if g.left_out]
        for going in drifted:
            self._end(going, Ending.SKIPPED)
        if ready.full is not None:
            raise ready.full
        going_on = [g for g in ready.groups if not g.left_out]
        self.report.bytes_stored += sum(going.bytes_stored for going in going_on)
        self.report.bytes_fetched += sum(going.bytes_fetched for going in going_on)
        stopped = self._stages(going_on, winners_read, ready.stopped)
        half_way = [g for g in drifted if g.begun and not g.trashed]
        half_way += self._finish(going_on, stopped)
        return Passed(tuple(g.plan.group for g in half_way), stopped)

    def _stages(
        self,
        groups: Sequence[Going],
        winners_read: Callable[[], EngineError | None],
        stopped: EngineError | None,
    ) -> EngineError | None:
        """Take groups through the stages after the backup, none of them where the run is `stopped` already."""
        deadline = self._deadline
        looked = asked = False
        for stage, _ in stages([g.plan for g in groups]):
            if stage is Stage.DOWNLOAD:
                continue
            if stopped is not None:
                break
            if not (looked or asked):
                stopped = winners_read()
                if self.context.stop.requested():
                    break
            if stopped is None and stage in FINAL and not asked:
                asked, stopped = True, self._prove(groups)
            elif stopped is None and not looked:
                looked, stopped = True, self._before_writing(groups)
            if stopped is not None or self.context.stop.requested():
                break
            stopped = self._stage(stage, groups, deadline)
        else:
            return stopped
        for going in groups:
            if going.alive:
                going.lost.append(NOT_FINISHED)
        return stopped

    def _before_writing(self, groups: Sequence[Going]) -> EngineError | None:
        """Look at the winners, and leave those alone whose losers cannot go."""
        stopped = self._witness.read_again(groups) or self._looker.look_at_winners(groups)
        self._witness.refuse_early(groups)
        return stopped

    def _prove(self, groups: Sequence[Going]) -> EngineError | None:
        """Read everything about winners and losers, and ask the gates."""
        if stopped := self._witness.read_again(groups) or self._looker.read_back(groups):
            return stopped
        self._witness.call(groups)
        self._ask_gates(groups)
        return None

    def _make_room(self, groups: Sequence[Going]) -> None:
        """Refuse a wave whose backups do not fit, before anything of it is sent.

        Raises VaultFull.
        """
        vault, spare = self.context.vault, self.context.settings.spare_bytes
        needed = sum(
            action.size or 0
            for going in groups
            for _, action in going.downloads
            if not (action.checksum and vault.find(action.checksum))
        )
        if needed + spare > (free := vault.free()):
            reserve = f" ({size_text(needed)} for backups, and {size_text(spare)} stay free, or less with --min-free)"
            raise VaultFull(
                path="of this home", free=size_text(free), needed=size_text(needed + spare), reserve=reserve
            )

    def _stage(self, stage: Stage, groups: Sequence[Going], deadline: float) -> EngineError | None:
        """Perform one stage for every group that is still alive."""
        todos: dict[str, tuple[Going, Step]] = {
            key_of(self.plan_run, going.plan, step): (going, step)
            for going in groups
            for step in going.steps(stage)
        }
        members = {a: m for g in groups for a, m in g.members.items()}
        self.context.progress.start(stage.name.lower(), len(todos))
        done = self._perform(
            [
                Todo(
                    key=key,
                    group=going.plan.group,
                    action=going.filled(step.action),
                    seen=going.seen(step),
                )
                for key, (going, step) in todos.items()
            ],
            members,
            deadline,
        )
        if stage is Stage.CLOCK:
            done = self._keep_clocks(done, members, deadline)
        for key, (going, step) in todos.items():
            result = done.results.get(key)
            if result is None:
                going.lost.append(NOT_BEGUN)
                continue
            going.results[step.number] = result
            if not result.holds:
                going.lost.append(
                    f"{stage.name.lower()} of {_named(going, step.action.subject)}: {result.why}"
                )
                if result.outcome is not None and result.outcome.seen:
                    going.unkept = stage.name.lower()
        self.context.progress.finish(stage.name.lower())
        return done.stopped

    @property
    def _deadline(self) -> float:
        """Return until when the server's jobs may take from now on (monotonic seconds)."""
        return self.context.clock.monotonic() + self.context.settings.settle_timeout

    def _perform(
        self, todos: Sequence[Todo], members: dict[str, Member | None], deadline: float
    ) -> Performed:
        return perform(
            self.settler,
            todos,
            known=lambda asset: members.get(asset) or self.settler.known(asset),
            deadline=deadline,
        )

    def _keep_clocks(self, done: Performed, members: dict[str, Member | None], deadline: float) -> Performed:
        """Put wall clocks right again that are still off; a binding offset that contradicts the place stays off."""
        for _ in range(CLOCK_ATTEMPTS - 1):
            off = [r.todo for r in done.results.values() if _is_off(r)]
            if not off or done.stopped is not None or self.context.stop.requested():
                break
            done = done.and_then(self._perform(off, members, deadline))
        return done

    def _ask_gates(self, groups: Sequence[Going]) -> None:
        """Ask the gates of all losers of a group before the first of them goes: a group goes whole or not at all."""
        vault = self.context.vault
        for going in groups:
            if not going.alive:
                continue
            held = {checksum: vault.proven(checksum) for checksum in going.backups}
            going.lost += going.against(CHECKS, held)

    def _finish(self, groups: Sequence[Going], stopped: EngineError | None) -> list[Going]:
        """Count what was done; return the groups that failed before the trash."""
        failed = []
        for going in groups:
            trashed = going.newly_trashed()
            self.report.stacked += going.newly_stacked()
            self.report.trashed += len(trashed)
            self.report.bytes_freed += sum(going.plan.sketch(a).size or 0 for a in trashed)
            if going.alive:
                self.report.end(going.plan.group, Ending.DONE)
            elif any(r.outcome is None for r in going.results.values()):
                self._end(going, Ending.IN_DOUBT)
            elif stopped is not None or self.context.stop.requested():
                cut = cut_short(going.lost, begun=bool(going.written))
                ending, why = (Ending.SKIPPED, going.lost) if cut is None else (Ending.WAITING, [cut])
                self.report.end(going.plan.group, ending, why)
            elif going.drifted and not going.written:
                self._end(going, Ending.SKIPPED)
            else:
                self._end(going, Ending.FAILED)
                if not trashed:
                    failed.append(going)
        return failed

    def _end(self, going: Going, ending: Ending) -> None:
        """Tell how a group ended that did not end well, and write down why."""
        self.report.end(going.plan.group, ending, going.lost)
        self.context.journal.append(
            FactRecorded(
                run=self.settler.run,
                topic=LEFT_ALONE,
                subject=going.plan.winner,
                group=going.plan.group,
                body={
                    "plan": self.plan_run,
                    "ending": ending.value,
                    "reasons": list(going.lost),
                    "stage": going.unkept,
                    "contents": sorted(sketch.checksum or "" for sketch in going.plan.members),
                },
            )
        )


def _is_off(result: Result) -> bool:
    action = result.todo.action
    binding = isinstance(action, KeepClock) and action.binding
    return result.outcome is not None and not result.holds and not binding


def _named(going: Going, subject: str) -> str:
    """Return the name of the picture that a step is about; what is no picture keeps its id."""
    return next((sketch.name for sketch in going.plan.members if sketch.asset == subject), subject)
