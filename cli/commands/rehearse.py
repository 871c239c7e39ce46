"""`winnow rehearse`: play a plan on a practice server that is filled from the journal."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.console import emit, line
from cli.exits import Exit
from cli.home import reading
from cli.naming import group_named
from cli.options import Options, local
from cli.render.reports import report_json, troubles
from cli.render.text import clean, counted
from cli.scope import one_group
from cli.types import Whole
from engine.base.errors import NothingToRehearse
from engine.runs.runs import plan_run, plans_of, require_look
from engine.runs.since import said_since

if TYPE_CHECKING:
    from cli.rehearsal.known import Cast
    from cli.rehearsal.play import Played

SHOWN = 20
"""Differences that are listed; the rest is counted."""

BLIND = (
    "What this cannot show: the pictures themselves (what the looks found is taken over), what your server's disk and "
    "its other users do meanwhile, how long it takes there, and what your key may do."
)


@click.command()
@click.argument("plan", required=False)
@click.option("--limit", type=Whole(1, 10**9), metavar="N", help="Only the first N groups of the plan.")
@one_group
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Keep the home of the rehearsal there, with its journal and made-up backups.",
)
@local
def rehearse(
    options: Options, plan: str | None, limit: int | None, groups: tuple[str, ...], keep: Path | None
) -> Exit:
    """Play a plan (the newest, or PLAN): apply, audit and restore on a practice server, every field compared.

    The practice server is filled with the pictures of the plan as the journal knows them. Your server is not asked, and
    nothing in this home is changed.
    """
    try:
        from cli.rehearsal.known import cast_of
        from cli.rehearsal.play import play, stage
    except ModuleNotFoundError as error:
        raise NothingToRehearse(
            detail=f"the practice server is not installed ({error.name} is missing)"
        ) from error
    if keep is not None and keep.exists() and any(keep.iterdir()):
        raise click.UsageError(f"{keep} is not empty: name a new folder with --keep.")
    with ExitStack() as stack:
        journal = stack.enter_context(reading(options))
        run = plan_run(journal, plan)
        require_look(journal, run)
        only = {group_named(journal, one) for one in groups}
        since = said_since(journal, run)
        chosen = (one for one in plans_of(journal, run) if one.steps and (not only or one.group in only))
        ready = (one for one in chosen if not since.overtakes(one))
        casts = [cast_of(journal, run, one) for one in islice(ready, limit)]
        if not casts:
            raise NothingToRehearse(detail=f"{run} has no such group that is ready")
        home = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="winnow-rehearsal-")))
        if not options.json:
            line(
                f"Rehearsing {run}: {counted(len(casts), 'group')} on a practice server; yours is not asked."
            )
        server, work = stack.enter_context(stage(options, casts, home))
        played = play(work, server, journal, casts)
    _tell(options, casts, played)
    return Exit.DONE if played.holds else Exit.FAILED


def _tell(options: Options, casts: list[Cast], played: Played) -> None:
    thin = sum(not cast.whole for cast in casts)
    if options.json:
        _emit(played, thin)
        return
    for report in (played.applied, played.restored):
        counts = ", ".join(f"{number:,} {name}" for name, number in _endings(report).items())
        moved = (
            f"{report.trashed:,} to the trash" if report is played.applied else f"{report.restored:,} back"
        )
        line(f"{report.verb}: {counted(len(report.ends), 'group')} ({counts}), {moved}")
        for text in troubles(report):
            line(f"  {text}")
        if report is played.applied:
            faults = played.audited.faults
            line(f"audit: {counted(len(faults), 'fault')}")
            for fault in faults[:SHOWN]:
                line(f"  {clean(fault.code)}: {clean(fault.text)}")
    line(
        f"{counted(played.changed, 'field')} changed by apply; compared with before, every field of "
        f"{counted(played.pictures, 'picture')}:"
    )
    for gap in played.differing[:SHOWN]:
        line(f"  DIFFERENT  {clean(gap.text)}")
    if more := len(played.differing) - SHOWN:
        line(f"  and {more:,} more") if more > 0 else None
    line("  NOT everything is back" if played.differing else "  everything is back")
    if thin:
        line(
            f"{counted(thin, 'group')} played with as much as the plan says of the pictures: the journal knows every "
            "other field of them only once it was applied, and they are empty here."
        )
    line(BLIND)


def _emit(played: Played, thin: int) -> None:
    for report in (played.applied, played.restored):
        for one in report_json(report):
            emit({"verb": report.verb, **one})
    for fault in played.audited.faults:
        emit({"fault": fault.code, "text": fault.text, "group": fault.group})
    for gap in played.differing:
        emit({"different": gap.text})
    emit(
        {
            "rehearsal": {
                "holds": played.holds,
                "changed": played.changed,
                "different": len(played.differing),
                "faults": len(played.audited.faults),
                "pictures": played.pictures,
                "thin": thin,
            }
        }
    )


def _endings(report: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for end in report.ends:
        found[end.ending.value] = found.get(end.ending.value, 0) + 1
    return found
