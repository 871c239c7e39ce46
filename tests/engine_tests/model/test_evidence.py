"""Evidence and likenesses are values: they survive the journal, and they read the same from both ends."""

from __future__ import annotations

from datetime import UTC, datetime

from engine.model.codec import from_json, to_json
from engine.model.evidence import Dated, FileFacts, Shot, Sound
from engine.model.likeness import Box, Difference, Likeness, Verdict, mirrored
from engine.model.place import Place

WALL = datetime.fromisoformat("2021-06-15T12:00:00.250")


def test_evidence_survives_the_journal() -> None:
    facts = FileFacts(
        container="mov",
        dates=(
            Dated(tag="QuickTime:CreateDate", wall=WALL, utc=True),
            Dated(tag="x", wall=WALL, offset=7_200),
        ),
        shot=Shot(make="Apple", exposure=0.02, notes=True),
        place=Place(48.14, 11.5),
        place_step=0.01,
        films=True,
        sound=Sound(codec="aac", channels=2, rate=48_000),
        unshown=(("XMP:Label", "red"),),
    )
    assert from_json(to_json(facts), FileFacts) == facts
    likeness = Likeness(
        verdict=Verdict.DIFFERS,
        difference=Difference.CONTENT,
        boxes=(Box(1, 2, 3, 4),),
        detail=(9, 4),
        why="x",
    )
    assert from_json(to_json(likeness), Likeness) == likeness


def test_a_date_is_an_instant_only_with_an_offset_or_in_utc() -> None:
    assert Dated(tag="a:b", wall=WALL).instant is None
    assert Dated(tag="a:b", wall=WALL, utc=True).instant == WALL.replace(tzinfo=UTC)
    east = Dated(tag="ExifIFD:DateTimeOriginal", wall=WALL, offset=-2_670)
    assert east.instant == datetime(2021, 6, 15, 12, 44, 30, 250_000, UTC)
    assert east.name == "DateTimeOriginal"


def test_a_crop_seen_from_the_other_end_is_an_extension() -> None:
    crop = Likeness(verdict=Verdict.DIFFERS, difference=Difference.CROPPED, detail=(9, 4))
    assert mirrored(crop).difference is Difference.EXTENDED
    assert mirrored(crop).detail == (4, 9)
    assert mirrored(mirrored(crop)) == crop
