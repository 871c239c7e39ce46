"""The log in words: one line for each thing that happened, with file names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from cattrs import BaseValidationError

from cli.render.after import Afterwards, clock, short_run
from cli.render.names import Names
from cli.render.past import ended
from cli.render.steps import action_text
from cli.render.text import GROUP_ID, clean, short
from engine.action.registry import action_from
from engine.verbs.ruled import ALONE
from journal.log import Line
from journal.reader import SqliteReader
from journal.records import Entry, FactRecorded, IntentRecorded, RunClosed, RunOpened

TOPICS: Final = {
    "observed": "noted how {} was before",
    "read-back": "read {} back, as promised",
    "left-alone": "left alone",
    "not-taken-back": "not taken back",
    "taken-back": "taken back after all",
    "left": "cannot be brought back",
    "owed": "still to be taken back",
    "taken-back-by-hand": "{} was taken back by hand",
    "ruling": "a person decided",
    "evidence": "read what a file says of itself",
    "look": "looked",
    "winner-proven": "{} was proven before the trash",
    "came-back": "{} came back",
    "group-ended": "ended",
    "stopped": "stopped",
    "fault": "audit found a fault",
    "fault-gone": "audit found an earlier fault gone",
    "fault-known": "a person knows of a fault",
    "fault-open": "a person knows no longer of a fault",
    "note": "audit noted",
}
"""What a fact of each topic says; {} is the picture's name, and one without it gets its own words behind it."""


_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Teller:
    """Tell lines of the log to a person."""

    def __init__(self, reader: SqliteReader) -> None:
        self._names = Names(reader)
        self._after = Afterwards(reader)

    def line(self, line: Line) -> str:
        """Return a line with its place and the time of day."""
        return f"{line.entry.seq:>6}  {clock(line.entry.at)}  {self.words(line)}"

    def words(self, line: Line) -> str:
        """Return what happened, in one sentence."""
        match line.entry.record:
            case RunOpened() as opened:
                return f"{clean(opened.verb)} began on {clean(opened.origin.get('server', '?'))}"
            case RunClosed() as closed:
                return f"{short_run(closed.run)} ended: {clean(closed.result)}{_sums(closed.detail)}"
            case FactRecorded() as fact:
                return self._fact(fact)
            case _:
                return self._step(line)

    def detail(self, line: Line) -> Iterator[str]:
        """Yield what a step changed, field by field, and the name under which the book has it."""
        intent = line.promised
        if intent is None:
            return
        seen = line.outcome.seen if line.outcome is not None else {}
        for name, wanted in intent.after.items():
            was, now = intent.before.get(name), seen.get(name, wanted)
            tell = self._value if name != "group" else _value
            other = "" if name not in seen or seen[name] == wanted else f" (wanted {tell(wanted)})"
            yield f"{clean(name)}: {tell(was)} → {tell(now)}{other}"
        yield f"intent {clean(intent.intent)}"

    def _value(self, value: Any) -> str:
        """Return a value as text, a picture by its file name with the beginning of its id."""
        text = _value(value)
        name = self._names.name(text) if _ID.fullmatch(text) else text
        return text if name == text else f"{name} ({text[:GROUP_ID]})"

    def _step(self, line: Line) -> str:
        intent, outcome = line.promised, line.outcome
        if intent is None:
            return (
                f"the outcome of {clean(getattr(line.entry.record, 'intent', '?'))}, which is not in the book"
            )
        sentence = self._judged(line) or self._sentence(intent)
        text = ended(sentence, outcome.status if outcome else None, clean(outcome.detail) if outcome else "")
        if outcome is not None and outcome.run != line.entry.record.run:
            text += f", as {short_run(outcome.run)} saw"
        backup = self._after.backup(intent.subject) if intent.action == "trash-asset" else None
        if backup is not None:
            text += f", backup {backup}… verified"
        undone = self._after.undone(intent.intent, intent.group) if intent.group is not None else ()
        return "; ".join([text, *undone])

    def _sentence(self, intent: IntentRecorded) -> str:
        try:
            return action_text(action_from(intent.action, intent.args), self._namer(intent.group))
        except (KeyError, ValueError, TypeError, BaseValidationError):
            # Of another version, or of a hand that is not ours: it is told by the name of its action.
            return f"{clean(intent.action)} {self._names.name(intent.subject, intent.group)}"

    def _namer(self, group: str | None) -> Callable[[str], str]:
        return lambda asset: self._names.name(asset, group)

    def _judged(self, line: Line) -> str | None:
        """Return what was decided about a group, None where the line is about something else."""
        plan = line.outcome.seen.get("plan") if line.outcome is not None else None
        try:
            return _decision(plan) if isinstance(plan, Mapping) else None
        except (KeyError, ValueError, TypeError, AttributeError):
            return None

    def _about(self, fact: FactRecorded) -> str:
        """Return what a fact is about: a picture, a pair of them, or a group by the name of one of its pictures."""
        if fact.topic == "look":
            first, second = (self._names.name(str(fact.body.get(key, "?"))) for key in ("second", "first"))
            return f"{first} against {second}"
        if fact.topic == "evidence":
            return ""  # its subject is a checksum, which says nothing to a person
        if fact.subject:
            return self._names.name(fact.subject, fact.group)
        return f"the group of {self._names.one_of(fact.group)}" if fact.group is not None else ""

    def _fact(self, fact: FactRecorded) -> str:
        name = self._about(fact)
        words = TOPICS.get(fact.topic, clean(fact.topic))
        if "{}" in words:
            return words.format(name)
        found = fact.body.get("likeness")
        body = found if isinstance(found, Mapping) else fact.body
        reasons = body.get("reasons") or [body.get(key) for key in ("text", "why", "choice", "ending")]
        said = "; ".join(clean(reason) for reason in reasons if isinstance(reason, str) and reason)
        return ": ".join(part for part in (words, name, said) if part)


def _decision(plan: Mapping[str, Any]) -> str:
    """Return what a plan decided, and why."""
    names = {m["asset"]: short(m["name"], 40) for m in plan.get("members", ())}
    why = "; ".join(short(one["text"], 100) for one in plan.get("review") or plan.get("because") or ())
    if plan.get("review"):
        said = all(one.get("code") in ALONE for one in plan["review"])
        return f"judge {', '.join(names.values())}: {'left alone' if said else 'for review'}, {why}"
    losers = ", ".join(names.get(one, clean(one)) for one in plan.get("losers", ()))
    return f"judge {losers} against {names.get(plan['winner'], '?')}, which stays: {why}"


def heading(entry: Entry) -> str:
    """Return the day and the run of an entry, over the lines that share both."""
    return f"{entry.at.astimezone():%Y-%m-%d}  {clean(entry.record.run)}"


def _sums(detail: Mapping[str, Any]) -> str:
    numbers = [
        f"{number:,} {clean(name)}" for name, number in detail.items() if isinstance(number, int) and number
    ]
    return f" ({', '.join(numbers)})" if numbers else ""


def _value(value: Any) -> str:
    return "none" if value is None else short(value, 80)
