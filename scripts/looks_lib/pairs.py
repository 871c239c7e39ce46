"""All pairs of the labelled set, the same every time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from attrs import frozen
from PIL import Image

from scripts.looks_lib.bursts import GAPS, blinked, by_hand, inner, of_clip, stretches
from scripts.looks_lib.copies import COPIES, saved, scaled
from scripts.looks_lib.edits import EDITS
from scripts.looks_lib.sources import CLIPS, PHOTOS, SECOND_EYE, Drawn, Photo, drawn

Two = tuple[Image.Image, Image.Image]


@frozen
class Pair:
    """Two pictures, the kind of the pair, and whether the second is a copy of the first."""

    kind: str
    source: str
    half: str
    copy: bool
    make: Callable[[], Two]


def pairs(half: str | None = None) -> Iterator[Pair]:
    """Yield every pair of a half, or of both."""
    for pair in (*_copies(), *_edits(), *_pages(), *_bursts()):
        if half in (None, pair.half):
            yield pair


def _copies() -> Iterator[Pair]:
    for number, source in enumerate((*PHOTOS, *drawn())):
        for kind_number, (kind, make) in enumerate(COPIES.items()):
            if isinstance(source, Drawn) and (number + kind_number) % 3:
                continue
            chance = Random(f"{kind} {source.name}")

            def both(source: Photo | Drawn = source, chance: Random = chance, make=make) -> Two:  # type: ignore[no-untyped-def]
                picture = source.open()
                return _either_way((picture, make(picture, chance)), chance)

            yield Pair(kind, source.name, source.half, True, both)


def _edits() -> Iterator[Pair]:
    for number, source in enumerate(PHOTOS):
        for kind_number, (kind, make) in enumerate(EDITS.items()):
            if (number // 2 + kind_number) % 4 == 3:
                continue
            chance = Random(f"{kind} {source.name}")

            def both(source: Photo = source, chance: Random = chance, make=make) -> Two:  # type: ignore[no-untyped-def]
                picture = source.open()
                return _either_way((picture, _saved_again(make(picture, chance), chance)), chance)

            yield Pair(kind, source.name, source.half, False, both)


def _pages() -> Iterator[Pair]:
    kinds = {"Letter": "another page", "Receipt": "another sum", "Screen": "another screen of one app"}
    for source in drawn():
        for step in range(6):
            chance = Random(f"{source.name} {step}")

            def both(source: Drawn = source, step: int = step, chance: Random = chance) -> Two:
                return source.open(), _saved_again(source.page.other(step).draw(), chance)

            yield Pair(kinds[type(source.page).__name__], source.name, source.half, False, both)


def _bursts() -> Iterator[Pair]:
    for clip in CLIPS:
        for gap, steps in GAPS.items():
            moves = "camera still" if clip.still else "camera moving"
            for step in steps:
                for number in range(max(3, 9 // len(steps))):

                    def both(clip=clip, step=step, number=number) -> Two:  # type: ignore[no-untyped-def]
                        return of_clip(clip, step, 9)[number]

                    if number < len(of_clip(clip, step, 9)):
                        yield Pair(f"burst, {gap}, {moves}", clip.name, clip.half, False, both)
    for source in PHOTOS:
        chance = Random(f"by hand {source.name}")

        def shaken(source: Photo = source, chance: Random = chance) -> Two:
            return inner(source.open()), inner(by_hand(source.open(), chance))

        yield Pair("burst, held by hand", source.name, source.half, False, shaken)

        def patches(source: Photo = source, chance: Random = chance) -> Two:
            return stretches(source.open(), chance)

        yield Pair("two stretches of one ground", source.name, source.half, False, patches)
        if source.eyes:
            for factor in (1.0, 0.7):

                def blink(source: Photo = source, factor: float = factor, chance: Random = chance) -> Two:
                    return source.open(), scaled(blinked(source), factor, chance)

                yield Pair("a blink", source.name, source.half, False, blink)
    other = SECOND_EYE
    yield Pair(
        "the same view another day", other.name, other.half, False, lambda: (_photo(other.name), other.open())
    )


def _photo(name: str) -> Image.Image:
    return next(photo for photo in PHOTOS if photo.name == name).open()


def _saved_again(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it as it is, or saved again as edited pictures mostly are, now and then smaller."""
    way = chance.random()
    if way < 0.3:
        return picture
    if way < 0.8:
        return saved(picture, "JPEG", quality=chance.randint(70, 95))
    return saved(scaled(picture, 0.7, chance), "JPEG", quality=85)


def _either_way(two: Two, chance: Random) -> Two:
    """Return the two as they are, or exchanged: sometimes the copy wins."""
    return (two[1], two[0]) if chance.random() < 0.3 else two
