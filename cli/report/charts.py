"""The charts on top of a report: counted from plans alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cli.render.text import clean, size
from cli.report.values import Chart, chart
from engine.plan.plan import GroupPlan
from engine.verbs.ruled import left_alone

MOST = 24
"""Bars in one chart; what is beyond them is counted together."""


def charts_of(plans: Iterable[GroupPlan], *, done: bool) -> tuple[Chart, ...]:
    """Return groups by review reason, groups by the rule that chose the winner, and bytes by month.

    `done` says that the plans were carried out. Groups that somebody wants left alone are in none of the charts.
    """
    reasons: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    months: Counter[str] = Counter()
    for plan in plans:
        if left_alone(plan):
            continue
        if plan.review:
            reasons.update({clean(finding.code) for finding in plan.review})
            continue
        rules.update({clean(reason.code) for reason in plan.because})
        wall = plan.sketch(plan.winner).wall
        months[wall.strftime("%Y-%m") if wall else "no date"] += plan.bytes_freed
    found = []
    if reasons:
        found.append(chart("Groups for review, by reason", _most(reasons)))
    if rules:
        found.append(chart(f"{'Resolved' if done else 'Ready'} groups, by the rule that chose", _most(rules)))
    if months:
        by_month = _newest(months)
        texts = {name: size(number) for name, number in by_month.items()}
        found.append(
            chart(f"Space {'freed' if done else 'to free'}, by month of the picture", by_month, texts)
        )
    return tuple(found)


def _most(counts: Counter[str]) -> dict[str, int]:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    kept = dict(ranked[:MOST])
    if rest := sum(number for _, number in ranked[MOST:]):
        kept["all others"] = rest
    return kept


def _newest(months: Counter[str]) -> dict[str, int]:
    """Return the months in order; the oldest are counted together where there are too many."""
    names = sorted(months)
    early, kept = names[:-MOST], names[-MOST:]
    together = {"earlier": sum(months[name] for name in early)} if early else {}
    return {**together, **{name: months[name] for name in kept}}
