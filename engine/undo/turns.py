"""Steps that follow one another within a group, while groups go side by side."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from engine.effect.ending import NOT_BEGUN
from engine.effect.perform import Todo
from engine.undo.doing import Doing
from engine.undo.way import Way


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
