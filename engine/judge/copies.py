"""A member of a group as the judge sees it: what the server shows, and beside it what the bytes say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar

from attrs import evolve, field, fields, frozen

from engine.model.asset import Asset
from engine.model.evidence import Dated, FileFacts
from engine.model.group import Member
from engine.model.known import Known
from engine.model.moment import UTC_ZONES, Moment

T = TypeVar("T")

FIELDS = tuple(one.name for one in fields(Asset))

NEAR = timedelta(seconds=2)
"""File systems keep times to two seconds at worst, and an upload is stamped a little after it began."""


@frozen(kw_only=True)
class Copy(Asset):
    """An asset with the evidence of its bytes; `facts` is None where they were not read whole, and
    `fault` then says in words why.

    `detail` is how many pixels it would need to show all that it shows, None where no look has measured it. `older`
    tells that its date, which no tag of the file names, is earlier than that of another copy (engine.judge.older).
    `memo` holds what was found out about it, by the name of the question.
    """

    facts: FileFacts | None = None
    fault: str = ""
    detail: int | None = None
    older: bool = False
    memo: dict[str, Any] = field(factory=dict, init=False, eq=False, repr=False)


def asked_once(question: Callable[[Asset], T]) -> Callable[[Asset], T]:
    """Ask a question about a copy once, however often its answer is wanted: it depends on nothing else."""
    name = question.__qualname__

    @wraps(question)
    def asked(asset: Asset) -> T:
        if not isinstance(asset, Copy):
            return question(asset)
        memo = asset.memo
        if name not in memo:
            memo[name] = question(asset)
        found: T = memo[name]
        return found

    return asked


def facts_of(asset: Asset) -> FileFacts | None:
    """Return the evidence of an asset's bytes, None where there is none to rely on."""
    return asset.facts if isinstance(asset, Copy) else None


def is_older(asset: Asset) -> bool:
    """Tell whether the date, which no tag of the file names, is earlier than that of another copy."""
    return isinstance(asset, Copy) and asset.older


def repeats_file_time(asset: Asset) -> bool:
    """Tell whether the date is no other than that of the file or of its upload."""
    moment = asset.moment
    times = (asset.file_modified, asset.uploaded)
    return moment is not None and any(abs(moment.instant - time) <= NEAR for time in times)


def with_evidence(member: Member, known: Known) -> Member:
    """Return the member with its evidence, and with a zone that is only our own trace taken away."""
    asset = member.asset
    facts = known.facts.get(asset.checksum)
    fault = facts.fault if facts is not None else ""
    if fault:
        facts = None
    values = {name: getattr(asset, name) for name in FIELDS}
    values["moment"] = _without_our_zone(asset, facts, asset.checksum in known.ours)
    copy = Copy(**values, facts=facts, fault=fault, detail=_detail(asset.checksum, known))
    return Member(copy, member.carried)


def _detail(checksum: str, known: Known) -> int | None:
    """Return the most detail that any look has found in a picture."""
    found = [
        look.detail[pair.index(checksum)]
        for pair, look in known.looks.items()
        if checksum in pair and look.detail is not None
    ]
    return max(found, default=None)


def _without_our_zone(asset: Asset, facts: FileFacts | None, ours: bool) -> Moment | None:
    """Return the moment without a zone of zero hours that is not the file's: an undo leaves such a zone behind."""
    moment = asset.moment
    if moment is None or moment.zone not in UTC_ZONES or moment.offset:
        return moment
    if facts is not None:
        if any(date.offset == 0 and _is_shown(date, moment) for date in facts.dates):
            return moment
        bare = any(date.offset is None and not date.utc and _is_shown(date, moment) for date in facts.dates)
        ours |= bare if facts.dates else repeats_file_time(asset)
    return evolve(moment, zone=None) if ours else moment


def _is_shown(date: Dated, moment: Moment) -> bool:
    """Tell whether a date of the file has this very wall clock."""
    return date.wall.replace(microsecond=0) == moment.wall.replace(microsecond=0)
