"""The table by kind: what was said of how many pairs, on each half."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from engine.model.likeness import Verdict
from scripts.looks_lib.measure import Seen
from scripts.looks_lib.sources import PROVE, TUNE

HEAD = "| kind | pairs | same | unsure | differs | pairs | same | unsure | differs |"
RULE = "| --- | --: | --: | --: | --: | --: | --: | --: | --: |"


def table(seen: Iterable[Seen], copies: bool) -> list[str]:
    """Return the rows of a Markdown table: the tuning half on the left, the proving half on the right."""
    counts: dict[str, Counter[tuple[str, Verdict]]] = {}
    for one in seen:
        if one.copy is copies:
            counts.setdefault(one.kind, Counter())[one.half, one.verdict] += 1
    total: Counter[tuple[str, Verdict]] = sum(counts.values(), Counter())
    rows = [_row(kind, count) for kind, count in counts.items()]
    return [HEAD, RULE, *rows, _row("**all**", total)]


def _row(kind: str, count: Counter[tuple[str, Verdict]]) -> str:
    cells = []
    for half in (TUNE, PROVE):
        said = [count[half, verdict] for verdict in (Verdict.SAME, Verdict.UNSURE, Verdict.DIFFERS)]
        cells += [sum(said), *said]
    return f"| {kind} | " + " | ".join(str(cell) for cell in cells) + " |"
