"""Where the dates of copies contradict each other, and which of two such dates the bytes prove right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations

from engine.judge.dates import (
    Relation,
    Standing,
    apart,
    is_dated,
    is_explained,
    real_moment,
    relation,
    worth_of,
)
from engine.judge.policy import Tolerances
from engine.judge.settling import prevailing
from engine.judge.wording import clock, ids, listed, named, span
from engine.judge.worth import tag_words
from engine.model.asset import Asset
from engine.model.decision import Finding

TwoAssets = tuple[Asset, Asset]


def date_findings(
    assets: Sequence[Asset], limits: Tolerances, winner: str, today: date
) -> tuple[list[Finding], list[Finding]]:
    """Return the dates that contradict each other, and the contradictions that the bytes settle.

    What is settled holds only for pictures that are proven to be one.
    """
    far: list[TwoAssets] = []
    shifted: list[TwoAssets] = []
    settled: list[Finding] = []
    dated = _voters(assets)
    for one, other in combinations(_distinct_dates(dated), 2):
        kind = relation(one, other, limits.seconds)
        if kind is Relation.SAME:
            continue
        if kind is Relation.SHIFT and is_explained(one, other, dated, winner, limits.seconds):
            continue
        if (better := prevailing(one, other, today, limits.seconds)) is not None:
            settled.append(_settled(kind, better, other if better is one else one))
            continue
        (shifted if kind is Relation.SHIFT else far).append((one, other))
    found = []
    if far:
        found.append(_apart("dates-differ", far, "taken {} apart: {} of {} and {} of {}"))
    if shifted:
        found.append(
            _apart("zone-shift", shifted, "taken {} apart, maybe a wrong time zone: {} of {} and {} of {}")
        )
    return found, settled


def _voters(assets: Sequence[Asset]) -> list[Asset]:
    """Return whose dates count: a proven file time has no vote, unless another's is no better known."""
    if any(worth_of(asset) is Standing.UNSURE for asset in assets):
        return [asset for asset in assets if asset.moment is not None]
    return [asset for asset in assets if is_dated(asset)]


def _distinct_dates(dated: Sequence[Asset]) -> list[Asset]:
    """Return one asset for each date and each worth of it."""
    return list({(a.moment, a.kind, tag_words(a)): a for a in reversed(dated)}.values())[::-1]


def _settled(kind: Relation, better: Asset, worse: Asset) -> Finding:
    assert better.moment is not None
    assert worse.moment is not None
    code = "zone-shift" if kind is Relation.SHIFT else "dates-differ"
    text = f"{_told(better)} counts, not {_told(worse)}"
    return Finding(code, text, ids([better, worse]))


def _told(asset: Asset) -> str:
    assert asset.moment is not None
    words = tag_words(asset)
    return f"{clock(asset.moment)} of {named(asset)}{f' ({words})' if words else ''}"


def _apart(code: str, pairs: Sequence[TwoAssets], sentence: str) -> Finding:
    worst = max(pairs, key=lambda pair: _gap(*pair))
    first, second = sorted(worst, key=lambda a: (a.moment.instant, a.id) if a.moment else ())
    assert first.moment is not None
    assert second.moment is not None
    whose = (clock(first.moment), named(first), clock(second.moment), named(second))
    text = sentence.format(span(_gap(first, second)), *whose)
    unsure = [a for pair in pairs for a in pair if worth_of(a) is Standing.UNSURE]
    if unsure:
        text += f"; {named(unsure[0])} shows its file time, and its bytes were not read"
    return Finding(code, text, ids([asset for pair in pairs for asset in pair]))


def _gap(one: Asset, other: Asset) -> timedelta:
    """Return the distance to show: by instant where two offsets name the same wall clock."""
    assert one.moment is not None
    assert other.moment is not None
    return apart(one.moment, other.moment) or abs(one.moment.instant - other.moment.instant)


def future_findings(assets: Sequence[Asset], today: date) -> list[Finding]:
    """Find dates that have not come yet; one day of grace for clocks ahead of ours."""
    late = []
    for asset in assets:
        moment = real_moment(asset)
        if moment is not None and min(moment.wall.date(), moment.instant.date()) > today + timedelta(days=1):
            late.append(asset)
    if not late:
        return []
    words = listed(f"{named(asset)}, {clock(asset.moment)}" for asset in late[:3] if asset.moment)
    return [Finding("future-date", f"taken in the future: {words}", ids(late))]
