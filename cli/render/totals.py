"""The sums of an analysis in lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.render.partners import partners_text
from cli.render.text import clean, counted, size
from engine.runs.runs import narrowed_to
from journal.port import JournalReader

if TYPE_CHECKING:
    from engine.verbs.analyze import Analysis


def narrowing(journal: JournalReader, run: str) -> str:
    """Return behind a run's name what its analysis was narrowed to, "" where it is about everything."""
    only = narrowed_to(journal, run)
    return f" (only {clean(only)})" if only else ""


def totals(analysis: Analysis) -> list[str]:
    """Return the sums of an analysis as lines."""
    lines = [
        f"{counted(analysis.groups, 'group')}: {analysis.ready:,} ready"
        + (f" ({analysis.stacks:,} of them to be stacked)" if analysis.stacks else "")
        + f", {analysis.review:,} for review"
        + (f", {analysis.decided:,} left alone as you decided" if analysis.decided else "")
        + (f", {analysis.stacked:,} already one stack" if analysis.stacked else ""),
        f"{counted(analysis.losers, 'loser')} would go to the trash and free {size(analysis.bytes_freed)}; "
        f"{'its backup needs' if analysis.losers == 1 else 'their backups need'} {size(analysis.bytes_to_store)}",
    ]
    if analysis.parted:
        lines.append(
            f"{counted(analysis.parted, 'ready group')} also {'holds' if analysis.parted == 1 else 'hold'} a picture "
            "that is no copy: it stays (winnow plan names it). Immich goes on listing it beside the winner, and the "
            "next analysis asks about the two"
        )
    if analysis.findings:
        ranked = sorted(analysis.findings.items(), key=lambda item: (-item[1], item[0]))
        lines.append("review: " + ", ".join(f"{clean(code)} {count:,}" for code, count in ranked))
    return lines


KEEP_APART = "to keep one apart: winnow decide GROUP --skip"
"""What a person does who took groups back and does not want them offered again."""


def taken_back(number: int) -> str:
    """Return in words how many ready groups were resolved once and taken back."""
    return (
        f"{counted(number, 'ready group')} {'was' if number == 1 else 'were'} applied before, and taken back"
    )


def skipped_before(number: int) -> str:
    """Return in words how many groups of a plan an apply of it skipped, because they had changed."""
    was, they = ("was", "it") if number == 1 else ("were", "they")
    return (
        f"{counted(number, 'group')} of these {was} skipped before, because {they} had changed, and will be again "
        "unless that was undone: winnow analyze judges anew"
    )


def partners_lines(names: Sequence[str], losers: int = 1) -> list[str]:
    """Return a line about those who see the timeline, where there are any and something goes."""
    return [f"partners: {partners_text(names)}"] if names and losers else []
