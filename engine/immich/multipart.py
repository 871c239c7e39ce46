"""A form with files, sent straight from disk: an original may be larger than the memory."""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from attrs import frozen

BLOCK = 1024 * 1024


@frozen
class Field:
    """One value of the form; a `filename` makes it a file."""

    name: str
    value: str | bytes | Path
    filename: str | None = None


class Form:
    """The encoded form as a readable stream of known length; use it in a `with`, for it holds files open."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self.boundary = secrets.token_hex(24)
        self._parts: list[BinaryIO] = []
        self._length = 0
        self._at = 0
        try:
            for field in fields:
                self._add(_head(field, self.boundary))
                self._add(field.value)
                self._add(b"\r\n")
            self._add(f"--{self.boundary}--\r\n".encode())
        except BaseException:
            self.close()
            raise

    @property
    def content_type(self) -> str:
        return f"multipart/form-data; boundary={self.boundary}"

    def __len__(self) -> int:
        """Return the length in bytes of the whole body, so that it needs no chunked sending."""
        return self._length

    def __enter__(self) -> Form:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def rewind(self) -> None:
        """Begin anew: the server did not take it."""
        for part in self._parts:
            part.seek(0)
        self._at = 0

    def close(self) -> None:
        for part in self._parts:
            part.close()

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, b"" at the end; never more than a block at once."""
        wanted = BLOCK if size is None or size < 0 else size
        while self._at < len(self._parts):
            chunk = self._parts[self._at].read(wanted)
            if chunk:
                return chunk
            self._at += 1
        return b""

    def _add(self, value: str | bytes | Path) -> None:
        if isinstance(value, Path):
            part: BinaryIO = value.open("rb")
            self._length += value.stat().st_size
        else:
            data = value.encode("utf-8", "replace") if isinstance(value, str) else value
            part = io.BytesIO(data)
            self._length += len(data)
        self._parts.append(part)


def filename_text(name: str) -> str:
    """Return a name that fits between the quotes of a header, as the server reads it back.

    Control characters would end the header or make the server refuse it, so they become underscores.
    """
    visible = "".join("_" if ord(c) < 32 or ord(c) == 127 else c for c in name)
    return visible.replace("\\", "\\\\").replace('"', '\\"')


def survives_header(name: str) -> bool:
    """Tell whether the server would read a name back from the header of its part as it is.

    It keeps only what follows the last slash or backslash, and no control characters.
    """
    return filename_text(name) == name.replace('"', '\\"') and "/" not in name


def _head(field: Field, boundary: str) -> bytes:
    line = f'Content-Disposition: form-data; name="{field.name}"'
    kind: Sequence[str] = ()
    if field.filename is not None:
        line += f'; filename="{filename_text(field.filename)}"'
        kind = ("Content-Type: application/octet-stream",)
    return "\r\n".join((f"--{boundary}", line, *kind, "", "")).encode("utf-8", "replace")
