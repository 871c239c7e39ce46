"""What is said of what was left because the run was ending; whoever sums such reasons up knows them by their end."""

from __future__ import annotations

from typing import Final

OVER: Final = "because the run was ending"
NOT_BEGUN: Final = f"not begun, {OVER}"
NOT_SENT: Final = f"not sent, {OVER}"
NOT_FINISHED: Final = f"not finished, {OVER}"
