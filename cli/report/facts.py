"""What every story says of its run: which it is, when it was, on which server."""

from __future__ import annotations

from datetime import datetime, timedelta

from cli.render.text import clean, moment
from engine.plan.plan import GroupPlan
from engine.runs.runs import Run, plans_of, runs
from journal.port import JournalReader


def opened_at(journal: JournalReader, run: str) -> datetime | None:
    """Return when a run was opened."""
    return next((entry.at for entry in journal.entries(run=run, kinds={"run-opened"})), None)


def about(journal: JournalReader, run: Run) -> tuple[str, ...]:
    """Return the lines under the title."""
    at = opened_at(journal, run.opened.run)
    origin = run.opened.origin
    return (
        clean(run.opened.run),
        moment(at) if at else "",
        f"{clean(origin.get('server', '?'))}, Immich {clean(origin.get('version', '?'))}",
        f"ended: {clean(run.result or 'still open')}",
    )


def server_of(run: Run) -> str:
    """Return the address at which pictures are linked; only web addresses become links."""
    server = str(run.opened.origin.get("server", ""))
    return server if server.startswith(("http://", "https://")) else ""


def horizon(journal: JournalReader, run: Run) -> str:
    """Return until when the trash keeps what the run moved there, "" where nobody noted that."""
    days, at = run.opened.detail.get("trash_days"), opened_at(journal, run.opened.run)
    if not isinstance(days, int) or at is None:
        return ""
    return (at.astimezone() + timedelta(days=days)).date().isoformat()


def plans_for(journal: JournalReader, groups: set[str]) -> dict[str, GroupPlan]:
    """Return the newest plan of each group that has one."""
    found: dict[str, GroupPlan] = {}
    for run in reversed(runs(journal)):
        if not groups - found.keys():
            break
        if run.opened.verb == "analyze":
            for plan in plans_of(journal, run.opened.run):
                if plan.group in groups:
                    found.setdefault(plan.group, plan)
    return found
