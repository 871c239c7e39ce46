"""What the winner must receive so that nothing only a loser knew is lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import frozen

from engine.judge.clocks import inherited_clock
from engine.judge.copies import facts_of
from engine.judge.policy import Policy
from engine.judge.texts import added_tags, joined_description
from engine.judge.wording import ids, named
from engine.model.asset import Asset
from engine.model.carried import Album, Carried
from engine.model.decision import Finding, Inheritance
from engine.model.group import Member
from engine.model.printable import printable

BEST_RATING = 5
REJECTED = -1


@frozen
class AlbumsJoined:
    """Albums to join, albums to lead as cover, and the losers that they come from."""

    join: tuple[Album, ...] = ()
    covers: tuple[Album, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()


def inherited(
    ranked: Sequence[Member], policy: Policy, places_agree: bool, today: date | None = None
) -> tuple[Inheritance, list[Finding]]:
    """Return what the best of `ranked` inherits from the others, and what is doubtful about that.

    `places_agree` is false where the group shows several places; then no place is inherited. `today` is given where all
    are proven to be one picture, so that the bytes may correct a date.
    """
    assets = [member.asset for member in ranked]
    wanted = policy.inherit
    clock, found = inherited_clock(assets, policy, places_agree, today)
    description, writers, doubts = joined_description(assets) if wanted.description else (None, [], [])
    found += doubts
    rating, rater, doubts = _rating(assets) if wanted.rating else (None, None, [])
    found += doubts
    liked = next((a for a in assets[1:] if a.favourite), None) if wanted.favourite else None
    fan = None if assets[0].favourite else liked
    tags, taggers, doubts = added_tags(assets) if wanted.tags else ((), [], [])
    found += doubts
    albums, doubts = _albums(ranked) if wanted.albums else (AlbumsJoined(), [])
    found += doubts
    sources: list[tuple[str, Asset | None]] = [
        ("place", clock.place_from),
        ("moment", clock.moment_from),
        *(("description", writer) for writer in writers),
        ("rating", rater),
        ("favourite", fan),
        *(("tags", tagger) for tagger in taggers),
    ]
    pairs = [(field, asset.id) for field, asset in sources if asset is not None]
    return (
        Inheritance(
            place=clock.place,
            moment=clock.moment,
            wall=clock.wall,
            offset_minutes=clock.offset_minutes,
            offset_is_sure=clock.offset_is_sure,
            offset_is_binding=clock.offset_is_binding,
            description=description,
            rating=rating,
            rating_before=(assets[0].rating or None) if rating is not None else None,
            favourite=True if fan else None,
            tags=tags,
            albums=albums.join,
            covers=albums.covers,
            sources=tuple(dict.fromkeys([*pairs, *albums.sources])),
        ),
        found,
    )


def _is_rejected_in_its_file(asset: Asset) -> bool:
    """Tell whether a file itself is marked as rejected, which 3.x shows as no rating (docs/immich.md)."""
    facts = facts_of(asset)
    return facts is not None and any(
        tag.endswith(":Rating") and value == str(REJECTED) for tag, value in facts.unshown
    )


def _rating(assets: Sequence[Asset]) -> tuple[int | None, Asset | None, list[Finding]]:
    """Return the highest rating above the winner's; a rejection is neither inherited nor overruled."""
    winner = assets[0]
    rated = [asset for asset in assets[1:] if asset.rating and 1 <= asset.rating <= BEST_RATING]
    best = max(rated, key=lambda asset: asset.rating or 0, default=None)
    if best is None:
        return None, None, []
    if winner.rating == REJECTED or _is_rejected_in_its_file(winner):
        text = f"the winner {named(winner)} is rejected, and {named(best)} has {best.rating} stars"
        return None, None, [Finding("ratings-differ", text, ids([winner, best]))]
    if (winner.rating or 0) >= (best.rating or 0):
        return None, None, []
    return best.rating, best, []


def _albums(ranked: Sequence[Member]) -> tuple[AlbumsJoined, list[Finding]]:
    held = {album.id for album in (ranked[0].carried or Carried()).albums}
    losers = {member.asset.id for member in ranked[1:]}
    join: dict[str, Album] = {}
    covers: dict[str, Album] = {}
    shut: dict[str, tuple[Album, Asset]] = {}
    sources: list[tuple[str, str]] = []
    for member in ranked[1:]:
        for album in sorted((member.carried or Carried()).albums, key=lambda album: album.id):
            if not album.writable:
                if album.id not in held:
                    shut.setdefault(album.id, (album, member.asset))
                continue
            if album.id not in held and album.id not in join:
                join[album.id] = album
                sources.append(("albums", member.asset.id))
            if album.cover in losers and album.id not in covers:
                covers[album.id] = album
                sources.append(("covers", album.cover or ""))
    made = AlbumsJoined(_by_id(join), _by_id(covers), tuple(sources))
    if not shut:
        return made, []
    album, asset = min(shut.values(), key=lambda row: row[0].id)
    name = printable(album.name, 60)
    text = f"{named(asset)} is in the album {name}, to which you may not add the winner"
    return made, [Finding("album-not-writable", text, ids([asset for _, asset in shut.values()]))]


def _by_id(albums: dict[str, Album]) -> tuple[Album, ...]:
    return tuple(albums[album_id] for album_id in sorted(albums))


def external_winner_findings(winner: Asset, inherits: Inheritance) -> list[Finding]:
    """Find an external winner that would have to be written to: a read-only mount loses that silently."""
    if not winner.library or not (inherits.touches_exif or inherits.tags):
        return []
    text = f"{named(winner)} belongs to an external library, which may not keep what it inherits"
    return [Finding("external-winner", text, ids([winner]))]
