"""Which groups an audit looks at: all in which anything ever went, or those of which the book says something new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from engine.action.stacks import StackAssets
from engine.action.trash import TrashAsset
from engine.runs.rulings import read, words
from journal.port import JournalReader
from journal.records import IntentRecorded


def resolved(journal: JournalReader, run: str | None = None) -> Iterator[str]:
    """Yield each group once in which anything was ever trashed or stacked, or taken back, by one run or by any."""
    yield from unique(
        intent.group
        for intent in _intents(journal, run=run)
        if intent.action in (TrashAsset.NAME, StackAssets.NAME) or intent.compensates is not None
    )


def touched(journal: JournalReader, since: int) -> Iterator[str]:
    """Yield the groups that any run wrote to after a place in the book, and those that persons spoke about since.

    A restore that failed in part has touched its group, too; a decision finds its group by the contents of the losers.
    """
    yield from (intent.group for intent in _intents(journal, after=since) if intent.group is not None)
    about: set[str] = set()
    for _, fact in words(journal, after=since):
        about |= read(fact.body).members
    if about:
        for intent in _intents(journal):
            if intent.action == TrashAsset.NAME and intent.args.get("checksum") in about and intent.group:
                yield intent.group


def unique(*groups: Iterable[str | None]) -> Iterator[str]:
    """Yield each group once, in the order of its first mention."""
    seen: set[str] = set()
    for group in chain.from_iterable(groups):
        if group is not None and group not in seen:
            seen.add(group)
            yield group


def _intents(journal: JournalReader, run: str | None = None, after: int = 0) -> Iterator[IntentRecorded]:
    for entry in journal.entries(run=run, kinds={"intent"}, after=after):
        if isinstance(entry.record, IntentRecorded):
            yield entry.record
