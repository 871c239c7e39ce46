"""Reading an answer field by field, so that a wrong shape is named and never becomes a KeyError."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from attrs import frozen

from engine.base.errors import BadAnswer


@frozen(repr=False)
class Answer:
    """One JSON value of an answer, with the way that leads to it."""

    value: Any
    method: str
    path: str
    where: str = "answer"

    def fail(self, detail: str) -> NoReturn:
        """Raise `BadAnswer` naming this place."""
        raise BadAnswer(method=self.method, path=self.path, detail=f"{self.where} {detail}")

    def _inside(self, value: Any, name: str | int) -> Answer:
        step = f"[{name}]" if isinstance(name, int) else f".{name}"
        return Answer(value, self.method, self.path, self.where + step)

    def _expected(self, what: str) -> NoReturn:
        self.fail(f"should be {what} but is {_kind(self.value)}")

    def at(self, name: str) -> Answer:
        """Return a field, null where it is absent."""
        if not isinstance(self.value, dict):
            self._expected("an object")
        return self._inside(self.value.get(name), name)

    def has(self, name: str) -> bool:
        return isinstance(self.value, dict) and self.value.get(name) is not None

    def items(self) -> Iterator[Answer]:
        """Yield the elements of a list."""
        if not isinstance(self.value, list):
            self._expected("a list")
        return (self._inside(v, i) for i, v in enumerate(self.value))

    def text(self) -> str:
        if not isinstance(self.value, str):
            self._expected("text")
        return _encodable(self.value)

    def id(self) -> str:
        """Return an identifier: text that is not empty."""
        text = self.text()
        if not text:
            self._expected("an id")
        return text

    def text_or_none(self) -> str | None:
        """Return text; absent, null and "" are all None."""
        return self.text() or None if self.value is not None else None

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            self._expected("true or false")
        return self.value

    def flag_or(self, default: bool) -> bool:
        return default if self.value is None else self.flag()

    def number_or_none(self) -> float | None:
        """Return a finite number or None; numbers as text are read too, as big ones of a database come so."""
        value = self.value
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            self._expected("a number")
        try:
            number = float(value)
        except (ValueError, OverflowError):
            self._expected("a number")
        if number != number or number in (float("inf"), float("-inf")):
            self._expected("a finite number")
        return number

    def whole_or_none(self) -> int | None:
        if isinstance(self.value, str) and self.value.isascii() and self.value.isdigit():
            return int(self.value)  # exact beyond 2**53
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            return self.value
        number = self.number_or_none()
        return None if number is None else round(number)

    def whole(self) -> int:
        number = self.whole_or_none()
        if number is None:
            self._expected("a number")
        return number


def _kind(value: Any) -> str:
    if value is None:
        return "missing"
    names = {bool: "true or false", str: "text", int: "a number", float: "a number", list: "a list"}
    return names.get(type(value), "an object")


def _encodable(text: str) -> str:
    """Replace halves of surrogate pairs, which JSON can spell but no file or terminal can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
