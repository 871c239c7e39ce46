"""Kinds of pictures that are risky to reduce: RAW beside JPEG, Live Photos, edits, crops, unlike videos."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.judge.copies import asked_once, facts_of
from engine.judge.policy import Tolerances
from engine.judge.wording import ids, listed, measures, named
from engine.model.asset import Asset, Kind
from engine.model.decision import Finding

# fmt: off
RAW_FORMATS = frozenset((
    "3fr", "ari", "arw", "cap", "cin", "cr2", "cr3", "crw", "dcr", "dng", "erf", "fff", "iiq", "k25", "kdc",
    "mrw", "nef", "nrw", "orf", "ori", "pef", "raf", "raw", "rw2", "rwl", "sr2", "srf", "srw", "x3f",
))
# fmt: on
"""The RAW formats that the server takes, by extension."""

VIDEO_ASPECT_PERCENT = 34.0
"""Pixels of a video need not be square: 640x480 may show the same as 1920x1080, but never a turned copy."""


SPELLINGS = {"jpeg": "jpg", "tiff": "tif", "heif": "heic", "hif": "heic", "extended webp": "webp"}
"""Types of file that have several names."""


@asked_once
def format_of(asset: Asset) -> str:
    """Return the type of file by its content, or by its extension where the bytes were not read.

    In lower case without a dot; "" where the name has none.
    """
    facts = facts_of(asset)
    named = facts.container if facts is not None and facts.container else extension(asset)
    return SPELLINGS.get(named, named)


def extension(asset: Asset) -> str:
    """Return the extension in lower case without its dot, "" where the name has none."""
    name = asset.name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    stem, _, ending = name.rpartition(".")
    return ending.lower() if stem else ""


@asked_once
def is_raw(asset: Asset) -> bool:
    """Tell whether a picture is a RAW file, by its name or by the server's type."""
    subtype = (asset.mime or "").lower().partition("/")[2]
    return asset.kind is Kind.IMAGE and (
        format_of(asset) in RAW_FORMATS or subtype in RAW_FORMATS or subtype.rpartition("-")[2] in RAW_FORMATS
    )


def media_findings(assets: Sequence[Asset], limits: Tolerances) -> list[Finding]:
    """Find everything about the media itself that needs a person, whoever wins."""
    rules: tuple[Callable[[Sequence[Asset], Tolerances], Finding | None], ...] = (
        _kinds,
        _raw,
        _unmeasured,
        _shapes,
        _projections,
        _animations,
        _unknown_durations,
        _durations,
        _one_stack,
        _edited,
    )
    return [finding for rule in rules if (finding := rule(assets, limits)) is not None]


def length_findings(assets: Sequence[Asset], limits: Tolerances) -> list[Finding]:
    """Find films that are not equally long, of which no two frames need to show the same."""
    found = _durations(assets, limits)
    return [found] if found is not None else []


def _kinds(assets: Sequence[Asset], _: Tolerances) -> Finding | None:
    kinds = sorted({asset.kind.value.lower() for asset in assets})
    if len(kinds) < 2:
        return None
    return Finding("kinds-differ", f"different kinds of media: {listed(kinds)}", ids(assets))


def _raw(assets: Sequence[Asset], _: Tolerances) -> Finding | None:
    raw = [asset for asset in assets if is_raw(asset)]
    developed = [asset for asset in assets if asset.kind is Kind.IMAGE and not is_raw(asset)]
    if not raw or not developed:
        return None
    text = f"the RAW file {named(raw[0])} lies beside the developed picture {named(developed[0])}"
    return Finding("raw-beside-jpeg", text, ids([*raw, *developed]))


def _unmeasured(assets: Sequence[Asset], _: Tolerances) -> Finding | None:
    unknown = [asset for asset in assets if not asset.pixels or asset.pixels < 0]
    if not unknown:
        return None
    text = f"the server has not measured {listed(named(asset) for asset in unknown[:3])}"
    return Finding("unknown-pixels", text, ids(unknown))


def _shapes(assets: Sequence[Asset], limits: Tolerances) -> Finding | None:
    measured = [asset for asset in assets if asset.pixels and asset.pixels > 0]
    if not measured:
        return None
    tall, wide = min(measured, key=_ratio), max(measured, key=_ratio)
    films = all(asset.kind is Kind.VIDEO for asset in measured)
    if _same_shape(wide, tall, VIDEO_ASPECT_PERCENT if films else limits.aspect_percent):
        return None
    text = f"different shapes, so one is cropped or turned: {measures(wide)} and {measures(tall)}"
    return Finding("aspect-differs", text, ids([wide, tall]))


def _ratio(asset: Asset) -> float:
    return (asset.width or 1) / (asset.height or 1)


def _same_shape(wide: Asset, tall: Asset, percent: float) -> bool:
    """Compare ratios, letting each side be a pixel off because scaling rounds."""
    w, h = wide.width or 1, wide.height or 1
    x, y = tall.width or 1, tall.height or 1
    lowest = max(w - 1, 1) / (h + 1)
    highest = (x + 1) / max(y - 1, 1)
    return lowest <= highest or _ratio(wide) <= _ratio(tall) * (1 + percent / 100)


def _projections(assets: Sequence[Asset], _: Tolerances) -> Finding | None:
    kinds = sorted({(asset.projection or "").strip().casefold() or "flat" for asset in assets})
    if len(kinds) < 2:
        return None
    return Finding("projection-differs", f"different projections: {listed(kinds)}", ids(assets))


def _animations(assets: Sequence[Asset], _: Tolerances) -> Finding | None:
    images = [asset for asset in assets if asset.kind is Kind.IMAGE]
    if all((facts := facts_of(asset)) is not None and facts.container for asset in images):
        # What moves is known, so it wins, or its loss is in the ledger.
        return None
    moving = [asset for asset in images if _length(asset) or format_of(asset) == "gif"]
    if not moving or len(moving) == len(images):
        return None
    text = f"{named(moving[0])} may be animated and others are not"
    return Finding("animation-differs", text, ids(moving))


def _length(asset: Asset) -> float | None:
    """Return the duration where it is a length at all, rather by the bytes; 0 and NaN are none."""
    facts = facts_of(asset)
    if facts is not None and facts.length and 0 < facts.length < float("inf"):
        return facts.length
    return asset.duration if asset.duration and 0 < asset.duration < float("inf") else None


def _unknown_durations(assets: Sequence[Asset], _: Tolerances) -> Finding | None:
    unknown = [asset for asset in assets if asset.kind is Kind.VIDEO and _length(asset) is None]
    if not unknown:
        return None
    return Finding("unknown-duration", f"the length of {named(unknown[0])} is not known", ids(unknown))


def _durations(assets: Sequence[Asset], limits: Tolerances) -> Finding | None:
    lengths = [(length, a) for a in assets if a.kind is Kind.VIDEO and (length := _length(a)) is not None]
    if not lengths:
        return None
    (short, one), (long, other) = (pick(lengths, key=lambda row: row[0]) for pick in (min, max))
    if long - short <= _tolerance([one, other], long, limits):
        return None
    text = f"the videos are not equally long: {short:.2f} and {long:.2f} seconds"
    return Finding("durations-differ", text, ids([one, other]))


FRAMES_OFF = 3
"""A transcode may lose or repeat as many frames at its ends."""


def _tolerance(films: Sequence[Asset], long: float, limits: Tolerances) -> float:
    """Return by how many seconds two films may differ: to the frame where the bytes tell how long a frame is."""
    wide = max(limits.duration_seconds, long * limits.duration_percent / 100)
    rates = [facts.rate for film in films if (facts := facts_of(film)) is not None and facts.length]
    if len(rates) < len(films) or not all(rates):
        return wide
    return min(wide, FRAMES_OFF / min(rate for rate in rates if rate))


def _one_stack(assets: Sequence[Asset], _: Tolerances) -> Finding | None:
    if len(assets) > 1 and None not in (stacks := {asset.stack for asset in assets}) and len(stacks) == 1:
        return Finding("one-stack", "its pictures already are one stack", ids(assets))
    return None


def _edited(assets: Sequence[Asset], _: Tolerances) -> Finding | None:
    edited = [asset for asset in assets if asset.edited]
    if not edited:
        return None
    return Finding("edited", f"{named(edited[0])} was edited on the server", ids(edited))


def winner_findings(ranked: Sequence[Asset], libraries: Sequence[str]) -> list[Finding]:
    """Find what is risky because of who wins: external libraries; `libraries` are those that the policy names.

    To delete the row of an external file does not delete the file, what is written to one may be lost without a
    word, and its checksum says nothing of its bytes (docs/immich.md, External libraries).
    """
    winner, *losers = ranked
    external = [asset for asset in losers if asset.library]
    if external:
        text = f"{named(external[0])} belongs to an external library, whose files are not ours to remove"
        return [Finding("external-loser", text, ids(external))]
    if not winner.library or winner.library in libraries:
        return []
    text = (
        f"{named(winner)} belongs to an external library and {named(losers[0])} was uploaded; "
        "the policy does not say that this library's files are the ones to keep"
    )
    return [Finding("external-beside-upload", text, ids(ranked))]
