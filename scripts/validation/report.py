"""The verdict for people and for programs: one table, report.json, report.md."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

from attrs import define, field

from scripts.validation.row import COLUMNS, FAULT, Row
from scripts.validation.winnow import Ran


@define
class Report:
    """Everything that was seen in one check."""

    server: str
    version: str
    date: str
    purge: bool
    rows: list[Row] = field(factory=list)
    general: list[str] = field(factory=list)
    named: Counter[str] = field(factory=Counter)
    ran: list[Ran] = field(factory=list)
    counts: dict[str, int] = field(factory=dict)

    @property
    def holds(self) -> bool:
        """Tell whether nothing at all was found, and at least one scenario was really judged."""
        judged = [row for row in self.rows if row.undetected is None]
        return bool(judged) and not self.general and not any(row.faults for row in self.rows)

    @property
    def verdict(self) -> str:
        undetected = sum(row.undetected is not None for row in self.rows)
        bad = sum(bool(row.faults) for row in self.rows)
        words = f"{len(self.rows) - undetected - bad} scenarios hold, {bad} do not, {undetected} were not detected"
        if self.general:
            words += f"; {len(self.general)} general faults"
        return f"{'PASSED' if self.holds else 'FAILED'}: {words}"

    def table(self) -> list[list[str]]:
        """Return the table, its head first."""
        head = ["scenario", *COLUMNS]
        return [head] + [
            [
                # A hand-made group is marked: the server's detection has no part in what it shows.
                row.id + ("*" if row.by_hand else ""),
                *(
                    "not detected" if row.undetected and n == 0 else row.cells[c]
                    for n, c in enumerate(COLUMNS)
                ),
            ]
            for row in self.rows
        ]

    def faults(self) -> list[str]:
        return [f"{row.id} {fault}" for row in self.rows for fault in row.faults] + self.general

    def text(self) -> str:
        """Return the report for a terminal."""
        table = self.table()
        widths = [max(len(line[n]) for line in table) for n in range(len(table[0]))]
        lines = [
            "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in table
        ]
        lines += ["", *(f"not detected: {r.id}: {plain(r.undetected)}" for r in self.rows if r.undetected)]
        lines += [f"* grouped by hand: {r.id}: {plain(r.by_hand)}" for r in self.rows if r.by_hand]
        if self.named:
            lines += ["", "unavoidable differences after the restore:"]
            lines += [f"  {count:4}  {plain(reason)}" for reason, count in sorted(self.named.items())]
        if faults := self.faults():
            lines += ["", "faults:", *(f"  {plain(fault)}" for fault in faults)]
        return "\n".join([*lines, "", self.verdict])

    def markdown(self) -> str:
        """Return the report as a page."""
        purge = "with purge" if self.purge else "without purge"
        lines = [f"# Immich {self.version}, {self.date}, {purge}", "", self.verdict, ""]
        table = self.table()
        lines += ["| " + " | ".join(table[0]) + " |", "|" + "---|" * len(table[0])]
        lines += ["| " + " | ".join(line) + " |" for line in table[1:]]
        titles = [f"- {row.id}: {plain(row.title)}" for row in self.rows]
        lines += ["", "## Scenarios", "", *titles]
        lost = [f"- {row.id}: {plain(row.undetected)}" for row in self.rows if row.undetected]
        lost += [f"- {row.id}: grouped by hand, {plain(row.by_hand)}" for row in self.rows if row.by_hand]
        lines += ["", "## Not detected by the server", "", *(lost or ["none"])]
        named = [f"- {count} × {plain(reason)}" for reason, count in sorted(self.named.items())]
        lines += ["", "## Unavoidable differences after the restore", "", *(named or ["none"])]
        lines += ["", "## Commands", ""]
        lines += [f"- `winnow {r.verb}`: exit {r.exit}, {r.seconds:.1f} s" for r in self.ran]
        lines += ["", "## Faults", "", *([f"- {plain(f)}" for f in self.faults()] or ["none"])]
        return "\n".join(lines) + "\n"

    def data(self) -> dict[str, Any]:
        """Return the report for programs."""
        rows = [
            {
                "id": r.id,
                "title": r.title,
                **r.cells,
                "faults": r.faults,
                "undetected": r.undetected,
                "by_hand": r.by_hand,
            }
            for r in self.rows
        ]
        return {
            "holds": self.holds,
            "verdict": self.verdict,
            "version": self.version,
            "date": self.date,
            "purge": self.purge,
            "counts": self.counts,
            "scenarios": rows,
            "general": self.general,
            "unavoidable": dict(self.named),
            "commands": [{"verb": r.verb, "exit": r.exit, "seconds": round(r.seconds, 1)} for r in self.ran],
        }

    def write(self, folder: Path) -> None:
        """Write report.json, report.md, and what every command printed."""
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.data(), indent=1, ensure_ascii=False) + "\n"
        (folder / "report.json").write_text(text, encoding="utf-8")
        (folder / "report.md").write_text(self.markdown(), encoding="utf-8")
        for number, ran in enumerate(self.ran, 1):
            stem = folder / f"{number}-{ran.verb.split()[0]}"
            printed = "".join(json.dumps(o, ensure_ascii=False) + "\n" for o in ran.objects)
            stem.with_suffix(".jsonl").write_text(printed, encoding="utf-8")
            stem.with_suffix(".txt").write_text(ran.said, encoding="utf-8")


def plain(text: str | None) -> str:
    """Return text without anything that a terminal or a page would obey: the fixtures' names try hard."""
    kept = (c if not unicodedata.category(c).startswith("C") else f"\\u{ord(c):04x}" for c in text or "")
    return "".join(kept).replace("|", "\\|")


def has_fault(row: Row, column: str) -> bool:
    """Tell whether one column of a row shows a fault."""
    return row.cells[column] == FAULT
