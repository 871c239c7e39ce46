"""What other rules would decide otherwise, in lines and as objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cli.render.text import clean, counted, short
from engine.verbs.comparing import Comparison, Contrast

WORDS = {
    "resolved": "resolved there",
    "review": "left to you there",
    "stack": "stacked there",
    "winner": "another picture kept there",
    "losers": "others gone there",
    "inherits": "something else inherited there",
    "asked": "more asked there",
    "not-asked": "less asked there",
}


def compared(comparison: Comparison, number: int | None) -> Iterator[str]:
    """Yield how many decisions differ, and the first `number` of them (None: all)."""
    name = clean(comparison.name)
    if not comparison.found:
        yield f"compared with {name}: all of {counted(comparison.compared, 'decision')} are the same"
        return
    sums = ", ".join(f"{count:,} {WORDS.get(code, code)}" for code, count in comparison.sums.items())
    all_ = counted(comparison.compared, "decision")
    yield f"compared with {name}: {len(comparison.found):,} of {all_} differ ({sums})"
    shown = comparison.found if number is None else comparison.found[:number]
    for one in shown:
        texts = "; ".join(clean(difference.text) for difference in one.differences)
        yield f"  {short(one.name)} [{clean(one.group)[:8]}]: {texts}"
    if left := len(comparison.found) - len(shown):
        yield f"  ... and {left:,} more: --show all"


def contrast_json(contrast: Contrast) -> dict[str, Any]:
    """Return one group that is decided otherwise."""
    found = [{"code": one.code, "text": one.text} for one in contrast.differences]
    return {"group": contrast.group, "name": contrast.name, "differences": found}


def compared_json(comparison: Comparison) -> dict[str, Any]:
    """Return the sums of a comparison."""
    return {
        "with": comparison.name,
        "decisions": comparison.compared,
        "differ": len(comparison.found),
        "by": comparison.sums,
    }
