"""Previews are fetched once, and decoded no more often than it takes."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

import pytest
from attrs import evolve

from engine.base.ports import PhotoReader
from engine.evidence.pictures import Pictures
from engine.look import decode as decoding
from engine.look import previews
from engine.look.look import look
from engine.look.picture import Picture
from engine.model.likeness import Likeness, Verdict
from tests.engine_tests.look.scenes import jpeg, scene
from tests.support.assets import asset

ASSETS = [asset(name, width=1600, height=1200) for name in "abc"]


class Previews:
    """A server with some previews."""

    def __init__(self, previews: dict[str, bytes]) -> None:
        self.previews = previews
        self.asked: Counter[str] = Counter()

    def preview(self, asset: str, _: str) -> bytes:
        self.asked[asset] += 1
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
    served = Previews({name: jpeg(scene(1), q) for name, q in zip("abc", (90, 80, 70), strict=True)})
    pictures = Pictures(cast("PhotoReader", served))
    for other in ASSETS[1:]:
        assert pictures.look(ASSETS[0], other).verdict is Verdict.SAME
    assert decoded == [served.previews["a"], served.previews["b"], served.previews["c"]]
    assert served.asked == Counter("abc")
    assert pictures.fetched == 3
    assert pictures.volume == sum(len(data) for data in served.previews.values())


def test_two_previews_of_the_same_bytes_are_decoded_once(
    decoded: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = Pictures(cast("PhotoReader", Previews(dict.fromkeys("abc", jpeg(scene(1))))))
    seen: list[Picture] = []

    def looked(one: Picture, other: Picture) -> Likeness:
        seen.extend((one, other))
        return look(one, other)

    monkeypatch.setattr(previews, "look", looked)
    assert pictures.look(ASSETS[0], evolve(ASSETS[1], width=800, height=600)).verdict is Verdict.SAME
    assert [(picture.width, picture.height) for picture in seen] == [(1600, 1200), (800, 600)]
    assert len(decoded) == 1
