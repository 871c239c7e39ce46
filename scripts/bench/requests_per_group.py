#!/usr/bin/env python3
"""Count the requests of analyze, apply, audit and restore in the practice server's log, for two sizes of a library.

Each pair's smaller copy alone has a text and a rating, and that of every fourth pair a place; all of them are applied,
audited and brought back from the trash. With --mixed it is the demo's library instead, whose copies have in turn
albums, tags, a person and a favourite mark too, or contradict each other: there every inheritance costs its own write,
and its own way back.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from attrs import frozen

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from engine.audit.audit import audit  # noqa: E402
from engine.base.context import Context  # noqa: E402
from engine.base.settings import Settings  # noqa: E402
from engine.exif.tool import Exif  # noqa: E402
from engine.immich import connect  # noqa: E402
from engine.judge.policy import Policy  # noqa: E402
from engine.undo.extent import extent  # noqa: E402
from engine.vault.store import FolderVault  # noqa: E402
from engine.verbs.analyze import analyze  # noqa: E402
from engine.verbs.apply import apply  # noqa: E402
from engine.verbs.restore import restore  # noqa: E402
from journal.clock import SystemClock  # noqa: E402
from journal.store import open_journal  # noqa: E402
from practice.drawn import drawing, encoded  # noqa: E402
from practice.jobs import Pace  # noqa: E402
from practice.library import demo_library  # noqa: E402
from practice.log import Request  # noqa: E402
from practice.server import PracticeServer  # noqa: E402
from practice.world import World  # noqa: E402

MOST = {"again": 1.2, "apply": 9.0, "audit": 2.0, "restore": 4.0}
"""Requests a pair at most, by verb; `again` is an analysis that finds in its journal what pictures show."""

GROWTH = 1.1
"""How many times as many a pair the larger library may need as the smaller one."""

PLACES = ((35.6762, 139.6503), (38.7167, -9.1333), (52.52, 13.405), (40.7128, -74.006))
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@frozen
class Count:
    """What one verb asked of the server, by route, for so many pairs."""

    verb: str
    groups: int
    routes: Counter[str]

    @property
    def each(self) -> float:
        return self.routes.total() / self.groups

    def __str__(self) -> str:
        return (
            f"{self.verb:8}{self.groups:6,} groups {self.routes.total():7,} requests {self.each:6.2f} a group"
        )


def pairs(world: World, count: int) -> None:
    """Fill a world with so many pairs that want one write each."""
    for number in range(count):
        picture = drawing(random.Random(f"pair {number}"), 640, 480)
        taken = datetime(2021, 3, 4, 12) + timedelta(minutes=7 * number)  # noqa: DTZ001 - cameras write no zone
        big: dict[str, Any] = {"taken": taken, "make": "Canon", "model": "EOS R5"}
        small = big | {"description": f"Morning {number}", "rating": 4}
        if number % 4 == 0:
            small["place"] = PLACES[number // 4 % len(PLACES)]
        for suffix, share, quality, about in (("", 1.0, 92, big), ("_small", 0.5, 75, small)):
            width, height = round(640 * share), round(480 * share)
            data = encoded(picture.resize((width, height)), quality, **about)
            name = f"IMG_{1000 + number}{suffix}.jpg"
            world.add_picture(name, data=data, width=width, height=height, group=f"pair {number}", **about)


def route(request: Request) -> str:
    """Return the method and path of a request, without the ids."""
    size = f"?size={request.query['size']}" if "size" in request.query else ""
    return f"{request.method} {ID.sub('{}', request.path)}{size}"


def counts(groups: int, fill: Callable[[World, int], None] = pairs) -> list[Count]:
    """Do everything on a library with so many groups; return what each verb asked."""
    settings = Settings(settle_gap=0.01, settle_poll=0.01, regroup_gap=0.05)
    found: list[Count] = []
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="winnow-bench-")))
        world = World(seed=7)
        fill(world, groups)
        served = stack.enter_context(PracticeServer(world, pace=Pace(write=0.001, extract=0.001)))
        journal = open_journal(home / "journal.db")
        stack.callback(journal.close)
        connection = stack.enter_context(connect(served.url, served.key(), workers=8, spool=home))
        context = Context(
            journal=journal,
            reader=connection.reader,
            vault=stack.enter_context(FolderVault(home / "vault")),
            clock=SystemClock(),
            pool=stack.enter_context(ThreadPoolExecutor(8)),
            settings=settings,
        )
        server, writer = connection.reader.server(), connection.writer
        exif = stack.enter_context(closing(Exif()))

        def count(verb: str, work: Callable[[], object]) -> None:
            served.log.clear()
            work()
            found.append(Count(verb, groups, Counter(map(route, served.log.requests))))

        def analyzed() -> None:
            analyze(context, server=server, policy=Policy(), exif=exif)

        count("analyze", analyzed)
        count("again", analyzed)
        count("apply", lambda: apply(context, writer, server=server))
        count("audit", lambda: audit(context, server=server))
        whole = extent(journal)
        count("restore", lambda: restore(context, writer, server=server, wanted=whole))
        if fill is pairs and any(row.trashed or row.duplicate is None for row in world.assets.values()):
            raise SystemExit("not every copy came back")
    return found


def faults(small: Sequence[Count], large: Sequence[Count]) -> list[str]:
    """Return what is over its target, in words."""
    found = []
    for few, many in zip(small, large, strict=True):
        most = MOST.get(many.verb)
        if most is not None and many.each > most:
            found.append(f"{many.verb}: {many.each:.2f} requests a group, at most {most}")
        if many.each > few.each * GROWTH:
            found.append(f"{many.verb}: {many.each:.2f} a group of many, {few.each:.2f} of few")
    return found


def main() -> int:
    """Print the requests of each verb for two sizes; return 1 where one is over its target."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--groups", type=int, nargs=2, default=(50, 200), help="two sizes (default 50 200)")
    parser.add_argument(
        "--mixed", action="store_true", help="the demo's library; nothing is held to a target"
    )
    parser.add_argument("--routes", action="store_true", help="also print what was asked, by route")
    given = parser.parse_args()
    fill = (lambda world, count: demo_library(world, pictures=count)) if given.mixed else pairs
    small, large = (counts(groups, fill) for groups in given.groups)
    for few, many in zip(small, large, strict=True):
        for one in (few, many):
            print(one)
            if given.routes and one is many:
                for name, times in one.routes.most_common():
                    print(f"    {times / one.groups:6.2f} {name}")
    wrong = [] if given.mixed else faults(small, large)
    print("\n".join(wrong) if wrong else "within the targets" if not given.mixed else "")
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
