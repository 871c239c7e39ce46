"""Streaming the duplicate groups, whose answer the server does not cut into pages."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, Protocol

import ijson
import urllib3.exceptions
from attrs import define, field

from engine.errors import BadAnswer
from engine.immich import dto
from engine.immich.answer import Answer
from engine.immich.http import Wire
from engine.model.group import Group

PATH = "/duplicates"
CHUNK = 64 * 1024

_END = object()


class _Readable(Protocol):
    def read(self, amt: int, /) -> bytes: ...


@define
class _ListOnly:
    """A body that must begin like a list: the parser would take anything else for an empty one."""

    raw: _Readable
    _begun: bool = field(default=False, init=False)

    def read(self, size: int) -> bytes:
        chunk = self.raw.read(size)
        if not self._begun and size:
            start = chunk.lstrip()
            if start or not chunk:
                self._begun = True
                if not start.startswith(b"["):
                    raise ValueError("it should be a list")
        return chunk


def groups(wire: Wire) -> Iterator[Group]:
    """Yield group by group while the answer arrives; raises `BadAnswer` where it is cut short."""
    with wire.stream(PATH) as response:
        # requests leaves the raw body as it was sent, which may be gzip.
        response.raw.decode_content = True
        elements = ijson.items(_ListOnly(response.raw), "item", use_float=True, buf_size=CHUNK)
        for count in itertools.count():
            found = _next(elements)
            if found is _END:
                return
            yield dto.group(Answer(found, "GET", PATH, f"group {count}"))


def _next(elements: Iterator[Any]) -> Any:
    try:
        return next(elements, _END)
    except ijson.JSONError as error:
        failure = f"it is cut short or no JSON ({str(error).splitlines()[0][:80]})"
    except (urllib3.exceptions.HTTPError, OSError) as error:
        failure = f"it is cut short ({type(error).__name__})"
    except ValueError as error:
        failure = str(error)
    raise BadAnswer(method="GET", path=PATH, detail=failure)
