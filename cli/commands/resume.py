"""`winnow resume`: finish what a crash or a person interrupted."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click
from attrs import evolve

from cli.canary import Canary, name_first, tell_zoned
from cli.confirm import confirm
from cli.console import emit, line
from cli.context import Work, working
from cli.exits import Exit, exit_of_report, worst
from cli.limits import relimited
from cli.options import Options, changing
from cli.render.names import Names
from cli.render.reports import back_lines, report_json, report_lines
from cli.render.text import counted
from cli.unfinished import begun_anew, left_of, plans_left, still_to_do, whole_of
from engine.runs.runs import Run, runs
from engine.verbs.forecast import Forecast
from engine.verbs.resume import resume as finish
from engine.verbs.resume import stopped_run


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--past-canary", is_flag=True, help="Go on with a run that its canary or its failures stopped.")
@relimited
@changing
def resume(options: Options, yes: bool, past_canary: bool, instead: Mapping[str, Any]) -> Exit:
    """Give everything in doubt its outcome, and carry interrupted runs on to their end.

    The limits with which a run was begun bind what is left of it, unless you name others here.
    """
    with working(options, "resume") as work:
        left = [run for run in runs(work.journal) if run.result is None]
        stopped = stopped_run(work.journal) if past_canary else None
        left += [stopped] if stopped is not None else []
        then = "" if past_canary else "nobody is asked" if yes else "you are asked again"
        doubtful = len(work.journal.in_doubt())
        if left or doubtful:
            also = f"; {counted(doubtful, 'step')} in doubt" if doubtful else ""
            line(f"Not finished: {counted(len(left), 'run')}{also}.", error=True)
            settings = work.context.settings
            for run in left:
                sums = left_of(work.journal, run, settings) if run.opened.verb == "apply" else None
                line(f"  {still_to_do(work.journal, run, settings, then, sums)}", error=True)
                if sums is not None:
                    _tell_left(work, run, sums)
            confirm("Finish now?", yes=yes, no=_left_waiting(left, past_canary))
        elif not options.json:
            line("Nothing to resume: every run came to its end. Next: winnow")
            return Exit.DONE
        named = Names(work.journal).group
        canaries = {} if past_canary else _canaries(work, left, yes=yes)
        asks = any(canary.asks for canary in canaries.values())
        context = evolve(work.context, go_on=lambda report: canaries[report.run](report), asks=asks)
        doubts, reports = finish(
            context, work.writer, server=work.server, past_canary=past_canary, instead=instead
        )
        for report in reports:
            for one in report_json(report) if options.json else report_lines(report, named):
                emit(one) if options.json else line(str(one))
            if options.json:
                continue
            for text in (
                *whole_of(work.journal, report),
                *back_lines(report, work.server.trash_days, work.context.clock.now()),
            ):
                line(text)
            if (canary := canaries.get(report.run)) and (refused := canary.stopped(report)):
                line(refused)
        if options.json:
            emit({"summary": {"recovered": doubts, "runs": [report.run for report in reports]}})
        else:
            settled = f"{counted(doubts, 'step')} in doubt settled, " if doubts else ""
            line(f"{settled}{counted(len(reports), 'run')} carried on.")
            for text in begun_anew(left):
                line(text)
    for report in reports:
        if report.stopped is not None:
            raise report.stopped
    unanswered = any(canary.unanswered for canary in canaries.values())
    return worst((*map(exit_of_report, reports), Exit.INTERRUPTED if unanswered else Exit.DONE))


def _tell_left(work: Work, run: Run, sums: Forecast) -> None:
    """Name the first pictures of what is left of an apply, and what no restore brings back of it: as an apply does."""
    plans = ((plan, False) for plan in plans_left(work.journal, run, work.context.settings))
    name_first(plans, sums.groups, f"winnow plan {run.opened.detail['plan']}")
    tell_zoned(sums)


def _left_waiting(left: Sequence[Run], past_canary: bool) -> str:
    """Return what a no leaves: this command has changed nothing, but what it was to finish may have."""
    back = [f"winnow restore {run.opened.run}" for run in left if run.opened.verb == "apply"]
    finish = "winnow resume --past-canary" if past_canary else "winnow resume"
    ways = f" To take that back instead: {', '.join(back)}" if back else ""
    return (
        f"Stopped: nothing more was changed, and what was begun waits as it is. To finish it: {finish}.{ways}"
    )


def _canaries(work: Work, left: Sequence[Run], *, yes: bool) -> dict[str, Canary]:
    """Return by its run what asks after the canary of each apply: whoever was promised a second question gets it."""
    settings, asks = work.context.settings, not yes and sys.stdin.isatty()
    return {
        run.opened.run: Canary(
            asks=asks,
            server=work.server,
            journal=work.journal,
            plan=run.opened.detail["plan"],
            left=left_of(work.journal, run, settings).groups,
        )
        for run in left
        if run.opened.verb == "apply" and run.result is None and run.opened.detail.get("canary")
    }
