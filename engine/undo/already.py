"""What was taken back before: by which runs, and what those had to leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from engine.action.image import same
from engine.action.named import words_for
from engine.runs.history import HOLDS, LEFT, history, left, touched
from engine.undo.extent import Extent, groups_in
from journal.ledger import Ledger
from journal.port import JournalReader
from journal.records import FactRecorded


@frozen
class Already:
    """The runs that took an extent back, oldest first, in words what stayed all the same, and the words for those
    fields of it that can be tried again: what stood in their way may be gone. `edited` are the words for fields that
    somebody wrote since, which go back by force alone."""

    runs: tuple[str, ...]
    stayed: tuple[str, ...]
    again: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()


def already(journal: JournalReader, wanted: Extent) -> Already | None:
    """Return how an extent was taken back before; None where nobody ever tried."""
    runs: dict[str, None] = {}
    stayed: dict[str, None] = {}
    again: set[str] = set()
    edited: set[str] = set()
    for group in groups_in(journal, wanted):
        ledger = history(journal, group)
        ours = {name for name, step in ledger.steps.items() if wanted.fields(step)}
        runs |= dict.fromkeys(_took_back(ledger, ours))
        for fact in left(ledger):
            if ours & set(fact.body["intents"]) or fact.run in runs:
                runs[fact.run] = None
                stayed[str(fact.body["text"])] = None
                if fact.body.get("again"):
                    again |= words_for(_changed(ledger, fact.body["intents"]))
                edited |= words_for(_edited(fact))
    told = tuple(sorted(runs)), tuple(stayed), tuple(sorted(again)), tuple(sorted(edited))
    return Already(*told) if runs else None


def edited_by(journal: JournalReader, run: str) -> tuple[str, ...]:
    """Return the words for the fields that a restore left because somebody wrote them since."""
    told = (entry.record for entry in journal.entries(run=run, kinds={"fact"}))
    left_ = (fact for fact in told if isinstance(fact, FactRecorded) and fact.topic == LEFT)
    return tuple(sorted(words_for(field for fact in left_ for field in _edited(fact))))


def _edited(fact: FactRecorded) -> Iterator[str]:
    """Yield the field that somebody wrote since: its value then is told, and it is settled."""
    body, name = fact.body, str(fact.body.get("field"))
    if "now" in body and body.get("intents") and not same(name, body["now"], body.get("ours")):
        yield name


def _changed(ledger: Ledger, intents: Iterable[str]) -> Iterator[str]:
    """Yield the fields that some intents changed."""
    yield from (field for name in intents if (one := ledger.intent(name)) for field in touched(one))


def _took_back(ledger: Ledger, intents: set[str]) -> list[str]:
    return [
        step.intent.run
        for step in ledger.steps.values()
        if step.outcome is not None and step.outcome.status in HOLDS and intents & set(step.intent.takes_back)
    ]
