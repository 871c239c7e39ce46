"""Reading an answer field by field, so that a wrong shape is named and never becomes a KeyError."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NoReturn, TypeVar

from engine.base.errors import BadAnswer

T = TypeVar("T")


class Answer:
    """One JSON value of an answer, with the way that leads to it, which is spelt out only where something is wrong.

    What ends on `_at` reads a field of an object by its name; the usual kinds of values need no object of their own.
    """

    __slots__ = ("_above", "_step", "method", "path", "value")

    def __init__(self, value: Any, method: str, path: str, where: str = "answer") -> None:
        self.value = value
        self.method = method
        self.path = path
        self._above: Answer | None = None
        self._step: str | int = where

    @property
    def where(self) -> str:
        """Return the way that leads here, as in `answer[2].exifInfo.make`."""
        if self._above is None:
            return str(self._step)
        return self._above.where + (f"[{self._step}]" if isinstance(self._step, int) else f".{self._step}")

    def fail(self, detail: str) -> NoReturn:
        """Raise `BadAnswer` naming this place."""
        raise BadAnswer(method=self.method, path=self.path, detail=f"{self.where} {detail}")

    def _inside(self, value: Any, name: str | int) -> Answer:
        found = Answer(value, self.method, self.path)
        found._above, found._step = self, name
        return found

    def _expected(self, what: str) -> NoReturn:
        self.fail(f"should be {what} but is {_kind(self.value)}")

    def _field(self, name: str) -> Any:
        if not isinstance(self.value, dict):
            self._expected("an object")
        return self.value.get(name)

    def at(self, name: str) -> Answer:
        """Return a field, null where it is absent."""
        return self._inside(self._field(name), name)

    def text_at(self, name: str) -> str:
        value = self._field(name)
        return value if value.__class__ is str and value.isascii() else self.at(name).text()

    def id_at(self, name: str) -> str:
        value = self._field(name)
        return value if value.__class__ is str and value and value.isascii() else self.at(name).id()

    def text_or_none_at(self, name: str) -> str | None:
        value = self._field(name)
        if value is None:
            return None
        return value or None if value.__class__ is str and value.isascii() else self.at(name).text_or_none()

    def flag_at(self, name: str) -> bool:
        value = self._field(name)
        return value if value.__class__ is bool else self.at(name).flag()

    def whole_or_none_at(self, name: str) -> int | None:
        value = self._field(name)
        return value if value is None or value.__class__ is int else self.at(name).whole_or_none()

    def number_or_none_at(self, name: str) -> float | None:
        value = self._field(name)
        if value is None:
            return None
        if value.__class__ is float and value - value == 0:  # finite
            return value
        return self.at(name).number_or_none()

    def read_at(self, name: str, reader: Callable[[str], T]) -> T:
        """Return the text of a field as a reader understands it; what it raises ValueError for is no date."""
        text = self.text_at(name)
        try:
            return reader(text)
        except ValueError:
            self.at(name).fail(f"is not a date: {text[:40]!r}")

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
