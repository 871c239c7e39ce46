"""A look at two assets: at the previews of pictures, at the frames of films."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from engine.evidence.pictures import EYES, Pictures, Unseen
from engine.model.asset import Asset, Kind
from engine.model.evidence import FileFacts
from engine.model.likeness import Likeness, Verdict

if TYPE_CHECKING:
    from engine.look.picture import Picture

UNSEEN = "unsure-unseen"
"""The kind of a look that could not be made."""

Enlargement = Callable[[Asset, Asset], bool]
"""Tell whether the first is proven to be the second enlarged, by their originals. Raises what ends a run."""

MORE = 1.1
"""From this many times the pixels on the copy that would go counts as the larger (as in engine.judge.proof)."""

Footage = Callable[[Asset], "list[Picture]"]
"""Return frames of a film at equal times. Raises `Unseen`, and what ends a run."""


@frozen
class PairSeen:
    """A likeness; `lasting` tells that it is true of these contents for ever."""

    likeness: Likeness
    lasting: bool = True


def look_at(
    first: Asset,
    second: Asset,
    pictures: Pictures,
    facts: tuple[FileFacts | None, FileFacts | None],
    footage: Footage | None = None,
    enlargement: Enlargement | None = None,
) -> PairSeen:
    """Look at two assets, `first` the one that would be kept.

    Where the second is larger and its preview does not tell that it shows no more, `enlargement` is asked.

    Of a film more than its poster is seen where `footage` is there and the poster leaves it open; of other moving
    pictures only the poster. Raises what ends a run.
    """
    if first.kind is not second.kind:
        return _unseen(f"{first.name} and {second.name} are of different kinds", lasting=True)
    if edited := next((one for one in (first, second) if one.edited), None):
        return _unseen(f"{edited.name} was edited on the server, whose picture shows the edit", lasting=False)
    try:
        likeness = _posters(first, second, pictures)
    except Unseen as unseen:
        return _unseen(str(unseen), lasting=False)
    # Without the facts of a file nobody knows what its preview's profile is worth.
    lasting = likeness.verdict is Verdict.SAME or all(
        known is not None and not known.fault for known in facts
    )
    if first.kind is not Kind.VIDEO:
        if enlargement is not None and _shows_more(second, first, likeness) and enlargement(second, first):
            likeness = evolve(likeness, detail=(first.pixels or 0, first.pixels or 0))
        return PairSeen(evolve(likeness, poster_only=any(map(_moves, facts))), lasting)
    if likeness.verdict is Verdict.DIFFERS or footage is None:
        return PairSeen(evolve(likeness, poster_only=True))
    return _films(first, second, likeness, footage)


def _shows_more(second: Asset, first: Asset, likeness: Likeness) -> bool:
    """Tell whether a larger copy that would go shows more than what would be kept, as far as previews can tell."""
    if likeness.verdict is not Verdict.SAME or (second.pixels or 0) <= MORE * (first.pixels or 0):
        return False
    return likeness.detail is None or likeness.detail[1] > MORE * likeness.detail[0]


def _posters(first: Asset, second: Asset, pictures: Pictures) -> Likeness:
    from engine.look.bars import beside_bars
    from engine.look.cut import inside
    from engine.look.kinds import CROPPED
    from engine.look.look import look

    def judge(one: Picture, other: Picture) -> Likeness:
        seen = look(one, other)
        if first.kind is not Kind.VIDEO:
            return seen
        return beside_bars([one], [other], seen, lambda ones, others: look(ones[0], others[0]))

    found = pictures.look(first, second, judge)
    if found.kind == CROPPED and first.kind is Kind.IMAGE:
        return pictures.look(first, second, inside, large=True)
    return found


def _films(first: Asset, second: Asset, poster: Likeness, footage: Footage) -> PairSeen:
    """Look at two films frame by frame; what cannot be decoded has its poster alone."""
    from engine.look.films import look_at_frames

    try:
        with EYES:
            return PairSeen(look_at_frames(footage(first), footage(second)))
    except Unseen as unseen:
        why = f"{poster.why}; only the posters were seen, because {unseen}"
        return PairSeen(evolve(poster, poster_only=True, why=why), lasting=False)


def _moves(facts: FileFacts | None) -> bool:
    return facts is not None and (facts.films or (facts.frames or 1) > 1 or (facts.pages or 1) > 1)


def _unseen(why: str, *, lasting: bool) -> PairSeen:
    return PairSeen(Likeness(verdict=Verdict.UNSURE, kind=UNSEEN, why=why), lasting)
