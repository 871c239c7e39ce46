"""Previews are fetched once, and decoded no more often than it takes."""

from __future__ import annotations

from typing import Any, cast

import pytest
from attrs import evolve

from engine.base.ports import PhotoReader
from engine.evidence.pictures import Pictures
from engine.look import decode as decoding
from engine.look.look import look
from engine.look.picture import Picture
from engine.model.likeness import Verdict
from tests.engine_tests.look.scenes import jpeg, scene
from tests.support.assets import asset

ASSETS = [asset(name, width=1600, height=1200) for name in "abc"]


class Previews:
    """A server with some previews."""

    def __init__(self, previews: dict[str, bytes]) -> None:
        self.previews = previews

    def preview(self, asset: str, _: str) -> bytes:
        return self.previews[asset]


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return what is decoded, in its order."""
    seen: list[bytes] = []
    decode = decoding.decode

    def counted(data: bytes, *sizes: int, **how: Any) -> Picture:
        seen.append(data)
        return decode(data, *sizes, **how)

    monkeypatch.setattr(decoding, "decode", counted)
    return seen


def test_what_others_are_looked_at_beside_is_decoded_once(decoded: list[bytes]) -> None:
    previews = {name: jpeg(scene(1), quality) for name, quality in zip("abc", (90, 80, 70), strict=True)}
    pictures = Pictures(cast("PhotoReader", Previews(previews)))
    for other in ASSETS[1:]:
        assert pictures.look(ASSETS[0], other, look).verdict is Verdict.SAME
    assert decoded == [previews["a"], previews["b"], previews["c"]]


def test_two_previews_of_the_same_bytes_are_decoded_once(decoded: list[bytes]) -> None:
    pictures = Pictures(cast("PhotoReader", Previews(dict.fromkeys("abc", jpeg(scene(1))))))
    small = evolve(ASSETS[1], width=800, height=600)
    seen: list[Picture] = []
    found = pictures.look(
        ASSETS[0], small, lambda one, other: (seen.extend((one, other)), look(one, other))[1]
    )
    assert found.verdict is Verdict.SAME
    assert [(picture.width, picture.height) for picture in seen] == [(1600, 1200), (800, 600)]
    assert len(decoded) == 1
