"""When a picture was taken, where, and how writing one moves the other."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.live_tests.api import Api
from tests.live_tests.pictures import clip, jpeg

TOKYO = (35.6895, 139.6917)
NAIVE: dict[str, Any] = {"taken": "2023:07:10 10:00:00"}
OFFSET: dict[str, Any] = NAIVE | {"offset": "+02:00"}
TOKYO_PUT = {"latitude": TOKYO[0], "longitude": TOKYO[1]}


def wall(asset: Any) -> str:
    return str(asset["localDateTime"])[:16]


def instant(asset: Any) -> str:
    assert datetime.fromisoformat(asset["fileCreatedAt"]) == datetime.fromisoformat(
        asset["exifInfo"]["dateTimeOriginal"]
    )
    return str(asset["fileCreatedAt"])[:16]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (NAIVE, ("2023-07-10T10:00", "2023-07-10T10:00", None)),
        (OFFSET, ("2023-07-10T10:00", "2023-07-10T08:00", "UTC+2")),
        (NAIVE | {"offset": "-03:30"}, ("2023-07-10T10:00", "2023-07-10T13:30", "UTC-3:30")),
        (NAIVE | {"offset": "+00:00"}, ("2023-07-10T10:00", "2023-07-10T10:00", "UTC")),
        (NAIVE | {"place": TOKYO}, ("2023-07-10T10:00", "2023-07-10T01:00", "Asia/Tokyo")),
        (OFFSET | {"place": TOKYO}, ("2023-07-10T10:00", "2023-07-10T08:00", "UTC+2")),
        ({}, ("2021-05-06T07:08", "2021-05-06T07:08", None)),
        ({"place": TOKYO}, ("2021-05-06T07:08", "2021-05-06T07:08", "Asia/Tokyo")),
    ],
    ids=["naive", "offset", "odd offset", "utc", "naive+gps", "offset+gps", "nothing", "gps only"],
)
def test_what_a_file_says(server: Api, file: dict[str, Any], expected: tuple[str, str, str | None]) -> None:
    asset = server.asset(server.upload(jpeg(**file)))
    assert (wall(asset), instant(asset), asset["exifInfo"]["timeZone"]) == expected


@pytest.mark.parametrize(
    ("file", "put", "expected"),
    [
        (NAIVE, TOKYO_PUT, ("2023-07-10T19:00", "2023-07-10T10:00", "Asia/Tokyo")),
        (OFFSET, TOKYO_PUT, ("2023-07-10T17:00", "2023-07-10T08:00", "Asia/Tokyo")),
        ({}, TOKYO_PUT, ("2021-05-06T07:08", "2021-05-06T07:08", "Asia/Tokyo")),
        (
            NAIVE,
            TOKYO_PUT | {"dateTimeOriginal": "2023-07-10T10:00:00+09:00"},
            ("2023-07-10T10:00", "2023-07-10T01:00", "Asia/Tokyo"),
        ),
        (
            NAIVE,
            TOKYO_PUT | {"dateTimeOriginal": "2023-07-10T10:00:00+02:00"},
            ("2023-07-10T17:00", "2023-07-10T08:00", "Asia/Tokyo"),
        ),
        (
            NAIVE,
            TOKYO_PUT | {"dateTimeOriginal": "2023-07-10T10:00:00Z"},
            ("2023-07-10T19:00", "2023-07-10T10:00", "Asia/Tokyo"),
        ),
        (
            NAIVE,
            TOKYO_PUT | {"dateTimeOriginal": "2023-07-10T10:00:00"},
            ("2023-07-10T19:00", "2023-07-10T10:00", "Asia/Tokyo"),
        ),
        (
            NAIVE,
            {"dateTimeOriginal": "2022-01-02T03:04:05-05:00"},
            ("2022-01-02T03:04", "2022-01-02T08:04", "UTC-5"),
        ),
        (
            NAIVE,
            {"dateTimeOriginal": "2022-01-02T03:04:05Z"},
            ("2022-01-02T03:04", "2022-01-02T03:04", "UTC+0"),
        ),
        (
            NAIVE,
            {"dateTimeOriginal": "2022-01-02T03:04:05"},
            ("2022-01-02T03:04", "2022-01-02T03:04", "UTC+0"),
        ),
        (
            NAIVE | {"place": TOKYO},
            {"dateTimeOriginal": "2022-01-02T03:04:05+01:00"},
            ("2022-01-02T03:04", "2022-01-02T02:04", "UTC+1"),
        ),
        (
            NAIVE | {"place": TOKYO},
            {"latitude": 52.5244, "longitude": 13.4105},
            ("2023-07-10T03:00", "2023-07-10T01:00", "Europe/Berlin"),
        ),
    ],
)
def test_what_a_write_makes_of_it(
    server: Api, file: dict[str, Any], put: dict[str, Any], expected: tuple[str, str, str | None]
) -> None:
    asset = server.upload(jpeg(**file))
    after = server.write(asset, **put)
    assert (wall(after), instant(after), after["exifInfo"]["timeZone"]) == expected
    after = server.refreshed(asset)
    assert (wall(after), instant(after), after["exifInfo"]["timeZone"]) == expected


@pytest.mark.parametrize(
    ("place", "date", "zone"),
    [
        ((-34.9287, 138.5986), "2023-01-10T10:00:00+10:30", "Australia/Adelaide"),
        ((-34.9287, 138.5986), "2023-07-10T10:00:00+09:30", "Australia/Adelaide"),
        ((27.7017, 85.3206), "2023-07-10T10:00:00+05:45", "Asia/Kathmandu"),
        ((-33.4569, -70.6483), "2023-01-10T10:00:00-03:00", "America/Santiago"),
        ((59.9127, 10.7461), "2023-07-10T10:00:00+02:00", "Europe/Oslo"),
        ((48.8534, 2.3488), "2024-10-27T02:30:00+01:00", "Europe/Paris"),
        ((48.8534, 2.3488), "2024-10-27T02:30:00+02:00", "Europe/Paris"),
    ],
)
def test_place_and_date_together_keep_the_wall_clock(
    server: Api, place: tuple[float, float], date: str, zone: str
) -> None:
    asset = server.upload(jpeg(**NAIVE))
    after = server.write(
        asset, latitude=place[0], longitude=place[1], dateTimeOriginal=date, description="d", rating=2
    )
    assert wall(after) == date[:16]
    assert datetime.fromisoformat(after["fileCreatedAt"]) == datetime.fromisoformat(date)
    info = after["exifInfo"]
    assert (info["timeZone"], info["description"], info["rating"]) == (zone, "d", 2)


def test_the_nearest_city_counts_even_at_sea(server: Api) -> None:
    asset = server.upload(jpeg(**NAIVE))
    after = server.write(asset, latitude=0.5, longitude=-30, dateTimeOriginal="2023-07-10T10:00:00-02:00")
    assert wall(after) == "2023-07-10T09:00"
    offset = datetime.fromisoformat(after["localDateTime"]) - datetime.fromisoformat(after["fileCreatedAt"])
    assert offset == timedelta(hours=-3)
    after = server.write(asset, dateTimeOriginal="2023-07-10T10:00:00-03:00")
    assert wall(after) == "2023-07-10T10:00"


def test_undo_of_a_place(server: Api) -> None:
    asset = server.upload(jpeg(**NAIVE))
    before = server.asset(asset)
    assert wall(server.write(asset, **TOKYO_PUT)) == "2023-07-10T19:00"
    after = server.write(asset, latitude=0, longitude=0)
    assert after | {"updatedAt": ""} == before | {"updatedAt": ""}


def test_undo_of_everything_leaves_only_the_name_of_the_zone(server: Api) -> None:
    asset = server.upload(jpeg(**NAIVE, millis="456"))
    before = server.asset(asset)
    body = TOKYO_PUT | {"dateTimeOriginal": "2020-02-02T02:02:02.222+09:00", "description": "x", "rating": 2}
    server.write(asset, **body)
    back = {"latitude": 0, "longitude": 0, "dateTimeOriginal": "2023-07-10T10:00:00.456+00:00"}
    after = server.write(asset, **back, description="", rating=None)
    for asset_json in (before, after):
        asset_json.pop("updatedAt")
    assert before["exifInfo"].pop("timeZone") is None
    assert after["exifInfo"].pop("timeZone") == "UTC+0"
    assert after == before


def test_milliseconds(server: Api) -> None:
    asset = server.upload(jpeg(**NAIVE, millis="456"))
    assert server.asset(asset)["localDateTime"] == "2023-07-10T10:00:00.456Z"
    after = server.write(asset, dateTimeOriginal="2023-07-10T10:00:00.789+02:00")
    assert after["localDateTime"] == "2023-07-10T10:00:00.789Z"
    after = server.write(asset, dateTimeOriginal="2023-07-10T10:00:00+02:00")
    assert after["localDateTime"] == "2023-07-10T10:00:00.000Z"


def test_a_video_shifts_too(server: Api) -> None:
    asset = server.upload(clip(), "clip.mp4")
    after = server.write(asset, **TOKYO_PUT)
    assert (wall(after), after["exifInfo"]["timeZone"]) == ("2023-07-10T19:00", "Asia/Tokyo")
    after = server.write(asset, latitude=0, longitude=0)
    assert (wall(after), after["exifInfo"]["timeZone"]) == ("2023-07-10T10:00", "UTC")


def test_bulk_zone_and_bulk_shift(server: Api) -> None:
    asset = server.upload(jpeg(**NAIVE))
    before = server.asset(asset)["updatedAt"]
    server.ask("PUT", "/assets", {"ids": [asset], "timeZone": "Asia/Tokyo"}, status=204)
    after = server.settled(asset, before)
    assert (wall(after), after["exifInfo"]["timeZone"]) == ("2023-07-10T19:00", "UTC+9")
    server.ask("PUT", "/assets", {"ids": [asset], "dateTimeRelative": 60}, status=204)
    after = server.settled(asset, after["updatedAt"])
    assert (wall(after), instant(after)) == ("2023-07-10T20:00", "2023-07-10T11:00")


def test_an_offset_of_odd_minutes_is_not_stored(server: Api) -> None:
    asset = server.upload(jpeg(**NAIVE))
    assert wall(server.write(asset, dateTimeOriginal="1890-07-10T10:00:00+00:09")) == "2023-07-10T10:00"
