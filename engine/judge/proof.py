"""What is not proven, and what a larger copy proves against the camera's own file."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from engine.judge.copies import Copy, facts_of
from engine.judge.likenesses import Parting
from engine.judge.loss import losses
from engine.judge.originals import is_scaled, originality, riches, shown_pixels
from engine.judge.policy import Policy
from engine.judge.wording import ids, listed, measures, named
from engine.model.asset import Asset
from engine.model.decision import Finding, Loss
from engine.model.group import Member
from engine.model.known import Known
from engine.model.printable import printable

LARGER = 1.1
"""From this much more on a larger copy is said to be one."""

MEASURED = 0.001
"""Lengths are read to the millisecond."""

MOST_TOLD = 4


def unread_findings(assets: Sequence[Asset]) -> list[Finding]:
    """Find members whose bytes were not read, so that nobody knows what would go with them."""
    unread = [asset for asset in assets if facts_of(asset) is None]
    if not unread:
        return []
    one = unread[0]
    fault = one.fault if isinstance(one, Copy) else ""
    why = f" whole: {printable(fault)}" if fault else ""
    return [Finding("bytes-unread", f"the bytes of {named(one)} have not been read{why}", ids(unread))]


def smaller_findings(assets: Sequence[Asset]) -> list[Finding]:
    """Find larger copies that show more than the winner, which won as the camera's own file or by what is in it."""
    winner, *losers = assets
    larger = [asset for asset in losers if _shows_more(asset, winner)]
    if not larger:
        return []
    one = larger[0]
    what = "the camera's own file" if originality(winner) > originality(one) else "the one with more in it"
    text = f"{named(winner)} is {what} and has {measures(winner)}; {named(one)} has {measures(one)}"
    return [Finding("original-is-smaller", text, ids([winner, *larger]))]


def soft_findings(assets: Sequence[Asset]) -> list[Finding]:
    """Find larger copies that lose only because they show no more than the winner.

    An enlargement looks so, and so does an original that is a little soft beside a reduced copy of itself. A trace
    of the camera or the size that its Exif names tells them apart (`originality`, `is_scaled`); else a person does.
    """
    winner, *losers = assets
    larger = [asset for asset in losers if _may_be_the_source(asset, winner)]
    if not larger:
        return []
    one = larger[0]
    text = (
        f"{named(one)} has {measures(one)} and shows no more than {named(winner)} with {measures(winner)}: "
        "either it was enlarged, or it is the original and a little soft"
    )
    return [Finding("larger-shows-no-more", text, ids([winner, *larger]))]


def _may_be_the_source(asset: Asset, winner: Asset) -> bool:
    if (asset.pixels or 0) <= LARGER * (winner.pixels or 0) or shown_pixels(asset) == asset.pixels:
        return False
    outdone = originality(asset) < originality(winner) or riches(asset) != riches(winner)
    return not outdone and not is_scaled(asset, winner)


def _shows_more(asset: Asset, winner: Asset) -> bool:
    outdone = originality(winner) <= originality(asset) and riches(winner) == riches(asset)
    if outdone or is_scaled(asset, winner) or shown_pixels(asset) <= LARGER * shown_pixels(winner):
        return False
    details = [one.detail if isinstance(one, Copy) else None for one in (asset, winner)]
    if details[0] is None or details[1] is None:
        return True
    return details[0] > LARGER * details[1]


def poster_findings(parting: Parting, known: Known) -> list[Finding]:
    """Find films and moving pictures of which only one frame was seen, and whose other frames nothing speaks for."""
    winner, *losers = (member.asset for member in parting.members)
    doubted = [(a, why) for a in losers if _poster_only(winner, a, known) and (why := _unlike(winner, a))]
    if not doubted:
        return []
    one, why = doubted[0]
    text = f"of {named(one)} only one frame was seen, and {why}"
    return [Finding("poster-only", text, ids([winner, *(asset for asset, _ in doubted)]))]


def poster_words(parting: Parting, known: Known) -> list[Finding]:
    """Return what is told of films that go though only one frame was seen."""
    winner, *losers = (member.asset for member in parting.members)
    gone = [a for a in losers if _poster_only(winner, a, known) and not _unlike(winner, a)]
    return [
        Finding("poster-only", f"of {named(asset)} only one frame was seen", ids([asset])) for asset in gone
    ]


def _poster_only(winner: Asset, loser: Asset, known: Known) -> bool:
    look = known.look(winner.checksum, loser.checksum)
    return look is not None and look.poster_only and not _is_first_page(winner, loser)


def _is_first_page(winner: Asset, loser: Asset) -> bool:
    """Tell whether all of the loser was seen, because it has one page, beside the first of the winner's."""
    a, b = facts_of(winner), facts_of(loser)
    if a is None or b is None or a.films or b.films:
        return False
    return (a.frames or 1, b.frames or 1, b.pages or 1) == (1, 1, 1)


def _unlike(winner: Asset, loser: Asset) -> str:
    """Return in words why the bytes do not speak for the frames that nobody saw, "" where they do.

    Films of one length to the frame, sound for sound and packed alike, are told apart by nothing but their frames; so
    are pictures with as many frames and pages.
    """
    a, b = facts_of(winner), facts_of(loser)
    if a is None or b is None:
        return f"the bytes of {named(winner if a is None else loser)} were not read"
    if not (a.films and b.films):
        counted = [(facts.frames or 1, facts.pages or 1) for facts in (a, b)]
        return "" if counted[0] == counted[1] else "they have not as many frames and pages"
    if not a.length or not b.length:
        return "nobody knows how long it is"
    frame = 1 / min(a.rate, b.rate) if a.rate and b.rate else 0.0
    if abs(a.length - b.length) > frame + MEASURED:
        return f"they are not equally long to the frame: {a.length:.3f} and {b.length:.3f} seconds"
    if (a.sound is None) is not (b.sound is None):
        return "only one of them has sound"
    if a.codec != b.codec:
        return f"they are packed differently: {printable(f'{a.codec} and {b.codec}', 80)}"
    if _heaviness(winner, loser) > FAR_HEAVIER:
        return "for its pixels one file is many times as large as the other"
    return ""


FAR_HEAVIER = 8.0
"""From how many times the bytes a pixel on two films of one length are not taken for one: what a messenger makes of a
telephone's film has a third or a fourth of them."""


def _heaviness(one: Asset, other: Asset) -> float:
    """Return how many times the bytes a pixel the heavier of two files has, 1 where nobody knows."""
    weights = [(asset.size or 0) / (asset.pixels or 1) for asset in (one, other)]
    return max(weights) / min(weights) if all(weights) else 1.0


def ledger(members: Sequence[Member], policy: Policy) -> tuple[list[Loss], list[Finding], list[Finding]]:
    """Return every loss, and as findings those that need a person and those that the policy calls worthless."""
    assets = [member.asset for member in members]
    worthless = policy.review.worthless
    found = [evolve(loss, worthless=loss.kind in worthless) for loss in losses(assets[0], assets[1:])]
    names = {asset.id: named(asset) for asset in assets}
    return (
        found,
        _told([loss for loss in found if not loss.worthless], names),
        _told([loss for loss in found if loss.worthless], names),
    )


def _told(found: Sequence[Loss], names: dict[str, str]) -> list[Finding]:
    if not found:
        return []
    words = [
        f"{loss.kind} of {names[loss.asset]} ({printable(loss.value, 80)})" for loss in found[:MOST_TOLD]
    ]
    if len(found) > MOST_TOLD:
        words.append(f"{len(found) - MOST_TOLD} more")
    assets = tuple(dict.fromkeys(loss.asset for loss in found))
    return [Finding("loss", f"the winner will not have: {listed(words)}", assets)]
