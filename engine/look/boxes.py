"""Cells that differ, gathered into a few boxes that a person can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.model.likeness import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 5
WHOLE = 1000
"""Boxes are told in thousandths of a side."""


def boxes(cells: NDArray[np.bool_]) -> tuple[Box, ...]:
    """Return the bounding boxes of cells that touch, the largest first, at most five."""
    rows, columns = cells.shape
    todo = {(int(row), int(column)) for row, column in zip(*cells.nonzero(), strict=True)}
    found = []
    while todo:
        patch = _patch(todo)
        top, bottom = min(r for r, _ in patch), max(r for r, _ in patch) + 1
        left, right = min(c for _, c in patch), max(c for _, c in patch) + 1
        box = Box(
            left * WHOLE // columns, top * WHOLE // rows, right * WHOLE // columns, bottom * WHOLE // rows
        )
        found.append((len(patch), box))
    found.sort(key=lambda one: (-one[0], one[1].top, one[1].left))
    return tuple(box for _, box in found[:MOST])


def _patch(todo: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Take one cell and all that touch it, also across a gap of one, out of what is left."""
    patch = [todo.pop()]
    for row, column in patch:
        near = [(row + r, column + c) for r in (-2, -1, 0, 1, 2) for c in (-2, -1, 0, 1, 2)]
        for one in near:
            if one in todo:
                todo.remove(one)
                patch.append(one)
    return patch
