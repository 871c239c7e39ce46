"""The ledger of loss: what a loser has that no API can move, and that its winner will not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.judge.copies import facts_of
from engine.judge.names import day_of, month_of, says_more
from engine.judge.originals import moves
from engine.judge.said import Shown, unsaid
from engine.judge.worth import tag_of, taking_dates
from engine.model.asset import Asset
from engine.model.decision import Loss
from engine.model.evidence import FileFacts, Shot
from engine.model.printable import printable

LONGEST_VALUE = 200


def losses(winner: Asset, losers: Iterable[Asset]) -> list[Loss]:
    """Return every loss of every loser whose bytes, and whose winner's bytes, were read; names are always read."""
    losers = list(losers)
    shown = Shown.of((winner, *losers))
    return [loss for loser in losers for loss in _losses(winner, loser, shown)]


def _losses(winner: Asset, loser: Asset, shown: Shown) -> Iterator[Loss]:
    yield from _name(winner, loser)
    kept, lost = facts_of(winner), facts_of(loser)
    if kept is None or lost is None:
        return
    for kind, text in (
        *_shot(winner, loser, kept.shot, lost.shot),
        *_software(kept, lost),
        *_fraction(winner, loser),
    ):
        yield Loss(loser.id, kind, text)
    for kind, text in (*unsaid(kept, lost, shown), *_riches(winner, loser, kept, lost)):
        yield Loss(loser.id, kind, text)


def _name(winner: Asset, loser: Asset) -> Iterator[Loss]:
    """Yield a name with words, or with a day that the winner shows in no other way."""
    words = says_more(loser.name, winner.name, winner.description or "")
    day = day_of(loser.name)
    shown = {winner.moment.wall.date(), winner.moment.instant.date()} if winner.moment else set()
    told_elsewhere = day is None or day == day_of(winner.name)
    far = not told_elsewhere and day is not None and all(abs((day - one).days) > 1 for one in shown)
    if words or (far and not _is_messenger(loser.name)) or _tells_a_month(winner, loser):
        yield Loss(loser.id, "name", printable(loser.name, LONGEST_VALUE))


def _tells_a_month(winner: Asset, loser: Asset) -> bool:
    """Tell whether a name has a month, or nothing but a year, that the winner shows in no way."""
    told = month_of(loser.name)
    if told is None or told == month_of(winner.name):
        return False
    shown = (winner.moment.wall, winner.moment.instant) if winner.moment else ()
    return all((one.year, one.month if told[1] else 0) != told for one in shown)


def _is_messenger(name: str) -> bool:
    """Tell whether a name holds the day on which a messenger received the file, which says nothing of the picture."""
    low = name.casefold()
    return "-wa" in low or any(
        word in low for word in ("whatsapp", "signal", "telegram", "received", "mmexport")
    )


def _shot(winner: Asset, loser: Asset, kept: Shot, lost: Shot) -> Iterator[tuple[str, str]]:
    """Yield what only the loser has of the camera, in its bytes or as the server shows it, by a sidecar."""
    for kind, names in (
        ("camera", ("make", "model")),
        ("lens", ("lens",)),
        ("serial", ("serial",)),
        ("exposure", ("exposure", "aperture", "iso", "focal_length")),
    ):
        missing = [
            f"{name.replace('_', ' ')} {printable(str(value), LONGEST_VALUE)}"
            for name in names
            if (value := _of_camera(loser, lost, name)) and not _of_camera(winner, kept, name)
        ]
        if missing:
            yield kind, ", ".join(missing)
    if lost.notes and not kept.notes:
        yield "notes", "the camera's own notes"


def _of_camera(asset: Asset, shot: Shot, name: str) -> object:
    return getattr(shot, name) or getattr(asset.camera, name, None)


def _software(kept: FileFacts, lost: FileFacts) -> Iterator[tuple[str, str]]:
    if lost.software and lost.software != kept.software:
        yield "software", printable(lost.software, LONGEST_VALUE)


def _fraction(winner: Asset, loser: Asset) -> Iterator[tuple[str, str]]:
    kept, lost = facts_of(winner), tag_of(loser)
    if kept is None or lost is None or not lost.digits:
        return
    if not any(date.digits for date in taking_dates(kept)) and lost.wall.microsecond:
        yield "sub-seconds", lost.wall.time().isoformat()


def _riches(winner: Asset, loser: Asset, kept: FileFacts, lost: FileFacts) -> Iterator[tuple[str, str]]:
    if lost.sound is not None and kept.sound is None:
        yield "sound", lost.sound.codec or "sound"
    if lost.motion and not (kept.motion or winner.motion or loser.motion):
        yield "motion", "a film inside the picture"
    if missing := sorted({*lost.behind} - {*kept.behind}):
        yield "behind", printable(", ".join(missing), LONGEST_VALUE)
    if moves(loser) and (lost.frames or 1) > (kept.frames or 1):
        yield "frames", f"{lost.frames} frames against {kept.frames or 1}"
    if (lost.pages or 1) > (kept.pages or 1):
        yield "pages", f"{lost.pages} pages against {kept.pages or 1}"
    if lost.films and lost.rate and kept.rate and lost.rate > kept.rate * FASTER:
        yield "rate", f"{lost.rate:g} frames per second against {kept.rate:g}"
    if lost.bit_depth and kept.bit_depth and lost.bit_depth > kept.bit_depth:
        yield "bit-depth", f"{lost.bit_depth} bits against {kept.bit_depth}"


FASTER = 1.05
"""Rates are measured: 29.97 and 30 are one."""
