"""JSON in its one canonical spelling: sorted keys, no spaces, no escapes that are not needed."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Final

from journal.records import Json


def plain(value: object) -> Json:
    """Return the value as plain JSON, tuples as lists.

    Only what reads back as the same value may pass: raises ValueError for keys that are no text, numbers that
    are not finite, and everything that JSON has no word for.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _whole(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{value} is no number that JSON can say")
        return float(value)
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise ValueError(f"the key {key!r} is no text")
        return {_whole(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise ValueError(f"a {type(value).__name__} is no JSON")


def canonical(value: object) -> str:
    """Return the canonical JSON text of a value; raises what `spelled` raises."""
    return spelled(value)[0]


def spelled(value: object) -> tuple[str, Json]:
    """Return the canonical JSON text of a value, and what that text reads back as.

    A lone surrogate (half a character, as broken file names carry it) is escaped, so that the text is always
    valid UTF-8. Raises ValueError where the value is no JSON.
    """
    try:
        quick = _quick(value)
        if quick is not None:
            return quick
        text = _ENCODER.encode(plain(value)).encode("utf-8", "backslashreplace").decode("utf-8")
        return text, json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def _quick(value: object) -> tuple[str, Json] | None:
    """Return both at once where the text is valid and reads back as the very value, as it nearly always does."""
    try:
        text = _ENCODER.encode(value)
        text.encode()
        read = json.loads(text)
        return (text, read) if read == value else None
    except (TypeError, ValueError):
        return None


def _whole(text: str) -> str:
    """Return the text with neighbouring halves of a character joined, as JSON reads them back."""
    if text.isascii():
        return str(text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
