"""The story of an audit: what is not as the journal promises."""

from __future__ import annotations

from attrs import evolve

from cli.render.looks import Looks
from cli.render.text import clean
from cli.report.facts import about, plans_for, server_of
from cli.report.plans import card_of
from cli.report.values import Card, Story, chart
from engine.runs.runs import Run
from journal.port import JournalReader
from journal.records import FactRecorded, RunClosed

MARKS = {"fault": "fault", "note": "note"}


def story(journal: JournalReader, run: Run) -> Story:
    """Tell an audit from the facts that it wrote."""
    found = [
        entry.record
        for entry in journal.entries(run=run.opened.run, kinds={"fact"})
        if isinstance(entry.record, FactRecorded) and entry.record.topic in MARKS
    ]
    by_group: dict[str, list[FactRecorded]] = {}
    codes: dict[str, int] = {}
    for fact in found:
        by_group.setdefault(fact.group or "", []).append(fact)
        codes[clean(fact.body.get("code", "?"))] = codes.get(clean(fact.body.get("code", "?")), 0) + 1
    plans = plans_for(journal, set(by_group))
    cards = []
    for group, facts in by_group.items():
        mark = "fault" if any(fact.topic == "fault" for fact in facts) else "note"
        plan = plans.get(group)
        card = card_of(plan, server_of(run), mark, Looks(journal)) if plan else Card(group=group, mark=mark)
        cards.append(evolve(card, audited=tuple(_said(fact) for fact in facts)))
    cards.sort(key=lambda card: card.mark != "fault")
    groups = _audited(journal, run)
    return Story(
        title="What the audit saw",
        about=about(journal, run),
        numbers=(
            ("groups audited", groups),
            ("faults", f"{sum(fact.topic == 'fault' for fact in found):,}"),
            ("notes", f"{sum(fact.topic == 'note' for fact in found):,}"),
        ),
        charts=(chart("By kind", codes),) if codes else (),
        cards=tuple(cards),
        undo=() if found else ("Server and backups are as the journal promises.",),
    )


def _audited(journal: JournalReader, run: Run) -> str:
    """Return how many groups were looked at, "?" where the audit did not come to its end."""
    for entry in journal.entries(run=run.opened.run, kinds={"run-closed"}):
        if isinstance(entry.record, RunClosed):
            return str(entry.record.detail.get("groups", "?"))
    return "?"


def _said(fact: FactRecorded) -> str:
    fix = fact.body.get("fix")
    return f"{fact.topic}: {clean(fact.body.get('text', ''))}{'; to fix: ' + clean(fix) if fix else ''}"
