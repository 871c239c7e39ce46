"""Evidence in the journal: under the checksum of the content, so that nobody has to ask for it twice.

Facts of a file have its checksum as their subject, a look those of both pictures, first the one that would be kept.
The names of topics and fields are on disk for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from engine.model.asset import Asset
from engine.model.codec import from_json, to_json
from engine.model.evidence import FileFacts
from engine.model.likeness import Likeness, Verdict, mirrored
from journal.port import JournalReader
from journal.records import FactRecorded

FILE = "evidence"
LOOK = "look"

READER = 5
"""Counted up when more is read of a file than before: older facts are then read anew."""

LOOKER = 12
"""Counted up when a look changes its mind about some pictures."""


class Contents(Protocol):
    """What names a content: an asset has it, and so has a member of a plan."""

    @property
    def checksum(self) -> str | None: ...
    @property
    def library(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...
    @property
    def file_modified(self) -> datetime | None: ...


def content_of(asset: Contents) -> str:
    """Return what names the content of an asset for ever, "" where a plan of the first versions does not know it.

    The checksum of an external file is that of its path (docs/immich.md, Checksums), under which the content may
    change; its length and time tell then.
    """
    if asset.library is None:
        return asset.checksum or ""
    return f"{asset.checksum}:{asset.size}:{to_json(asset.file_modified)}"


def pair_of(first: Contents, second: Contents) -> str:
    """Return what names the contents of two pictures, the one that would be kept first."""
    return f"{content_of(first)} {content_of(second)}"


def kept_facts(journal: JournalReader, asset: Contents) -> FileFacts | None:
    """Return what was read of this content before, or None."""
    return kept_by_content(journal, content_of(asset))


def kept_by_content(journal: JournalReader, content: str) -> FileFacts | None:
    """Return what was read of a content before, or None; an uploaded file's content is its checksum."""
    for body in _bodies(journal, FILE, content):
        if body.get("reader") == READER:
            return from_json(body["facts"], FileFacts)
    return None


def kept_look(
    journal: JournalReader, first: Contents, second: Contents, *, passing: bool = False
) -> Likeness | None:
    """Return what a look at these two contents found before, or None.

    What is the same is so from both ends. What differs is told from one end, so that the other needs its own look.
    `passing` counts looks as well that a later one may better: they speak for the plan that was made by them.
    """
    if (found := _look(journal, pair_of(first, second), passing)) is not None:
        return found
    other = _look(journal, pair_of(second, first), passing)
    return mirrored(other) if other is not None and other.verdict is Verdict.SAME else None


def _look(journal: JournalReader, pair: str, passing: bool) -> Likeness | None:
    for body in _bodies(journal, LOOK, pair):
        if body.get("looker") == LOOKER and (passing or body.get("lasting", True)):
            return from_json(body["likeness"], Likeness)
    return None


def facts_record(run: str, asset: Asset, facts: FileFacts) -> FactRecorded:
    """Return the facts of a file as the journal keeps them."""
    body = {"reader": READER, "facts": to_json(facts)}
    return FactRecorded(run=run, topic=FILE, subject=content_of(asset), body=body)


def look_record(
    run: str, first: Asset, second: Asset, likeness: Likeness, *, lasting: bool = True
) -> FactRecorded:
    """Return a look as the journal keeps it, with the ids that the pictures had then; `lasting` as in `Sight`."""
    body = {"looker": LOOKER, "likeness": to_json(likeness), "first": first.id, "second": second.id}
    if not lasting:
        body["lasting"] = False
    return FactRecorded(run=run, topic=LOOK, subject=pair_of(first, second), body=body)


def _bodies(journal: JournalReader, topic: str, subject: str) -> Iterator[Mapping[str, Any]]:
    """Yield what was kept of a subject, newest first."""
    for entry in journal.entries(subject=subject, kinds={"fact"}, newest_first=True):
        record = entry.record
        if isinstance(record, FactRecorded) and record.topic == topic:
            yield record.body
