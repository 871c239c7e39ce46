"""Where copies contradict each other beside their dates: places, cameras, and signs of different shots."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations

from engine.judge.cameras import cameras_differ, described, serials_differ, settings_differ
from engine.judge.copies import facts_of
from engine.judge.dates import Relation, Standing, apart, is_from_camera, relation, worth_of
from engine.judge.names import are_neighbours, counted_in
from engine.judge.places import place_of, vagueness
from engine.judge.policy import Tolerances
from engine.judge.wording import clock, distance, ids, named, spot
from engine.model.asset import Asset
from engine.model.decision import Finding
from engine.model.printable import printable

TwoAssets = tuple[Asset, Asset]


def place_findings(assets: Sequence[Asset], limits: Tolerances) -> list[Finding]:
    """Find places too far from each other to be one; measured over ground, not in degrees.

    A place may be off by as much as its own digits leave open: 48.14 is no other place than 48.1372.
    """
    distinct = {place: asset for asset in reversed(assets) if (place := place_of(asset)) is not None}
    vague = {place: max(limits.metres, vagueness(asset)) for place, asset in distinct.items()}
    far = [
        (metres, a, b)
        for a, b in combinations(list(distinct)[::-1], 2)
        if (metres := a.metres_to(b)) > max(vague[a], vague[b])
    ]
    if not far:
        return []
    metres, a, b = max(far, key=lambda row: row[0])
    concerned = {place for _, *places in far for place in places}
    assets = [asset for asset in assets if place_of(asset) in concerned]
    whose = [f"{spot(place)} of {named(distinct[place])}" for place in (a, b)]
    text = f"taken {distance(metres)} apart: {whose[0]} and {whose[1]}"
    return [Finding("places-differ", text, ids(assets))]


def camera_findings(assets: Sequence[Asset]) -> list[Finding]:
    """Find different cameras, or two of one kind by their serial numbers; an unknown camera contradicts none."""
    known = [asset for asset in assets if asset.camera.make or asset.camera.model]
    distinct = list({(a.camera.make, a.camera.model, serial(a)): a for a in reversed(known)}.values())[::-1]
    pairs = [(a, b) for a, b in combinations(distinct, 2) if cameras_differ(a.camera, b.camera)]
    twins = [(a, b) for a, b in combinations(distinct, 2) if serials_differ(serial(a), serial(b))]
    if not pairs and not twins:
        return []
    one, other = (pairs or twins)[0]
    words = [described(one.camera), described(other.camera)]
    if not pairs:
        words = [
            f"{text}, number {printable(serial(a), 40)}" for text, a in zip(words, (one, other), strict=True)
        ]
    pairs += twins
    words = [f"{text} ({named(a)})" for text, a in zip(words, (one, other), strict=True)]
    text = f"taken with different cameras: {words[0]} and {words[1]}"
    return [Finding("cameras-differ", text, ids([asset for pair in pairs for asset in pair]))]


def serial(asset: Asset) -> str:
    """Return the serial number of the camera by the file's own bytes, "" where none is known."""
    facts = facts_of(asset)
    return (facts.shot.serial or "") if facts is not None else ""


def shot_findings(assets: Sequence[Asset], limits: Tolerances) -> list[Finding]:
    """Find pictures that one camera took within seconds of each other: neighbours, not copies."""
    shots = [a for a in assets if is_from_camera(a) and worth_of(a) is Standing.REAL]
    frames: list[TwoAssets] = []
    exposed: list[TwoAssets] = []
    for one, other in combinations(shots, 2):
        if settings_differ(one.camera, other.camera):
            exposed.append((one, other))
        if relation(one, other, limits.seconds) is Relation.SAME and _are_frames(one, other):
            frames.append((one, other))
    found = []
    if frames:
        one, other = frames[0]
        first, second = (f"{named(a)}, {clock(a.moment)}" for a in (one, other) if a.moment)
        text = f"maybe frames of a burst: {first}, and {second}"
        found.append(Finding("burst", text, ids([asset for pair in frames for asset in pair])))
    if exposed:
        one, other = exposed[0]
        words = settings_differ(one.camera, other.camera)
        text = f"exposed differently, so not the same shot: {words} of {named(one)} and {named(other)}"
        found.append(Finding("shots-differ", text, ids([asset for pair in exposed for asset in pair])))
    return found


def _are_frames(one: Asset, other: Asset) -> bool:
    """Tell whether two shots of the same moment, to the tolerance, still are different shots.

    A copy keeps the camera's second, or loses its fraction; it does not get another one of either.
    """
    assert one.moment is not None
    assert other.moment is not None
    gap = apart(one.moment, other.moment)
    fractions = [bool(moment.instant.microsecond) for moment in (one.moment, other.moment)]
    if all(fractions) and gap > timedelta(milliseconds=10):
        return True
    if not any(fractions) and gap >= timedelta(seconds=1):
        return True
    return (one.width, one.height) == (other.width, other.height) and are_neighbours(one.name, other.name)


def series_findings(assets: Sequence[Asset]) -> list[Finding]:
    """Find names that count frames of a burst or pages of a document."""
    found = []
    for code, what in (("burst", "frames of a burst"), ("pages", "pages of a document")):
        rows: dict[str, list[Asset]] = {}
        for asset in assets:
            if (stem := counted_in(asset.name, code)) is not None:
                rows.setdefault(stem, []).append(asset)
        several = [row for row in rows.values() if len(row) > 1]
        if several:
            one, other, *_ = several[0]
            text = f"the names count {what}: {named(one)} and {named(other)}"
            found.append(Finding(code, text, ids([asset for row in several for asset in row])))
    return found
