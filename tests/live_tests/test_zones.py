"""Old zones, odd offsets, satellites and the edges of the map."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.live_tests.api import Api
from tests.live_tests.pictures import jpeg, xmp

MONROVIA, PARIS, TOKYO = (6.3005, -10.7969), (48.8534, 2.3488), (35.6895, 139.6917)
OLD = "1960:07:10 10:00:00"
NEW = "2023:07:10 10:00:00"
UPLOADED = "2021-05-06T07:08:09"


def times(asset: Any) -> tuple[str, str, str | None]:
    """Return wall clock, instant and zone."""
    taken = datetime.fromisoformat(asset["exifInfo"]["dateTimeOriginal"]).astimezone(UTC)
    return asset["localDateTime"][:19], taken.isoformat()[:19], asset["exifInfo"]["timeZone"]


@pytest.mark.parametrize(
    ("taken", "place", "expected"),
    [
        (OLD, MONROVIA, ("1960-07-10T10:00:00", "1960-07-10T10:44:30", "Africa/Monrovia")),
        ("1900:07:10 10:00:00", PARIS, ("1900-07-10T10:00:00", "1900-07-10T09:50:39", "Europe/Paris")),
        (
            "1930:07:10 10:00:00",
            (47.56, -52.71),
            ("1930-07-10T10:00:00", "1930-07-10T12:30:52", "America/St_Johns"),
        ),
    ],
)
def test_an_old_offset_has_seconds(
    server: Api, taken: str, place: tuple[float, float], expected: tuple[str, str, str]
) -> None:
    asset = server.upload(jpeg(taken=taken, place=place))
    assert times(server.asset(asset)) == expected


def test_an_offset_with_seconds_can_be_reached_by_its_instant_only(server: Api) -> None:
    asset = server.upload(jpeg(taken=OLD))
    placed = server.write(asset, latitude=MONROVIA[0], longitude=MONROVIA[1])
    assert times(placed) == ("1960-07-10T09:15:30", "1960-07-10T10:00:00", "Africa/Monrovia")
    rounded = server.write(asset, dateTimeOriginal="1960-07-10T10:00:00-00:44")
    assert times(rounded) == ("1960-07-10T10:00:00", "1960-07-10T10:00:00", "Africa/Monrovia")
    exact = server.write(asset, dateTimeOriginal="1960-07-10T10:44:30Z")
    assert times(exact) == ("1960-07-10T10:00:00", "1960-07-10T10:44:30", "Africa/Monrovia")


def test_an_offset_with_seconds_is_refused_or_loses_its_zone(server: Api) -> None:
    asset = server.upload(jpeg(taken=OLD))
    body = {"dateTimeOriginal": "1960-07-10T11:00:00-00:44:30"}
    if not server.modern:
        assert "valid ISO 8601" in server.message("PUT", f"/assets/{asset}", body, status=400)
        return
    assert times(server.write(asset, **body)) == ("1960-07-10T11:44:30", "1960-07-10T11:44:30", "UTC+0")


@pytest.mark.parametrize("offset", ["-00:44", "+00:20", "+05:32", "+07:30", "+14:15", "+15:00", "-12:00"])
def test_a_date_with_an_offset_that_no_place_has_is_no_date(server: Api, offset: str) -> None:
    taken = f"1999-01-02T03:04:05{offset}"
    nothing = (UPLOADED, UPLOADED, None)
    asset = server.upload(jpeg(taken=NEW))
    assert times(server.write(asset, dateTimeOriginal=taken)) == nothing
    in_the_file = server.upload(jpeg(taken=NEW, offset=offset))
    assert times(server.asset(in_the_file)) == nothing
    beside_it = server.upload(jpeg(taken=NEW), sidecar=xmp(taken=taken))
    assert times(server.asset(beside_it)) == nothing


ST_JOHNS = (47.5649, -52.7093)


@pytest.mark.parametrize(
    ("place", "exact", "expected"),
    [
        (MONROVIA, "1960-07-10T10:44:30Z", "1960-07-10T10:00:00"),
        (ST_JOHNS, "1988-07-10T11:30:00Z", "1988-07-10T10:00:00"),
    ],
    ids=["off by seconds", "out of use"],
)
def test_an_exact_instant_beside_a_written_place_brings_the_old_clock(
    server: Api, place: tuple[float, float], exact: str, expected: str
) -> None:
    asset = server.upload(jpeg())
    placed = server.write(asset, latitude=place[0], longitude=place[1], dateTimeOriginal=exact)
    assert times(placed)[0] == expected
    inside = server.upload(jpeg(place=place))
    assert times(server.write(inside, dateTimeOriginal=exact)) == (exact[:19], exact[:19], "UTC+0")


def test_the_offset_of_a_date_counts_beside_a_place_in_the_file_alone(server: Api) -> None:
    taken = "2023-07-10T10:00:00+02:00"
    inside = server.upload(jpeg(place=TOKYO))
    assert times(server.write(inside, dateTimeOriginal=taken)) == (
        "2023-07-10T10:00:00",
        "2023-07-10T08:00:00",
        "UTC+2",
    )
    written = server.upload(jpeg())
    server.write(written, latitude=TOKYO[0], longitude=TOKYO[1])
    assert times(server.write(written, dateTimeOriginal=taken)) == (
        "2023-07-10T17:00:00",
        "2023-07-10T08:00:00",
        "Asia/Tokyo",
    )


def test_a_file_with_an_offset_and_no_date_shows_its_file_time_in_that_zone(server: Api) -> None:
    asset = server.upload(jpeg(offset="+02:00"))
    assert times(server.asset(asset)) == (UPLOADED, UPLOADED, "UTC+2")


@pytest.mark.parametrize("year", ["1890", "1850", "1583", "1000", "9998"])
def test_years_of_four_digits_are_kept(server: Api, year: str) -> None:
    asset = server.upload(jpeg(taken=NEW))
    after = server.write(asset, dateTimeOriginal=f"{year}-07-10T10:00:00+00:00")
    assert after["localDateTime"] == f"{year}-07-10T10:00:00.000Z"


@pytest.mark.parametrize("offset", ["+00:01", "-00:08", "+01:09", "+12:01"])
def test_a_date_with_few_odd_minutes_is_not_written(server: Api, offset: str) -> None:
    asset = server.upload(jpeg(taken=NEW))
    after = server.write(asset, dateTimeOriginal=f"1999-01-02T03:04:05{offset}")
    assert times(after) == ("2023-07-10T10:00:00", "2023-07-10T10:00:00", None)


@pytest.mark.parametrize(
    "offset", ["-11:00", "-09:30", "-02:30", "+05:45", "+08:30", "+08:45", "+12:45", "+13:45", "+14:00"]
)
def test_a_date_with_an_offset_that_some_place_has_is_kept(server: Api, offset: str) -> None:
    asset = server.upload(jpeg(taken=NEW))
    after = server.write(asset, dateTimeOriginal=f"1999-01-02T03:04:05{offset}")
    assert after["localDateTime"] == "1999-01-02T03:04:05.000Z"
    assert datetime.fromisoformat(after["fileCreatedAt"]) == datetime.fromisoformat(
        f"1999-01-02T03:04:05{offset}"
    )


@pytest.mark.parametrize(
    ("about", "day", "clock", "expected"),
    [
        ({"taken": NEW}, "2023:07:10", (1, 0, 0), ("10:00:00", "01:00:00", "UTC+9")),
        ({"taken": NEW}, "2023:07:10", (1, 7, 12), ("10:00:00", "01:00:00", "UTC+9")),
        ({"taken": NEW}, "2023:07:10", (4, 15, 10), ("10:00:00", "04:15:00", "UTC+5:45")),
        ({"taken": NEW}, "2023:07:10", (13, 30, 0), ("10:00:00", "13:30:00", "UTC-3:30")),
        ({"taken": NEW}, "2023:07:10", (9, 44, 0), ("10:00:00", "10:00:00", "UTC")),
        ({"taken": NEW}, "2023:07:10", (22, 0, 0), ("10:00:00", "10:00:00", None)),
        ({"taken": NEW}, "2023:07:08", (1, 0, 0), ("10:00:00", "10:00:00", None)),
        ({"taken": NEW, "place": PARIS}, "2023:07:10", (1, 0, 0), ("10:00:00", "08:00:00", "Europe/Paris")),
        ({"taken": NEW, "offset": "+02:00"}, "2023:07:10", (1, 0, 0), ("10:00:00", "08:00:00", "UTC+2")),
        ({}, "2023:07:10", (1, 0, 0), ("01:00:00", "01:00:00", "UTC+0")),
    ],
    ids=[
        "hours",
        "a slow clock",
        "quarters",
        "west",
        "half an hour",
        "no such offset",
        "another day",
        "place",
        "offset",
        "alone",
    ],
)
def test_the_zone_is_seen_from_the_time_of_the_satellites(
    server: Api,
    about: dict[str, Any],
    day: str,
    clock: tuple[int, int, int],
    expected: tuple[str, str, str | None],
) -> None:
    hours, minutes, seconds = (float(part) for part in clock)
    asset = server.upload(jpeg(**about, gps_time=(day, (hours, minutes, seconds))))
    wall, instant, zone = times(server.asset(asset))
    assert (wall[11:], instant[11:], zone) == expected
    assert wall.startswith("2023-07-10T")


@pytest.mark.parametrize("way", ["in the file", "beside it", "written"])
def test_a_longitude_beside_the_date_line_takes_the_sign_of_the_nearest_city(server: Api, way: str) -> None:
    west = (-17.0, -180.0)
    asset = server.upload(
        jpeg(taken=NEW, place=west if way == "in the file" else None),
        sidecar=xmp(place=west) if way == "beside it" else None,
    )
    if way == "written":
        server.write(asset, latitude=west[0], longitude=west[1])
    info = server.asset(asset)["exifInfo"]
    assert (info["latitude"], info["longitude"], info["timeZone"]) == (-17, 180, "Pacific/Fiji")


@pytest.mark.parametrize(("created", "modified"), [("2001", "2099"), ("2099", "2001"), ("1970", "2001")])
def test_without_a_date_the_earliest_time_of_the_file_counts(
    server: Api, created: str, modified: str
) -> None:
    stamps = [f"{year}-01-01T00:00:00.000Z" for year in (created, modified)]
    read = server.asset(server.upload(jpeg(), created=stamps[0], modified=stamps[1]))
    assert read["fileCreatedAt"] == read["localDateTime"] == min(stamps)


def test_a_file_without_a_date_is_never_younger_than_itself(server: Api) -> None:
    late = "2099-01-01T00:00:00.000Z"
    read = server.asset(server.upload(jpeg(), created=late, modified=late))
    born = datetime.fromisoformat(read["fileCreatedAt"])
    assert abs(born - datetime.fromisoformat(read["createdAt"])) < timedelta(seconds=30)
