"""A library shaped like a real one, of true files: half phone pictures, messenger copies, Live Photos, scans, films.

Each maker adds one duplicate group of its kind. In those of `PLAIN` nothing truly contradicts anything; in those of
`CONFLICTS` there is a thing that only a person can know.
"""

from __future__ import annotations

import io
import os
import random
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from practice.drawn import drawing, exif_of
from practice.rows import AssetRow, FileFacts
from practice.world import World
from scripts.fixtures_lib.raw import write_dng
from tests.live_tests.pictures import clip

LARGE, SMALL = (960, 720), (640, 480)
SUMMER = timezone(timedelta(hours=2))
PHONE = {
    "make": "Apple", "model": "iPhone 13", "lens": "iPhone 13 back camera", "iso": 64, "exposure": "1/120",
    "aperture": 1.6, "focal_length": 5.1,
}  # fmt: skip
DIGITIZED = 0x9004

Maker = Callable[[World, random.Random, int], None]


def _taken(chance: random.Random) -> datetime:
    day = datetime(2016, 1, 1, 0, 0, 7, tzinfo=SUMMER)
    return day + timedelta(seconds=chance.randrange(8 * 365 * 86_400) | 1)


def jpeg(picture: Image.Image, size: tuple[int, int], quality: int, facts: dict[str, Any]) -> bytes:
    """Return a JPEG that says what the facts claim; `digitized` is when it was scanned."""
    said = dict(facts)
    digitized = said.pop("digitized", None)
    exif = exif_of(FileFacts(**said))
    if digitized is not None:
        exif.get_ifd(0x8769)[DIGITIZED] = digitized.strftime("%Y:%m:%d %H:%M:%S")
    out = io.BytesIO()
    picture.resize(size).save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()


def _add(
    world: World, group: str, name: str, picture: Image.Image, *, size: tuple[int, int] = LARGE, **about: Any
) -> AssetRow:
    """Add a true JPEG; what begins with `file_`, and a sidecar, is said of it elsewhere."""
    outside = {key: about.pop(key) for key in list(about) if key.startswith("file_") or key == "sidecar"}
    data = jpeg(picture, size, 90 if size == LARGE else 75, about)
    shown = dict(about)
    if (digitized := shown.pop("digitized", None)) is not None:
        shown.setdefault("taken", digitized)  # what the server makes of it
    outside.setdefault("file_created", shown.get("taken") or datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC))
    created = outside["file_created"]
    if created.tzinfo is None:
        outside["file_created"] = created.replace(tzinfo=UTC)
    return world.add_picture(name, data=data, width=size[0], height=size[1], group=group, **outside, **shown)


def phone(world: World, chance: random.Random, n: int) -> None:
    """A phone's own file and an app's smaller copy; one of them has people, tags or albums."""
    taken, picture, group = _taken(chance), drawing(chance, *LARGE), f"phone {n}"
    kept = _add(world, group, f"IMG_{n:04}.JPG", picture, taken=taken, **PHONE)
    copy = _add(world, group, f"IMG_{n:04} (1).JPG", picture, size=SMALL, taken=taken, **PHONE)
    person = world.add_person(f"Person {n}")
    match n % 5:
        case 0:
            world.add_face(copy, person, (40, 30, 120, 120))
        case 1:
            world.add_face(kept, person, (60, 45, 180, 180))
            world.add_tag(f"Trips/{n}", copy)
        case 2:
            world.add_album(f"Album {n}", [copy], cover=copy)
            copy.favourite = True
        case 3:
            world.add_face(kept, person, (60, 45, 180, 180))
            world.add_face(copy, person, (40, 30, 120, 120))
        case _:
            world.add_link(copy, slug=f"link-{n}")


def live(world: World, chance: random.Random, n: int) -> None:
    """A Live Photo beside a still of its shot; either of them may move."""
    taken, picture, group = _taken(chance), drawing(chance, *LARGE), f"live {n}"
    kept = _add(world, group, f"IMG_L{n:04}.JPG", picture, taken=taken, **PHONE)
    copy = _add(world, group, f"IMG_L{n:04} (1).JPG", picture, size=SMALL, taken=taken, **PHONE)
    part = world.add_picture(f"IMG_L{n:04}.MOV", data=clip(), kind="VIDEO", duration=1.0, file_created=taken)
    holder = copy if n % 2 else kept
    holder.motion, part.visibility = part.id, "hidden"


def messenger(world: World, chance: random.Random, n: int) -> None:
    """A messenger's copy, stripped of everything, and described by somebody."""
    taken, picture, group = _taken(chance), drawing(chance, *LARGE), f"messenger {n}"
    _add(world, group, f"IMG_M{n:04}.JPG", picture, taken=taken, **PHONE)
    sent = (taken + timedelta(days=2, minutes=n)).astimezone(UTC)
    text = FileFacts(description=f"At the lake, {n}") if n % 2 else None
    _add(world, group, f"IMG-20240101-WA{n:04}.jpg", picture, size=SMALL, file_created=sent, sidecar=text)


def scan(world: World, chance: random.Random, n: int) -> None:
    """A scan that knows when it was scanned, and a copy that knows when it was taken."""
    picture, group = drawing(chance, *LARGE), f"scan {n}"
    scanned = datetime(2019, 8, 8, 14, 22, 11) + timedelta(days=n)  # noqa: DTZ001 - scanners write no zone
    taken = datetime(1970 + n % 19, 7, 1, 12, 0, 5)  # noqa: DTZ001
    _add(world, group, f"scan{n:04}.jpg", picture, digitized=scanned)
    _add(world, group, f"scan{n:04} (1).jpg", picture, size=SMALL, taken=taken)


def undated(world: World, chance: random.Random, n: int) -> None:
    """Two files without any date, uploaded on different days."""
    picture, group = drawing(chance, *LARGE), f"undated {n}"
    day = datetime(2021, 3, 1, 9, 1, 2, tzinfo=UTC) + timedelta(days=n)
    _add(world, group, f"saved{n:04}.jpg", picture, file_created=day)
    _add(world, group, f"saved{n:04} (1).jpg", picture, size=SMALL, file_created=day + timedelta(days=400))


def zone(world: World, chance: random.Random, n: int) -> None:
    """One wall clock, once with its zone and once without."""
    taken, picture, group = _taken(chance), drawing(chance, *LARGE), f"zone {n}"
    _add(world, group, f"IMG_Z{n:04}.JPG", picture, taken=taken, **PHONE)
    _add(world, group, f"IMG_Z{n:04} (1).JPG", picture, size=SMALL, taken=taken.replace(tzinfo=None), **PHONE)


def film(world: World, chance: random.Random, n: int) -> None:
    """A film, and its copy with other padding."""
    group = f"film {n}"
    made = datetime(2022, 5, 1, 8, 0, 3, tzinfo=UTC) + timedelta(days=chance.randrange(300))
    for name in (f"VID_{n:04}.mp4", f"VID_{n:04} (1).mp4"):
        about: dict[str, Any] = {"kind": "VIDEO", "duration": 3.0, "width": 320, "height": 240}
        world.add_picture(name, group=group, taken=made, file_created=made, **about)


def neighbour(world: World, chance: random.Random, n: int) -> None:
    """Two shots of one second in which something moved."""
    taken, picture, group = _taken(chance), drawing(chance, *LARGE), f"neighbour {n}"
    frames = [picture.copy(), picture.copy()]
    for frame, left in zip(frames, (300, 430), strict=True):
        ImageDraw.Draw(frame).ellipse((left, 200, left + 90, 290), fill=(200, 40, 30))
    _add(world, group, f"IMG_N{n:04}.JPG", frames[0], taken=taken, **PHONE)
    _add(world, group, f"IMG_N{n:04} (1).JPG", frames[1], size=SMALL, taken=taken, **PHONE)


def days_apart(world: World, chance: random.Random, n: int) -> None:
    """One picture, taken on two days if its files are right."""
    taken, picture, group = _taken(chance), drawing(chance, *LARGE), f"days {n}"
    _add(world, group, f"IMG_D{n:04}.JPG", picture, taken=taken, **PHONE)
    other = taken + timedelta(days=3, minutes=7)
    _add(world, group, f"IMG_D{n:04} (1).JPG", picture, size=SMALL, taken=other, **PHONE)


def two_towns(world: World, chance: random.Random, n: int) -> None:
    """One picture, taken in two towns."""
    taken, picture, group = _taken(chance), drawing(chance, *LARGE), f"towns {n}"
    _add(world, group, f"IMG_T{n:04}.JPG", picture, taken=taken, place=(48.137, 11.575), **PHONE)
    _add(
        world, group, f"IMG_T{n:04} (1).JPG", picture, size=SMALL, taken=taken, place=(52.52, 13.405), **PHONE
    )


def two_cameras(world: World, chance: random.Random, n: int) -> None:
    """One picture, taken with two cameras."""
    taken, picture, group = _taken(chance), drawing(chance, *LARGE), f"cameras {n}"
    _add(world, group, f"IMG_C{n:04}.JPG", picture, taken=taken, **PHONE)
    other = {**PHONE, "make": "NIKON CORPORATION", "model": "NIKON Z 6"}
    _add(world, group, f"IMG_C{n:04} (1).JPG", picture, size=SMALL, taken=taken, **other)


def raw(world: World, chance: random.Random, n: int) -> None:
    """A RAW file beside its JPEG."""
    taken, picture, group = _taken(chance), drawing(chance, *LARGE), f"raw {n}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shot.dng"
        write_dng(picture.resize((160, 120)), path, model=f"Demo {n}")
        data = path.read_bytes() + os.urandom(4)
    shown = {"make": "Winnow", "model": f"Demo {n}", "taken": taken, "width": 160, "height": 120}
    world.add_picture(f"IMG_R{n:04}.dng", data=data, group=group, file_created=taken, **shown)
    _add(world, group, f"IMG_R{n:04}.JPG", picture, taken=taken, make="Winnow", model=f"Demo {n}")


def telling_name(world: World, chance: random.Random, n: int) -> None:
    """A copy whose name says what is on it."""
    taken, picture, group = _taken(chance), drawing(chance, *LARGE), f"name {n}"
    _add(world, group, f"IMG_E{n:04}.JPG", picture, taken=taken, **PHONE)
    _add(world, group, f"Oma am Gardasee {n}.jpg", picture, size=SMALL, taken=taken, **PHONE)


def cut(world: World, chance: random.Random, n: int) -> None:
    """A picture beside a part cut out of it."""
    taken, picture, group = _taken(chance), drawing(chance, *LARGE), f"cut {n}"
    _add(world, group, f"IMG_P{n:04}.JPG", picture, taken=taken, **PHONE)
    part = picture.crop((100, 80, 740, 560))
    _add(world, group, f"IMG_P{n:04} (1).JPG", part, size=SMALL, taken=taken, **PHONE)


PLAIN: tuple[tuple[Maker, int], ...] = (
    (phone, 10), (messenger, 4), (live, 2), (scan, 1), (undated, 1), (zone, 1), (film, 1),
)  # fmt: skip
"""Makers with how many of twenty groups are theirs."""

CONFLICTS: tuple[Maker, ...] = (
    neighbour, days_apart, two_towns, two_cameras, raw, telling_name, cut,
)  # fmt: skip


def likely(world: World, twenties: int, of_each: int) -> dict[str, str]:
    """Fill a world with so many times twenty plain groups and so many conflicts of each kind.

    Return the kind of each group by its id.
    """
    kinds: dict[str, str] = {}

    def add(maker: Maker, number: int) -> None:
        before = set(world.groups)
        maker(world, random.Random(f"{maker.__name__} {number}"), number)
        kinds.update(dict.fromkeys(set(world.groups) - before, maker.__name__))

    for maker, share in PLAIN:
        for number in range(share * twenties):
            add(maker, number)
    for maker in CONFLICTS:
        for number in range(of_each):
            add(maker, number)
    return kinds
