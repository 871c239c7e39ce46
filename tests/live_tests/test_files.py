"""What the server serves of a file: parts of the original, and the small pictures made of it."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat
from PIL.JpegImagePlugin import JpegImageFile

from tests.live_tests.api import Api
from tests.live_tests.pictures import clip, jpeg, scene


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def wide() -> Image.Image:
    """Return a picture whose short side is longer than that of a preview."""
    return scene().resize((2400, 1600))


@pytest.mark.parametrize(
    ("size", "kind", "sides"), [("thumbnail", "WEBP", (375, 250)), ("preview", "JPEG", (2160, 1440))]
)
def test_a_small_picture_is_measured_by_its_short_side(
    server: Api, size: str, kind: str, sides: tuple[int, int]
) -> None:
    asset = server.upload(jpeg(wide()))
    reply = server.send("GET", f"/assets/{asset}/thumbnail?size={size}")
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, f"image/{kind.lower()}")
    picture = opened(reply.content)
    assert (picture.format, picture.size) == (kind, sides)
    if isinstance(picture, JpegImageFile):
        assert {layer[1:3] for layer in picture.layer} == {(1, 1)}, "colour at full size"


def test_a_small_picture_is_the_thumbnail_unless_asked_otherwise_and_never_enlarged(server: Api) -> None:
    asset = server.upload(jpeg())
    path = f"/assets/{asset}/thumbnail"
    assert opened(server.send("GET", path).content).size == (320, 240)
    assert opened(server.send("GET", f"{path}?size=preview").content).size == (320, 240)
    assert server.send("GET", f"{path}?size=huge").status_code == 400


def test_a_preview_shows_the_picture_upright(server: Api) -> None:
    picture = scene()
    asset = server.upload(jpeg(picture, orientation=6))
    preview = opened(server.send("GET", f"/assets/{asset}/thumbnail?size=preview").content).convert("RGB")
    upright = picture.transpose(Image.Transpose.ROTATE_270)
    assert preview.size == upright.size == (240, 320)
    assert max(ImageStat.Stat(ImageChops.difference(preview, upright)).mean) < 4


@pytest.mark.parametrize(("colours", "called"), [(None, "srgb"), (1, "srgb"), (0xFFFF, "p3")])
def test_a_file_that_says_it_is_not_calibrated_is_called_p3_and_not_converted(
    server: Api, colours: int | None, called: str
) -> None:
    picture = scene()
    asset = server.upload(jpeg(picture, colours=colours))
    preview = opened(server.send("GET", f"/assets/{asset}/thumbnail?size=preview").content)
    profile = preview.info.get("icc_profile")
    name = (
        ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile))) if profile else "sRGB"
    )
    assert called in name.lower()
    assert max(ImageStat.Stat(ImageChops.difference(preview.convert("RGB"), picture)).mean) < 4


def test_a_film_has_small_pictures_too(server: Api) -> None:
    asset = server.upload(clip(), "clip.mp4")
    assert opened(server.send("GET", f"/assets/{asset}/thumbnail?size=preview").content).size == (32, 24)


def test_what_cannot_be_decoded_has_no_small_picture(server: Api) -> None:
    reply = server.post_file(b"this is no picture at all, whatever its name says", "broken.jpg")
    asset = reply.json()["id"]
    server.wait_for(lambda: server.asset(asset)["exifInfo"]["dateTimeOriginal"] is not None)
    assert server.still(asset)["thumbhash"] is None
    for size in ("thumbnail", "preview"):
        assert server.send("GET", f"/assets/{asset}/thumbnail?size={size}").status_code == 404


def test_a_small_picture_needs_a_permission_of_its_own(server: Api) -> None:
    asset = server.upload(jpeg())
    key = server.limited_key("asset.read", "asset.download")
    path = f"/assets/{asset}/thumbnail?size=preview"
    text = server.message("GET", path, status=403, key=key)
    assert text == "Missing required permission: asset.view"
    assert server.send("GET", path, key=server.limited_key("asset.view")).status_code == 200


@pytest.mark.parametrize(
    ("wanted", "part", "answer"),
    [
        ("bytes=0-9", slice(0, 10), "0-9"),
        ("bytes=300-", slice(300, None), "300-{last}"),
        ("bytes=-9", slice(-9, None), "{tail}-{last}"),
    ],
)
def test_a_part_of_the_original(server: Api, wanted: str, part: slice, answer: str) -> None:
    data = jpeg()
    asset = server.upload(data)
    reply = server.send("GET", f"/assets/{asset}/original", headers={"Range": wanted})
    assert (reply.status_code, reply.content) == (206, data[part])
    where = answer.format(last=len(data) - 1, tail=len(data) - 9)
    assert reply.headers["Content-Range"] == f"bytes {where}/{len(data)}"
    assert reply.headers["Accept-Ranges"] == "bytes"


def test_a_part_beyond_the_end_is_refused_like_a_missing_file(server: Api) -> None:
    data = jpeg()
    asset = server.upload(data)
    reply = server.send("GET", f"/assets/{asset}/original", headers={"Range": f"bytes={len(data)}-"})
    assert (reply.status_code, reply.headers["Content-Range"]) == (
        404 if server.modern else 500,
        f"bytes */{len(data)}",
    )


def test_the_locked_folder_is_out_of_reach_but_known(server: Api) -> None:
    data = jpeg()
    asset = server.upload(data)
    digest = server.asset(asset)["checksum"]
    server.ask("PUT", f"/assets/{asset}", {"visibility": "locked"})
    assert server.message("GET", f"/assets/{asset}", status=400) == "Not found or no asset.read access"
    item = {"id": "1", "checksum": digest}
    (result,) = server.ask("POST", "/assets/bulk-upload-check", {"assets": [item]})["results"]
    assert (result["assetId"], result["isTrashed"], result["action"]) == (asset, False, "reject")
    server.ask("PUT", f"/assets/{asset}", {"visibility": "timeline"}, status=400)
    server.ask("DELETE", "/assets", {"ids": [asset]}, status=400)


def test_partners_are_asked_for_in_one_direction(server: Api) -> None:
    for direction in ("shared-by", "shared-with"):
        assert server.ask("GET", f"/partners?direction={direction}") == []
    server.ask("GET", "/partners", status=400)
    text = server.message(
        "GET", "/partners?direction=shared-by", status=403, key=server.limited_key("asset.read")
    )
    assert text == "Missing required permission: partner.read"
