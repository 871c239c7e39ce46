"""The duplicate groups, whose answer the server does not cut into pages.

It is taken whole to a temporary file first and read from there. Judging a group asks the server for more, so
that thousands of them take an hour; no server or proxy keeps an answer open for that long.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Protocol

from engine.base.errors import BadAnswer, SpoolUnusable
from engine.immich import dto
from engine.immich.answer import Answer
from engine.immich.elements import Element, NoList, elements
from engine.immich.failures import BROKEN, reason
from engine.immich.http import Wire
from engine.model.group import Group

PATH = "/duplicates"
CHUNK = 64 * 1024
MOST = 4 * 1024**3
"""Bytes of the whole answer, unpacked: a million groups, and no endless one fills a disk."""


class _Body(Protocol):
    def read1(self, amt: int, decode_content: bool) -> bytes: ...


def groups(
    wire: Wire, spool: Path | None = None, counted: Callable[[int], object] | None = None
) -> Iterator[Group]:
    """Yield group by group once the whole answer has come; the memory needed does not depend on their number.

    `spool` is the folder for the temporary file, which has no name there and goes with its process; None takes
    the system's. `counted` is told their number before the first one. Raises `BadAnswer` before the first group where
    the answer is cut short or no list, and `SpoolUnusable` where the file cannot be written.
    """
    with ExitStack() as stack:
        with _our_words(spool):
            file = tempfile.TemporaryFile(dir=spool, prefix="winnow-")  # noqa: SIM115 - the stack closes it
            stack.callback(_close, file)
        _fetch(wire, file, spool)
        # Before anybody acts on the first group, the last one has to be there.
        number = sum(1 for _ in _whole(file, spool))
        if counted is not None:
            counted(number)
        file.seek(0)
        for count, (text, value) in enumerate(_whole(file, spool)):
            clean = wire.key.cleaned(text, value)
            yield dto.group(Answer(clean, "GET", PATH, f"group {count}"))


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


class _CutShort(Exception):
    """The connection ended before the answer did."""


def _fetch(wire: Wire, file: IO[bytes], spool: Path | None) -> None:
    """Bring the whole answer into the file; one that is cut short is asked for again, as any read is.

    Raises `BadAnswer` where it is cut short each time, or far too long.
    """
    for attempt in range(1, wire.attempts + 1):
        try:
            with wire.stream(PATH) as response:
                return _take(response.raw, file, spool)
        except _CutShort as error:
            detail = f"it is cut short ({error})"
        if attempt < wire.attempts:
            wire.pause(attempt)
            with _our_words(spool):
                file.seek(0)
                file.truncate()
    raise _bad(detail)


def _take(body: _Body, file: IO[bytes], spool: Path | None) -> None:
    """Copy the body into the file."""
    length = 0
    while chunk := _read(body):
        length += len(chunk)
        if length > MOST:
            raise _bad(f"it is longer than {MOST} bytes")
        with _our_words(spool):
            file.write(chunk)
    with _our_words(spool):
        file.flush()
        file.seek(0)


def _read(body: _Body) -> bytes:
    try:
        return body.read1(CHUNK, decode_content=True)
    except BROKEN as error:
        why = reason(error)
    raise _CutShort(why)


def _whole(file: IO[bytes], spool: Path | None) -> Iterator[Element]:
    found = elements(file)
    while True:
        with _our_words(spool):
            try:
                element = next(found, None)
            except NoList as error:
                raise _bad(str(error)) from None
        if element is None:
            return
        yield element


def _bad(detail: str) -> BadAnswer:
    return BadAnswer(method="GET", path=PATH, detail=detail)
