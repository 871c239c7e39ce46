"""The duplicate groups, whose answer the server does not cut into pages.

It is taken whole to a temporary file first and read from there. Judging a group asks the server for more, so
that thousands of them take an hour; no server or proxy keeps an answer open for that long.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Protocol

import ijson
import urllib3.exceptions
from attrs import define, field

from engine.base.errors import BadAnswer, SpoolUnusable
from engine.immich import dto
from engine.immich.answer import Answer
from engine.immich.http import Wire
from engine.model.group import Group

PATH = "/duplicates"
CHUNK = 64 * 1024

_END = object()


class _Body(Protocol):
    def read(self, amt: int, /) -> bytes: ...


def groups(wire: Wire, spool: Path | None = None) -> Iterator[Group]:
    """Yield group by group once the whole answer has come; the memory needed does not depend on their number.

    `spool` is the folder for the temporary file, which has no name there and goes with its process; None takes
    the system's. Raises `BadAnswer` before the first group where the answer is cut short or no list, and
    `SpoolUnusable` where the file cannot be written.
    """
    with ExitStack() as stack:
        with _our_words(spool):
            file = tempfile.TemporaryFile(dir=spool, prefix="winnow-")  # noqa: SIM115 - the stack closes it
            stack.callback(_close, file)
        with wire.stream(PATH) as response:
            # requests leaves the raw body as it was sent, which may be gzip.
            response.raw.decode_content = True
            _take(response.raw, file, spool)
        elements = ijson.items(file, "item", use_float=True, buf_size=CHUNK)
        for count in itertools.count():
            with _our_words(spool):
                found: Any = next(elements, _END)
            if found is _END:
                return
            yield dto.group(Answer(found, "GET", PATH, f"group {count}"))


@contextmanager
def _our_words(spool: Path | None) -> Iterator[None]:
    """Turn what the disk says of the temporary file into `SpoolUnusable`."""
    try:
        yield
    except OSError as error:
        path, detail = spool or tempfile.gettempdir(), error.strerror or type(error).__name__
        raise SpoolUnusable(path=path, detail=detail) from error


def _close(file: IO[bytes]) -> None:
    with suppress(OSError):  # on a full disk it fails once more, and nothing in it is needed
        file.close()


def _take(body: _Body, file: IO[bytes], spool: Path | None) -> None:
    """Copy the body into the file, and hold it to be one whole list."""
    whole = _WholeList()
    while chunk := _read(body):
        whole.feed(chunk)
        with _our_words(spool):
            file.write(chunk)
    whole.end()
    with _our_words(spool):
        file.flush()
        file.seek(0)


def _read(body: _Body) -> bytes:
    try:
        return body.read(CHUNK)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        failure = _bad(f"it is cut short ({type(error).__name__})")
    raise failure


@define
class _WholeList:
    """Parse a body as it comes, keeping nothing: the parser alone would take any other value for an empty list."""

    _begun: bool = field(default=False, init=False)
    _parser: Any = field(factory=lambda: ijson.basic_parse_coro(_Nowhere(), use_float=True), init=False)

    def feed(self, chunk: bytes) -> None:
        if not self._begun and (start := chunk.lstrip()):
            self._begun = True
            if not start.startswith(b"["):
                raise _bad("it should be a list")
        self._parse(chunk)

    def end(self) -> None:
        if not self._begun:
            raise _bad("it should be a list")
        self._parse(b"")

    def _parse(self, chunk: bytes) -> None:
        try:
            self._parser.send(chunk)
        except StopIteration:
            pass
        except ijson.JSONError as error:
            raise _bad(f"it is cut short or no JSON ({str(error).splitlines()[0][:80]})") from None
        except ValueError as error:
            raise _bad(str(error)) from None


class _Nowhere:
    def send(self, event: object) -> None:
        """Drop what the parser found."""


def _bad(detail: str) -> BadAnswer:
    return BadAnswer(method="GET", path=PATH, detail=detail)
