"""What is said of what was left because the run was ending; whoever sums such reasons up knows them by their end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

UNASKED: Final = "the server could not be asked"
OVER: Final = "because the run was ending"
NOT_BEGUN: Final = f"not begun, {OVER}"
NOT_SENT: Final = f"not sent, {OVER}"
NOT_FINISHED: Final = f"not finished, {OVER}"


def cut_short(reasons: Sequence[str], *, begun: bool) -> str | None:
    """Return what is said of a group that was left only because the run was ending; None where something else was."""
    if not all(reason == UNASKED or reason.endswith(OVER) for reason in reasons):
        return None
    return f"begun and {NOT_FINISHED}" if begun else NOT_BEGUN
