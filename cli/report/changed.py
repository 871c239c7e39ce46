"""The story of a run that changed the library: an apply or a restore."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from attrs import evolve

from cli.render.looks import Looks
from cli.render.phrases import NEW_UPLOAD
from cli.render.steps import action_text, name_in
from cli.render.text import clean, counted, moment, size
from cli.report.charts import charts_of
from cli.report.facts import about, horizon, plans_for, server_of
from cli.report.plans import card_of
from cli.report.values import Card, Story
from engine.action.registry import KINDS, action_from
from engine.action.trash import TrashAsset
from engine.plan.plan import GroupPlan
from engine.runs.history import HOLDS, history, taken_back
from engine.runs.runs import Run, groups_of, plans_of
from journal.ledger import Ledger, LedgerStep
from journal.port import JournalReader
from journal.records import Status

STANDS = ("done", "in doubt", "failed", "conflict", "not finished")
"""Marks of groups of which something may be left to take back."""

TITLES = {"apply": "What Winnow did", "restore": "What Winnow took back"}


def story(journal: JournalReader, run: Run) -> Story:
    """Tell an apply or restore run, group by group."""
    groups = groups_of(journal, run.opened.run)
    plans = _plans(journal, run, set(groups))
    names = [*plans, *sorted(groups - plans.keys())]
    ledgers = {group: history(journal, group) for group in names}
    cards = [_card(run, group, ledgers[group], plans.get(group), Looks(journal)) for group in names]
    done = [plans[card.group] for card in cards if card.mark == "done" and card.group in plans]
    away = [
        plan.sketch(step.intent.subject)
        for group, plan in plans.items()
        for step in _trashed(run, ledgers[group])
    ]
    stands = any(card.mark in STANDS for card in cards)
    numbers = [("groups", f"{len(cards):,}")]
    numbers += [(mark, f"{number:,}") for mark, number in _marks(cards).items()]
    if run.opened.verb == "apply":
        numbers.append(("pictures in the trash", f"{len(away):,}"))
        numbers.append(("space freed", size(sum(sketch.size or 0 for sketch in away))))
    backs = [
        back
        for ledger in ledgers.values()
        for step in _gone_once(run, ledger)
        if (back := _back(ledger, step))
    ]
    if backs:
        numbers.append(("pictures taken back", f"{len(backs):,}"))
    return Story(
        title=TITLES[run.opened.verb],
        about=about(journal, run),
        numbers=tuple(numbers),
        charts=charts_of(done, done=True) if run.opened.verb == "apply" else (),
        cards=tuple(cards),
        undo=(*_taken_back_by(backs), *(_undo(journal, run, in_trash=bool(away)) if stands else ())),
    )


def _plans(journal: JournalReader, run: Run, groups: set[str]) -> dict[str, GroupPlan]:
    plan_run = run.opened.detail.get("plan")
    if isinstance(plan_run, str):
        return {plan.group: plan for plan in plans_of(journal, plan_run) if plan.group in groups}
    return plans_for(journal, groups)


def _trashed(run: Run, ledger: Ledger) -> list[LedgerStep]:
    """Return the trashes of a run that stand to this day."""
    return [step for step in _gone_once(run, ledger) if not taken_back(ledger, step.intent.intent)]


def _gone_once(run: Run, ledger: Ledger) -> list[LedgerStep]:
    """Return the trashes of a run, whatever became of them."""
    return [
        step
        for step in ledger.steps.values()
        if step.intent.run == run.opened.run and step.intent.action == TrashAsset.NAME and step.done
    ]


def _back(ledger: Ledger, step: LedgerStep) -> LedgerStep | None:
    """Return the step that took another one back to this day, None where that one stands."""
    if not taken_back(ledger, step.intent.intent):
        return None
    backs = ledger.backs.get(step.intent.intent, ())
    return next((b for b in reversed(backs) if b.outcome and b.outcome.status in HOLDS), None)


def _by_run(back: LedgerStep) -> str:
    return f"{moment(back.ended_at or back.at)} by run {clean(back.intent.run)}"


def _taken_back_by(backs: Sequence[LedgerStep]) -> tuple[str, ...]:
    """Return by which runs pictures were taken back, and when, each run once."""
    first: dict[str, LedgerStep] = {}
    for back in sorted(backs, key=lambda one: one.seq):
        first.setdefault(back.intent.run, back)
    numbers = Counter(back.intent.run for back in backs)
    return tuple(
        f"{counted(numbers[run], 'picture')} taken back {_by_run(back)}" for run, back in first.items()
    )


def _last_attempts(ledger: Ledger, run: str) -> list[LedgerStep]:
    """Return the steps of a run, each as it was tried last: what a resume did after an attempt replaces it."""
    last: dict[str, LedgerStep] = {}
    for step in ledger.steps.values():
        if step.intent.run == run:
            name = (step.intent.key or step.intent.intent).partition("#")[0]
            last.pop(name, None)
            last[name] = step
    return list(last.values())


def _undo(journal: JournalReader, run: Run, *, in_trash: bool) -> tuple[str, ...]:
    lines = [f"To take this back: winnow restore {clean(run.opened.run)}"]
    if in_trash and (until := horizon(journal, run)):
        lines.append(
            f"Until {until} the server's trash has them; later they are uploaded again from the backups, {NEW_UPLOAD}."
        )
    return tuple(lines)


def _card(run: Run, group: str, ledger: Ledger, plan: GroupPlan | None, looks: Looks) -> Card:
    own = _last_attempts(ledger, run.opened.run)
    mark = _mark(ledger, own, run.opened.verb)
    card = Card(group=group, mark=mark) if plan is None else card_of(plan, server_of(run), mark, looks)
    undo = f"winnow restore {run.opened.run} --group {group}" if mark == "done" else ""
    return evolve(card, happened=tuple(_said(plan, ledger, step) for step in own), undo=clean(undo))


def _mark(ledger: Ledger, steps: Sequence[LedgerStep], verb: str) -> str:
    """Return in a word how the run ended for one group."""
    statuses = {step.outcome.status if step.outcome else None for step in steps}
    for bad, word in ((None, "in doubt"), (Status.FAILED, "failed"), (Status.CONFLICT, "conflict")):
        if bad in statuses:
            return word
    if any(taken_back(ledger, step.intent.intent) for step in steps):
        return "taken back"
    if verb == "apply" and not any(step.intent.action == TrashAsset.NAME for step in steps):
        return "not finished"
    return "done"


def _said(plan: GroupPlan | None, ledger: Ledger, step: LedgerStep) -> str:
    intent, outcome = step.intent, step.outcome
    if intent.action in KINDS:
        text = action_text(
            action_from(intent.action, intent.args),
            lambda asset: name_in(plan, asset) if plan else clean(asset),
        )
    else:
        text = f"{clean(intent.action)} {clean(intent.subject)}"
    if outcome is None:
        return f"{text}: in doubt"
    if outcome.status is Status.DONE:
        return f"{text}; taken back {_by_run(back)}" if (back := _back(ledger, step)) else text
    return f"{text}: {outcome.status.value}{': ' + clean(outcome.detail) if outcome.detail else ''}"


def _marks(cards: Sequence[Card]) -> dict[str, int]:
    marks: dict[str, int] = {}
    for card in cards:
        marks[card.mark] = marks.get(card.mark, 0) + 1
    return marks
