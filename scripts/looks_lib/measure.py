"""Every pair looked at, as the server would show it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from os import cpu_count
from time import process_time

from attrs import astuple, evolve, fields, frozen
from PIL import Image

from engine.look.fine import enough, fine
from engine.look.kinds import UNSURE_DETAIL, UNSURE_WRITING
from engine.look.limits import LIMITS, Limits
from engine.look.look import far_fewer, look
from engine.look.reduced import is_reduced
from engine.look.remade import is_remade
from engine.look.rough import rough
from engine.model.likeness import Likeness, Verdict
from scripts.looks_lib.pairs import Pair, pairs
from scripts.looks_lib.server import original, preview

NAMES = tuple(field.name for field in fields(Limits))
PAGES = ("letter", "receipt", "screen")
NEVER = Limits(*(float("inf") for _ in NAMES))


@frozen
class Seen:
    """What was said of a pair, and the figures (one for each limit) by which it would be SAME under other limits.

    `verdict` is what an analysis comes to, `found` the kind that the previews alone gave, which originals may answer.
    `cost` is the seconds of processor of the look; `fine_print` tells of a page that has far fewer pixels as a copy.
    """

    kind: str
    source: str
    half: str
    copy: bool
    verdict: Verdict
    found: str
    figures: Limits
    cost: float
    fine_print: bool = False

    def same_under(self, limits: Limits) -> bool:
        """Tell whether the pair would be called SAME under these limits."""
        return all(mine <= most for mine, most in zip(astuple(self.figures), astuple(limits), strict=True))


def measured(half: str | None = None, kind: str | None = None) -> list[Seen]:
    """Look at every pair of a half (of both), on all processors, in the order of the set."""
    workers = cpu_count() or 1
    with ProcessPoolExecutor(workers) as pool:
        parts = list(pool.map(_part, range(workers), [workers] * workers, [half] * workers, [kind] * workers))
    longest = max(len(part) for part in parts)
    return [part[row] for row in range(longest) for part in parts if row < len(part)]


def _part(number: int, count: int, half: str | None, kind: str | None) -> list[Seen]:
    chosen = [pair for pair in pairs(half) if kind in (None, pair.kind)]
    return [_seen(pair) for pair in chosen[number::count]]


def _seen(pair: Pair) -> Seen:
    one, other = pair.make()
    winner, loser = preview(one), preview(other)
    start = process_time()
    said = look(winner, loser)
    cost = process_time() - start
    return Seen(
        kind=pair.kind,
        source=pair.source,
        half=pair.half,
        copy=pair.copy,
        verdict=Verdict.SAME if _is_proven(said, one, other) else said.verdict,
        found=said.kind,
        figures=NEVER if said.kind == UNSURE_WRITING else _figures(winner, loser),
        cost=cost,
        fine_print=pair.source.startswith(PAGES) and far_fewer(min(one.size), min(other.size)),
    )


def _is_proven(said: Likeness, one: Image.Image, other: Image.Image) -> bool:
    """Tell whether the originals prove what the previews left open, as an analysis asks them."""
    larger, smaller = sorted((one, other), key=lambda image: image.width, reverse=True)
    ask = {UNSURE_WRITING: is_reduced, UNSURE_DETAIL: is_remade}.get(said.kind)
    return ask is not None and ask(original(larger), original(smaller))


def _figures(winner, loser) -> Limits:  # type: ignore[no-untyped-def]
    """Return the five figures; infinite where the pair cannot be SAME under any limits that are tried."""
    seen = rough(winner, loser)
    if seen is None or not enough(winner, loser) or seen.over(_all_twice()) > 1:
        return NEVER
    found, _, _ = fine(winner, loser, seen.tone)
    return Limits(seen.cell, seen.unexplained, seen.colour, seen.place.off, float(found.max()))


def _all_twice() -> Limits:
    return Limits(*(2 * one for one in astuple(LIMITS)))


def changed() -> Iterator[tuple[str, float, Limits]]:
    """Yield each limit halved and doubled, alone."""
    for name in NAMES:
        for factor in (0.5, 2.0):
            yield name, factor, evolve(LIMITS, **{name: factor * getattr(LIMITS, name)})
