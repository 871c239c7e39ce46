"""Small judgements on words: what can be stored, what is one camera, how values are said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.judge.cameras import cameras_differ, settings_differ
from engine.judge.media import format_of, is_raw
from engine.judge.texts import is_storable
from engine.judge.wording import listed, span
from engine.model.asset import Camera
from engine.model.printable import printable
from tests.support.assets import asset


@pytest.mark.parametrize(
    "text",
    ["", "plain", "Tom & Jerry", "a\tb\r\nc", "日本 🌸", "\\n", "%d", "-=x", "a\x85b", "& amp;", "AT&T;"],
)
def test_text_that_survives(text: str) -> None:
    assert is_storable(text)


@pytest.mark.parametrize(
    "text",
    [
        "&amp;",
        "x &lt; y",
        "&#65;",
        "&#x41;",
        "&nbsp;",
        "&copy 2024",
        "\x1b[0m",
        "\x00",
        "\x7f",
        "\ud800",
        "\ufeffx",
    ],
)
def test_text_that_would_change(text: str) -> None:
    assert not is_storable(text)


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (("Canon", "Canon EOS R5"), (None, "EOS R5"), False),
        (("Canon", "EOS R5"), ("CANON ", " eos  r5"), False),
        (("NIKON CORPORATION", "NIKON Z 6_2"), ("Nikon", "Z 6_2"), False),
        (("Canon", None), ("Canon", "EOS R5"), False),
        ((None, None), ("Canon", "EOS R5"), False),
        (("", ""), ("Canon", "EOS R5"), False),
        (("Canon", None), ("Nikon", None), True),
        (("Canon", "EOS R5"), ("Canon", "EOS R6"), True),
        (("Canon", "EOS R5"), ("Sony", "EOS R5"), True),
        ((None, "EOS R5"), (None, "EOS R6"), True),
    ],
)
def test_cameras(one: tuple[str, str], other: tuple[str, str], differ: bool) -> None:
    a, b = (Camera(make=make, model=model) for make, model in (one, other))
    assert cameras_differ(a, b) is differ
    assert cameras_differ(b, a) is differ


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (Camera(exposure="1/50"), Camera(exposure="0.02"), ""),
        (Camera(exposure="1/50"), Camera(exposure="1/200"), "exposure time"),
        (Camera(exposure="x/0"), Camera(exposure="1/0"), "exposure time"),
        (Camera(exposure="1/50"), Camera(), ""),
        (Camera(iso=100, aperture=2.8), Camera(iso=200, aperture=5.6), "ISO and aperture"),
        (Camera(focal_length=50.0), Camera(focal_length=50.4), ""),
        (Camera(iso=0), Camera(iso=100), ""),
    ],
)
def test_settings(one: Camera, other: Camera, words: str) -> None:
    assert settings_differ(one, other) == words
    assert settings_differ(other, one) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.25, "250 milliseconds"),
        (1, "1 second"),
        (3599.9, "1 hour"),
        (3 * 3600, "3 hours"),
        (90000, "1 day 1 hour"),
        (86405, "1 day"),
        (40 * 31_557_600, "40 years"),
    ],
)
def test_spans(seconds: float, words: str) -> None:
    assert span(timedelta(seconds=-seconds)) == words


def test_lists_and_printable() -> None:
    assert [listed(()), listed("a"), listed("ab"), listed("abc")] == ["", "a", "a and b", "a, b and c"]
    assert printable("a\nb\u202e\x1b") == "a?b??"
    assert printable("x" * 100, 10) == "xxxxxxxxx…"


@pytest.mark.parametrize(
    ("name", "mime", "extension", "raw"),
    [
        ("a.JPG", None, "jpg", False),
        ("dir.x\\a.NEF", None, "nef", True),
        ("a", "image/x-canon-cr3", "", True),
        ("a.jpg", "image/dng", "jpg", True),
        ("a.psd", "image/vnd.adobe.photoshop", "psd", False),
        (".jpg", None, "", False),
        ("a.tar.gz", "application/gzip", "gz", False),
    ],
)
def test_formats(name: str, mime: str | None, extension: str, raw: bool) -> None:
    told = asset("a", name=name, mime=mime)
    assert format_of(told) == extension
    assert is_raw(told) is raw
