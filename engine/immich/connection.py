"""Opening the way to a server: one reader and one writer over the same wire."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from attrs import frozen

from engine.immich.http import Wire
from engine.immich.key import Key
from engine.immich.pace import Pace
from engine.immich.probe import find
from engine.immich.questions import Timeouts
from engine.immich.reader import ImmichReader
from engine.immich.writer import ImmichWriter
from journal.clock import Clock, SystemClock

ANSWER: Final = 20.0
"""Seconds that a server has to say who it is, while a person waits."""


@frozen
class Connection:
    """Everyone may hold the `reader`; the `writer` is for the effect loop alone."""

    reader: ImmichReader
    writer: ImmichWriter
    wire: Wire

    def close(self) -> None:
        self.wire.close()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def connect(
    url: str,
    key: str | None,
    *,
    workers: int = 8,
    rate: float | None = None,
    timeouts: Timeouts | None = None,
    attempts: int = 5,
    clock: Clock | None = None,
    spool: Path | None = None,
) -> Connection:
    """Prepare a connection for `workers` threads that together send at most `rate` requests per second.

    Nothing is sent before the first question, but to find out whether an address without a scheme means https; the
    key is not sent for that. A key of None is no key, for what needs none. `spool` is the folder in which long answers
    wait until they are read, None for the system's. Raises `Unreachable` for an address that cannot be one, and
    `KeyUnusable` for a key that cannot be one.
    """
    clock = clock or SystemClock()
    wire = Wire.open(
        find(url),
        Key.none() if key is None else Key(key),
        workers=workers,
        timeouts=timeouts or Timeouts(),
        pace=Pace(rate, clock),
        clock=clock,
        attempts=attempts,
    )
    reader = ImmichReader(wire, spool)
    return Connection(reader, ImmichWriter(wire, reader), wire)


def answering(url: str) -> None:
    """Make sure that an Immich answers there that we know how to talk to, asked without any key.

    Raises `Unreachable`, also where only plain http answers and the host is not at home; `NotImmich`, and
    `UnsupportedVersion`.
    """
    with connect(url, None, workers=1, timeouts=Timeouts(read=ANSWER), attempts=2) as connection:
        _ = connection.reader.capabilities
