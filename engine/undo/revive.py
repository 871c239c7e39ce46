"""Bring trashed losers back: out of the server's trash, or out of the vault when that has been emptied."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, evolve

from engine.action.action import Action, Eyes, Stage
from engine.action.albums import JoinAlbum, SetCover
from engine.action.faces import DrawFace
from engine.action.target import OnAsset
from engine.action.upload import UploadOriginal
from engine.base.members import read_member, with_faces
from engine.base.ports import PhotoReader
from engine.base.whereabouts import HIDDEN, Whereabouts
from engine.effect.ending import NOT_BEGUN
from engine.effect.perform import Result, Todo
from engine.model.carried import Carried
from engine.model.group import Member
from engine.runs.history import HEALED, history
from engine.undo.doing import Doing
from engine.undo.glance import Glance, Shown
from engine.undo.heal import heal, unhealable
from engine.undo.lacking import in_words, lacking
from engine.undo.revived import Revived
from journal.records import Status


@define
class Revival:
    """Bring a wave of trashed assets back, in bulk where the server allows."""

    doing: Doing
    glance: Glance

    def revive(self, items: Sequence[Revived]) -> None:
        """Bring back what trash intents took away, and look at each of them once it is back."""
        looks = self.glance.looks([item.action.asset for item in items])
        here: list[tuple[Revived, Shown]] = []
        gone: list[Revived] = []
        for item, look in zip(items, looks, strict=True):
            if look is None:
                item.faults.append(self.doing.unasked)
            else:
                here.append((item, look)) if look.asset is not None else gone.append(item)
        self._untrash(here)
        gone = self._within_reach(gone)
        self._upload_motions(gone)
        self._upload(gone)
        self._untrash_uploaded(gone)
        self._heal([item for item in gone if item.now])
        self._look_at_all([item for item in items if item.now])

    def _within_reach(self, items: Sequence[Revived]) -> list[Revived]:
        """Leave alone what the server has, but does not show to this key: it lies in the locked folder.

        The server answers for such an asset as for a missing one, but still knows its checksum (docs/immich.md,
        Locked folder). To upload it again would show to everybody what a person hid.
        """
        if not items:
            return []
        reader = self.doing.context.reader
        found = self.doing.ask(reader.reach, [{item.action.asset: item.action.checksum for item in items}])[0]
        if found is None:
            for item in items:
                item.faults.append(self.doing.unasked)
            return []
        near = []
        for item in items:
            if found[item.action.asset].whereabouts is Whereabouts.OUT_OF_REACH:
                item.left.append(f"{item.name} is {HIDDEN}")
            else:
                near.append(item)
        return near

    def _look_at_all(self, items: Sequence[Revived]) -> None:
        """Look at everything that is back, and note which of its fields it does not show again."""
        reader = self.doing.context.reader
        reader.forget()
        for item, found in zip(items, self.doing.ask(lambda i: (_read(reader, i),), items), strict=True):
            member = found[0] if found else None
            if found is None:
                item.faults.append(self.doing.unasked)
                continue
            if member is None or item.action.snapshot is None:
                item.left.append(f"{item.name} is back, but {HIDDEN}")
                continue
            item.member = member
            item.lacking = frozenset(
                lacking(item.action.snapshot, member, item.since, uploaded=item.uploaded)
            )
            if item.uploaded and item.lacking:
                fields = ", ".join(sorted(map(in_words, item.lacking)))
                item.left.append(f"{item.name} came back without its {fields}")

    def _untrash(self, looks: Sequence[tuple[Revived, Shown]]) -> None:
        todos = {
            item.key: Todo(
                key=item.key,
                group=item.group,
                action=action,
                compensates=item.intent.intent,
                seen=look.seen(action),
            )
            for item, look in looks
            for action in (item.action.inverse({}, {}),)
        }
        for item, result in self._perform([item for item, _ in looks], todos):
            if result is not None and result.holds:
                item.now = item.action.asset
                item.by_this = self._is_by_this(item, result)

    def _upload_motions(self, items: Sequence[Revived]) -> None:
        """Upload the motion parts that were purged with their stills: a still names its part when it is uploaded."""
        todos = {}
        reader = self.doing.context.reader
        parts = [(i, i.action.motion) for i in items if i.action.motion is not None and not i.faults]
        looks = self.doing.ask(lambda part: (reader.asset(part[1].id),), parts)
        for (item, motion), look in zip(parts, looks, strict=True):
            if look != (None,):
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
                    motion=item.action.motion,
                ),
                compensates=item.intent.intent,
            )
        for item, result in self._perform(items, todos):
            if result is not None and result.holds and result.outcome is not None:
                item.now = result.outcome.seen.get("asset")
                item.by_this = self._is_by_this(item, result)
                item.uploaded = True
                item.ours = result.outcome.status is Status.DONE and bool(
                    result.outcome.seen.get("created", True)
                )

    def _is_by_this(self, item: Revived, result: Result) -> bool:
        """Tell whether it was this run that changed something; a step that stood already may be another run's."""
        if result.outcome is None or result.outcome.status is not Status.DONE:
            return False
        if result.at is not None:
            return True
        intent = history(self.doing.context.journal, item.group).intent(result.outcome.intent)
        return intent is not None and intent.run == self.doing.settler.run

    def _untrash_uploaded(self, items: Sequence[Revived]) -> None:
        """Untrash what the server had already, in its trash: it stores nothing new then."""
        todos = {}
        reader = self.doing.context.reader
        looks = self.doing.ask(lambda item: (reader.asset(item.now) if item.now else None,), items)
        for item, look in zip(items, looks, strict=True):
            asset = look[0] if look else None
            if asset is not None and asset.trashed:
                todos[item.key] = Todo(
                    key=f"{item.key}:untrash",
                    group=item.group,
                    action=evolve(item.action.inverse({}, {}), asset=asset.id),
                )
        for _ in self._perform(items, todos):
            pass

    def _heal(self, items: Sequence[Revived]) -> None:
        """Give uploaded assets what the upload could not carry, one kind of field after the other."""
        reader = self.doing.context.reader
        todos: list[tuple[Revived, Todo]] = []
        looks = self.doing.ask(lambda item: (read_member(reader, item.now or ""),), items)
        for item, look in zip(items, looks, strict=True):
            now, was = look[0] if look else None, item.action.snapshot
            if now is None or was is None:
                continue
            item.left += unhealable(was, now)
            if was.carried and was.carried.faces:
                now = with_faces(reader, now)
            for action in heal(was, now, ours=item.ours):
                key = f"{item.key}{HEALED}{item.now}:{action.NAME}{_which(action)}"
                todos.append((item, Todo(key=key, group=item.group, action=action)))
        for stage in Stage:
            batch = [(item, todo) for item, todo in todos if _stage(todo.action) is stage]
            results = self.doing.perform([todo for _, todo in batch])
            for item, todo in batch:
                result = results.get(todo.key)
                if result is None or not result.holds:
                    self._unhealed(item, todo.action, result)

    def _unhealed(self, item: Revived, action: Action, result: Result | None) -> None:
        """Tell a thing that can never come back from a fault that may go away.

        A face that the server refuses while all else goes on is refused ever after: its person is gone, or was merged.
        One that was not sent, or whose answer was lost, is tried again.
        """
        eyes = Eyes(self.doing.context.reader, self.doing.context.vault)
        ending = self.doing.stopped is not None or self.doing.context.stop.requested()
        refused = result is not None and result.outcome is not None and not ending
        why = result.why if result else NOT_BEGUN
        if isinstance(action, DrawFace) and refused:
            item.left.append(f"the face of {action.name!r} could not be drawn on {item.name} again: {why}")
        elif (hindered := self.doing.ask(lambda a: (a.hindered(eyes),), [action])[0]) and hindered[0]:
            item.left.append(f"{item.name} does not get back {action.thing()}: {hindered[0]}")
        else:
            item.faults.append(why)

    def _perform(
        self, items: Sequence[Revived], todos: dict[str, Todo]
    ) -> list[tuple[Revived, Result | None]]:
        """Perform one todo of some items and note each fault with its item."""
        results = self.doing.perform(list(todos.values()))
        paired = []
        for item in items:
            todo = todos.get(item.key)
            if todo is None:
                continue
            result = results.get(todo.key)
            if result is None:
                item.faults.append(NOT_BEGUN)
            elif not result.holds:
                item.faults.append(result.why)
            paired.append((item, result))
        return paired


def _read(reader: PhotoReader, item: Revived) -> Member | None:
    """Read a loser whole; its notes only where it had some, or nobody knows: what it had none of it cannot lack."""
    was = item.action.snapshot
    known = was is not None and was.carried is not None and was.carried.notes == ()
    return reader.member(item.now or "", notes=not known)


def _which(action: Action) -> str:
    """Return what tells two healing actions of one kind apart, so that each keeps its key when others are done."""
    match action:
        case JoinAlbum() | SetCover():
            return f":{action.album}"
        case DrawFace():
            return f":{action.person}"
        case OnAsset():
            return ""
        case _:
            return ":" + ",".join(sorted(action.expected()))


def _stage(action: Action) -> Stage:
    """Return when an upload is given something: a cover must be in its album, the clock follows the place."""
    return action.STAGE or Stage.RELATIONS
