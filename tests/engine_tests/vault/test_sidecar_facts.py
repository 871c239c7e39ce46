"""What must travel with an upload: exactly what the file does not say itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import attrs
import pytest

from engine.exif.embedded import Embedded, read_date
from engine.model.asset import Kind, Tag
from engine.model.moment import Moment
from engine.model.place import Place
from engine.vault.sidecar import Facts, complete, difference, taken_text
from tests.support import assets

WALL = datetime.fromisoformat("2023-07-10T10:00:00.456")
TOKYO = Place(35.6895, 139.6917)
NAIVE = assets.taken("2023-07-10T10:00:00.456")
IN_TOKYO = assets.taken("2023-07-10T10:00:00.456+09:00 Asia/Tokyo")
PLUS_TWO = assets.taken("2023-07-10T10:00:00.456+02:00")


def whole(moment: Moment | None, **changes: Any) -> Any:
    return attrs.evolve(assets.asset("a"), moment=moment, **{"tags": (), **changes})


@pytest.mark.parametrize(
    ("moment", "place", "embedded"),
    [
        (NAIVE, None, Embedded(wall=WALL)),
        (PLUS_TWO, None, Embedded(wall=WALL, offset=timedelta(hours=2))),
        (IN_TOKYO, TOKYO, Embedded(wall=WALL, place=TOKYO)),
        (PLUS_TWO, TOKYO, Embedded(wall=WALL, offset=timedelta(hours=2), place=TOKYO)),
    ],
)
def test_a_date_that_the_file_says_itself_is_not_sent(
    moment: Moment, place: Place | None, embedded: Embedded
) -> None:
    assert difference(whole(moment, place=place), embedded) is None


@pytest.mark.parametrize(
    ("moment", "place", "embedded", "sent"),
    [
        (NAIVE, None, Embedded(wall=WALL + timedelta(seconds=1)), "2023-07-10T10:00:00.456"),
        (PLUS_TWO, None, Embedded(wall=WALL), "2023-07-10T10:00:00.456+02:00"),
        (PLUS_TWO, None, Embedded(wall=WALL, offset=timedelta(hours=3)), "2023-07-10T10:00:00.456+02:00"),
        (IN_TOKYO, TOKYO, Embedded(wall=WALL), "2023-07-10T10:00:00.456+09:00"),
        (IN_TOKYO, TOKYO, Embedded(), "2023-07-10T10:00:00.456+09:00"),
        (assets.taken("2023-07-10T10:00:00+00:00"), None, Embedded(), "2023-07-10T10:00:00.000+00:00"),
    ],
)
def test_a_date_that_the_server_would_not_find_is_sent(
    moment: Moment, place: Place | None, embedded: Embedded, sent: str
) -> None:
    facts = difference(whole(moment, place=place), embedded)
    assert facts is not None
    assert facts.taken == sent


def test_a_file_date_needs_no_sidecar() -> None:
    asset = assets.asset("a")
    earliest = min(asset.file_created, asset.file_modified)
    moment = Moment(earliest, earliest.replace(tzinfo=None), None)
    assert difference(attrs.evolve(asset, moment=moment, tags=()), Embedded()) is None


def test_a_video_that_the_server_reads_in_utc_needs_no_date() -> None:
    moment = Moment(NAIVE.instant, WALL, "UTC")
    assert difference(whole(moment, kind=Kind.VIDEO), Embedded(wall=WALL)) is None
    assert difference(whole(moment), Embedded(wall=WALL)) == Facts(taken="2023-07-10T10:00:00.456+00:00")


def test_a_new_place_brings_the_date_along_so_that_the_clock_stays() -> None:
    facts = difference(whole(IN_TOKYO, place=TOKYO), Embedded(wall=WALL, place=Place(1.0, 2.0)))
    assert facts == Facts(place=TOKYO, taken="2023-07-10T10:00:00.456+09:00")


@pytest.mark.parametrize(
    ("changes", "embedded", "expected"),
    [
        ({"description": None}, Embedded(wall=WALL, description="in the file"), Facts(description="")),
        ({"description": "mine"}, Embedded(wall=WALL, description="mine"), None),
        ({"description": None}, Embedded(wall=WALL, description=None), Facts(description="")),
        ({"rating": None}, Embedded(wall=WALL, rating=4), Facts(rating=0)),
        ({"rating": 4}, Embedded(wall=WALL, rating=4), None),
        ({"tags": ()}, Embedded(wall=WALL, tags=("k",)), Facts(tags=())),
        ({"tags": ()}, Embedded(wall=WALL, tags=None), Facts(tags=())),
        ({"tags": None}, Embedded(wall=WALL, tags=("k",)), None),
        ({"tags": (Tag("1", "a/b"),)}, Embedded(wall=WALL), Facts(tags=("a/b",))),
    ],
)
def test_what_was_cleared_overrules_the_file(
    changes: dict[str, Any], embedded: Embedded, expected: Facts | None
) -> None:
    assert difference(whole(NAIVE, **changes), embedded) == expected


def test_everything_known_stands_beside_the_backup() -> None:
    asset = whole(IN_TOKYO, place=TOKYO, description="text", rating=5, tags=(Tag("1", "Travel/Japan"),))
    assert complete(asset) == Facts(
        description="text",
        rating=5,
        place=TOKYO,
        taken="2023-07-10T10:00:00.456+09:00",
        tags=("Travel/Japan",),
    )


def test_an_offset_that_the_server_does_not_read_is_told_by_the_instant() -> None:
    moment = Moment(
        assets.instant("1890-01-01T00:00:00+00:00"),
        datetime.fromisoformat("1890-01-01T00:53:28"),
        "Europe/Berlin",
    )
    assert taken_text(moment, True) == "1890-01-01T00:00:00.000+00:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023:07:10 10:00:00.456", (WALL, None)),
        ("2023:07:10 10:00:00.456789+09:00", (WALL, timedelta(hours=9))),
        ("2023:07:10 10:00:00.456Z", (WALL, timedelta(0))),
        ("2023:07:10 10:00:00.456-03:30", (WALL, -timedelta(hours=3, minutes=30))),
        ("0000:00:00 00:00:00", None),
        ("2023:13:45 10:00:00", None),
        ("soon", None),
    ],
)
def test_dates_of_exiftool(text: str, expected: object) -> None:
    assert read_date(text) == expected


def test_tags_are_read_as_the_server_reads_them() -> None:
    assert Embedded.of({"HierarchicalSubject": ["a|b", "c/d"]}).tags == ("a/b", "c|d")
    assert Embedded.of({"Keywords": "one"}).tags == ("one",)
    assert Embedded.of({"Keywords": ["one"], "Subject": ["two"]}).tags is None
