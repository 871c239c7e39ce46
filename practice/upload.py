"""Multipart forms: the fields and files of an upload."""

from __future__ import annotations

import re

from attrs import Factory, define, frozen


@frozen
class Part:
    """A file of a form; `index` is its place among all parts."""

    name: str
    data: bytes
    index: int


@define
class Form:
    """A form: text fields, files, and the order in which the parts came."""

    fields: dict[str, str] = Factory(dict)
    files: dict[str, Part] = Factory(dict)
    order: list[str] = Factory(list)


def _file_name(disposition: str) -> str | None:
    """Return the file name of a part: browsers and curl escape a quote by a backslash or as %22."""
    found = re.search(r'filename="((?:[^"\\]|\\.)*)"', disposition)
    if found:
        return re.sub(r"\\(.)", r"\1", found[1])
    bare = re.search(r"filename=([^;\s]+)", disposition)
    return bare[1] if bare else None


def parse_form(content_type: str, body: bytes) -> Form:
    """Return the parts of a multipart body.

    Raises ValueError with the server's words where it is not one.
    """
    found = re.search(r'boundary="?([^";]+)"?', content_type)
    if not found:
        raise ValueError("Multipart: Boundary not found")
    boundary = b"\r\n--" + found[1].encode()
    form = Form()
    for piece in (b"\r\n" + body).split(boundary)[1:]:
        if piece.startswith(b"--"):
            return form
        head, blank, data = piece.partition(b"\r\n\r\n")
        if not blank:
            break
        disposition = _disposition(head.lstrip(b"\r\n"))
        name = re.search(r'\bname="((?:[^"\\]|\\.)*)"', disposition)
        if not name:
            raise ValueError("Multipart: Malformed part header")
        file_name = _file_name(disposition)
        form.order.append(name[1])
        if file_name is None:
            form.fields[name[1]] = data.decode("utf-8", "replace")
        else:
            form.files[name[1]] = Part(re.split(r"[/\\]", file_name)[-1], data, len(form.order))
    raise ValueError("Unexpected end of form")


def _disposition(head: bytes) -> str:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-disposition":
            return value.decode("utf-8", "replace")
    return ""
