"""The table by kind: what was said of how many pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from engine.model.likeness import Verdict
from scripts.looks_lib.measure import Seen

HEAD = "| kind | pairs | same | unsure | differs |"
RULE = "| --- | --: | --: | --: | --: |"


def table(seen: Iterable[Seen], copies: bool) -> list[str]:
    """Return the rows of a Markdown table of the copies, or of the others."""
    counts: dict[str, Counter[Verdict]] = {}
    for one in seen:
        if one.copy is copies:
            counts.setdefault(one.kind, Counter())[one.verdict] += 1
    total: Counter[Verdict] = sum(counts.values(), Counter())
    return [HEAD, RULE, *(_row(kind, count) for kind, count in counts.items()), _row("**all**", total)]


def _row(kind: str, count: Counter[Verdict]) -> str:
    said = [count[verdict] for verdict in (Verdict.SAME, Verdict.UNSURE, Verdict.DIFFERS)]
    return f"| {kind} | " + " | ".join(str(cell) for cell in (sum(said), *said)) + " |"
