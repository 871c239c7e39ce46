"""`winnow audit`: hold the server and the vault against the journal."""

from __future__ import annotations

from typing import Any

import click
from attrs import asdict

from cli.console import emit, line
from cli.context import working
from cli.exits import Exit
from cli.options import Options, online
from cli.render.text import clean, counted
from engine.audit.audit import audit as look
from engine.audit.report import AuditReport, Fault
from engine.base.errors import NoPlan
from engine.runs.runs import find_run


@click.command()
@click.argument("run", required=False)
@click.option("--fast", is_flag=True, help="Trust the length of a backup instead of reading it whole.")
@click.option("--notes", is_flag=True, help="List notes too: later edits, a trash emptied in due time.")
@online
def audit(options: Options, run: str | None, fast: bool, notes: bool) -> Exit:
    """Check that winners, losers and backups are as the journal promises. Changes nothing on the server."""
    with working(options, "audit") as work:
        named = find_run(work.journal, run) if run is not None else None
        if run is not None and named is None:
            raise NoPlan(run=run)
        name = named.opened.run if named else None
        report = look(work.context, server=work.server, run=name, rehash=not fast)
        stopped = work.context.stop.requested()
    for text in _json(report) if options.json else _lines(report, notes=notes):
        emit(text) if options.json else line(str(text))
    if stopped:
        return Exit.INTERRUPTED
    return Exit.FAILED if report.faults else Exit.DONE


def _lines(report: AuditReport, *, notes: bool) -> list[str]:
    lines = [_line("fault", fault) for fault in report.faults]
    if notes:
        lines += [_line("note", note) for note in report.notes]
    sums = f"{counted(report.groups, 'group')}, {counted(report.losers, 'loser')}, {counted(report.backups, 'backup')}"
    return [*lines, f"{sums}: {counted(len(report.faults), 'fault')}, {counted(len(report.notes), 'note')}"]


def _line(mark: str, fault: Fault) -> str:
    where = f" ({clean(fault.asset)})" if fault.asset else ""
    fix = f"; to fix: {clean(fault.fix)}" if fault.fix else ""
    return f"{mark} {clean(fault.code)}: {clean(fault.text)}{where}{fix}"


def _json(report: AuditReport) -> list[dict[str, Any]]:
    found = [{"fault": asdict(fault)} for fault in report.faults]
    found += [{"note": asdict(note)} for note in report.notes]
    counts = {name: getattr(report, name) for name in ("run", "groups", "winners", "losers", "backups")}
    return [*found, {"summary": {**counts, "faults": len(report.faults), "notes": len(report.notes)}}]
