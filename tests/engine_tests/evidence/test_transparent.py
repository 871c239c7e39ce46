"""Stills of which a preview does not show all: transparent ones, and such with several pages or frames.

The server's preview of all of them is alike here, as that of black ink on nothing is on a server: black.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from engine.base.report import Ending
from engine.runs.runs import plans_of
from practice.rows import FileFacts
from practice.world import World
from tests.engine_tests.look.test_layers import SIZE, file, inked, pages
from tests.support.rehearsal import rehearsal

INK = {
    kind: lambda text, kind=kind: file(inked(text), kind=kind).getvalue() for kind in ("PNG", "WEBP", "TIFF")
}


def found(tmp_path: Path, kind: str, one: bytes, other: bytes) -> tuple[list[str], list[Ending]]:
    """Return the reasons for a review of two files that have one preview, and how an apply of their group ends."""

    def fill(world: World) -> None:
        about = FileFacts(width=SIZE[0], height=SIZE[1])
        for name, content in (("a", one), ("b", other)):
            world.add_picture(f"{name}.{kind.lower()}", data=content, facts=about, group="g", scene="black")

    with rehearsal(tmp_path / "home", fill=fill) as stage:
        run = stage.analyze().run
        with stage.process() as (context, _, _server):
            (plan,) = plans_of(context.journal, run)
        review = [finding.code for finding in plan.review if finding.code == "look-unsure"]
        return review, [end.ending for end in stage.apply().ends] if not plan.review else []


@pytest.mark.parametrize("kind", INK)
def test_other_ink_on_nothing_is_a_question(tmp_path: Path, kind: str) -> None:
    made = INK[kind]
    assert found(tmp_path, kind, made("account 4711"), made("invoice 0815")) == (["look-unsure"], [])


@pytest.mark.parametrize("kind", INK)
def test_the_same_ink_goes(tmp_path: Path, kind: str) -> None:
    larger = INK[kind]("account 4711")
    review, _ends = found(tmp_path, kind, larger, INK[kind]("account 4711") + b"\0")
    assert review == []


@pytest.mark.parametrize("kind", ["TIFF", "PNG", "WEBP"])
def test_another_page_is_a_question(tmp_path: Path, kind: str) -> None:
    one, other = (file(*pages(1, number, 3), kind=kind).getvalue() for number in (2, 4))
    assert found(tmp_path, kind, one, other) == (["look-unsure"], [])


def test_what_cannot_be_decoded_is_a_question(tmp_path: Path) -> None:
    drawn = b"<svg xmlns='http://www.w3.org/2000/svg' width='640' height='480'><text>%b</text></svg>"
    assert found(tmp_path, "svg", drawn % b"4711", drawn % b"0815") == (["look-unsure"], [])


def test_opaque_copies_go_as_before(tmp_path: Path) -> None:
    def saved(level: int) -> bytes:
        image = Image.new("RGBA", SIZE, (90, 120, 150, 255))
        image.paste(pages(1)[0].resize((400, 300)), (100, 80))
        return file(image, kind="PNG", compress_level=level).getvalue()

    review, ends = found(tmp_path, "png", saved(1), saved(9))
    assert (review, ends) == ([], [Ending.DONE])
