"""From steps to intents: look first, promise durably, then settle. The same path for apply and restore."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol
from uuid import uuid4

from attrs import field, frozen

from engine.action.action import Action, Eyes, Sighting
from engine.action.fields import KeepClock, moved_by_zone
from engine.action.image import Image, differing
from engine.action.registry import args_of
from engine.base.context import Context
from engine.base.errors import EngineError
from engine.effect.ending import NOT_SENT
from engine.effect.outcome import outcome_of
from engine.effect.send import MemberOf
from engine.effect.settle import Settled
from engine.effect.watch import writes_sidecar
from engine.runs.history import HOLDS, history, taken_back
from journal.records import IntentRecorded, OutcomeRecorded, Record, Status

CONTRADICTION = "the zone of the place contradicts the offset that the date itself carries"


REDATED = "somebody wrote another date meanwhile"


@frozen
class Seen:
    """What was seen of a target, and when (monotonic seconds)."""

    sighting: Sighting
    at: float


class Loop(Protocol):
    """What carries out promised intents: the settler, or in a dry run what only foresees."""

    @property
    def context(self) -> Context: ...

    @property
    def run(self) -> str: ...

    @property
    def unsettled(self) -> set[str]: ...

    def settle(
        self,
        intents: Sequence[IntentRecorded],
        *,
        resent: bool = False,
        known: MemberOf | None = None,
        deadline: float | None = None,
    ) -> Settled: ...

    def record(
        self,
        intent: IntentRecorded,
        status: Status,
        *,
        seen: Image | None = None,
        detail: str = "",
        resent: bool = False,
    ) -> OutcomeRecorded: ...


@frozen(kw_only=True)
class Todo:
    """One thing to do, with its idempotency key: promised at most once, and done again only after a failure.

    `compensates` names the intent that it takes back, `folds` further ones that go with it in the same write, `part`
    the fields of those where it does not take all of them back. `seen` is what was just seen of its target. `anew` does
    it again although it was done once: what it wants has no way back by which the book would know that it is gone.
    """

    key: str
    group: str
    action: Action
    compensates: str | None = None
    folds: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    anew: bool = False
    seen: Seen | None = field(default=None, eq=False, repr=False)


@frozen
class Result:
    """What became of a todo; without outcome it is in doubt. `at` is when that was seen (monotonic seconds), None where
    it stood already."""

    todo: Todo
    outcome: OutcomeRecorded | None
    at: float | None = None

    @property
    def holds(self) -> bool:
        """Tell whether the target shows what was wanted."""
        return self.outcome is not None and self.outcome.status in HOLDS

    @property
    def seen(self) -> Seen | None:
        """Return what the target showed when it was done just now."""
        if self.at is None or self.outcome is None or not self.holds:
            return None
        return Seen(Sighting(self.outcome.seen), self.at)

    @property
    def why(self) -> str:
        """Return in words why it does not hold."""
        return "in doubt: run `winnow resume`" if self.outcome is None else self.outcome.detail


@frozen
class Performed:
    """What became of some todos, by key; what was not begun has no result.

    `stopped` is the first error after which nothing more can succeed.
    """

    results: Mapping[str, Result] = field(factory=dict)
    stopped: EngineError | None = None

    def and_then(self, other: Performed) -> Performed:
        """Return both as one."""
        return Performed({**self.results, **other.results}, self.stopped or other.stopped)


def perform(
    settler: Loop, todos: Sequence[Todo], *, known: MemberOf | None = None, deadline: float | None = None
) -> Performed:
    """Carry out todos, in rounds in which no asset gets two sidecar writes, and tell what became of each.

    Stops between rounds when a person asks for it or nothing more can succeed.
    """
    chunk = settler.context.settings.chunk
    done = Performed()
    for round_ in _rounds(todos):
        for start in range(0, len(round_), chunk):
            if done.stopped is not None or settler.context.stop.requested():
                return done
            done = done.and_then(_perform(settler, round_[start : start + chunk], known, deadline))
    return done


def _perform(
    settler: Loop, todos: Sequence[Todo], known: MemberOf | None, deadline: float | None
) -> Performed:
    results: dict[str, Result] = {}
    fresh: list[tuple[Todo, str]] = []
    for todo in todos:
        if writes_sidecar(todo.action) and todo.action.subject in settler.unsettled:
            results[todo.key] = Result(todo, None)
            continue
        key, standing = _attempt(settler, todo)
        if key is None:
            results[todo.key] = Result(todo, standing)
        else:
            fresh.append((todo, key))
    unseen = [todo for todo, _ in fresh if not _is_fresh(settler, todo)]
    if any(todo.action.KEPT for todo in unseen):
        settler.context.reader.forget()
    looks = dict(
        zip(
            (t.key for t in unseen), settler.context.each(lambda t: _observe(settler, t), unseen), strict=True
        )
    )
    sightings = [looks[todo.key] if todo.key in looks else _seen(todo) for todo, _ in fresh]
    # Where the server could not be asked, nothing is promised.
    stopped = next((s for s in sightings if isinstance(s, EngineError)), None)
    records: list[Record] = []
    to_send: list[tuple[IntentRecorded, Todo]] = []
    for (todo, key), sighting in zip(fresh, sightings, strict=True):
        if isinstance(sighting, EngineError):
            continue
        intent = _intent(settler.run, todo, key, sighting)
        records.append(intent)
        if closed := closed_at_once(settler.run, todo.action, intent, sighting):
            records.append(closed)
            results[todo.key] = Result(todo, closed, settler.context.clock.monotonic())
        else:
            to_send.append((intent, todo))
    settler.context.at("before-intents")
    if records:
        settler.context.journal.append_all(records)
    if stopped is not None:
        return _unsent(settler, results, to_send, stopped)
    settled = settler.settle([intent for intent, _ in to_send], known=known, deadline=deadline)
    now = settler.context.clock.monotonic()
    results |= {todo.key: Result(todo, settled.outcomes.get(intent.intent), now) for intent, todo in to_send}
    return Performed(results, settled.stopped)


def _unsent(
    settler: Loop,
    results: dict[str, Result],
    to_send: Sequence[tuple[IntentRecorded, Todo]],
    stopped: EngineError,
) -> Performed:
    """Close what was promised beside a question that failed: the run ends, and nothing of it was sent."""
    for intent, todo in to_send:
        closed = settler.record(intent, Status.FAILED, detail=NOT_SENT)
        results[todo.key] = Result(todo, closed)
    return Performed(results, stopped)


def _attempt(settler: Loop, todo: Todo) -> tuple[str | None, OutcomeRecorded | None]:
    """Return the key for a new attempt, or None with the outcome that stands (None again: in doubt).

    An attempt that failed, that was taken back, or that is wanted anew, is followed by another one under its own key.
    """
    journal = settler.context.journal
    key, number = todo.key, 1
    while (taken := journal.by_key(key)) is not None:
        outcome = journal.outcome(taken.intent)
        if outcome is None:
            return None, None
        holds = outcome.status in HOLDS and not todo.anew
        if holds and not taken_back(history(journal, todo.group), taken.intent):
            return None, outcome
        number += 1
        key = f"{todo.key}#{number}"
    return key, None


def _is_fresh(settler: Loop, todo: Todo) -> bool:
    """Tell whether what was seen of a target is as good as a look now: nothing else of ours was sent since."""
    context = settler.context
    return todo.seen is not None and context.clock.monotonic() - todo.seen.at <= context.settings.fresh


def _seen(todo: Todo) -> Sighting:
    assert todo.seen is not None
    return todo.seen.sighting


def _observe(settler: Loop, todo: Todo) -> Sighting | EngineError:
    try:
        return todo.action.observe(Eyes(settler.context.reader, settler.context.vault))
    except EngineError as error:
        return error


def _intent(run: str, todo: Todo, key: str, sighting: Sighting) -> IntentRecorded:
    return IntentRecorded(
        run=run,
        intent=uuid4().hex,
        action=todo.action.NAME,
        subject=todo.action.subject,
        group=todo.group,
        args=args_of(todo.action),
        before=dict(sighting.image),
        after=todo.action.expected(),
        key=key,
        compensates=todo.compensates,
        folds=todo.folds,
        part=todo.part,
    )


def closed_at_once(
    run: str, action: Action, intent: IntentRecorded, sighting: Sighting
) -> OutcomeRecorded | None:
    """Return the outcome of an intent that needs no sending: its target is gone, or is as wanted already.

    What was so already is not ours, so a restore leaves it.
    """
    if sighting.gone:
        return outcome_of(intent, Status.FAILED, run=run, detail="the asset is gone")
    if not action.REPEATS and not differing(intent.after, sighting.image):
        return outcome_of(intent, Status.SKIPPED, run=run, seen=sighting.image, detail="already so")
    if isinstance(action, KeepClock) and not moved_by_zone(intent.after, sighting.image):
        return outcome_of(intent, Status.CONFLICT, run=run, seen=sighting.image, detail=REDATED)
    if isinstance(action, KeepClock) and action.binding:
        return outcome_of(intent, Status.FAILED, run=run, seen=sighting.image, detail=CONTRADICTION)
    return None


def _rounds(todos: Sequence[Todo]) -> Iterator[list[Todo]]:
    """Split todos so that within one round no asset has two sidecar writes, keeping their order per asset."""
    rest = list(todos)
    while rest:
        now: list[Todo] = []
        later: list[Todo] = []
        busy: set[str] = set()
        for todo in rest:
            asset = todo.action.subject
            if writes_sidecar(todo.action) and asset in busy:
                later.append(todo)
                continue
            if writes_sidecar(todo.action):
                busy.add(asset)
            now.append(todo)
        yield now
        rest = later
