"""The state of the practice server, its clock and its people; `World` adds what they own."""

from __future__ import annotations

import random
import threading
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from journal.clock import Clock, SystemClock
from practice.log import Log
from practice.previews import Previews
from practice.rows import (
    ActivityRow,
    AlbumRow,
    AssetRow,
    FaceRow,
    FileFacts,
    Key,
    LibraryRow,
    LinkRow,
    MemoryRow,
    PersonRow,
    StackRow,
    TagRow,
    User,
)

TICK = timedelta(milliseconds=1)

Extract = Callable[[bytes, str], FileFacts]
"""Read the facts of a media file or an XMP sidecar from its bytes; the name gives the type."""


class Store:
    """All state of one server. `user` is the main user; everything built without an owner is theirs.

    `disk` maps paths to the bytes that the server finds there; two rows may name one path. With `ranges` False
    every download answers with the whole file, as behind some proxies.
    """

    def __init__(
        self,
        *,
        seed: int = 1,
        clock: Clock | None = None,
        trash: bool = True,
        trash_days: int = 30,
        geocoding: bool = True,
        extract: Extract | None = None,
        ranges: bool = True,
    ) -> None:
        self.lock = threading.RLock()
        self.log = Log()
        self.trash_on = trash
        self.paused: set[str] = set()
        self.trash_days = trash_days
        self.geocoding = geocoding
        self.ranges = ranges
        self.disk: dict[str, Callable[[], bytes]] = {}
        self.previews = Previews()
        self._extract = extract
        self.users: dict[str, User] = {}
        self.keys: dict[str, Key] = {}
        self.assets: dict[str, AssetRow] = {}
        self.checksums: dict[tuple[str, str], str] = {}
        self.groups: dict[str, set[str]] = {}
        self.albums: dict[str, AlbumRow] = {}
        self.tags: dict[str, TagRow] = {}
        self.people: dict[str, PersonRow] = {}
        self.faces: dict[str, FaceRow] = {}
        self.stacks: dict[str, StackRow] = {}
        self.links: dict[str, LinkRow] = {}
        self.memories: dict[str, MemoryRow] = {}
        self.activities: dict[str, ActivityRow] = {}
        self.libraries: dict[str, LibraryRow] = {}
        self._clock = clock or SystemClock()
        self._last = datetime.fromtimestamp(0, UTC)
        self._ahead = timedelta(0)
        self.chance = random.Random(seed)  # noqa: S311 - ids and rolls of the dice, no secrets
        self.user = self.add_user("Demo")

    def now(self) -> datetime:
        """Return the current instant, never the same one twice."""
        with self.lock:
            self._last = max(self._clock.now() + self._ahead, self._last + TICK)
            return self._last

    def let_pass(self, time: timedelta) -> None:
        """Put the server's clock ahead, as if so much time had gone by; the jobs of the nights are not run."""
        with self.lock:
            self._ahead += time

    def extract(self, data: bytes, name: str) -> FileFacts:
        """Return what an uploaded file says of itself; nothing where no reader was given."""
        return self._extract(data, name) if self._extract is not None else FileFacts()

    def stored(self, row: AssetRow) -> bytes | None:
        """Return the bytes that lie where an asset's file should be; None where there is no file."""
        found = self.disk.get(row.path)
        return None if found is None else found()

    def new_id(self) -> str:
        """Return a new UUID, the same in every run with the same seed."""
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))

    # People who use it

    def add_user(self, name: str, *, admin: bool = False) -> User:
        """Add a user."""
        user = User(
            id=self.new_id(),
            name=name,
            email=f"{name.lower().replace(' ', '.')}@example.com",
            admin=admin,
            created=self.now(),
        )
        self.users[user.id] = user
        return user

    def add_key(self, permissions: Sequence[str] = ("all",), *, user: User | None = None) -> str:
        """Add an API key with these permissions and return its secret."""
        secret = f"{self.chance.getrandbits(200):050x}"
        key = Key(
            id=self.new_id(),
            secret=secret,
            user=(user or self.user).id,
            name="practice",
            permissions=tuple(permissions),
            created=self.now(),
        )
        self.keys[secret] = key
        return secret
