"""Serve a practice server until killed: `python -m practice --library demo`.

Prints one line of JSON with `url`, `key`, `user` and `version` once it listens.
"""

from __future__ import annotations

import json
import random
import sys
import threading
from argparse import ArgumentParser, Namespace
from contextlib import ExitStack

from practice.dialect import DIALECTS
from practice.extract import FileReader
from practice.jobs import Pace
from practice.library import demo_library
from practice.server import PracticeServer
from practice.store import Extract
from practice.world import World


def arguments(given: list[str] | None = None) -> Namespace:
    """Return the parsed command line."""
    parser = ArgumentParser(prog="python -m practice", description="An Immich look-alike to practise on.")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--dialect", choices=sorted(DIALECTS), default="3.1")
    parser.add_argument("--library", choices=("demo", "empty"), default="demo")
    parser.add_argument("--pictures", type=int, default=24, help="how many groups the demo library has")
    parser.add_argument("--seed", type=int, default=7, help="for the library, ids and random faults")
    parser.add_argument("--groups", type=int, help="answer GET /duplicates with this many made-up groups")
    parser.add_argument("--faults", type=float, default=0.0, help="share of requests that fail at random")
    parser.add_argument("--job-seconds", type=float, default=0.02, help="how long each background job takes")
    parser.add_argument("--answer-seconds", type=float, default=0.0, help="hold every answer back so long")
    parser.add_argument("--no-trash", action="store_true", help="switch the server's trash off")
    return parser.parse_args(given)


def main() -> int:
    """Serve until interrupted; 1 with one line on stderr where it cannot start."""
    options = arguments()
    with ExitStack() as stack:
        extract: Extract | None = None
        try:
            extract = stack.enter_context(FileReader())
        except FileNotFoundError:
            print("exiftool was not found: uploaded files will have no metadata.", file=sys.stderr)  # noqa: T201
        world = World(seed=options.seed, trash=not options.no_trash, extract=extract)
        if options.library == "demo":
            demo_library(world, pictures=options.pictures, seed=options.seed)
        pace = Pace(write=options.job_seconds, extract=options.job_seconds)
        try:
            server = PracticeServer(
                world, options.dialect, port=options.port, pace=pace, groups=options.groups
            )
        except OSError as error:
            print(f"Cannot listen on port {options.port}: {error.strerror}.", file=sys.stderr)  # noqa: T201
            return 1
        if options.faults:
            server.faults.at_random(random.Random(options.seed).getrandbits(32), options.faults)  # noqa: S311
        if options.answer_seconds:
            server.faults.slow(options.answer_seconds, times=sys.maxsize)
        with server:
            about = {
                "url": server.url,
                "key": server.key(),
                "user": world.user.id,
                "version": str(server.dialect.version),
            }
            print(json.dumps(about), flush=True)  # noqa: T201 - the one line that a script waits for
            try:
                threading.Event().wait()
            except KeyboardInterrupt:
                return 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
