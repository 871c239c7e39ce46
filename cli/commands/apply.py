"""`winnow apply`: carry out a plan, or show exactly what that would send."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click

from cli.console import emit, line
from cli.context import Work, confirm, require_person, settings_of, working
from cli.exits import Exit, outcome
from cli.home import reading
from cli.limits import limited
from cli.options import Options, changing
from cli.render.reports import report_json, report_lines
from cli.render.steps import step_text
from cli.render.text import counted, size
from engine.action.registry import args_of
from engine.base.errors import TrashOff
from engine.base.report import Report
from engine.base.settings import Settings
from engine.runs.runs import plan_run
from engine.verbs.apply import apply as carry_out
from engine.verbs.apply import preview
from engine.verbs.forecast import Ahead, ahead
from engine.verbs.limits import require_limits


@click.command()
@click.option("--dry-run", is_flag=True, help="Print the steps in order and send nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--plan", metavar="RUN", help="The analyze run to carry out (the newest).")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the first N groups.")
@click.option(
    "--canary", type=click.IntRange(1), metavar="N", help="First N groups alone; go on if all succeed."
)
@click.option("--max-failures", type=click.IntRange(0), metavar="N", help="Stop after more failed groups.")
@limited
@changing
def apply(
    options: Options,
    dry_run: bool,
    yes: bool,
    plan: str | None,
    limit: int | None,
    canary: int | None,
    max_failures: int | None,
    **limits: Any,
) -> Exit:
    """Back up the losers, complete the winners, then move the losers to the trash."""
    settings = settings_of(options, limit=limit, canary=canary, max_failures=max_failures, **limits)
    if dry_run:
        return rehearse(options, settings, plan)
    require_person(yes=yes)
    with working(options, "apply", settings) as work:
        if not work.server.trash:
            raise TrashOff()
        run = plan_run(work.journal, plan)
        sums = ahead(work.journal, run, settings)
        if not sums.groups:
            return _nothing(options, run)
        require_limits(work.context.reader, work.server, settings, sums.losers)
        _announce(sums, work)
        confirm("Go on?", yes=yes)
        report = carry_out(work.context, work.writer, server=work.server, wanted=run)
        _tell(options, report, work)
    return outcome(report)


def rehearse(options: Options, settings: Settings, plan: str | None) -> Exit:
    """Print exactly the steps that apply would send, in its order; asks no server."""
    last: tuple[int, str] | None = None
    steps = 0
    with reading(options) as journal:
        for wave, stage, group, step in preview(journal, plan, settings):
            steps += 1
            text, place = step_text(group, step.action), (wave, stage.name.lower())
            if options.json:
                about = {"wave": wave, "stage": place[1], "group": group.group, "number": step.number}
                action = {"action": step.action.NAME, "args": dict(args_of(step.action)), "text": text}
                emit({**about, **action})
                continue
            if place != last:
                line(f"wave {wave}, {place[1]}")
                last = place
            line(f"  {group.group}  {text}")
        if not options.json:
            line(f"{counted(steps, 'step')}. Nothing was sent.")
    return Exit.DONE


def _announce(sums: Ahead, work: Work) -> None:
    line(
        f"{counted(sums.groups, 'group')}: {counted(sums.losers, 'loser')} will be backed up "
        f"({size(sums.bytes_to_store)}) and moved to the trash ({size(sums.bytes_freed)}).",
        error=True,
    )
    days = counted(work.server.trash_days, "day")
    line(
        f"The server empties its trash after {days}; until then a restore costs nothing, later it uploads again.",
        error=True,
    )


def _nothing(options: Options, run: str) -> Exit:
    if options.json:
        emit({"summary": {"run": None, "plan": run, "groups": 0}})
    else:
        line(f"Nothing to do: every ready group of {run} is resolved.")
    return Exit.DONE


def _tell(options: Options, report: Report, work: Work) -> None:
    horizon = (work.context.clock.now().astimezone() + timedelta(days=work.server.trash_days)).date()
    undo = f"winnow restore {report.run}"
    if options.json:
        *groups, last = report_json(report)
        for one in groups:
            emit(one)
        emit({"summary": {**last["summary"], "undo": undo, "undo_horizon": horizon.isoformat()}})
        return
    for text in report_lines(report):
        line(text)
    if report.trashed:
        line(f"The trash keeps them until {horizon}. To take this back: {undo}")
