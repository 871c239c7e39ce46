"""From the journal to a story: of a plan, of a run that changed something, or of an audit."""

from __future__ import annotations

from collections.abc import Callable

from cli.report import audited, changed, planned
from cli.report.values import Story
from engine.audit.audit import CLEAN
from engine.base.errors import NoReport, NotKnown
from engine.runs.runs import Run, find_run, runs
from journal.port import JournalReader

StoryOf = Callable[[JournalReader, Run], Story]

TELLERS: dict[str, StoryOf] = {
    "analyze": planned.story,
    "apply": changed.story,
    "restore": changed.story,
    "audit": audited.story,
}
"""By the verb of a run, who tells it. A resume only carries on what other runs began."""


def run_meant(journal: JournalReader, name: str | None) -> Run:
    """Return the run that a person names, or the newest one that tells something.

    That is no audit that found all in order, and no restore, which tells only what is no more.

    Raises NoReport, NotKnown.
    """
    if name is None:
        told = [run for run in runs(journal) if run.opened.verb in TELLERS]
        if not told:
            raise NoReport(detail="nothing was analyzed yet: run `winnow analyze` first")
        tells = (run for run in reversed(told) if run.result != CLEAN and run.opened.verb != "restore")
        return next(tells, told[-1])
    run = find_run(journal, name)
    if run is None:
        raise NotKnown(what="run", name=name, near="", see="winnow journal runs")
    if run.opened.verb not in TELLERS:
        raise NoReport(detail=f"a {run.opened.verb} carries on what other runs began: report one of those")
    return run


def story_of(journal: JournalReader, run: Run) -> Story:
    """Tell a run."""
    return TELLERS[run.opened.verb](journal, run)
