"""The elements of a long JSON list, read one after the other from a file.

The parser of the standard library reads each element whole, at its own speed; only the seams between them are found
here. No element may be longer than memory should hold.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import IO, Any

from attrs import define, field

BLOCK = 64 * 1024
LONGEST = 16 * 1024 * 1024
"""Bytes of one element: a group of ten thousand pictures."""

_BLANK = re.compile(r"[ \t\n\r]*")
_SCAN = json.JSONDecoder().raw_decode


Element = tuple[str, Any]


class NoList(ValueError):
    """What came is not one whole JSON list of objects."""


def elements(file: IO[bytes]) -> Iterator[Element]:
    """Yield the text of each element of the list in a file, with the value that it spells.

    Raises `NoList` where the file holds anything else, is cut short, or has an element too long or too deep to read.
    """
    yield from _Window(file).walk()


@define
class _Window:
    """The part of the text that is looked at; `at` is the place up to which it is understood."""

    file: IO[bytes]
    text: str = field(default="", init=False)
    at: int = field(default=0, init=False)
    ended: bool = field(default=False, init=False)
    _decoder: codecs.IncrementalDecoder = field(
        factory=lambda: codecs.getincrementaldecoder("utf-8")(), init=False
    )

    def walk(self) -> Iterator[Element]:
        if self._next() != "[":
            raise NoList("it should be a list")
        self.at += 1
        if self._next() != "]":
            yield self._element()
            while self._next() == ",":
                self.at += 1
                yield self._element()
        if self._next() != "]":
            raise NoList("it is cut short or no JSON")
        self.at += 1
        if self._next():
            raise NoList("something follows the list")

    def _next(self) -> str:
        """Return the next character that is no blank, "" at the end."""
        while True:
            found = _BLANK.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if not self._more():
                return ""

    def _element(self) -> Element:
        if self._next() != "{":
            raise NoList("an element should be an object, or it is cut short")
        while True:
            try:
                value, end = _SCAN(self.text, self.at)
            except RecursionError:
                raise NoList("it is nested too deep") from None
            except ValueError as error:
                if len(self.text) - self.at > LONGEST:
                    raise NoList(f"one element is longer than {LONGEST} characters") from None
                if not self._more(len(self.text) - self.at):
                    raise NoList(f"it is cut short or no JSON ({str(error)[:80]})") from None
            else:
                start, self.at = self.at, end
                return self.text[start:end], value

    def _more(self, wanted: int = 0) -> bool:
        """Read on, at least as much again as is waiting, so that long elements are not tried too often."""
        if self.ended:
            return False
        raw = self.file.read(max(BLOCK, wanted))
        self.ended = not raw
        try:
            self.text = self.text[self.at :] + self._decoder.decode(raw, final=self.ended)
        except UnicodeDecodeError:
            raise NoList("it is no UTF-8") from None
        self.at = 0
        return not self.ended
