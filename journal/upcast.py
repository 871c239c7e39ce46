"""Lift an old body to the shape of today, on read: what was written is never rewritten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from journal.errors import UnknownRecord
from journal.records import Json

JsonBody: TypeAlias = dict[str, Json]
Upcaster: TypeAlias = Callable[[JsonBody], JsonBody]

VERSIONS: Final[Mapping[str, int]] = {
    "run-opened": 1,
    "intent": 3,
    "outcome": 1,
    "fact": 1,
    "run-closed": 1,
}
"""The body version that is written today, by kind. Raising one needs an upcaster from the version before."""

UPCASTERS: Final[Mapping[tuple[str, int], Upcaster]] = {
    ("intent", 1): lambda body: body,  # an intent took back one other at most, and `folds` may be absent
    ("intent", 2): lambda body: body,  # what took another back took all of it back, and `part` may be absent
}
"""By (kind, version): the function that turns a body of that version into one of the next."""


def lifted(
    kind: str,
    version: int,
    body: JsonBody,
    *,
    seq: int = 0,
    versions: Mapping[str, int] = VERSIONS,
    upcasters: Mapping[tuple[str, int], Upcaster] = UPCASTERS,
) -> JsonBody:
    """Return the body in today's version, one upcaster after the other.

    Raises UnknownRecord for a kind or a version that is not known, and where a link of the chain is missing.
    """
    newest = versions.get(kind)
    if newest is None or not 1 <= version <= newest:
        raise UnknownRecord(seq=seq, kind=kind, version=version)
    for step in range(version, newest):
        upcaster = upcasters.get((kind, step))
        if upcaster is None:
            raise UnknownRecord(seq=seq, kind=kind, version=version)
        body = upcaster(body)
    return body
