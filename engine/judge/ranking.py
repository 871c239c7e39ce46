"""Which copy is kept: an order of criteria, and in words what decided against each other copy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC
from fnmatch import fnmatchcase
from typing import Any

from attrs import frozen

from engine.judge.dates import has_explicit_zone, real_moment
from engine.judge.media import format_of
from engine.judge.originals import originality, originality_words, riches, shown_pixels
from engine.judge.places import place_of
from engine.judge.policy import Ranking
from engine.judge.ratios import Ratio, ratio_of
from engine.judge.wording import listed, measures
from engine.model.asset import Asset
from engine.model.decision import Reason
from engine.model.group import Member
from engine.model.printable import printable


@frozen
class Criterion:
    """One way to prefer a copy: the smaller `key` wins, `words` say why, `tie` names a draw."""

    key: Callable[[Member, Ranking], Any]
    words: Callable[[Member, Member, Ranking], str]
    tie: str = ""


def known_facts(asset: Asset) -> list[str]:
    """Return what is known about a picture, in words; their number is how complete its metadata is."""
    camera = asset.camera
    known = {
        "date": real_moment(asset),
        "time zone": has_explicit_zone(asset),
        "place": place_of(asset),
        "camera": camera.make or camera.model,
        "lens": camera.lens,
        "ISO": camera.iso,
        "exposure time": camera.exposure,
        "aperture": camera.aperture,
        "focal length": camera.focal_length,
        "description": (asset.description or "").strip(),
        "rating": asset.rating,
    }
    return [name for name, value in known.items() if value]


def _pattern(name: str, patterns: Sequence[str]) -> int:
    """Return the position of the first shell pattern that matches, without regard to case."""
    low = name.casefold()
    return next((n for n, p in enumerate(patterns) if fnmatchcase(low, p.casefold())), len(patterns))


def _format(member: Member, ranking: Ranking) -> int:
    extension = format_of(member.asset)
    return ranking.formats.index(extension) if extension in ranking.formats else len(ranking.formats)


def _facts_words(winner: Member, loser: Member, _: Ranking) -> str:
    mine, other = known_facts(winner.asset), known_facts(loser.asset)
    more = [fact for fact in mine if fact not in other]
    return f"more metadata: it has {listed(more)}"


def _day(member: Member) -> str:
    return f"{member.asset.file_created.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def _pixel_words(winner: Member, loser: Member, _: Ranking) -> str:
    mine, other = winner.asset.pixels or 0, loser.asset.pixels or 0
    if mine < other or shown_pixels(loser.asset) < other:
        return (
            f"most to see: {measures(winner.asset)} against {measures(loser.asset)}, "
            "which is enlarged and shows no more"
        )
    return f"most pixels: {measures(winner.asset)} against {measures(loser.asset)}"


def _riches_words(winner: Member, loser: Member, _: Ranking) -> str:
    mine, other = riches(winner.asset), riches(loser.asset)
    return f"more in it: {listed(name for name in mine if mine[name] > other.get(name, 0))}"


def _album_names(member: Member) -> list[str]:
    return [album.name for album in member.carried.albums] if member.carried else []


def _place_in(wanted: Sequence[str], values: Iterable[str | None]) -> int:
    """Return the position of the first of `wanted` that is among the values."""
    held = {(value or "").casefold() for value in values}
    return next((n for n, name in enumerate(wanted) if name.casefold() in held), len(wanted))


CRITERIA: dict[str, Criterion] = {
    "frame": Criterion(
        key=lambda m, _: ratio_of(m.asset) is not Ratio.WHOLE,
        words=lambda w, lost, _: f"the whole frame: {measures(w.asset)} against {measures(lost.asset)}",
    ),
    "original": Criterion(
        key=lambda m, _: -originality(m.asset),
        words=lambda w, lost, _: originality_words(w.asset, lost.asset),
    ),
    "whole": Criterion(key=lambda m, _: -sum(riches(m.asset).values()), words=_riches_words),
    "pixels": Criterion(key=lambda m, _: -shown_pixels(m.asset), words=_pixel_words, tie="as many pixels"),
    "size": Criterion(
        key=lambda m, _: -(m.asset.size or 0),
        words=lambda w, lost, _: f"larger file: {w.asset.size or 0:,} against {lost.asset.size or 0:,} bytes",
        tie="as many bytes",
    ),
    "format": Criterion(
        key=_format,
        words=lambda w, lost, _: f"preferred format: {_shown_format(w)} against {_shown_format(lost)}",
    ),
    "metadata": Criterion(
        key=lambda m, _: -len(known_facts(m.asset)), words=_facts_words, tie="as much metadata"
    ),
    "oldest": Criterion(
        key=lambda m, _: m.asset.file_created,
        words=lambda w, lost, _: f"earlier date: {_day(w)} against {_day(lost)} UTC",
        tie="the same date",
    ),
    "favourite": Criterion(
        key=lambda m, _: not m.asset.favourite, words=lambda *_: "a favourite, and the other is not"
    ),
    "in-album": Criterion(
        key=lambda m, _: not (m.carried and m.carried.albums),
        words=lambda *_: "in an album, and the other is in none",
    ),
    "album": Criterion(
        key=lambda m, ranking: _place_in(ranking.albums, _album_names(m)),
        words=lambda w, *_: f"in the preferred album: {printable(', '.join(_album_names(w)), 60)}",
    ),
    "library": Criterion(
        key=lambda m, ranking: _place_in(ranking.libraries, [m.asset.library]),
        words=lambda *_: "in the preferred library",
    ),
    "path": Criterion(
        key=lambda m, ranking: _pattern(m.asset.path or "", ranking.paths),
        words=lambda w, *_: f"preferred path: {printable(w.asset.path or '', 80)}",
    ),
    "upload": Criterion(
        key=lambda m, _: m.asset.library is not None,
        words=lambda *_: "uploaded, and the other belongs to an external library",
    ),
    "name": Criterion(
        key=lambda m, ranking: _pattern(m.asset.name, ranking.names),
        words=lambda w, lost, _: f"preferred name: {_shown(w)} against {_shown(lost)}",
    ),
    "plain-name": Criterion(
        key=lambda m, ranking: _pattern(m.asset.name, ranking.avoid) < len(ranking.avoid),
        words=lambda w, lost, _: f"plainer name: {_shown(w)} against {_shown(lost)}",
    ),
}


def _shown(member: Member) -> str:
    return printable(member.asset.name, 60)


def _shown_format(member: Member) -> str:
    return printable(format_of(member.asset).upper(), 10) or "no extension"


def needs_relations(ranking: Ranking) -> bool:
    """Tell whether the order cannot be known before albums have been read."""
    return bool({"in-album", "album"} & set(ranking.order))


def ranked(members: Sequence[Member], ranking: Ranking, keep: str | None = None) -> list[Member]:
    """Return the members best first: the same order whatever order they came in; `keep` is a person's own word."""
    criteria = [CRITERIA[name] for name in ranking.order]
    return sorted(
        members,
        key=lambda m: (m.asset.checksum != keep, *(c.key(m, ranking) for c in criteria), m.asset.id),
    )


def because(order: Sequence[Member], ranking: Ranking) -> tuple[Reason, ...]:
    """Say for each loser what decided against it: the first criterion in which it differs from the winner."""
    return tuple(_reason(order[0], loser, ranking) for loser in order[1:])


def _reason(winner: Member, loser: Member, ranking: Ranking) -> Reason:
    ties: list[str] = []
    for name in ranking.order:
        criterion = CRITERIA[name]
        if criterion.key(winner, ranking) != criterion.key(loser, ranking):
            before = f"{listed(ties)}, " if ties else ""
            return Reason(name, before + criterion.words(winner, loser, ranking), loser.asset.id)
        ties += [criterion.tie] if criterion.tie else []
    text = f"no difference that counts, so the lower id: {winner.asset.id} against {loser.asset.id}"
    return Reason("id", text, loser.asset.id)
