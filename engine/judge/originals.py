"""Which file still is the camera's own, and which has sound, motion or pages that another lacks: by its bytes."""

from __future__ import annotations

from engine.judge.copies import Copy, asked_once, facts_of
from engine.judge.makers import is_camera_type, program
from engine.judge.wording import listed
from engine.judge.worth import Worth, taking_dates, worth
from engine.model.asset import Asset, Kind
from engine.model.evidence import FileFacts

TRACES: dict[str, str] = {
    "camera": "its make and model",
    "lens": "its lens",
    "exposure": "its exposure",
    "sub-seconds": "fractions of the second",
    "notes": "its own notes",
    "type": "a camera's type of file",
}


def traces(asset: Asset) -> list[str]:
    """Return which traces of a camera a file still has, in words; none where its bytes were not read."""
    facts = facts_of(asset)
    if facts is None:
        return []
    shot = facts.shot
    there = {
        "camera": bool(shot.make or shot.model),
        "lens": bool(shot.lens),
        "exposure": any((shot.iso, shot.exposure, shot.aperture, shot.focal_length)),
        "sub-seconds": any(date.digits for date in taking_dates(facts)),
        "notes": shot.notes,
    }
    # Without a camera a type of file says nothing: a screen's own picture is a PNG.
    there["type"] = any(there.values()) and is_camera_type(facts)
    return [TRACES[name] for name, present in there.items() if present]


@asked_once
def originality(asset: Asset) -> int:
    """Return how much of a camera's own a file is: its traces, less than half a trace where an editor wrote it."""
    facts = facts_of(asset)
    edited = facts is not None and program(facts) is not None
    return 2 * len(traces(asset)) - edited


def originality_words(winner: Asset, loser: Asset) -> str:
    """Return in words what makes the winner rather the camera's own file."""
    more = [trace for trace in traces(winner) if trace not in traces(loser)]
    if more:
        return f"the winner is the camera's own file: it still has {listed(more)}"
    facts = facts_of(loser)
    return f"nearer to the camera: {(program(facts) if facts else None) or 'a program'} wrote the other"


def is_encoded_then(asset: Asset) -> bool:
    """Tell whether a film's date is when a program encoded it, which says nothing of when it was filmed."""
    facts = facts_of(asset)
    if facts is None or asset.kind is not Kind.VIDEO or worth(asset) is not Worth.MADE:
        return False
    return program(facts) is not None


@asked_once
def riches(asset: Asset) -> dict[str, int]:
    """Return what a file has beside one still picture: sound, motion, more pages, smoothness; in words, with how much.

    The motion part of a Live Photo is no merit of its still: the server can give it to another.
    """
    facts = facts_of(asset)
    if facts is None:
        return {}
    found = {
        "sound": int(facts.sound is not None),
        "motion": int(moves(asset)),
        "pages": max((facts.pages or 1) - 1, 0),
        "frames a second": int((facts.rate or 0) // SMOOTH) if facts.films else 0,
    }
    return {name: count for name, count in found.items() if count}


def moves(asset: Asset) -> bool:
    """Tell whether a picture moves; of a film that is no merit."""
    facts = facts_of(asset)
    return asset.kind is not Kind.VIDEO and facts is not None and (facts.frames or 1) > 1


@asked_once
def shown_pixels(asset: Asset) -> int:
    """Return the pixels that count: those of an enlarged copy as what they show, and a little less.

    The little keeps the source before its enlargement where a measurement is a per cent off. A file that has the size
    which its camera wrote into it was not enlarged, however soft it is.
    """
    pixels = asset.pixels or 0
    detail = asset.detail if isinstance(asset, Copy) else None
    if detail is None or detail >= ENLARGED * pixels or is_as_framed(asset):
        return pixels
    return round(ENLARGED * detail)


def is_as_framed(asset: Asset) -> bool:
    """Tell whether a file has the size that the camera named in it."""
    facts = facts_of(asset)
    return facts is not None and facts.framed is not None and sorted(facts.framed) == _sides(facts)


def is_scaled(asset: Asset, source: Asset) -> bool:
    """Tell whether a file says that it was made from one of another's size."""
    facts, other = facts_of(asset), facts_of(source)
    if facts is None or other is None or facts.framed is None:
        return False
    return sorted(facts.framed) == _sides(other) != _sides(facts)


def _sides(facts: FileFacts) -> list[int]:
    return sorted((facts.width or 0, facts.height or 0))


SMOOTH = 45
"""Frames a second: films have 24 to 30, and what has twice as many or more was meant to be smooth or slow."""

ENLARGED = 0.8
"""Below this share of its pixels a picture shows what a smaller one shows."""
