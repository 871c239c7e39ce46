"""What runs in a process of its own: read a pair, look, answer; until nobody asks any more."""

from __future__ import annotations

import resource
import sys
from contextlib import suppress
from typing import IO, Any

from engine.base.errors import Undecodable
from engine.evidence.apart import heard, tell
from engine.look.preview import Preview
from engine.look.previews import Eye
from engine.model.codec import to_json

MOST = 4 * 1024 * 1024 * 1024
"""Bytes of memory that it may ask the system for, many times what it ever needs: more is no picture."""


def main() -> None:
    """Answer what is asked on standard input, one after the other."""
    with suppress(OSError, ValueError):
        most = resource.getrlimit(resource.RLIMIT_AS)[1]
        least = MOST if most == resource.RLIM_INFINITY else min(MOST, most)
        resource.setrlimit(resource.RLIMIT_AS, (least, most))
    with suppress(OSError):
        answer_all(sys.stdin.buffer, sys.stdout.buffer)


def answer_all(ear: IO[bytes], hand: IO[bytes]) -> None:
    """Say that we are there, and answer every question of a pipe. Raises OSError where nobody reads the answer."""
    eye = Eye()
    tell(hand, {"ready": True})
    while (asked := heard(ear)) is not None:
        pair = [_read(ear, about) for about in asked["pair"]]
        try:
            tell(hand, {"likeness": to_json(eye.look(*pair, film=asked["film"]))})
        except Undecodable as error:
            tell(hand, {"undecodable": error.facts["detail"]})


def _read(ear: IO[bytes], about: dict[str, Any]) -> Preview:
    return Preview(about["name"], ear.read(about["bytes"]), about["width"], about["height"], about["plain"])


if __name__ == "__main__":
    main()
