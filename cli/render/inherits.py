"""What a winner inherits, in words."""

from __future__ import annotations

from collections.abc import Iterator

from cli.render.phrases import quoted, spot, wall_clock
from cli.render.steps import TerminalWords, name_in
from cli.render.text import clean, short
from engine.action.fields import KeepClock
from engine.model.decision import Inheritance
from engine.plan.plan import GroupPlan


def inherited(plan: GroupPlan, *, sources: bool = True) -> list[str]:
    """Return what is inherited, one text per copy (or copies) that it comes from, which it names with `sources`."""
    names = {sketch.asset: short(sketch.name, 40) for sketch in plan.members}
    texts: dict[str, list[str]] = {}
    zoned = any(isinstance(step.action, KeepClock) for step in plan.steps)
    for field, text in _fields(plan.inherits, zoned=zoned):
        from_ = ", ".join(
            names[asset] for of, asset in plan.inherits.sources if of == field and asset in names
        )
        texts.setdefault(from_, []).append(text)
    words = TerminalWords(lambda asset: name_in(plan, asset))
    for step in plan.steps:
        if handed := step.action.handed_on(words):
            givers = (asset for of, asset in plan.inherits.sources if of == step.action.NAME)
            from_ = ", ".join(names[asset] for asset in givers if asset in names)
            texts.setdefault(from_, []).append(handed)
    return [
        "; ".join(found) + (f" (from {from_})" if from_ and sources else "") for from_, found in texts.items()
    ]


def _fields(inherits: Inheritance, *, zoned: bool) -> Iterator[tuple[str, str]]:
    """Yield each field and its words. The server gives a dated picture the time zone of its place: that is said."""
    if inherits.place is not None:
        stays = " (the hour shown stays)" if inherits.moment is None else ""
        zone = f" with its time zone{stays}" if zoned else ""
        yield "place", f"place {spot(inherits.place)}{zone}"
    if inherits.moment is not None:
        yield "moment", f"date {wall_clock(inherits.moment.wall)}"
    if inherits.description is not None:
        yield "description", f"description {quoted(inherits.description)}"
    if inherits.rating is not None:
        before = f" instead of {inherits.rating_before}" if inherits.rating_before else ""
        yield "rating", f"rating {inherits.rating}{before}"
    if inherits.favourite:
        yield "favourite", "favourite"
    if inherits.tags:
        yield "tags", _of("tag", [clean(tag.value) for tag in inherits.tags])
    if inherits.albums:
        yield "albums", _of("album", [quoted(album.name) for album in inherits.albums])
    if inherits.covers:
        yield "covers", "cover of " + ", ".join(quoted(album.name) for album in inherits.covers)


def _of(what: str, names: list[str]) -> str:
    """Return one thing or several of its kind, by their names."""
    return f"{what}{'' if len(names) == 1 else 's'} {', '.join(names)}"
