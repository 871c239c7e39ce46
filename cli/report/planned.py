"""The story of an analysis: what would happen, and what waits for a person."""

from __future__ import annotations

from cli.render.looks import Looks
from cli.render.text import size
from cli.report.charts import charts_of
from cli.report.facts import about, server_of
from cli.report.plans import card_of
from cli.report.values import Story
from engine.plan.plan import GroupPlan
from engine.runs.runs import Run, plans_of
from engine.verbs.ruled import left_alone
from journal.port import JournalReader


def story(journal: JournalReader, run: Run) -> Story:
    """Tell an analyze run from its plans."""
    plans = list(plans_of(journal, run.opened.run))
    ready = [plan for plan in plans if not plan.review]
    alone = sum(left_alone(plan) for plan in plans)
    return Story(
        title="What Winnow would do",
        about=about(journal, run),
        numbers=(
            ("groups", f"{len(plans):,}"),
            ("ready", f"{len(ready):,}"),
            ("for review", f"{len(plans) - len(ready) - alone:,}"),
            *([("left alone", f"{alone:,}")] if alone else []),
            ("losers", f"{sum(len(plan.losers) for plan in ready):,}"),
            ("space to free", size(sum(plan.bytes_freed for plan in ready))),
        ),
        charts=charts_of(plans, done=False),
        cards=tuple(card_of(plan, server_of(run), _mark(plan), Looks(journal)) for plan in plans),
        undo=("Nothing was changed. To carry it out: winnow apply --dry-run, then winnow apply",),
    )


def _mark(plan: GroupPlan) -> str:
    if left_alone(plan):
        return "left alone"
    return "review" if plan.review else "ready"
