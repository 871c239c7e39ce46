"""What previews leave open of two copies, a larger one's detail or a smaller page's letters, both originals tell."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from attrs import frozen
from PIL import Image

from engine.evidence.reach import WHOLE
from engine.plan.plan import GroupPlan
from engine.runs.runs import plans_of
from practice import disk
from practice.world import World
from scripts.looks_lib.edits import blemish
from scripts.looks_lib.sources import PHOTOS
from tests.engine_tests.look.test_pages import meter
from tests.support.rehearsal import NOON, Rehearsal, rehearsal


def saved(picture: Image.Image, times: float = 1, *, shot: bool = False) -> bytes:
    """Return the picture as a JPEG, with what a camera writes where it was shot."""
    exif, file = Image.Exif(), BytesIO()
    if shot:
        exif[0x010F], exif[0x0110] = "Canon", "Canon EOS 80D"
        exif.get_ifd(0x8769).update({0x829A: 0.004, 0x829D: 4.0, 0x8827: 200})
    size = round(picture.width * times), round(picture.height * times)
    picture.resize(size, Image.Resampling.LANCZOS).save(file, "JPEG", quality=92, exif=exif)
    return file.getvalue()


def two(world: World, small: bytes, large: bytes) -> None:
    for name, data in (("IMG_1.jpg", small), ("sent.jpg", large)):
        width, height = Image.open(BytesIO(data)).size
        world.add_picture(name, group="g", data=data, width=width, height=height, taken=NOON)


def only(home: Rehearsal) -> GroupPlan:
    analysis = home.analyze()
    with home.process() as (context, _, _server):
        (plan,) = plans_of(context.journal, analysis.run)
    return plan


def codes(plan: GroupPlan) -> list[str]:
    return [finding.code for finding in plan.review]


def parts_asked_for(home: Rehearsal) -> int:
    return sum(request.path.endswith("/original") for request in home.server.log.requests)


@frozen
class Three:
    """A camera's file, the same picture enlarged, and that in other bytes."""

    picture: Image.Image
    small: bytes
    enlarged: bytes

    @property
    def source(self) -> Image.Image:
        return Image.open(BytesIO(self.small)).convert("RGB")

    @property
    def otherwise(self) -> bytes:
        """Return the enlargement with another density (JFIF 1.02), which changes nothing of the picture."""
        return self.enlarged[:15] + bytes([self.enlarged[15] ^ 1]) + self.enlarged[16:]


@pytest.fixture(scope="module")
def bus() -> Three:
    picture = next(source for source in PHOTOS if source.name == "bus").open()
    small = saved(picture, shot=True)
    return Three(picture, small, saved(Image.open(BytesIO(small)).convert("RGB"), 1.8))


def test_an_enlarged_copy_goes_and_the_camera_s_own_file_stays(tmp_path: Path, bus: Three) -> None:
    with rehearsal(tmp_path, fill=lambda world: two(world, bus.small, bus.enlarged)) as home:
        plan = only(home)
        assert codes(plan) == []
        assert [one.name for one in plan.members if one.asset == plan.winner] == ["IMG_1.jpg"]


def test_a_picture_of_which_the_camera_s_own_file_is_a_part_stays(tmp_path: Path, bus: Three) -> None:
    with rehearsal(
        tmp_path, fill=lambda world: two(world, saved(bus.picture, 0.5, shot=True), saved(bus.picture))
    ) as home:
        assert codes(only(home)) == ["original-is-smaller"]


@pytest.mark.parametrize("spoil", ["cut", "gone", "changed"])
def test_nothing_is_proven_by_a_file_that_cannot_be_read(tmp_path: Path, bus: Three, spoil: str) -> None:
    def fill(world: World) -> None:
        two(world, bus.small, bus.enlarged)
        row = next(row for row in world.assets.values() if row.name == "sent.jpg")
        if spoil == "cut":
            disk.cut(world, row, len(bus.enlarged) // 2)
        elif spoil == "gone":
            disk.lose(world, row)
        else:
            disk.overwrite(world, row, bus.otherwise)

    with rehearsal(tmp_path, fill=fill) as home:
        assert {"original-is-smaller", "bytes-unread"} & set(codes(only(home)))


def test_of_two_of_one_size_only_the_heads_are_read(tmp_path: Path, bus: Three) -> None:
    other = saved(bus.source)
    with rehearsal(tmp_path, fill=lambda world: two(world, bus.small, other)) as home:
        assert codes(only(home)) == []
        # A head and an end each, and of a small file both in one piece.
        assert parts_asked_for(home) == sum(1 if len(data) <= WHOLE else 2 for data in (bus.small, other))


@pytest.mark.parametrize(("amount", "said"), [("38,60", []), ("30,60", ["look-unsure"])])
def test_a_reduced_page_goes_where_the_originals_show_every_digit(
    tmp_path: Path, amount: str, said: list[str]
) -> None:
    whole, other = saved(meter("38,60", 18)), Image.open(BytesIO(saved(meter(amount, 18)))).convert("RGB")
    with rehearsal(tmp_path, fill=lambda world: two(world, saved(other, 0.5), whole)) as home:
        plan = only(home)
        assert codes(plan) == said
        assert [one.name for one in plan.members if one.asset == plan.winner] == ["sent.jpg"]


def poor(picture: Image.Image) -> bytes:
    """Return the picture at a quality at which previews cannot tell noise from a speck."""
    file = BytesIO()
    picture.save(file, "JPEG", quality=12)
    return file.getvalue()


@pytest.mark.parametrize("changed", [False, True])
def test_a_poor_copy_goes_where_the_originals_show_that_nothing_was_changed(
    tmp_path: Path, changed: bool
) -> None:
    picture = next(source for source in PHOTOS if source.name == "hopper").open()
    shot = saved(picture, shot=True)
    shows = Image.open(BytesIO(shot)).convert("RGB")
    if changed:
        shows = blemish(shows, Random("mole 4"))
    with rehearsal(tmp_path, fill=lambda world: two(world, shot, poor(shows))) as home:
        plan = only(home)
        assert codes(plan) == (["look-unsure"] if changed else [])
        assert parts_asked_for(home) > 2  # beside the two heads
