"""Entries of the journal in one line each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cli.render.steps import action_text
from cli.render.text import clean, moment, short
from engine.action.registry import KINDS, action_from
from journal.records import Entry, FactRecorded, IntentRecorded, OutcomeRecorded, RunClosed, RunOpened


def entry_line(entry: Entry, *, full: bool = False) -> str:
    """Return an entry in one line; `full` adds what was there before and what was seen."""
    return f"{entry.seq:>6}  {moment(entry.at)}  {_said(entry, full)}"


def _said(entry: Entry, full: bool) -> str:
    match entry.record:
        case RunOpened() as record:
            return f"run {clean(record.run)} opened on {clean(record.origin.get('server', '?'))}"
        case RunClosed() as closed:
            return f"run {clean(closed.run)} closed: {clean(closed.result)}"
        case IntentRecorded() as intent:
            back = f", takes back {clean(intent.compensates)}" if intent.compensates else ""
            images = f"; before {_image(intent.before)}" if full and intent.before else ""
            return f"intent {clean(intent.intent)}: {intent_text(intent)}{back}{images}"
        case OutcomeRecorded() as outcome:
            detail = f": {clean(outcome.detail)}" if outcome.detail else ""
            shown = {k: v for k, v in outcome.seen.items() if k != "plan"}
            images = f"; seen {_image(shown)}" if full and shown else ""
            return f"outcome of {clean(outcome.intent)}: {outcome.status.value}{detail}{images}"
        case FactRecorded() as fact:
            about = f" {clean(fact.subject)}" if fact.subject else ""
            body = f" {_image(fact.body)}" if full and fact.body else ""
            return f"fact {clean(fact.topic)}{about}{body}"


def intent_text(intent: IntentRecorded) -> str:
    """Return an intent in words; of an action that this version does not know, its name."""
    if intent.action not in KINDS:
        return f"{clean(intent.action)} {clean(intent.subject)}"
    return action_text(action_from(intent.action, intent.args), lambda asset: clean(asset))


def _image(image: Mapping[str, Any]) -> str:
    return ", ".join(f"{clean(name)} {short(value, 80)}" for name, value in image.items())
