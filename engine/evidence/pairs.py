"""A look at two assets: at the previews of pictures, at the frames of films."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from attrs import evolve, frozen

from engine.evidence.eyes import EYES
from engine.evidence.originals import Comparison, Worth
from engine.evidence.pictures import Pictures, Unseen
from engine.look.kinds import (
    DIFFERENCE,
    MEANING,
    SAME_PICTURE,
    UNSURE_DETAIL,
    UNSURE_SOUND,
    UNSURE_UNSHOWN,
    UNSURE_WRITING,
)
from engine.model.asset import Asset, Kind
from engine.model.evidence import FileFacts
from engine.model.likeness import Difference, Likeness, Verdict

if TYPE_CHECKING:
    from engine.look.picture import Picture
    from engine.look.sounds import Excerpt

UNSEEN = "unsure-unseen"
"""The kind of a look that could not be made."""


class Originals(Protocol):
    """Tells what a comparison says of the originals of two assets, where reading them is worth it."""

    def __call__(
        self, comparison: Comparison, larger: Asset, smaller: Asset, worth: Worth | None = None, /
    ) -> bool:
        """Return whether it is proven; the larger asset comes first. Raises what ends a run."""


REDUCED = (
    "the loser shows what the winner shows: the smaller file is the larger one reduced, to the last letter"
)

REMADE = "the loser shows what the winner shows: its file is that one packed again, to the last grey level"

PAINTED = "the loser shows what the winner shows: its file is that one painted with fewer colours"

MORE = 1.1
"""From this many times the pixels on the copy that would go counts as the larger (as in engine.judge.proof)."""

TRANSPARENT = frozenset(
    {"apng", "avif", "gif", "ico", "mng", "png", "psb", "psd", "svg", "svgz", "tif", "tiff", "webp"}
)
"""Kinds of files that may be transparent. HEIC and JPEG XL may, too, and hardly any are; Pillow cannot tell of them."""

Footage = Callable[[Asset, float, int], "list[Picture]"]
"""Return frames of a film at equal times, so many seconds late, each the mean of so many in a row.

Raises `Unseen`, and what ends a run."""

Hearing = Callable[[Asset], "list[Excerpt]"]
"""Return short excerpts of a film's sound. Raises `Unseen`, and what ends a run."""

STEADY = 5
"""Frames in a row of which the mean is looked at where single ones leave a small difference open: what somebody
changed lasts that long (a fifth of a second at 25 a second), and noise of compression does not (docs/looks.md)."""

STEADILY = 0.7
"""How much of a limit the mean may reach: more than half of the copies in which single frames leave a doubt do, and of
what was changed so little that they leave it open one in twenty does (docs/looks.md)."""

LASTING = (
    "the loser shows what the winner shows: no small difference of single frames lasts for five in a row"
)

FASTER = 1.05
"""Rates are measured: 29.97 and 30 frames a second are one (as in engine.judge.loss)."""

MOST_NEARBY = 9
"""Frames before and after that are decoded at most, each time for the whole film."""


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
    originals: Originals | None = None,
    hearing: Hearing | None = None,
) -> PairSeen:
    """Look at two assets, `first` the one that would be kept.

    Where previews cannot tell every digit of two pages, or a small difference from compression, or that the second,
    which is larger, shows no more, `originals` are asked.

    Of a film more than its poster is seen where `footage` is there and the poster leaves it open; of other moving
    pictures only the poster. Raises what ends a run.
    """
    if first.kind is not second.kind:
        return _unseen(f"{first.name} and {second.name} are of different kinds", lasting=True)
    if edited := next((one for one in (first, second) if one.edited), None):
        return _unseen(f"{edited.name} was edited on the server, whose picture shows the edit", lasting=False)
    try:
        likeness = pictures.look(first, second)
    except Unseen as unseen:
        return _unseen(str(unseen), lasting=False)
    # Without the facts of a file nobody knows what its preview's profile is worth.
    lasting = likeness.verdict is Verdict.SAME or all(
        known is not None and not known.fault for known in facts
    )
    if first.kind is not Kind.VIDEO:
        if originals is None:
            return PairSeen(evolve(likeness, poster_only=any(map(_moves, facts))), lasting)
        likeness = _by_originals(first, second, likeness, originals, facts[1])
        if likeness.verdict is Verdict.SAME and any(map(_hides, (first, second), facts)):
            likeness = _with_all_layers(first, second, likeness, originals)
        return PairSeen(likeness, lasting)
    if likeness.verdict is Verdict.DIFFERS or footage is None:
        return PairSeen(evolve(likeness, poster_only=True))
    found = _films(first, second, likeness, footage, facts)
    if hearing is None or found.likeness.verdict is not Verdict.SAME or found.likeness.poster_only:
        return found
    sounds = all(known is not None and known.sound is not None for known in facts)
    return evolve(found, likeness=_with_sound(first, second, found.likeness, hearing)) if sounds else found


def _by_originals(
    first: Asset, second: Asset, likeness: Likeness, originals: Originals, of_second: FileFacts | None
) -> Likeness:
    """Return what a look found, and what the originals prove of that which it left open.

    What compares them is imported only where something is: of most pairs nothing is left open.
    """
    if likeness.kind in (UNSURE_WRITING, UNSURE_DETAIL) or likeness.difference is Difference.CONTENT:
        likeness = _answered(first, second, likeness, originals, of_second)
    if _shows_more(second, first, likeness):
        from engine.look import enlarged

        if originals(enlarged.compare, second, first):
            likeness = evolve(likeness, detail=(first.pixels or 0, first.pixels or 0))
    return likeness


def _with_all_layers(first: Asset, second: Asset, likeness: Likeness, originals: Originals) -> Likeness:
    """Return what was found, where what the previews did not show is proven to be the same, too."""
    from engine.look import layers

    proven = likeness.why in (REDUCED, REMADE, PAINTED)
    if originals(layers.opaque if proven else layers.compare, first, second):
        return likeness
    return Likeness(verdict=Verdict.UNSURE, kind=UNSURE_UNSHOWN, why=MEANING[UNSURE_UNSHOWN])


def _hides(asset: Asset, facts: FileFacts | None) -> bool:
    """Tell whether a preview may not show all of a still: it may be transparent, or has more pages or frames."""
    kind = facts.container if facts is not None and facts.container else asset.name.rpartition(".")[2].lower()
    return kind in TRANSPARENT or _moves(facts)


def _answered(
    first: Asset, second: Asset, likeness: Likeness, originals: Originals, of_second: FileFacts | None
) -> Likeness:
    """Return that two pictures show the same where the originals prove it, else what a look found."""
    from engine.look import painted, reduced, remade

    larger, smaller = (first, second) if (first.pixels or 0) >= (second.pixels or 0) else (second, first)
    if likeness.kind == UNSURE_WRITING and originals(reduced.compare, larger, smaller):
        likeness = evolve(likeness, verdict=Verdict.SAME, kind=SAME_PICTURE, why=REDUCED)
    if likeness.kind == UNSURE_DETAIL and originals(remade.compare, larger, smaller):
        likeness = Likeness(verdict=Verdict.SAME, kind=SAME_PICTURE, why=REMADE)
    few = likeness.kind == UNSURE_DETAIL or likeness.difference is Difference.CONTENT
    if (
        few
        and _may_be_painted(first, second, of_second)
        and originals(painted.compare, first, second, painted.is_palette)
    ):
        likeness = Likeness(verdict=Verdict.SAME, kind=SAME_PICTURE, why=PAINTED)
    return likeness


def _may_be_painted(first: Asset, second: Asset, of_second: FileFacts | None) -> bool:
    """Tell whether the second picture may be the first one with fewer colours: only then is its head looked into."""
    sizes = (first.width, first.height), (second.width, second.height)
    return of_second is not None and of_second.container == "png" and sizes[0] == sizes[1]


def _shows_more(second: Asset, first: Asset, likeness: Likeness) -> bool:
    """Tell whether a larger copy that would go shows more than what would be kept, as far as previews can tell."""
    if likeness.verdict is not Verdict.SAME or (second.pixels or 0) <= MORE * (first.pixels or 0):
        return False
    return likeness.detail is None or likeness.detail[1] > MORE * likeness.detail[0]


def _films(
    first: Asset,
    second: Asset,
    poster: Likeness,
    footage: Footage,
    facts: tuple[FileFacts | None, FileFacts | None],
) -> PairSeen:
    """Look at two films frame by frame; what cannot be decoded has its poster alone."""
    from engine.look.films import look_at_frames, look_at_other_rates

    try:
        with EYES:
            one, other = footage(first, 0.0, 1), footage(second, 0.0, 1)
            seen = look_at_frames(one, other)
            one_rate, other_rate = (known.rate if known is not None else None for known in facts)
            if seen.verdict is Verdict.SAME or seen.difference in (Difference.BARS, Difference.LENGTH):
                return PairSeen(seen)
            if late := list(_nearby(one_rate, other_rate)):
                seen = look_at_other_rates((footage(first, by, 1) for by in late), [other])
            elif late := list(_nearby(other_rate, one_rate)):
                seen = look_at_other_rates([one], (footage(second, by, 1) for by in late))
            elif seen.kind == UNSURE_DETAIL:
                seen = _steadily(seen, footage(first, 0.0, STEADY), footage(second, 0.0, STEADY))
            return PairSeen(seen)
    except Unseen as unseen:
        why = f"{poster.why}; only the posters were seen, because {unseen}"
        return PairSeen(evolve(poster, poster_only=True, why=why), lasting=False)


def _with_sound(first: Asset, second: Asset, seen: Likeness, hearing: Hearing) -> Likeness:
    """Return what was seen of two films with sound, or that they do not sound alike, as far as both can be heard."""
    from engine.look import sounds

    try:
        with EYES:
            if sounds.alike(hearing(first), hearing(second)):
                return seen
    except Unseen:
        return seen
    why = MEANING[UNSURE_SOUND]
    return evolve(
        seen, verdict=Verdict.UNSURE, difference=DIFFERENCE[UNSURE_SOUND], kind=UNSURE_SOUND, why=why
    )


def _steadily(seen: Likeness, one: Sequence[Picture], other: Sequence[Picture]) -> Likeness:
    """Return that two films show the same where no small difference lasts, else what single frames showed."""
    from engine.look.films import look_at_frames

    steady = look_at_frames(one, other)
    clearly = steady.verdict is Verdict.SAME and (steady.amount or 0) <= STEADILY
    return evolve(steady, why=LASTING) if clearly else seen


def _nearby(faster: float | None, slower: float | None) -> Iterator[float]:
    """Yield by how many seconds a film may be ahead of or behind another, which has fewer frames a second."""
    if not faster or not slower or faster <= FASTER * slower:
        return
    for number in range(min(math.ceil(faster / slower) + 1, MOST_NEARBY) + 1):
        yield from {-number / faster, number / faster}


def _moves(facts: FileFacts | None) -> bool:
    return facts is not None and (facts.films or (facts.frames or 1) > 1 or (facts.pages or 1) > 1)


def _unseen(why: str, *, lasting: bool) -> PairSeen:
    return PairSeen(Likeness(verdict=Verdict.UNSURE, kind=UNSEEN, why=why), lasting)
