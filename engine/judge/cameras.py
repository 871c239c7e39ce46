"""Whether two cameras, or two settings of one camera, are the same."""

from __future__ import annotations

from math import isclose

from engine.judge.wording import listed
from engine.model.asset import Camera
from engine.model.printable import printable

NOBODY = frozenset(
    (
        "default", "unknown", "unknown camera", "undefined", "none", "null", "n/a", "na", "not available", "generic",
        "generic camera", "camera", "digital camera", "digital still camera", "camera phone", "mobile phone",
        "phone", "usb camera", "web camera", "webcam", "android", "make", "model", "manufacturer", "vendor", "oem",
        "test", "dsc",
    )
)  # fmt: skip
"""What devices write that were never told their name: it speaks for no camera."""


def _plain(text: str | None) -> str:
    """Return a name as it is compared, "" where it names nobody; control characters and padding say nothing."""
    words = "".join(c if c.isprintable() else " " for c in text or "").casefold().split()
    name = " ".join(words)
    return "" if name in NOBODY or not any(c.isalnum() and c != "0" for c in name) else name


def serials_differ(one: str, other: str) -> bool:
    """Tell whether two serial numbers are of two cameras.

    Numbers of unlike length may be two spellings, or the inner number of one and the body's of the other.
    """
    numbers = ["".join(c for c in _plain(text) if c.isalnum()).lstrip("0") for text in (one, other)]
    return all(numbers) and len(numbers[0]) == len(numbers[1]) and numbers[0] != numbers[1]


def _model(camera: Camera, *makes: str) -> str:
    """Return the model without the make that many cameras repeat in front of it."""
    model = _plain(camera.model)
    for make in makes:
        for prefix in (make, make.split(" ")[0]):
            rest = model.removeprefix(prefix + " ")
            if prefix and rest:
                model = rest
    return model


def cameras_differ(one: Camera, other: Camera) -> bool:
    """Tell whether make or model contradict each other; what one of them lacks contradicts nothing."""
    makes = _plain(one.make), _plain(other.make)
    if all(makes) and makes[0].split(" ")[0] != makes[1].split(" ")[0]:
        return True
    models = _model(one, *makes), _model(other, *makes)
    return all(models) and models[0] != models[1]


def described(camera: Camera) -> str:
    """Return make and model as a person would say them."""
    make, model = (" ".join((text or "").split()) for text in (camera.make, camera.model))
    if model.casefold().startswith(make.casefold()):
        make = ""
    return printable(" ".join(part for part in (make, model) if part))


def settings_differ(one: Camera, other: Camera) -> str:
    """Return in words which exposure settings contradict each other, "" where none does."""
    words = []
    if one.iso and other.iso and one.iso != other.iso:
        words.append("ISO")
    if _plain(one.exposure) and _plain(other.exposure) and _seconds(one) != _seconds(other):
        words.append("exposure time")
    if _off(one.aperture, other.aperture):
        words.append("aperture")
    if _off(one.focal_length, other.focal_length):
        words.append("focal length")
    return listed(words) if words else ""


def _seconds(camera: Camera) -> str | float:
    """Return the exposure as a number of two digits, because copies write 1/50 and 0.02 for the same."""
    text = _plain(camera.exposure)
    above, _, below = text.partition("/")
    try:
        return float(f"{float(above) / float(below or 1):.1e}")
    except (ValueError, ZeroDivisionError, OverflowError):
        return text


def _off(one: float | None, other: float | None) -> bool:
    return bool(one and other and not isclose(one, other, rel_tol=0.05))
