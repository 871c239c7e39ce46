"""Bring trashed losers back: out of the server's trash, or out of the vault when that has been emptied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import define, evolve, field

from engine.action.actions import (
    Action,
    AddTags,
    DrawFace,
    JoinAlbum,
    KeepClock,
    PatchFields,
    SetCover,
    SetFlags,
    TrashAsset,
    UntrashAsset,
    UploadOriginal,
    action_from,
    name_of,
)
from engine.base.errors import ServerError
from engine.base.members import read_member
from engine.effect.perform import Result, Todo, perform
from engine.effect.settle import Settler
from engine.model.asset import Asset
from engine.model.carried import Carried
from engine.model.group import Member
from engine.undo.heal import heal, unhealable
from journal.records import IntentRecorded, Status

HEALING = ((PatchFields,), (KeepClock,), (AddTags,), (SetFlags,), (DrawFace,), (JoinAlbum,), (SetCover,))
"""What an upload is given back, in this order: a cover must be in its album, the clock follows the place."""


@define
class Revived:
    """One loser on its way back. `now` is its id today (another one after an upload), None while it is not back."""

    intent: IntentRecorded
    action: TrashAsset
    now: str | None = None
    uploaded: bool = False
    ours: bool = True
    faults: list[str] = field(factory=list)
    conflicts: list[str] = field(factory=list)

    @property
    def key(self) -> str:
        return f"undo:{self.intent.intent}"

    @property
    def group(self) -> str:
        return self.intent.group or ""


@define
class Revival:
    """Bring a wave of trashed assets back, in bulk where the server allows."""

    settler: Settler

    def revive(self, intents: Iterable[IntentRecorded]) -> list[Revived]:
        """Bring back what these trash intents took away; each answer says how far that got."""
        wanted = [
            Revived(i, a) for i in intents if isinstance(a := action_from(i.action, i.args), TrashAsset)
        ]
        looks = self.settler.context.each(self._look, wanted)
        here: list[Revived] = []
        gone: list[Revived] = []
        for item, look in zip(wanted, looks, strict=True):
            if look is not None:
                (here if look else gone).append(item)
        self._untrash(here)
        self._upload_motions(gone)
        self._upload(gone)
        self._untrash_uploaded(gone)
        self._heal([item for item in gone if item.now])
        return wanted

    def _look(self, item: Revived) -> bool | None:
        """Tell whether the asset still exists; None (with a fault) when the server cannot be asked."""
        try:
            return self.settler.context.reader.asset(item.action.asset) is not None
        except ServerError as error:
            self.settler.abort = self.settler.abort or error
            item.faults.append(str(error))
            return None

    def _untrash(self, items: Sequence[Revived]) -> None:
        todos = {
            item.key: Todo(
                key=item.key,
                group=item.group,
                action=untrash(item.action),
                compensates=item.intent.intent,
            )
            for item in items
        }
        for item, result in self._perform(items, todos):
            if result is not None and result.holds:
                item.now = item.action.asset

    def _upload_motions(self, items: Sequence[Revived]) -> None:
        """Upload the motion parts that were purged with their stills: a still names its part when it is uploaded."""
        todos = {}
        for item in items:
            motion = item.action.motion
            if motion is None or not self._is_gone(motion):
                continue
            todos[item.key] = Todo(
                key=f"{item.key}:motion",
                group=item.group,
                action=UploadOriginal(
                    was=motion.id,
                    checksum=motion.checksum,
                    winner=item.action.winner,
                    snapshot=Member(motion, Carried()),
                    motion_of=item.action.asset,
                ),
            )
        for _ in self._perform(items, todos):
            pass

    def _is_gone(self, asset: Asset) -> bool:
        return self.settler.context.reader.asset(asset.id) is None

    def _upload(self, items: Sequence[Revived]) -> None:
        todos = {}
        for item in items:
            if item.faults:
                continue
            if item.action.snapshot is None:
                item.faults.append("the journal has no snapshot of it")
                continue
            todos[item.key] = Todo(
                key=f"{item.key}:upload",
                group=item.group,
                action=UploadOriginal(
                    was=item.action.asset,
                    checksum=item.action.checksum,
                    winner=item.action.winner,
                    snapshot=item.action.snapshot,
                    motion_checksum=item.action.motion.checksum if item.action.motion else None,
                ),
                compensates=item.intent.intent,
            )
        for item, result in self._perform(items, todos):
            if result is not None and result.holds and result.outcome is not None:
                item.now = result.outcome.seen.get("asset")
                item.uploaded = True
                item.ours = result.outcome.status is Status.DONE and bool(
                    result.outcome.seen.get("created", True)
                )

    def _untrash_uploaded(self, items: Sequence[Revived]) -> None:
        """Untrash what the server had already, in its trash: it stores nothing new then."""
        todos = {}
        for item in items:
            asset = self.settler.context.reader.asset(item.now) if item.now else None
            if asset is not None and asset.trashed:
                todos[item.key] = Todo(
                    key=f"{item.key}:untrash",
                    group=item.group,
                    action=evolve(untrash(item.action), asset=asset.id),
                )
        for _ in self._perform(items, todos):
            pass

    def _heal(self, items: Sequence[Revived]) -> None:
        """Give uploaded assets what the upload could not carry, one kind of field after the other."""
        todos: list[tuple[Revived, Todo]] = []
        for item in items:
            assert item.now is not None
            now = read_member(self.settler.context.reader, item.now)
            if now is None or item.action.snapshot is None:
                continue
            item.conflicts += unhealable(item.action.snapshot, now)
            for action in heal(item.action.snapshot, now, ours=item.ours):
                key = f"{item.key}:heal:{item.now}:{name_of(action)}{_which(action)}"
                todos.append((item, Todo(key=key, group=item.group, action=action)))
        for kinds in HEALING:
            batch = [(item, todo) for item, todo in todos if isinstance(todo.action, kinds)]
            owners = {todo.key: item for item, todo in batch}
            for result in perform(self.settler, [todo for _, todo in batch]):
                if not result.holds:
                    item = owners[result.todo.key]
                    gone = self._has_no_album(result.todo.action)
                    (item.conflicts if gone else item.faults).append(result.why)

    def _has_no_album(self, action: Action) -> bool:
        """Tell whether an album was deleted meanwhile: nothing can be put into that again, ever."""
        return (
            isinstance(action, JoinAlbum | SetCover)
            and self.settler.context.reader.album(action.album) is None
        )

    def _perform(
        self, items: Sequence[Revived], todos: dict[str, Todo]
    ) -> list[tuple[Revived, Result | None]]:
        """Perform one todo of some items and note each fault with its item."""
        results = {r.todo.key: r for r in perform(self.settler, list(todos.values()))}
        paired = []
        for item in items:
            todo = todos.get(item.key)
            if todo is None:
                continue
            result = results.get(todo.key)
            if result is None:
                item.faults.append("not begun, because the run was ending")
            elif not result.holds:
                item.faults.append(result.why)
            paired.append((item, result))
        return paired


def _which(action: Action) -> str:
    """Return what tells two healing actions of one kind apart, so that each keeps its key when others are done."""
    match action:
        case JoinAlbum() | SetCover():
            return f":{action.album}"
        case DrawFace():
            return f":{action.person}"
        case _:
            return ""


def untrash(action: TrashAsset) -> UntrashAsset:
    """Return the action that takes an asset back out of the trash."""
    return UntrashAsset(
        asset=action.asset,
        checksum=action.checksum,
        winner=action.winner,
        snapshot=action.snapshot,
        motion=action.motion,
    )
