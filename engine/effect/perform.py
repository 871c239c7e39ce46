"""From steps to intents: look first, promise durably, then settle. The same path for apply and restore."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import uuid4

from attrs import frozen

from engine.action.actions import Action, KeepClock, args_of, name_of, subject_of
from engine.action.expected import expected_after
from engine.action.images import differing
from engine.base.errors import EngineError
from engine.effect.observe import Sighting, observe
from engine.effect.settle import Settler, outcome_of
from engine.effect.watch import writes_sidecar
from engine.runs.history import HOLDS, history, taken_back
from journal.records import IntentRecorded, OutcomeRecorded, Record, Status

CONTRADICTION = "the zone of the place contradicts the offset that the date itself carries"


@frozen(kw_only=True)
class Todo:
    """One thing to do, with its idempotency key: promised at most once, and done again only after a failure."""

    key: str
    group: str
    action: Action
    compensates: str | None = None


@frozen
class Result:
    """What became of a todo; without outcome it is in doubt."""

    todo: Todo
    outcome: OutcomeRecorded | None

    @property
    def holds(self) -> bool:
        """Tell whether the target shows what was wanted."""
        return self.outcome is not None and self.outcome.status in HOLDS

    @property
    def why(self) -> str:
        """Return in words why it does not hold."""
        return "in doubt: run `winnow resume`" if self.outcome is None else self.outcome.detail


def perform(settler: Settler, todos: Sequence[Todo]) -> list[Result]:
    """Carry out todos, in rounds in which no asset gets two sidecar writes, and return what became of each.

    Stops between rounds when a person asks for it or nothing more can succeed; what was not begun then has
    no result.
    """
    results: list[Result] = []
    for round_ in _rounds(todos):
        for start in range(0, len(round_), settler.context.settings.chunk):
            if settler.abort is not None or settler.context.stop.requested():
                return results
            results += _perform(settler, round_[start : start + settler.context.settings.chunk])
    return results


def _perform(settler: Settler, todos: Sequence[Todo]) -> list[Result]:
    results: list[Result] = []
    fresh: list[tuple[Todo, str]] = []
    for todo in todos:
        if writes_sidecar(todo.action) and subject_of(todo.action) in settler.unsettled:
            results.append(Result(todo, None))
            continue
        key, standing = _attempt(settler, todo)
        if key is None:
            results.append(Result(todo, standing))
        else:
            fresh.append((todo, key))
    sightings = list(settler.context.pool.map(lambda item: _observe(settler, item[0]), fresh))
    records: list[Record] = []
    to_send: dict[str, Todo] = {}
    intents: list[IntentRecorded] = []
    for (todo, key), sighting in zip(fresh, sightings, strict=True):
        if sighting is None:
            continue  # the server could not be asked: `abort` says why, and nothing was promised
        intent = _intent(settler.run, todo, key, sighting)
        records.append(intent)
        if closed := _closed_at_once(settler.run, todo.action, intent, sighting):
            records.append(closed)
            results.append(Result(todo, closed))
        else:
            to_send[intent.intent] = todo
            intents.append(intent)
    settler.context.at("before-intents")
    if records:
        settler.context.journal.append_all(records)
    outcomes = settler.settle(intents)
    results += [Result(todo, outcomes.get(intent)) for intent, todo in to_send.items()]
    return results


def _attempt(settler: Settler, todo: Todo) -> tuple[str | None, OutcomeRecorded | None]:
    """Return the key for a new attempt, or None with the outcome that stands (None again: in doubt).

    An attempt that failed, or that was taken back, is followed by another one under its own key.
    """
    journal = settler.context.journal
    key, number = todo.key, 1
    while (taken := journal.by_key(key)) is not None:
        outcome = journal.outcome(taken.intent)
        if outcome is None:
            return None, None
        if outcome.status in HOLDS and not taken_back(history(journal, todo.group), taken.intent):
            return None, outcome
        number += 1
        key = f"{todo.key}#{number}"
    return key, None


def _observe(settler: Settler, todo: Todo) -> Sighting | None:
    try:
        return observe(todo.action, settler.context.reader, settler.context.vault)
    except EngineError as error:
        settler.abort = settler.abort or error
        return None


def _intent(run: str, todo: Todo, key: str, sighting: Sighting) -> IntentRecorded:
    return IntentRecorded(
        run=run,
        intent=uuid4().hex,
        action=name_of(todo.action),
        subject=subject_of(todo.action),
        group=todo.group,
        args=args_of(todo.action),
        before=dict(sighting.image),
        after=expected_after(todo.action),
        key=key,
        compensates=todo.compensates,
    )


def _closed_at_once(
    run: str, action: Action, intent: IntentRecorded, sighting: Sighting
) -> OutcomeRecorded | None:
    """Return the outcome of an intent that needs no sending: its target is gone, or is as wanted already.

    What was so already is not ours, so a restore leaves it.
    """
    if sighting.gone:
        return outcome_of(intent, Status.FAILED, run=run, detail="the asset is gone")
    if not differing(intent.after, sighting.image):
        return outcome_of(intent, Status.SKIPPED, run=run, seen=sighting.image, detail="already so")
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
            asset = subject_of(todo.action)
            if writes_sidecar(todo.action) and asset in busy:
                later.append(todo)
                continue
            if writes_sidecar(todo.action):
                busy.add(asset)
            now.append(todo)
        yield now
        rest = later
