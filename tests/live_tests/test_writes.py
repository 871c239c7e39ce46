"""What a write of metadata answers, what it leaves behind, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.live_tests.api import Api
from tests.live_tests.pictures import jpeg


def test_the_reply_shows_the_value_before_it_is_final(server: Api) -> None:
    asset = server.upload(jpeg())
    before = server.asset(asset)
    reply = server.ask(
        "PUT",
        f"/assets/{asset}",
        {"description": "  two blanks  ", "latitude": 35.68950049, "longitude": 139.69},
    )
    assert reply["exifInfo"]["description"] == "  two blanks  "
    assert reply["exifInfo"]["latitude"] == 35.68950049
    assert reply["updatedAt"] == before["updatedAt"]
    assert reply["localDateTime"] == before["localDateTime"]
    after = server.settled(asset, before["updatedAt"])["exifInfo"]
    assert after["description"] == "two blanks"
    assert after["latitude"] == 35.6895


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("line one\r\nline\ttwo \U0001f600", None),
        ("\n padded \t", "padded"),
        ("fish &amp; chips &lt;b&gt; &#65;", "fish & chips <b> A"),
        ("bell\x07 and \x1b[1m", "bell. and .[1m"),
        ("a & b \\n % -=", None),
        ("\ufeffmark", "mark"),
    ],
)
def test_descriptions(server: Api, sent: str, kept: str | None) -> None:
    asset = server.upload(jpeg())
    assert server.write(asset, description=sent)["exifInfo"]["description"] == (
        sent if kept is None else kept
    )
    assert server.refreshed(asset)["exifInfo"]["description"] == (sent if kept is None else kept)


def test_an_empty_description_wins_over_the_one_in_the_file(server: Api) -> None:
    asset = server.upload(jpeg(description="from the camera", rating=4))
    assert server.asset(asset)["exifInfo"]["description"] == "from the camera"
    assert server.asset(asset)["exifInfo"]["rating"] == 4
    after = server.write(asset, description="", rating=None)["exifInfo"]
    assert (after["description"], after["rating"]) == ("", None)
    after = server.refreshed(asset)["exifInfo"]
    assert (after["description"], after["rating"]) == ("", None)


def test_nul_is_too_much(server: Api) -> None:
    asset = server.upload(jpeg())
    assert (
        server.message("PUT", f"/assets/{asset}", {"description": "a\x00b"}, status=500)
        == "Failed to update asset"
    )
    assert server.still(asset)["exifInfo"]["description"] == ""


def test_ratings(server: Api) -> None:
    asset = server.upload(jpeg())
    assert server.write(asset, rating=5)["exifInfo"]["rating"] == 5
    assert server.ask("PUT", f"/assets/{asset}", {"rating": -1})["exifInfo"]["rating"] == -1
    server.still(asset)
    assert server.refreshed(asset)["exifInfo"]["rating"] == (None if server.modern else -1)
    assert server.write(asset, rating=3)["exifInfo"]["rating"] == 3
    if server.modern:
        text = server.message("PUT", f"/assets/{asset}", {"rating": 0}, status=400)
        assert "0 is not valid" in text
    else:
        assert server.write(asset, rating=0)["exifInfo"]["rating"] is None


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ((-33.123456789, 151.987654321), (-33.123457, 151.987654)),
        ((89.9999999, 10), (90, 10)),
        ((0, 13.4), (0, 13.4)),
        ((52.5, 0), (52.5, 0)),
    ],
)
def test_coordinates(server: Api, sent: tuple[float, float], kept: tuple[float, float]) -> None:
    asset = server.upload(jpeg())
    after = server.write(asset, latitude=sent[0], longitude=sent[1])["exifInfo"]
    assert (after["latitude"], after["longitude"]) == pytest.approx(kept, abs=1e-9)


def test_zero_zero_means_no_coordinates(server: Api) -> None:
    asset = server.upload(jpeg())
    server.write(asset, latitude=48.85, longitude=2.35)
    before = server.asset(asset)["updatedAt"]
    reply = server.ask("PUT", f"/assets/{asset}", {"latitude": 0, "longitude": 0})
    assert (reply["exifInfo"]["latitude"], reply["exifInfo"]["longitude"]) == (0, 0)
    after = server.settled(asset, before)["exifInfo"]
    assert (after["latitude"], after["longitude"], after["timeZone"]) == (None, None, None)


def test_zero_zero_brings_back_the_coordinates_of_the_file(server: Api) -> None:
    asset = server.upload(jpeg(place=(35.6895, 139.6917)))
    server.write(asset, latitude=48.85, longitude=2.35)
    after = server.write(asset, latitude=0, longitude=0)["exifInfo"]
    assert (after["latitude"], after["longitude"]) == pytest.approx((35.6895, 139.6917), abs=1e-5)


BAD: list[tuple[dict[str, Any], str, str]] = [
    (
        {"latitude": 1},
        "Latitude and longitude must be provided together",
        "longitude should not be empty; longitude must be a longitude string or number",
    ),
    (
        {"latitude": 95, "longitude": 0},
        "Too big: expected number to be <=90",
        "latitude must be a latitude string or number",
    ),
    (
        {"latitude": 0, "longitude": -181},
        "Too small: expected number to be >=-180",
        "longitude must be a longitude string or number",
    ),
    (
        {"latitude": None, "longitude": None},
        "Invalid input: expected number, received null; Invalid input: expected number, received null",
        "latitude should not be empty; latitude must be a latitude string or number; "
        "longitude should not be empty; longitude must be a longitude string or number",
    ),
    ({"rating": 9}, "Too big: expected number to be <=5", "rating must not be greater than 5"),
    ({"rating": -2}, "Too small: expected number to be >=-1", "rating must not be less than -1"),
    ({"rating": 2.5}, "Invalid input: expected int, received number", "rating must be an integer number"),
    ({"description": None}, "Invalid input: expected string, received null", "description must be a string"),
    (
        {"isFavorite": "yes"},
        "Invalid input: expected boolean, received string",
        "isFavorite must be a boolean value",
    ),
    (
        {"visibility": "secret"},
        'Invalid option: expected one of "archive"|"timeline"|"hidden"|"locked"',
        "visibility must be one of the following values: archive, timeline, hidden, locked",
    ),
    ({"livePhotoVideoId": "x"}, "Invalid UUID", "livePhotoVideoId must be a UUID"),
]


def test_refused_values_change_nothing(server: Api) -> None:
    asset = server.upload(jpeg())
    before = server.asset(asset)
    for body, modern, classic in BAD:
        text = server.message("PUT", f"/assets/{asset}", body, status=400)
        assert text == (modern if server.modern else classic)
    assert server.still(asset) == before


def test_a_date_that_is_none(server: Api) -> None:
    asset = server.upload(jpeg())
    before = server.asset(asset)
    if server.modern:
        text = server.message("PUT", f"/assets/{asset}", {"dateTimeOriginal": "nope"}, status=500)
        assert text == "Failed to update asset"
    else:
        text = server.message("PUT", f"/assets/{asset}", {"dateTimeOriginal": "nope"}, status=400)
        assert text == "dateTimeOriginal must be a valid ISO 8601 date string"
    assert server.still(asset) == before


def test_numbers_as_text(server: Api) -> None:
    asset = server.upload(jpeg())
    body = {"latitude": "48.5", "longitude": "2.5"}
    if server.modern:
        server.ask("PUT", f"/assets/{asset}", body, status=400)
    else:
        assert server.write(asset, **body)["exifInfo"]["latitude"] == 48.5


def test_unknown_fields_are_dropped_without_a_word(server: Api) -> None:
    asset = server.upload(jpeg())
    before = server.asset(asset)
    server.ask(
        "PUT", f"/assets/{asset}", {"descripton": "misspelt", "timeZone": "Asia/Tokyo", "isArchived": True}
    )
    assert server.still(asset) == before


def test_what_moves_the_time_of_update(server: Api) -> None:
    asset = server.upload(jpeg())
    start = server.asset(asset)["updatedAt"]
    assert server.ask("PUT", f"/assets/{asset}", {})["updatedAt"] == start
    assert server.still(asset)["updatedAt"] == start
    at_once = server.ask("PUT", f"/assets/{asset}", {"isFavorite": True})["updatedAt"]
    assert at_once != start
    assert server.still(asset)["updatedAt"] == at_once
    same = server.ask("PUT", f"/assets/{asset}", {"description": ""})["updatedAt"]
    assert same == at_once
    assert server.settled(asset, at_once)["updatedAt"] != at_once


def test_a_bulk_write_reads_every_file_again(server: Api) -> None:
    asset = server.upload(jpeg())
    start = server.asset(asset)["updatedAt"]
    server.ask("PUT", "/assets", {"ids": [asset], "isFavorite": True}, status=204)
    server.wait_for(lambda: server.asset(asset)["updatedAt"] != start)
    first = server.asset(asset)
    assert first["isFavorite"] is True
    assert server.still(asset)["updatedAt"] >= first["updatedAt"]


def test_bulk_writes_are_all_or_nothing(server: Api) -> None:
    asset = server.upload(jpeg())
    before = server.asset(asset)
    unknown = "00000000-0000-4000-8000-000000000000"
    text = server.message("PUT", "/assets", {"ids": [asset, unknown], "isFavorite": True}, status=400)
    assert text == "Not found or no asset.update access"
    text = server.message("PUT", "/assets", {"ids": [asset, "x"], "isFavorite": True}, status=400)
    assert text == ("Invalid UUID" if server.modern else "each value in ids must be a UUID")
    assert server.still(asset) == before
    server.ask("PUT", "/assets", {"ids": [asset, asset], "isFavorite": True}, status=204)
    assert server.still(asset)["isFavorite"] is True


def test_visibility(server: Api) -> None:
    asset = server.upload(jpeg())
    reply = server.ask("PUT", f"/assets/{asset}", {"visibility": "archive"})
    assert (reply["visibility"], reply["isArchived"]) == ("archive", True)
    assert server.write(asset, description="still writable")["visibility"] == "archive"


def test_a_trashed_asset_can_be_written(server: Api) -> None:
    asset = server.upload(jpeg())
    server.trash(asset)
    assert server.write(asset, description="in the bin")["exifInfo"]["description"] == "in the bin"
    server.restore(asset)
    assert server.still(asset)["exifInfo"]["description"] == "in the bin"


def test_a_patch_of_an_asset(server: Api) -> None:
    asset = server.upload(jpeg())
    reply = server.send("PATCH", f"/assets/{asset}", {"isFavorite": True})
    assert reply.status_code == (200 if server.modern else 404)
