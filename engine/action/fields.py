"""Writing EXIF fields: place, date, description, rating, and the wall clock that a place moves."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from attrs import evolve, frozen

from engine.action.action import Hands, Settling, Stage, Words
from engine.action.image import Image, fields_of
from engine.action.target import OnAsset
from engine.base.errors import NotInvertible
from engine.model.asset import Asset
from engine.model.codec import to_json
from engine.model.moment import is_sendable
from engine.model.place import Place

NOWHERE = Place(0.0, 0.0)
"""The coordinates that clear: null is refused, and 0,0 ends as no place (docs/immich.md, Clearing)."""

CLOCK = ("wall", "instant")


SHIFT = timedelta(hours=27)
"""No zone moves a clock by more: offsets reach from -12 to +14 hours, and one may be taken for another."""


class _OnClock(OnAsset):
    """An action that can move the clock: its image always holds both hands."""

    __slots__ = ()

    def image_of(self, asset: Asset) -> dict[str, Any]:
        known = fields_of(asset)
        return super().image_of(asset) | {hand: known[hand] for hand in CLOCK}


@frozen(kw_only=True)
class PatchFields(_OnClock):
    """Write EXIF fields of one asset in one call; None leaves a field alone.

    `wall` and `offset_minutes` together are the date to send. `Place(0, 0)` clears the coordinates, `""` the
    description, rating 0 the rating.
    """

    NAME = "patch-fields"
    UNDOING = "undo {} of dates, places and texts"
    STAGE = Stage.PATCH
    SETTLING = Settling.SIDECAR
    NEEDS = NEEDS_BACK = ("asset.update",)
    ORDER_BACK = 60

    asset: str
    place: Place | None = None
    wall: datetime | None = None
    offset_minutes: int | None = None
    description: str | None = None
    rating: int | None = None

    @property
    def taken(self) -> datetime | None:
        """Return the date to send, aware, or None."""
        return aware(self.wall, self.offset_minutes)

    @property
    def empty(self) -> bool:
        """Tell whether nothing would be written."""
        return all(v is None for v in (self.place, self.wall, self.description, self.rating))

    def expected(self) -> dict[str, Any]:
        """Return the fields that the patch touches.

        A date promises its instant only: the server keeps that, but derives the zone, and so the wall clock,
        from coordinates (docs/immich.md, Clock). `KeepClock` looks at the wall clock wherever there are any.
        """
        after: dict[str, Any] = {}
        if self.place is not None:
            cleared = self.place == NOWHERE
            after["place"] = None if cleared else [self.place.latitude, self.place.longitude]
        if self.taken is not None:
            after["instant"] = to_json(self.taken)
        if self.description is not None:
            after["description"] = self.description.strip() or None
        if self.rating is not None:
            after["rating"] = self.rating or None
        return after

    def inverse(self, before: Image, seen: Image) -> PatchFields:
        """Return one patch that brings every field back which this one wrote.

        The date goes along whenever this one sent one, with the offset that the wall clock had then, so that
        both the instant and the wall clock return.
        """
        wall, offset = clock_of(before) if self.wall is not None else (None, None)
        place = before.get("place")
        return PatchFields(
            asset=self.asset,
            place=(Place(*place) if place else NOWHERE) if self.place is not None else None,
            wall=wall,
            offset_minutes=offset,
            description=(before.get("description") or "") if self.description is not None else None,
            rating=(before.get("rating") or 0) if self.rating is not None else None,
        )

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        hands.writer.patch(
            self.asset,
            place=self.place,
            taken=self.taken,
            description=self.description,
            rating=self.rating or None,
            clear_rating=self.rating == 0,
        )
        return {}

    def only(self, fields: Container[str]) -> PatchFields | None:
        """Return it for some fields; the date goes with the place, which would move the clock."""
        dated = any(field in fields for field in ("place", *CLOCK))
        part = evolve(
            self,
            place=self.place if "place" in fields else None,
            wall=self.wall if dated else None,
            offset_minutes=self.offset_minutes if dated else None,
            description=self.description if "description" in fields else None,
            rating=self.rating if "rating" in fields else None,
        )
        return None if part.empty else part

    def derived(self, asset: Asset) -> bool:
        """Tell whether the server has named the zone of new coordinates, which nobody sends; where the
        coordinates themselves are not there, its job ran and lost them."""
        if self.place in (None, NOWHERE) or asset.place is None or not asset.place.same_as(self.place):
            return True
        return asset.moment is None or asset.moment.zone_is_named

    def example(self) -> dict[str, Any]:
        return EXAMPLE

    def sentence(self, words: Words) -> str:
        written, cleared = [], []
        if self.place == NOWHERE:
            cleared.append("place")
        elif self.place is not None:
            written.append(f"place {words.spot(self.place.latitude, self.place.longitude)}")
        if self.wall is not None and self.place not in (None, NOWHERE):
            written[-1] += f", with the clock at {words.clock(self.wall, self.offset_minutes)},"
        elif self.wall is not None:
            written.append(f"date {words.clock(self.wall, self.offset_minutes)}")
        for name, value, said in (
            ("description", self.description, words.quoted(self.description or "")),
            ("rating", self.rating, str(self.rating)),
        ):
            if value is not None:
                (written if value else cleared).append(f"{name} {said}" if value else name)
        name = words.name(self.asset)
        if not written:
            return f"clear {' and '.join(cleared)} of {name}"
        also = f" and clear its {' and '.join(cleared)}" if cleared else ""
        return f"write {' and '.join(written)} to {name}{also}"


@frozen(kw_only=True)
class KeepClock(_OnClock):
    """Make the wall clock show `wall` again after a place was written, with the offset the server derived there.

    The server names the zone by the nearest city of its own table, so the offset is learned by looking
    (docs/immich.md, Clock). Where `binding`, the date's own offset must not be contradicted: refuse instead.
    """

    NAME = "keep-clock"
    UNDOING = "undo {} of a clock"
    STAGE = Stage.CLOCK
    SETTLING = Settling.SIDECAR
    NEEDS = NEEDS_BACK = ("asset.update",)
    ORDER_BACK = 60

    asset: str
    wall: datetime
    binding: bool = False

    def expected(self) -> dict[str, Any]:
        return {"wall": to_json(self.wall)}

    def inverse(self, before: Image, seen: Image) -> PatchFields:
        wall, offset = clock_of(before)
        if wall is None:
            raise NotInvertible(action=self.NAME, detail="the asset showed no clock before")
        return PatchFields(asset=self.asset, wall=wall, offset_minutes=offset)

    def only(self, fields: Container[str]) -> KeepClock | None:
        return self if any(field in fields for field in ("place", *CLOCK)) else None

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        offset = offset_of(before)
        hands.writer.patch(
            self.asset, taken=aware(*spelled(self.wall, offset)) if offset is not None else None
        )
        return {}

    def example(self) -> dict[str, Any]:
        return EXAMPLE

    def sentence(self, words: Words) -> str:
        name, clock = words.name(self.asset), words.clock(self.wall)
        return f"keep the wall clock of {name} at {clock}"


EXAMPLE = {"wall": "2000-01-01T00:00:00", "instant": "2000-01-01T00:00:00Z"}


def moved_by_zone(before: Image, seen: Image) -> bool:
    """Tell whether a wall clock may show another time for its zone alone; what is further off somebody wrote."""
    if not before.get("wall") or not seen.get("wall"):
        return True
    one, other = (datetime.fromisoformat(image["wall"]) for image in (before, seen))
    return abs(one - other) <= SHIFT


def aware(wall: datetime | None, offset_minutes: int | None) -> datetime | None:
    """Join a wall clock and an offset to the date that the server is sent.

    With an offset that no place has today the server reads no date at all, and hides the file's own; the same instant
    in UTC is kept, and coordinates bring the wall clock (docs/immich.md, Dates).
    """
    if wall is None or offset_minutes is None:
        return None
    date = wall.replace(tzinfo=timezone(timedelta(minutes=offset_minutes)))
    return date if is_sendable(timedelta(minutes=offset_minutes)) else date.astimezone(UTC)


def spelled(wall: datetime, offset: timedelta) -> tuple[datetime, int]:
    """Return a date as a wall clock with an offset in whole minutes, of the very same instant.

    Offsets of long ago have seconds, which no date can spell: the wall clock returned is off by those, and the
    coordinates bring the right one.
    """
    minutes = round(offset / timedelta(minutes=1))
    return wall - offset + timedelta(minutes=minutes), minutes


def clock_of(image: Image) -> tuple[datetime | None, int | None]:
    """Return the date of an image as `spelled` does; None where it has none."""
    offset = offset_of(image)
    return (None, None) if offset is None else spelled(datetime.fromisoformat(image["wall"]), offset)


def offset_of(image: Image) -> timedelta | None:
    """Return by how much the wall clock of an image is ahead of UTC, None where it shows no date."""
    if not image.get("wall") or not image.get("instant"):
        return None
    instant = datetime.fromisoformat(image["instant"]).replace(tzinfo=None)
    return datetime.fromisoformat(image["wall"]) - instant
