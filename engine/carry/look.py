"""Look at the groups of a wave: before anything is done to them, and once more just before the trash."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import frozen

from engine.action.action import Stage
from engine.action.image import differing, whole_image
from engine.action.trash import TrashAsset
from engine.base.context import Context
from engine.base.errors import EngineError, ServerError
from engine.carry.drift import drift
from engine.carry.going import Going
from engine.carry.promise import promise
from engine.effect.ending import UNASKED
from engine.model.codec import from_json, to_json
from engine.model.group import Member
from engine.plan.plan import key_of
from engine.runs.history import OBSERVED, READ_BACK, facts, history
from engine.runs.holding import holding
from engine.runs.identity import names_today
from journal.records import FactRecorded


@frozen
class Looker:
    """The eyes of one apply run of one plan."""

    context: Context
    run: str
    plan_run: str

    def recall(self, groups: Sequence[Going]) -> None:
        """Recall what earlier attempts at this plan did to the groups."""
        self.context.each(self._recall, groups)

    def _recall(self, going: Going) -> None:
        ledger = history(self.context.journal, going.plan.group)
        stands = {
            step.number
            for step in going.plan.steps
            if holding(ledger, key_of(self.plan_run, going.plan, step)) is not None
        }
        going.trashed = frozenset(
            step.action.asset
            for step in going.plan.steps
            if isinstance(step.action, TrashAsset) and step.number in stands
        )
        going.stacked = any(s.stage is Stage.STACK and s.number in stands for s in going.plan.steps)
        # A backup stands for ever; where nothing else does, the earlier attempt was taken back, and this is the first.
        if any(step.stage is not Stage.DOWNLOAD and step.number in stands for step in going.plan.steps):
            for fact in facts(ledger, OBSERVED):
                if fact.body.get("plan") == self.plan_run:
                    going.begun = True
                    going.original = from_json(fact.body["winner"], Member)

    def look_again(self, groups: Sequence[Going]) -> EngineError | None:
        """Read again every member that nothing will be written to but the trash, and find what drifted."""
        progress = self.context.progress
        progress.start("look again", len(groups))
        self.context.reader.forget()
        stopped = self._read(groups, lambda going: going.wanted - {going.plan.winner})
        for going in groups:
            self._find_drift(going)
        progress.finish("look again")
        return stopped

    def look_at_winners(self, groups: Sequence[Going]) -> EngineError | None:
        """Read whole every winner that will be written to, right before that, and note it as it is now."""
        alive = [going for going in groups if going.alive and going.writes]
        if not alive:
            return None
        self.context.reader.forget()
        stopped = self._read(alive, lambda going: {going.plan.winner})
        for going in alive:
            self._find_drift(going)
        self._observe(alive)
        return stopped

    def read_back(self, groups: Sequence[Going]) -> EngineError | None:
        """Read every member whole once more, just before the trash, and write down that all is as promised.

        The winner must show every editable field as promised. The losers must be as planned still: what somebody
        did to one during a long wave would be lost with it once the trash is emptied.
        """
        self.context.reader.forget()
        alive = [g for g in groups if g.alive]
        stopped = self._read(alive, lambda going: going.wanted, last=True)
        for going in alive:
            if going.original is None:
                self._find_drift(going)
        self._observe(alive)
        noted = []
        for going in alive:
            if going.alive and (promised := self._as_promised(going)) is not None:
                going.read_back = True
                noted.append(self._fact(going, READ_BACK, {"promised": dict(promised)}))
        self.context.journal.append_all(noted)
        return stopped

    def _find_drift(self, going: Going) -> None:
        if going.alive:
            today = names_today(
                self.context.journal, [asset for asset, found in going.members.items() if found is None]
            )
            going.lost += drift(
                going.plan,
                going.members,
                original=going.original,
                trashed=going.trashed,
                today=today.keys(),
            )
            going.drifted = not going.alive

    def _observe(self, groups: Sequence[Going]) -> None:
        """Note each winner as it is before our first step, unless an earlier attempt did."""
        fresh = [g for g in groups if g.alive and g.original is None]
        for going in fresh:
            going.original = going.members[going.plan.winner]
        self.context.journal.append_all(
            [self._fact(g, OBSERVED, {"winner": to_json(g.original)}) for g in fresh]
        )

    def _as_promised(self, going: Going) -> Mapping[str, object] | None:
        winner = going.members.get(going.plan.winner)
        if winner is None or winner.asset.trashed or going.original is None:
            going.lost.append("the winner is gone, out of reach or in the trash")
            return None
        promised = promise(going.original, going.plan)
        if missing := differing(promised, whole_image(winner)):
            going.lost.append(f"the winner does not show {', '.join(missing)} as promised")
            return None
        self._find_drift(going)
        return promised if going.alive else None

    def _read(
        self, groups: Sequence[Going], wanted: Callable[[Going], set[str]], *, last: bool = False
    ) -> EngineError | None:
        """Read some members of each group; the `last` time with the notes of all that the plan has read."""
        stopped: EngineError | None = None
        work, began = [(going, wanted(going), last) for going in groups], self.context.clock.monotonic()
        for going, members in zip(groups, self.context.each(self._members, work), strict=True):
            self.context.progress.advance("look again")
            if isinstance(members, EngineError):
                stopped = stopped or members
                going.lost.append(UNASKED)
            else:
                going.members = {**going.members, **members}
                going.read_at = began
        return stopped

    def _members(self, work: tuple[Going, set[str], bool]) -> Mapping[str, Member | None] | EngineError:
        going, wanted, last = work
        reader, known = self.context.reader, going.members
        try:
            return {
                asset: going.as_planned(
                    reader.member(asset, notes=going.asks_notes(asset, last=last), before=known.get(asset))
                )
                for asset in sorted(wanted)
            }
        except ServerError as error:
            return error

    def _fact(self, going: Going, topic: str, body: dict[str, object]) -> FactRecorded:
        return FactRecorded(
            run=self.run,
            topic=topic,
            subject=going.plan.winner,
            group=going.plan.group,
            body={"plan": self.plan_run, **body},
        )
