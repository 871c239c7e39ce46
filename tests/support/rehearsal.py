"""A whole Winnow on a practice server: a small library, a home folder, and every verb, as one object for tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from attrs import define, evolve, field

from engine.audit.audit import Depth, audit
from engine.audit.discrepancy import AuditReport, Remedy
from engine.base.context import Context
from engine.base.ports import PhotoWriter
from engine.base.report import Report
from engine.base.settings import Settings
from engine.exif.tool import Exif
from engine.immich.connection import connect
from engine.judge.policy import Policy
from engine.model.server import Server
from engine.undo.extent import ANYTHING, Extent, extent
from engine.vault.store import FolderVault
from engine.verbs.analyze import Analysis, analyze
from engine.verbs.apply import apply
from engine.verbs.fix import ALL, audit_run, fix
from engine.verbs.restore import restore
from engine.verbs.resume import resume
from journal.clock import SystemClock
from journal.ledger import fold
from journal.store import open_journal
from journal.verify import verify
from practice.extract import FileReader
from practice.jobs import Pace
from practice.rows import FileFacts
from practice.server import PracticeServer
from practice.world import World

QUICK = Settings(
    workers=4,
    settle_timeout=20.0,
    settle_poll=0.01,
    settle_gap=0.01,
    regroup_gap=0.12,
    quiet=0.12,
    spare_bytes=0,
)
"""Waits that fit a practice server whose jobs take milliseconds."""

PACE = Pace(wait=0.002, write=0.004, extract=0.002, detect=0.002, purge=0.002)

TOKYO = (35.6762, 139.6503)
NOON = datetime(2023, 7, 10, 12, 0, 0)  # noqa: DTZ001 - a camera without zone
LONG_AGO = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)

ABOUT: dict[str, Any] = {
    "file_created": LONG_AGO,
    "make": "Canon",
    "model": "R5",
    "taken": NOON,
    "group": "g",
}
"""What the copies of one shot have in common: the camera, the moment, the duplicate group."""


def nameless(policy: Policy) -> Policy:
    """Return the policy with telling names worth nothing: tests call their pictures by the part they play."""
    worthless = (*policy.review.worthless, "name")
    return evolve(policy, review=evolve(policy.review, worthless=worthless))


def small_library(world: World) -> None:
    """Fill a world with groups that need every kind of step, and one for review."""

    def pair(label: str, winner: dict[str, Any], loser: dict[str, Any]) -> tuple[Any, Any]:
        common = {"file_created": LONG_AGO, "make": "Canon", "model": "R5"}
        large = {"width": 640, "height": 480, "name": f"{label}_winner.jpg"}
        small = {"width": 320, "height": 240, "name": f"{label}_loser.jpg"}
        one = world.add_picture(**(common | large | winner), group=label)
        other = world.add_picture(**(common | small | loser), group=label)
        return one, other

    pair("plain", {"taken": NOON}, {"taken": NOON})
    _, placed = pair(
        "place", {"taken": NOON}, {"taken": NOON, "place": TOKYO, "description": "At the <river>"}
    )
    kept, rich = pair("rich", {"taken": NOON, "rating": 2}, {"taken": NOON, "rating": 4, "favourite": True})
    world.add_tag("Travel/Japan", rich, placed)
    world.add_tag("Family", rich)
    other = world.add_picture("other.jpg", taken=NOON)
    world.add_album("Summer", [rich, other], cover=rich)
    world.add_album("Both", [kept, rich], cover=kept)
    pair("review", {"taken": NOON}, {"taken": NOON, "model": "Nikon Z6", "make": "Nikon"})


@define
class Rehearsal:
    """One server and one home. Every verb opens the home anew, as a process would."""

    server: PracticeServer
    home: Path
    key: str
    settings: Settings = QUICK
    wrap: Callable[[Context, PhotoWriter], tuple[Context, PhotoWriter]] = field(default=lambda c, w: (c, w))

    @contextmanager
    def process(self) -> Iterator[tuple[Context, PhotoWriter, Server]]:
        """Open the home as one process would, and leave it as a killed one would."""
        clock = SystemClock()
        journal = open_journal(self.home / "journal.db", clock)
        vault = FolderVault(self.home / "vault", exif=_exif())
        pool = ThreadPoolExecutor(self.settings.workers)
        connection = connect(self.server.url, self.key, workers=self.settings.workers, attempts=2)
        try:
            context = Context(
                journal=journal,
                reader=connection.reader,
                vault=vault,
                clock=clock,
                pool=pool,
                settings=self.settings,
            )
            about = connection.reader.server()
            wrapped, writer = self.wrap(context, connection.writer)
            yield wrapped, writer, about
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            connection.close()
            journal.close()

    def analyze(self, policy: Policy | None = None, groups: tuple[str, ...] = ()) -> Analysis:
        with self.process() as (context, _, server):
            rules = nameless(policy or Policy())
            return analyze(context, server=server, policy=rules, groups=groups, exif=_exif())

    def apply(self) -> Report:
        with self.process() as (context, writer, server):
            return apply(context, writer, server=server)

    def resume(self) -> tuple[int, list[Report]]:
        with self.process() as (context, writer, server):
            return resume(context, writer, server=server)

    def restore(
        self,
        run: str | None = None,
        group: str | None = None,
        asset: str | None = None,
        said: Extent = ANYTHING,
    ) -> Report:
        """Take back a run, a group or an asset, within what else is said."""
        with self.process() as (context, writer, server):
            groups = frozenset([group]) if group else said.groups
            assets = frozenset([asset]) if asset else said.assets
            said = evolve(said, run=run or said.run, groups=groups, assets=assets)
            return restore(context, writer, server=server, wanted=extent(context.journal, said))

    def audit(self, *, deep: bool = False, rehash: bool = True, since: int = 0) -> AuditReport:
        with self.process() as (context, _, server):
            return audit(context, server=server, depth=Depth(rehash=rehash, deep=deep), since=since)

    def fix(self, kinds: frozenset[Remedy] = ALL) -> Report:
        """Carry out the remedies of the newest audit."""
        with self.process() as (context, writer, server):
            return fix(context, writer, server=server, audit=audit_run(context.journal, None), kinds=kinds)

    def settle(self) -> None:
        """Let the server's jobs run out, in real time or by hand."""
        self.server.drain()

    def state(self) -> dict[str, Any]:
        """Return everything that a person could lose, by file name, as the server holds it."""
        world = self.server.world
        with world.lock:
            albums = {
                album.name: (
                    sorted(world.assets[a].name for a in album.assets if a in world.assets),
                    world.assets[album.cover].name if album.cover in world.assets else None,
                )
                for album in world.albums.values()
            }
            return {"albums": albums} | {row.name: _state(world, row) for row in world.assets.values()}

    def effects(self) -> Counter[tuple[str, str]]:
        """Return how often each request changed each picture: (effect, file name)."""
        world = self.server.world
        return Counter(
            (effect.name, world.assets[effect.subject].name)
            for request in self.server.log.requests
            for effect in request.effects
            if effect.subject in world.assets
        )

    def check_book(self) -> None:
        """Assert what must hold after every run: nothing in doubt, no run open, the chain sound."""
        with self.process() as (context, _, _server):
            ledger = fold(context.journal.entries())
            assert ledger.in_doubt == []
            assert ledger.open_runs == []
            assert list(verify(context.journal)) == []

    def check_backups(self) -> None:
        """Assert that every picture in the trash has a backup whose bytes are the picture's."""
        vault = FolderVault(self.home / "vault", writing=False, exif=_exif())
        world = self.server.world
        for row in world.assets.values():
            if row.trashed:
                stored = vault.verify(row.checksum)
                assert stored is not None, f"{row.name} has no backup"
                assert stored.path.read_bytes() == row.content(), f"{row.name} has a wrong backup"


def _state(world: World, row: Any) -> dict[str, Any]:
    exif = row.exif
    faces = [face for face in world.faces.values() if face.asset == row.id and not face.hidden]
    remarks = [a for a in world.activities.values() if a.asset == row.id]
    return {
        "people": sorted(world.people[face.person].name for face in faces if face.person),
        "links": sorted(link.slug or link.id for link in world.links.values() if row.id in link.assets),
        "memories": sorted(memory.year for memory in world.memories.values() if row.id in memory.assets),
        "notes": {key: value for key, (value, _) in row.notes.items()},
        "remarks": sorted(
            (world.albums[a.album].name, world.users[a.user].name, a.comment or "") for a in remarks
        ),
        "trashed": row.trashed,
        "favourite": row.favourite,
        "visibility": row.visibility,
        "group": row.duplicate,
        "motion": row.motion,
        "stack": _stack(world, row),
        "place": None if exif.latitude is None else (round(exif.latitude, 5), round(exif.longitude, 5)),
        "taken": exif.taken,
        "wall": row.local,
        "description": exif.description,
        "rating": exif.rating,
        "tags": sorted(world.tags[t].value for t in row.tags),
    }


def _stack(world: World, row: Any) -> tuple[str, list[str]] | None:
    """Return the name on top of a picture's stack, and those of all its members."""
    stack = world.stacks.get(row.stack or "")
    if stack is None:
        return None
    members = sorted(other.name for other in world.assets.values() if other.stack == stack.id)
    return world.assets[stack.primary].name, members


@cache
def _exif() -> Exif:
    """One exiftool for all homes of a test run: starting it is what takes time."""
    return Exif()


@cache
def _exiftool() -> FileReader:
    return FileReader()


def _extract(facts: dict[bytes, FileFacts], data: bytes, name: str) -> FileFacts:
    """Know made-up pictures by their bytes, and read a sidecar as the real server does, with exiftool."""
    return facts.get(data) or _exiftool()(data, name)


@contextmanager
def rehearsal(
    home: Path,
    *,
    dialect: str = "3.1",
    fill: Callable[[World], None] = small_library,
    settings: Settings = QUICK,
    permissions: tuple[str, ...] = ("all",),
) -> Iterator[Rehearsal]:
    """Start a practice server with a library and give a home to work in."""
    _exiftool()  # here, because it lives as long as the thread that starts it
    facts: dict[bytes, FileFacts] = {}
    world = World(extract=lambda data, name: _extract(facts, data, name))
    fill(world)
    facts.update({row.content(): row.facts for row in world.assets.values()})
    with PracticeServer(world, dialect, pace=PACE) as server:
        yield Rehearsal(server, home, server.key(permissions), settings)
