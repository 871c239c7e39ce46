"""A look at two assets: their thumbnails first, the previews where those leave it open."""

from __future__ import annotations

from attrs import evolve, frozen

from engine.evidence.pictures import PREVIEW, THUMBNAIL, Pictures, Unseen
from engine.model.asset import Asset, Kind
from engine.model.evidence import FileFacts
from engine.model.likeness import Likeness, Verdict

UNSEEN = "unsure-unseen"
"""The kind of a look that could not be made."""


@frozen
class Sight:
    """A likeness; `lasting` tells that it is true of these contents for ever."""

    likeness: Likeness
    lasting: bool = True


def look_at(
    first: Asset, second: Asset, pictures: Pictures, moving: tuple[FileFacts | None, FileFacts | None]
) -> Sight:
    """Look at two assets, `first` the one that would be kept.

    Of films and moving pictures (as their facts tell) only a poster is seen here. Raises what ends a run.
    """
    from engine.look.look import look

    if first.kind is not second.kind:
        return _unseen(f"{first.name} and {second.name} are of different kinds", lasting=True)
    if edited := next((one for one in (first, second) if one.edited), None):
        return _unseen(f"{edited.name} was edited on the server, whose picture shows the edit", lasting=False)
    likeness = None
    try:
        for size in (THUMBNAIL, PREVIEW):
            likeness = look(pictures.get(first, size), pictures.get(second, size))
            if likeness.verdict is not Verdict.UNSURE:
                break
    except Unseen as unseen:
        return _unseen(str(unseen), lasting=False)
    assert likeness is not None
    return Sight(evolve(likeness, poster_only=first.kind is Kind.VIDEO or any(map(_moves, moving))))


def _moves(facts: FileFacts | None) -> bool:
    return facts is not None and (facts.films or (facts.frames or 1) > 1 or (facts.pages or 1) > 1)


def _unseen(why: str, *, lasting: bool) -> Sight:
    return Sight(Likeness(verdict=Verdict.UNSURE, kind=UNSEEN, why=why), lasting)
