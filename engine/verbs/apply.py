"""Carry out a plan, wave by wave."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import islice

from engine.base.context import Context
from engine.base.errors import CanaryStopped, EngineError, TooManyFailures, TrashOff
from engine.base.ports import PhotoWriter
from engine.base.report import Ending, Report
from engine.carry.ahead import Ahead
from engine.carry.ready import Passed, Ready
from engine.carry.wave import Carrier
from engine.model.server import Server
from engine.plan.schedule import Wave
from engine.runs.history import all_of
from engine.runs.limits import ENDED, STOPPED, limits_of, tally_of
from engine.runs.runs import groups_of, open_run, plan_run, require_look
from engine.runs.since import said_since
from engine.undo.takeback import TakeBack
from engine.verbs.course import close, close_leftovers, ended, settler_for
from engine.verbs.todo import todo
from journal.errors import JournalError
from journal.records import FactRecorded


def apply(
    context: Context,
    writer: PhotoWriter,
    *,
    server: Server,
    wanted: str | None = None,
) -> Report:
    """Carry out a plan, the newest one unless another is wanted; what an earlier run finished stays.

    What ends the run early is in the report. Raises, before anything is done, TrashOff, NoPlan, PlanUnlooked,
    InDoubt, and the leaves of ServerError.
    """
    if not server.trash:
        raise TrashOff()
    plan = plan_run(context.journal, wanted)
    require_look(context.journal, plan)
    close_leftovers(context, writer, server)
    detail = {"plan": plan, **limits_of(context.settings), "trash_days": server.trash_days}
    run = open_run(context.journal, context.clock, "apply", server, detail)
    return carry_on(context, writer, run, plan)


def carry_on(context: Context, writer: PhotoWriter, run: str, plan: str) -> Report:
    """Carry out what is left of a plan within an open run, and close the run when it came to its end."""
    report = Report(run=run, verb="apply")
    try:
        why = _Course(context, writer, run, plan, report).go()
        if isinstance(why, CanaryStopped | TooManyFailures):
            close(context, report, STOPPED)
        elif why is None and not report.interrupted:
            close(context, report)
        return ended(context, report, why)
    except (EngineError, JournalError) as error:
        return ended(context, report, error)


class _Course:
    """The waves of one apply run, one after the other: carry, take back what failed half-way, ask the limits."""

    def __init__(self, context: Context, writer: PhotoWriter, run: str, plan: str, report: Report) -> None:
        self.context, self.run, self.plan, self.report = context, run, plan, report
        self.settler = settler_for(context, writer, run)
        self.tally = tally_of(context.journal, run, context.settings)

    def go(self) -> EngineError | None:
        """Go through all waves; return what ended the run early. Raises the leaves of EngineError."""
        with Ahead(self.context) as ahead:
            return self._go(ahead)

    def _go(self, ahead: Ahead) -> EngineError | None:
        words = said_since(self.context.journal, self.plan)
        carrier = Carrier(self.context, self.settler, self.plan, self.report, words)
        begun = groups_of(self.context.journal, self.run)
        plans = iter(todo(self.context.journal, self.plan, self.context.settings, begun))

        def prepare(context: Context) -> Ready | None:
            batch = tuple(islice(plans, self.tally.canary_left or self.context.settings.wave))
            return carrier.on(context).prepare(Wave(0, batch)) if batch else None

        coming: Callable[[], Ready | None] = partial(prepare, self.context)
        while (ready := coming()) is not None:
            canary, since = bool(self.tally.canary_left), len(self.report.ends)
            winners = ahead.start(partial(_read_winners, carrier, ready))
            # Behind a canary nothing goes on before a person has seen how it did.
            following = None if canary else ahead.start(prepare)
            coming = partial(prepare, self.context) if following is None else following.result
            self.report.under_way = len(ready.groups)
            passed = carrier.finish(ready, winners.result)
            self._note(since)
            self._take_back(passed)
            self.report.under_way = 0
            if passed.stopped is not None:
                return passed.stopped
            if self.context.stop.requested():
                waits = any(end.ending not in (Ending.DONE, Ending.ALREADY) for end in self.report.ends)
                left = next(plans, None) if following is None else following.result()
                self.report.interrupted = waits or left is not None
                return None
            if refusal := self.tally.refusal(canary=canary):
                self.context.journal.append(
                    FactRecorded(run=self.run, topic=STOPPED, body={"why": str(refusal)})
                )
                return refusal
            if canary and (self.context.asks or not self.tally.canary_left):
                if not self.context.go_on(self.report):
                    return None
                self.tally.over = True
        return None

    def _note(self, since: int) -> None:
        """Count how the groups of a wave ended, and write it down: a resume counts on."""
        self.tally.count(self.report, since)
        self.context.journal.append_all(
            [
                FactRecorded(run=self.run, topic=ENDED, group=end.group, body={"ending": end.ending.value})
                for end in self.report.ends[since:]
            ]
        )

    def _take_back(self, passed: Passed) -> None:
        """Take back what this plan did to groups that will not be finished, by the same code as a restore."""
        if passed.half_way and passed.stopped is None and not self.context.stop.requested():
            prefix = f"{self.plan}:"
            aside = Report(run=self.run, verb="take back")
            back = TakeBack(self.settler, aside, frozenset({self.run}))
            back.take_back(passed.half_way, all_of(lambda intent: (intent.key or "").startswith(prefix)))
            for end in aside.ends:
                self.report.add(end.group, end.reasons)


def _read_winners(carrier: Carrier, ready: Ready, context: Context) -> EngineError | None:
    return carrier.on(context).read_winners(ready)
