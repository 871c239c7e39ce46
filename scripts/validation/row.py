"""One line of the report: a scenario, and what was seen of it."""

from __future__ import annotations

from attrs import define, field

COLUMNS = ("winner", "inherited", "review", "trashed", "backup", "restored")
NOTHING = "-"
"""Nothing to see in this column."""
OK = "ok"
FAULT = "FAULT"


@define
class Row:
    """A scenario with a word per column, and every fault in a sentence."""

    id: str
    title: str
    cells: dict[str, str] = field(factory=lambda: dict.fromkeys(COLUMNS, NOTHING))
    faults: list[str] = field(factory=list)
    undetected: str | None = None
    by_hand: str | None = None

    def check(self, column: str, holds: bool, fault: str) -> None:
        """Mark a column; once it shows a fault it stays so."""
        if not holds:
            self.cells[column] = FAULT
            self.faults.append(f"{column}: {fault}")
        elif self.cells[column] == NOTHING:
            self.cells[column] = OK
