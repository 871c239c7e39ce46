"""Steps that follow one another within a group, while groups go side by side where they are about other things."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from engine.action.image import PLACES
from engine.effect.ending import NOT_BEGUN
from engine.effect.perform import Todo
from engine.undo.doing import Doing
from engine.undo.way import Way
from journal.ledger import LedgerStep


@frozen
class Turn:
    """Todos of one way, in order; none is done after one that failed. The last stands for all."""

    way: Way
    todos: list[Todo]


def take_turns(doing: Doing, turns: Sequence[Turn]) -> None:
    """Perform the todos of each turn in their order, and note what failed with its way."""
    left = [turn for turn in turns if turn.todos]
    while left:
        results = doing.perform([turn.todos[0] for turn in left])
        going = []
        for turn in left:
            result = results.get(turn.todos[0].key)
            if result is None:
                turn.way.faults.append(NOT_BEGUN)
            elif not result.holds:
                turn.way.faults.append(result.why)
            elif turn.todos[1:]:
                going.append(Turn(turn.way, turn.todos[1:]))
        left = going


def newest(left: Sequence[tuple[Way, LedgerStep]]) -> list[tuple[Way, LedgerStep]]:
    """Return of each way the first of its steps, where no newer one of another way is about the same."""
    latest: dict[tuple[str, str], int] = {}
    firsts: dict[int, tuple[Way, LedgerStep]] = {}
    for way, step in left:
        firsts.setdefault(id(way), (way, step))
        for about in _about(way, step):
            latest[about] = max(step.seq, latest.get(about, 0))
    return [(way, s) for way, s in firsts.values() if all(s.seq == latest[about] for about in _about(way, s))]


def _about(way: Way, step: LedgerStep) -> list[tuple[str, str]]:
    """Return what a step is about: a field of an asset, or of an album or stack, which has one for all."""
    subject = way.today(step.intent.subject)
    return [("" if name.startswith(PLACES) else subject, name) for name in step.intent.after]
