"""Plans of groups as a table: who stays, who goes, why, and what is inherited."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from cli.render.inherits import inherited
from cli.render.text import clean, counted, short, size
from engine.model.decision import Finding
from engine.plan.plan import GroupPlan, Sketch
from engine.verbs.analyze import Analysis


def groups_table(plans: Iterable[GroupPlan]) -> Table:
    """Return a table of groups, each with its winner, its losers and the reasons."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("")
    table.add_column("picture", overflow="fold")
    table.add_column("pixels", no_wrap=True)
    table.add_column("size", justify="right", no_wrap=True)
    table.add_column("why", overflow="fold", ratio=1)
    for plan in plans:
        _add(table, plan)
    return table


def _add(table: Table, plan: GroupPlan) -> None:
    against = {reason.against: clean(reason.text) for reason in plan.because if reason.against}
    for sketch in plan.members:
        if sketch.asset == plan.winner:
            _row(table, "review" if plan.review else "winner", sketch, f"group {clean(plan.group)}")
    for loser in plan.losers:
        sketch = plan.sketch(loser)
        _row(table, "" if plan.review else "loser", sketch, against.get(loser, ""))
    if plan.review:
        for finding in plan.review:
            table.add_row("", "", "", "", Text(f"! {_finding(finding)}", style="yellow"))
    elif texts := inherited(plan):
        table.add_row("", "", "", "", Text(f"inherits {'; '.join(texts)}", style="cyan"))
    for finding in plan.allowed:
        table.add_row("", "", "", "", Text(f"allowed: {_finding(finding)}", style="dim"))
    table.add_row()


def _row(table: Table, mark: str, sketch: Sketch, why: str) -> None:
    style = {"winner": "green", "loser": "red", "review": "yellow"}.get(mark, "")
    pixels = f"{sketch.width} × {sketch.height}" if sketch.width and sketch.height else "?"
    table.add_row(
        Text(mark, style=style), Text(short(sketch.name)), Text(pixels), Text(size(sketch.size)), Text(why)
    )


def _finding(finding: Finding) -> str:
    return f"{clean(finding.text)} [{clean(finding.code)}]"


def totals(analysis: Analysis) -> list[str]:
    """Return the sums of an analysis as lines."""
    lines = [
        f"{counted(analysis.groups, 'group')}: {analysis.ready:,} ready, {analysis.review:,} for review",
        f"{counted(analysis.losers, 'loser')} would go to the trash and free {size(analysis.bytes_freed)}; "
        f"their backups need {size(analysis.bytes_to_store)}",
    ]
    if analysis.findings:
        ranked = sorted(analysis.findings.items(), key=lambda item: (-item[1], item[0]))
        lines.append("review: " + ", ".join(f"{clean(code)} {count:,}" for code, count in ranked))
    return lines
