"""What a report says, as values: numbers, charts, and one card per group. Nothing here knows a server or HTML."""

from __future__ import annotations

from attrs import field, frozen


@frozen(kw_only=True)
class MemberCard:
    """One member of a group. `image` is the thumbnail as a data address, "" where there is none."""

    asset: str
    name: str
    role: str
    pixels: str
    size: str
    taken: str
    link: str
    image: str = ""


@frozen(kw_only=True)
class Card:
    """One group: what happened to it (`mark`), its pictures, and sentences of each sort."""

    group: str
    mark: str
    pictures: tuple[MemberCard, ...] = ()
    why: tuple[str, ...] = ()
    inherits: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    happened: tuple[str, ...] = ()
    audited: tuple[str, ...] = ()
    undo: str = ""


@frozen(kw_only=True)
class Bar:
    """One row of a chart; `share` is its part of the longest row, 0 to 100."""

    name: str
    text: str
    share: float


@frozen(kw_only=True)
class Chart:
    """A titled set of bars."""

    title: str
    bars: tuple[Bar, ...]


@frozen(kw_only=True)
class Story:
    """A whole report."""

    title: str
    about: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]
    charts: tuple[Chart, ...] = ()
    cards: tuple[Card, ...] = ()
    undo: tuple[str, ...] = field(default=())


def chart(title: str, counts: dict[str, int], texts: dict[str, str] | None = None) -> Chart:
    """Return bars for counts, in the order given."""
    most = max(counts.values(), default=0) or 1
    return Chart(
        title=title,
        bars=tuple(
            Bar(name=name, text=(texts or {}).get(name, f"{count:,}"), share=round(100 * count / most, 1))
            for name, count in counts.items()
        ),
    )
