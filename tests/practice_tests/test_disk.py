"""What the practice server serves once something is wrong with its own files."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
import requests
from PIL import Image, ImageChops, ImageStat

from practice import disk
from practice.extract import FileReader
from practice.rows import AssetRow
from practice.server import PracticeServer
from tests.practice_tests.client import Client


def original(server: PracticeServer, row: AssetRow) -> tuple[int, bytes]:
    reply = Client(server).send("GET", f"/assets/{row.id}/original")
    return reply.status_code, reply.content


def preview(server: PracticeServer, row: AssetRow) -> Image.Image:
    reply = Client(server).send("GET", f"/assets/{row.id}/thumbnail?size=preview")
    assert reply.status_code == 200
    return Image.open(io.BytesIO(reply.content)).convert("RGB")


def apart(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two pictures at one size, 0 to 255."""
    return max(ImageStat.Stat(ImageChops.difference(one, other.resize(one.size))).mean)


def test_a_missing_original_is_refused_and_its_preview_still_there(server: PracticeServer) -> None:
    row = server.world.add_picture()
    before = preview(server, row)
    disk.lose(server.world, row)
    assert original(server, row)[0] == (404 if server.dialect.modern else 500)
    assert apart(before, preview(server, row)) == 0
    assert Client(server).asset(row.id)["exifInfo"]["fileSizeInByte"] == len(row.content())


def test_a_cut_original_is_served_as_if_it_were_whole(server: PracticeServer) -> None:
    row = server.world.add_picture()
    disk.cut(server.world, row, 100)
    assert original(server, row) == (200, row.content()[:100])
    assert Client(server).asset(row.id)["checksum"] == row.checksum


def test_a_flipped_bit_and_other_bytes_are_served(server: PracticeServer) -> None:
    row, other = server.world.add_picture(), server.world.add_picture()
    disk.flip(server.world, row, 3)
    _, data = original(server, row)
    differing = [one ^ two for one, two in zip(data, row.content(), strict=True) if one != two]
    assert differing == [1 << 3]
    disk.overwrite(server.world, row, other.content())
    assert original(server, row) == (200, other.content())


def test_two_rows_with_one_path_lose_one_file_together(server: PracticeServer) -> None:
    row, other = server.world.add_picture(), server.world.add_picture()
    disk.share_path(server.world, row, other)
    assert original(server, other) == (200, row.content())
    client = Client(server)
    assert client.asset(row.id)["originalPath"] == client.asset(other.id)["originalPath"]
    client.ask("DELETE", "/assets", {"ids": [other.id], "force": True})
    server.drain()
    assert original(server, row)[0] == (404 if server.dialect.modern else 500)


def test_members_of_a_group_look_alike_at_any_size_and_others_do_not(server: PracticeServer) -> None:
    world = server.world
    one = world.add_picture(group="a")
    small = world.add_picture(group="a", width=320, height=240)
    again = world.add_picture(scene="a")
    other = world.add_picture(group="b")
    shown = preview(server, one)
    assert apart(shown, preview(server, small)) < 4
    assert apart(shown, preview(server, again)) < 1
    assert apart(shown, preview(server, other)) > 20


def test_a_drawn_file_is_a_picture_of_the_size_that_it_claims(server: PracticeServer) -> None:
    row = server.world.add_picture(width=400, height=200, size=50_000, make="Canon", orientation=6)
    with Image.open(io.BytesIO(row.content())) as picture:
        picture.load()
        assert (picture.size, picture.getexif()[0x010F], picture.getexif()[0x0112]) == (
            (400, 200),
            "Canon",
            6,
        )
    assert len(row.content()) == 50_000
    assert preview(server, row).size == (200, 400)


def test_what_cannot_be_decoded_has_neither_thumbhash_nor_thumbnail(server: PracticeServer) -> None:
    client = Client(server)
    for kind, name in (("IMAGE", "a.jpg"), ("VIDEO", "a.mp4")):
        row = server.world.add_picture(name, data=b"no media file", kind=kind)
        assert client.asset(row.id)["thumbhash"] is None
        assert client.send("GET", f"/assets/{row.id}/thumbnail").status_code == 404


def test_a_server_without_ranges_sends_the_whole_file(server: PracticeServer) -> None:
    row = server.world.add_picture()
    path = f"/assets/{row.id}/original"
    headers = {"x-api-key": server.key(), "Range": "bytes=0-9"}
    server.world.ranges = False
    reply = Client(server).send("GET", path)
    assert "Accept-Ranges" not in reply.headers
    whole = requests.get(f"{server.url}/api{path}", headers=headers, timeout=10)
    assert (whole.status_code, whole.content) == (200, row.content())
    server.world.ranges = True
    part = requests.get(f"{server.url}/api{path}", headers=headers, timeout=10)
    assert (part.status_code, part.content) == (206, row.content()[:10])


@pytest.mark.parametrize("direction", ["shared-by", "shared-with"])
def test_partners_in_both_directions(server: PracticeServer, direction: str) -> None:
    other = server.world.add_user("Other")
    sharing, seeing = (server.world.user, other) if direction == "shared-by" else (other, server.world.user)
    seeing.partners.add(sharing.id)
    client = Client(server)
    (found,) = client.ask("GET", f"/partners?direction={direction}")
    assert (found["id"], found["inTimeline"]) == (other.id, direction == "shared-with")
    opposite = {"shared-by": "shared-with", "shared-with": "shared-by"}[direction]
    assert client.ask("GET", f"/partners?direction={opposite}") == []


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "JPEG"), ("a.HEIC", "HEIF"), ("a.png", "PNG"), ("a.webp", "WEBP")]
)
def test_a_drawn_file_is_of_the_kind_that_its_name_claims(
    server: PracticeServer, name: str, kind: str
) -> None:
    one = server.world.add_picture(name, group="a", make="Canon", orientation=6)
    other = server.world.add_picture(name, group="a", make="Canon", orientation=6)
    assert one.content() != other.content()
    with Image.open(io.BytesIO(one.content())) as picture:
        assert picture.format == kind
        assert picture.getexif()[0x010F] == "Canon"
    assert preview(server, one).size == (480, 640)
    assert apart(preview(server, one), preview(server, other)) < 1


def test_a_drawn_film_has_the_frames_and_the_length_that_it_claims(
    server: PracticeServer, reader: FileReader
) -> None:
    row = server.world.add_picture(
        "a.mp4",
        kind="VIDEO",
        group="a",
        duration=2.5,
        taken=datetime(2023, 7, 10, 10, 0),  # noqa: DTZ001
    )
    other = server.world.add_picture("b.mp4", kind="VIDEO", group="a", duration=2.5, width=320, height=240)
    facts = reader(row.content(), row.name)
    assert (facts.width, facts.height, facts.duration, facts.taken) == (640, 480, 2.5, row.facts.taken)
    assert preview(server, row).size == (640, 480)
    assert apart(preview(server, row), preview(server, other)) < 5
