"""What the server reads of cameras, moving pictures, films, stars and keywords."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from tests.live_tests.api import Api
from tests.live_tests.pictures import clip, jpeg, moving, scene, turned_clip, xmp

CAMERA = {
    "tiff:Make": "Leica",
    "tiff:Model": "M3",
    "tiff:Orientation": "6",
    "exif:FNumber": "28/10",
    "exif:ExposureTime": "1/250",
    "exif:FocalLength": "50/1",
    "exif:ISOSpeedRatings": "200",
    "aux:Lens": "Summicron 50",
}
READ = {
    "make": "Leica",
    "model": "M3",
    "orientation": "6",
    "fNumber": 2.8,
    "exposureTime": "1/250",
    "focalLength": 50,
    "iso": 200,
    "lensModel": "Summicron 50",
}


@pytest.mark.parametrize("own", [{}, {"make": "Canon", "orientation": 3}], ids=["silent file", "other word"])
def test_a_sidecar_tells_the_camera_and_turns_the_picture(server: Api, own: dict[str, Any]) -> None:
    asset = server.upload(jpeg(**own), sidecar=xmp(camera=CAMERA))
    read = server.asset(asset)
    assert {name: read["exifInfo"][name] for name in READ} == READ
    assert (read["exifInfo"]["exifImageWidth"], read["exifInfo"]["exifImageHeight"]) == (320, 240)
    assert (read["width"], read["height"]) == (240, 320)
    written = server.write(asset, description="kept", rating=3)
    assert {name: written["exifInfo"][name] for name in READ} == READ


def test_what_a_sidecar_told_is_lost_without_it(server: Api) -> None:
    data = jpeg()
    asset = server.upload(data, sidecar=xmp(camera=CAMERA))
    server.trash(asset, force=True)
    server.wait_for(lambda: server.send("GET", f"/assets/{asset}").status_code == 400)
    again = server.asset(server.upload(data))
    assert {again["exifInfo"][name] for name in READ} == {None}
    assert (again["width"], again["height"]) == (320, 240)


def length(server: Api, milliseconds: int | None) -> int | str | None:
    """Return a length as the server writes it."""
    if server.modern:
        return milliseconds
    return "0:00:00.00000" if milliseconds is None else f"00:00:00.{milliseconds:03}"


@pytest.mark.parametrize(("kind", "expected"), [("GIF", 600), ("WEBP", 600), ("PNG", None)])
def test_a_moving_picture_has_a_length_unless_it_is_a_png(
    server: Api, kind: str, expected: int | None
) -> None:
    asset = server.asset(server.upload(moving(kind), f"moving.{kind.lower()}"))
    assert (asset["type"], asset["duration"]) == ("IMAGE", length(server, expected))
    out = io.BytesIO()
    scene().save(out, kind)
    still = server.asset(server.upload(out.getvalue(), f"still.{kind.lower()}"))
    assert still["duration"] == length(server, None)


def test_a_preview_of_a_moving_picture_is_its_first_frame(server: Api) -> None:
    asset = server.upload(moving("GIF"), "moving.gif")
    with Image.open(
        io.BytesIO(server.send("GET", f"/assets/{asset}/thumbnail?size=preview").content)
    ) as shown:
        assert (shown.size, getattr(shown, "n_frames", 1)) == ((320, 240), 1)


def test_a_turned_film_shows_its_size_upright(server: Api) -> None:
    turned, plain = (server.asset(server.upload(data, "film.mp4")) for data in (turned_clip(), clip()))
    assert (turned["width"], turned["height"], turned["exifInfo"]["orientation"]) == (24, 32, "6")
    assert (turned["exifInfo"]["exifImageWidth"], turned["exifInfo"]["exifImageHeight"]) == (32, 24)
    assert (plain["width"], plain["height"], plain["exifInfo"]["orientation"]) == (32, 24, "1")
    for film in (turned, plain):
        assert (film["exifInfo"]["timeZone"], film["localDateTime"]) == ("UTC", "2023-07-10T10:00:00.000Z")


@pytest.mark.parametrize(("stars", "read"), [(4.5, 5), (4.4, 4), (2.5, 3), (3.49, 3), (5.5, None), (0, None)])
@pytest.mark.parametrize("where", ["in the file", "beside it"])
def test_broken_stars_are_rounded_and_too_many_are_none(
    server: Api, stars: float, read: int | None, where: str
) -> None:
    packet = xmp(rating=stars)
    inside, beside = (packet, None) if where == "in the file" else (None, packet)
    asset = server.upload(jpeg(inside=inside), sidecar=beside)
    assert server.asset(asset)["exifInfo"]["rating"] == read


def test_half_a_star_is_one_or_none(server: Api) -> None:
    asset = server.upload(jpeg(inside=xmp(rating=0.5)))
    assert server.asset(asset)["exifInfo"]["rating"] == (None if server.modern else 1)


@pytest.mark.parametrize("where", ["in the file", "beside it"])
def test_a_slash_within_a_keyword_is_no_level(server: Api, where: str) -> None:
    top = f"winnow-{server.mark}"
    packet = xmp(subjects=(f"{top}|AC/DC", f"{top}|a|b"))
    inside, beside = (packet, None) if where == "in the file" else (None, packet)
    asset = server.asset(server.upload(jpeg(inside=inside), sidecar=beside))
    assert sorted(tag["value"] for tag in asset["tags"]) == [f"{top}/AC|DC", f"{top}/a/b"]
    server.made += [f"/tags/{tag['id']}" for tag in asset["tags"]]
