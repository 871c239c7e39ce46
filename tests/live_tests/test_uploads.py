"""Uploads, sidecars and downloads."""

from __future__ import annotations

import hashlib

import pytest

from tests.live_tests.api import Api, checksum
from tests.live_tests.pictures import jpeg, xmp

TOKYO = (35.6895, 139.6917)


def test_a_sidecar_says_everything(server: Api) -> None:
    tag = f"winnow-{server.mark}/japan"
    sidecar = xmp(
        description="two\nlines & more",
        rating=5,
        taken="2020-06-01T10:00:00.456+09:00",
        place=TOKYO,
        tags=(tag,),
    )
    asset = server.asset(server.upload(jpeg(taken="2023:07:10 10:00:00"), sidecar=sidecar))
    server.made += [
        f"/tags/{t['id']}" for t in server.ask("GET", "/tags") if t["value"] == tag.partition("/")[0]
    ]
    info = asset["exifInfo"]
    assert info["description"] == "two\nlines & more"
    assert info["rating"] == 5
    assert (info["latitude"], info["longitude"]) == pytest.approx(TOKYO, abs=1e-6)
    assert info["timeZone"] == "Asia/Tokyo"
    assert asset["localDateTime"] == "2020-06-01T10:00:00.456Z"
    assert asset["fileCreatedAt"] == "2020-06-01T01:00:00.456Z"
    assert [t["value"] for t in asset["tags"]] == [tag]
    after = server.write(asset["id"], rating=3)
    assert after["exifInfo"] | {"rating": 5} == info


def test_a_sidecar_clears_what_the_file_says(server: Api) -> None:
    data = jpeg(description="embedded", rating=4)
    info = server.asset(server.upload(data, sidecar=xmp(rating=0, description=" ")))["exifInfo"]
    assert info["rating"] is None


def test_without_a_date_the_earliest_file_time_counts(server: Api) -> None:
    early, late = "2020-01-01T00:00:00.000Z", "2021-01-01T00:00:00.000Z"
    one = server.asset(server.upload(jpeg(), created=early, modified=late))
    two = server.asset(server.upload(jpeg(), created=late, modified=early))
    assert one["fileCreatedAt"] == two["fileCreatedAt"] == one["localDateTime"] == early
    assert (one["fileModifiedAt"], two["fileModifiedAt"]) == (late, early)
    assert one["exifInfo"]["timeZone"] is None


def test_form_fields(server: Api) -> None:
    notes = '[{"key": "k", "value": {"v": 1}}]'
    asset = server.upload(jpeg(), isFavorite="true", visibility="archive", metadata=notes)
    read = server.asset(asset)
    assert (read["isFavorite"], read["visibility"]) == (True, "archive")
    assert server.ask("GET", f"/assets/{asset}/metadata")[0]["value"] == {"v": 1}


@pytest.mark.parametrize("flag", ["True", "1", "yes"])
def test_a_flag_must_be_true_or_false(server: Api, flag: str) -> None:
    assert server.post_file(jpeg(), isFavorite=flag).status_code == 400


def test_dates_of_the_form(server: Api) -> None:
    loose = server.post_file(jpeg(), created="2021-05-06T07:08:09").status_code
    assert loose == (400 if server.modern else 201)
    assert server.post_file(jpeg(), created="nonsense").status_code == 400
    micros = server.asset(server.upload(jpeg(), created="2020-01-01T00:00:00.123456Z"))
    assert micros["fileCreatedAt"] == "2020-01-01T00:00:00.123Z"


def test_what_is_not_taken(server: Api) -> None:
    reply = server.post_file(b"hello", "note.txt")
    assert (reply.status_code, reply.json()["message"]) == (400, "Unsupported file type note.txt")
    assert server.post_file(jpeg(), "noextension").status_code == 400
    assert server.post_file(b"", "empty.jpg").status_code == (400 if server.modern else 201)
    broken = server.post_file(jpeg(), sidecar=b"not an xmp at all")
    assert broken.status_code == 201


def test_the_name_field_decides_about_the_parts_after_it(server: Api) -> None:
    reply = server.post_file(jpeg(), sidecar=xmp(rating=2), filename="IMG.jpg")
    assert reply.status_code == 400
    assert "Unsupported file type" in reply.json()["message"]


def test_a_checksum_announced_in_the_header(server: Api) -> None:
    data = jpeg()
    asset = server.upload(data)
    for announced in (hashlib.sha1(data).hexdigest(), checksum(data)):
        reply = server.post_file(b"something else", headers={"x-immich-checksum": announced})
        assert (reply.status_code, reply.json()["id"]) == (200, asset)


def test_bulk_check_knows_hex_and_base64_in_order(server: Api) -> None:
    data = jpeg()
    asset = server.upload(data, visibility="archive")
    items = [
        {"id": "1", "checksum": checksum(b"nothing")},
        {"id": "2", "checksum": hashlib.sha1(data).hexdigest()},
        {"id": "3", "checksum": checksum(data)},
    ]
    results = server.ask("POST", "/assets/bulk-upload-check", {"assets": items})["results"]
    assert [result["id"] for result in results] == ["1", "2", "3"]
    assert [result.get("assetId") for result in results] == [None, asset, asset]
    assert [result["action"] for result in results] == ["accept", "reject", "reject"]


def test_downloads(server: Api) -> None:
    data = jpeg()
    asset = server.upload(data, "é 1.jpg")
    reply = server.send("GET", f"/assets/{asset}/original")
    assert reply.content == data
    assert reply.headers["Content-Length"] == str(len(data))
    assert reply.headers["Content-Type"] == "image/jpeg"
    assert reply.headers["Content-Disposition"] == "inline; filename*=UTF-8''%C3%A9%201.jpg"
    part = server.send("GET", f"/assets/{asset}/original", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, data[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(data)}"
    unknown = server.send("GET", "/assets/00000000-0000-4000-8000-000000000000/original")
    assert unknown.status_code == (404 if server.modern else 400)
