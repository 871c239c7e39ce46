"""A look in words that a person would use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.look.kinds import MEANING

if TYPE_CHECKING:
    from engine.model.likeness import Box

ROWS = ("at the top", "in the middle", "at the bottom")
COLUMNS = ("on the left", "", "on the right")
MORE = 1.4
"""How many times the pixels one must fill before it is said to show more."""


def words(
    kind: str,
    boxes: tuple[Box, ...],
    frame: tuple[float, float, float, float] | None,
    detail: tuple[int, int] | None,
) -> str:
    """Return one sentence without a full stop: what differs, and where."""
    said = MEANING[kind]
    if boxes:
        said += f", {where(boxes[0])}"
        if len(boxes) > 1:
            said += f" and {len(boxes) - 1} more {'place' if len(boxes) == 2 else 'places'}"
    if frame is not None:
        said += f" ({framed(*frame)})"
    if detail is not None:
        said += f"; {shown(*detail)}"
    return said


def where(box: Box) -> str:
    """Return where a box is and how much of the picture it takes."""
    across, down = box.left + box.right, box.top + box.bottom
    place = f"{ROWS[min(2, down * 3 // 2000)]} {COLUMNS[min(2, across * 3 // 2000)]}".strip()
    share = (box.right - box.left) * (box.bottom - box.top) / 1_000_000
    if share > 0.5:
        return "over most of the picture"
    return f"{place} ({share:.0%} of the picture)" if share >= 0.01 else f"{place} (a small spot)"


def framed(left: float, top: float, right: float, bottom: float) -> str:
    """Return how much of each side of the winner is missing on the loser, or is more there."""
    sides = {"on the left": left, "at the top": top, "on the right": 1 - right, "at the bottom": 1 - bottom}
    said = [
        f"{abs(v):.0%} {'less' if v > 0 else 'more'} {side}" for side, v in sides.items() if abs(v) >= 0.005
    ]
    return "the loser has " + ", ".join(said) if said else "by less than a hundredth of its sides"


def shown(winner: int, loser: int) -> str:
    """Return which of the two shows more, which may be less than its pixels promise."""
    if loser > MORE * winner:
        return "the loser shows more detail"
    if winner > MORE * loser:
        return "the winner shows more detail"
    return "neither shows more detail than the other"
