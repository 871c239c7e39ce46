"""Bodies of both dialects become the same values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from engine.base.errors import BadAnswer
from engine.immich import dates, dto
from engine.immich.answer import Answer
from engine.model.asset import Asset, Kind, Tag
from engine.model.carried import Album
from engine.model.codec import from_json, to_json
from engine.model.place import Place
from tests.engine_tests.immich import bodies


def read(body: dict[str, Any]) -> Asset:
    return dto.asset(Answer(body, "GET", "/assets/a1"))


def with_exif(**changes: Any) -> Asset:
    return read(bodies.asset(exifInfo=bodies.exif(**changes)))


def test_a_whole_asset() -> None:
    asset = read(bodies.asset(tags=[{"id": "t", "name": "b", "value": "a/b"}], stack={"id": "s"}))
    assert asset.moment is not None
    assert asset.moment.instant == datetime(2023, 7, 10, 1, 0, 0, 456000, tzinfo=UTC)
    assert asset.moment.wall.isoformat() == "2023-07-10T10:00:00.456000"
    assert asset.moment.offset == timedelta(hours=9)
    assert asset.uploaded == datetime(2026, 11, 1, 8, 0, 0, 123000, tzinfo=UTC)
    assert asset.place == Place(35.6895, 139.6917)
    assert (asset.width, asset.height, asset.size) == (4000, 3000, 1234567)
    assert (asset.description, asset.rating, asset.duration) == (None, None, None)
    assert asset.camera.aperture == 1.8
    assert asset.tags == (Tag("t", "a/b"),)
    assert asset.stack == "s"
    assert from_json(to_json(asset), Asset) == asset


def test_the_thin_asset_equals_the_whole_one() -> None:
    assert read(bodies.listed()) == read(bodies.asset())


def test_tags_that_an_answer_lacks_are_unknown_not_none() -> None:
    body = bodies.asset()
    del body["tags"]
    assert read(body).tags is None


def test_fields_that_nobody_knows_do_no_harm() -> None:
    assert read(bodies.asset(deviceId="d", unassignedFaces=[], novelty={"x": 1})) == read(bodies.asset())


def test_an_asset_without_any_exif_is_read() -> None:
    body = bodies.asset()
    del body["exifInfo"]
    asset = read(body)
    assert (asset.moment, asset.place, asset.size, asset.description) == (None, None, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "2023-07-10T01:00:00.456Z",
        "2023-07-10T01:00:00.456+00:00",
        "2023-07-10T01:00:00.456789+00:00",
        "2023-07-10 01:00:00.4567+00",
        "2023-07-10 06:30:00.456+05:30",
        "2023-07-09T21:30:00.4569-03:30",
    ],
)
def test_every_spelling_of_an_instant(text: str) -> None:
    asset = with_exif(dateTimeOriginal=text)
    assert asset.moment is not None
    assert asset.moment.instant == datetime(2023, 7, 10, 1, 0, 0, 456000, tzinfo=UTC)


def test_years_outside_of_the_calendar_agree_with_nothing() -> None:
    assert dates.instant("+012023-07-10T01:00:00.000Z") == dates.LAST
    assert dates.instant("12023-07-10 01:00:00+00") == dates.LAST
    assert dates.instant("-000044-03-15T00:00:00.000Z") == dates.FIRST
    assert dates.instant("0044-03-15 00:00:00+00 BC") == dates.FIRST
    assert dates.instant("0001-01-01T00:00:00+05:00") == dates.FIRST
    assert dates.instant("1955-11-05T00:00:00Z").year == 1955


@pytest.mark.parametrize("text", ["", "yesterday", "2023-07-10T01:00:00", "2023-13-01T00:00:00Z"])
def test_what_is_no_instant_is_named(text: str) -> None:
    with pytest.raises(BadAnswer, match="fileCreatedAt"):
        read(bodies.asset(fileCreatedAt=text))


@pytest.mark.parametrize(
    ("duration", "expected"),
    [
        ("0:00:00.00000", None),
        ("", None),
        (None, None),
        (0, None),
        ("0:00:10.50000", 10.5),
        ("12:03:04", 43384.0),
        ("0:01:00.123", 60.123),
        (10500, 10.5),
    ],
)
def test_durations_of_both_dialects_are_seconds(duration: object, expected: float | None) -> None:
    assert read(bodies.asset(duration=duration)).duration == expected


@pytest.mark.parametrize("seconds", [0.5, 10.5, 59.99999, 3600.0, 43384.123])
def test_a_duration_written_is_read_again(seconds: float) -> None:
    assert dates.seconds(dates.clock_text(seconds)) == pytest.approx(seconds, abs=1e-5)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"latitude": None}, None),
        ({"longitude": None}, None),
        ({"latitude": 0, "longitude": 0}, None),
        ({"latitude": 0, "longitude": 13.4}, Place(0, 13.4)),
        ({"latitude": -33.5, "longitude": 0}, Place(-33.5, 0)),
    ],
)
def test_only_two_numbers_that_are_not_both_zero_are_a_place(
    changes: dict[str, Any], place: Place | None
) -> None:
    assert with_exif(**changes).place == place


@pytest.mark.parametrize(("rating", "expected"), [(None, None), (0, None), (-1, -1), (5, 5), (3.0, 3)])
def test_ratings(rating: object, expected: int | None) -> None:
    assert with_exif(rating=rating).rating == expected


def test_text_is_kept_as_it_is() -> None:
    assert with_exif(description=" two\n lines ").description == " two\n lines "
    half = with_exif(description="half \ud83d of a smile").description
    assert half is not None
    half.encode()


@pytest.mark.parametrize(
    ("orientation", "expected"),
    [
        ("1", (4000, 3000)),
        ("6", (3000, 4000)),
        ("8", (3000, 4000)),
        (None, (4000, 3000)),
        ("3", (4000, 3000)),
    ],
)
def test_older_servers_have_pixels_in_the_exif_only(
    orientation: str | None, expected: tuple[int, int]
) -> None:
    body = bodies.asset(exifInfo=bodies.exif(orientation=orientation))
    del body["width"], body["height"], body["isEdited"]
    asset = read(body)
    assert (asset.width, asset.height, asset.edited) == (*expected, False)


def test_measured_pixels_are_not_turned_again() -> None:
    asset = read(bodies.asset(width=3000, height=4000, exifInfo=bodies.exif(orientation="6")))
    assert (asset.width, asset.height) == (3000, 4000)


def test_unmeasured_pixels_are_unknown() -> None:
    asset = read(bodies.asset(width=None, height=None, exifInfo=bodies.exif(exifImageWidth=None)))
    assert asset.pixels is None


def test_big_sizes_stay_exact_also_as_text() -> None:
    assert with_exif(fileSizeInByte="9007199254740993").size == 9007199254740993


def test_a_kind_of_the_future_is_other() -> None:
    assert read(bodies.asset(type="HOLOGRAM")).kind is Kind.OTHER


@pytest.mark.parametrize(
    "field", ["id", "ownerId", "checksum", "isTrashed", "isFavorite", "visibility", "isOffline", "updatedAt"]
)
@pytest.mark.parametrize("value", [None, 5, ""])
def test_a_field_that_must_be_there_is_named(field: str, value: object) -> None:
    with pytest.raises(BadAnswer, match=rf"answer\.{field} "):
        read(bodies.asset(**{field: value}))


def test_a_field_deep_inside_is_named() -> None:
    body = bodies.group("g", bodies.listed("a1"), bodies.listed("a2", exifInfo=bodies.exif(rating="many")))
    with pytest.raises(BadAnswer, match=r"assets\[1\]\.exifInfo\.rating should be a number but is text"):
        dto.group(Answer(body, "GET", "/duplicates"))


OWNER = {"user": {"id": "me"}, "role": "owner"}
OTHER = {"user": {"id": "you"}, "role": "owner"}


@pytest.mark.parametrize(
    ("changes", "role"),
    [
        ({"albumUsers": [OWNER]}, "owner"),
        ({"albumUsers": [OTHER, {"user": {"id": "me"}, "role": "editor"}]}, "editor"),
        ({"albumUsers": [OTHER, {"user": {"id": "me"}, "role": "viewer"}]}, "viewer"),
        ({"albumUsers": [OTHER]}, "viewer"),
        ({"ownerId": "me", "albumUsers": []}, "owner"),
        ({"ownerId": "you", "albumUsers": [{"user": {"id": "me"}, "role": "editor"}]}, "editor"),
        ({"ownerId": "you", "albumUsers": []}, "viewer"),
    ],
)
def test_my_role_in_an_album(changes: dict[str, Any], role: str) -> None:
    body = {"id": "al", "albumName": "A", "albumThumbnailAssetId": None, **changes}
    assert dto.album(Answer(body, "GET", "/albums"), "me") == Album(id="al", name="A", role=role)


def test_faces_of_nobody_and_of_somebody() -> None:
    box = {"boundingBoxX1": 1, "boundingBoxY1": 2, "boundingBoxX2": 30, "boundingBoxY2": 40}
    body = {"id": "f", "imageWidth": 320, "imageHeight": 240, "sourceType": "manual", "person": None, **box}
    face = dto.face(Answer(body, "GET", "/faces"))
    assert (face.person, face.person_name, face.box, face.image) == (None, "", (1, 2, 30, 40), (320, 240))
    named = dto.face(Answer({**body, "person": {"id": "p", "name": "Ada"}}, "GET", "/faces"))
    assert (named.person, named.person_name) == ("p", "Ada")


def test_notes_with_equal_values_are_equal_text() -> None:
    one = dto.note(Answer({"key": "k", "value": {"b": 1, "a": "ü"}}, "GET", "/x"))
    two = dto.note(Answer({"key": "k", "value": {"a": "ü", "b": 1}}, "GET", "/x"))
    assert one == two == ("k", '{"a":"ü","b":1}')


def test_dates_are_sent_with_offset_and_milliseconds() -> None:
    tokyo = timezone(timedelta(hours=9))
    taken = datetime(2023, 7, 10, 10, 0, 0, 456789, tzinfo=tokyo)
    assert dates.with_offset(taken) == "2023-07-10T10:00:00.456+09:00"
    assert dates.as_utc(taken) == "2023-07-10T01:00:00.456Z"
    for refused in (taken.replace(tzinfo=None), taken.replace(tzinfo=timezone(timedelta(seconds=3208)))):
        with pytest.raises(ValueError, match="offset"):
            dates.with_offset(refused)
