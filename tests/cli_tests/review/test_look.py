"""What the page says of two previews agrees with the analysis."""

from __future__ import annotations

from io import BytesIO

import pytest

from cli.review.look import Preview, seen
from engine.plan.plan import Sketch
from practice.display_p3 import profile
from tests.engine_tests.look.scenes import jpeg, scene


def preview(data: bytes | None, *, plain: bool = False) -> Preview:
    return Preview(Sketch(asset="a", name="a.jpg", fingerprint="", width=1600, height=1200), data, plain)


@pytest.mark.parametrize("plain", [True, False])
def test_a_profile_that_the_analysis_left_aside_is_left_aside_here(plain: bool) -> None:
    tagged = BytesIO()
    scene(1).save(tagged, "JPEG", quality=80, icc_profile=profile())
    found = seen(preview(tagged.getvalue(), plain=plain), preview(jpeg(scene(1))))
    assert (found["verdict"] == "same") is plain


@pytest.mark.parametrize("data", [None, b"", b"no picture"])
def test_without_a_preview_nobody_can_tell(data: bytes | None) -> None:
    found = seen(preview(data), preview(jpeg(scene(1))))
    assert (found["verdict"], found["boxes"]) == ("unsure", [])
    assert found["why"]
