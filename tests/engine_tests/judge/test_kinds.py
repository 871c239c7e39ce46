"""Kinds of media told by evidence: what a file calls itself, then its name, its size and its shape."""

from __future__ import annotations

from typing import Any

import pytest

from engine.judge.copies import Copy, with_evidence
from engine.judge.kinds import is_panorama, is_screenshot
from engine.model.asset import Asset
from tests.support.assets import group
from tests.support.evidence import known

PHONE = {"shot": {"make": "Apple", "model": "iPhone 13"}}


def copy(bytes_: dict[str, Any] | None = None, **about: Any) -> Asset:
    """Return an asset with its evidence; `bytes_` are fields of its file's facts."""
    made = group({"id": "a", **about})
    found = with_evidence(made.members[0], known(made, bytes={"a": bytes_ or {}})).asset
    assert isinstance(found, Copy)
    return found


@pytest.mark.parametrize(
    "name",
    [
        "Screenshot_20240615-120000.png",
        "Screenshot_20240615-120000_Instagram.jpg",
        "Screenshot (12).png",
        "Screen Shot 2020-01-02 at 10.11.12.png",
        "Bildschirmfoto 2024-06-15 um 12.00.00.png",
        "Capture d’écran 2024-06-15 à 12.00.00.png",
        "Captura de pantalla 2024-06-15.png",
        "Schermata 2024-06-15 alle 12.00.00.png",
        "Снимок экрана 2024-06-15.png",
        "スクリーンショット 2024-06-15 12.00.00.png",
        "截屏2024-06-15 12.00.00.png",
    ],
)
def test_a_name_tells_a_screenshot_where_no_camera_speaks(name: str) -> None:
    assert is_screenshot(copy(name=name))
    assert not is_screenshot(copy(PHONE, name=name))


def test_what_a_file_calls_itself_is_enough() -> None:
    assert is_screenshot(copy({"screenshot": True}, name="IMG_0001.PNG", dims=(300, 200)))


@pytest.mark.parametrize(
    ("name", "dims", "wanted"),
    [
        ("IMG_0001.PNG", (1170, 2532), True),
        ("IMG_0001.PNG", (2532, 1170), True),
        ("IMG_0001.PNG", (600, 400), False),
        ("IMG_0001.JPG", (1080, 1920), False),
        ("screens of the world.jpg", (600, 400), False),
        ("IMG_0001.PNG", None, False),
    ],
)
def test_a_png_of_a_screens_size_is_a_screenshot(name: str, dims: Any, wanted: bool) -> None:
    assert is_screenshot(copy(name=name, dims=dims)) is wanted


def test_a_film_is_none() -> None:
    assert not is_screenshot(copy(name="Screenshot_1.mp4", kind="VIDEO", duration=2.0))
    assert not is_panorama(copy(name="PANO_20240615.mp4", kind="VIDEO", duration=2.0))


@pytest.mark.parametrize(
    ("about", "wanted"),
    [
        ({"projection": "EQUIRECTANGULAR"}, True),
        ({"name": "PANO_20240615_120000.jpg"}, True),
        ({"name": "20240615_pano.jpg"}, True),
        ({"name": "panorama bar.jpg"}, False),
        ({"dims": (9000, 2400)}, True),
        ({"dims": (2400, 9000)}, True),
        ({"dims": (4032, 2268)}, False),
        ({"dims": None}, False),
        ({"name": "Screenshot_1.png", "dims": (500, 2000)}, False),
    ],
)
def test_a_panorama_is_told_by_projection_name_or_shape(about: dict[str, Any], wanted: bool) -> None:
    assert is_panorama(copy(**about)) is wanted
