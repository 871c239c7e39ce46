"""Walk intents backwards: what restore does for a person, and apply for a group that failed half-way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import define, evolve, field

from engine.action.actions import (
    KINDS,
    NAMES,
    Action,
    AddTags,
    JoinAlbum,
    JoinGroup,
    KeepClock,
    LeaveAlbum,
    PatchFields,
    RemoveTags,
    SetCover,
    SetFlags,
    TrashAsset,
    UntrashAsset,
    UploadOriginal,
    action_from,
)
from engine.action.images import Image, differing
from engine.action.inverse import inverse
from engine.base.errors import NotInvertible, ServerError
from engine.base.report import Ending, Report
from engine.effect.observe import observe
from engine.effect.perform import Todo, perform
from engine.effect.settle import Settler
from engine.runs.history import history, taken_back, unfinished
from engine.undo.revive import Revival, Revived
from engine.undo.undo import took_effect, undo
from journal.ledger import Ledger
from journal.records import FactRecorded, IntentRecorded

ORDER: tuple[tuple[type[object], ...], ...] = (
    (LeaveAlbum,),
    (SetCover,),
    (JoinAlbum,),
    (SetFlags,),
    (AddTags, RemoveTags),
    (PatchFields, KeepClock),
    (JoinGroup,),
)
"""The kinds of intents in the order in which they are taken back, after trashed losers have returned and before
a restore is itself taken back by trashing them again. A cover returns before its picture's place in the album goes."""

REVERSIBLE = {kind for kinds in ORDER for kind in kinds} | {TrashAsset, UntrashAsset, UploadOriginal}
REVERSIBLE_NAMES = frozenset(NAMES[kind] for kind in REVERSIBLE)
"""The names of all actions that change something on the server."""

Scope = Callable[[IntentRecorded], bool]


@define
class _Way:
    """One group on its way back."""

    group: str
    ledger: Ledger
    intents: list[IntentRecorded]
    """Newest first."""
    revived: list[Revived] = field(factory=list)
    faults: list[str] = field(factory=list)
    conflicts: list[str] = field(factory=list)

    def of(self, kinds: tuple[type[object], ...]) -> list[IntentRecorded]:
        return [i for i in self.intents if isinstance(action_from(i.action, i.args), kinds)]

    @property
    def renamed(self) -> dict[str, str]:
        """Return the ids that losers have today, by the ids that they had."""
        names = {r.action.asset: r.now for r in self.revived if r.now}
        for step in self.ledger.steps.values():
            action = action_from(step.intent.action, step.intent.args)
            if isinstance(action, UploadOriginal) and step.outcome and step.outcome.seen.get("asset"):
                names.setdefault(action.was, step.outcome.seen["asset"])
        return names


@define
class TakeBack:
    """Take back, newest first, what the journal shows that we did to some groups.

    `interrupted` are the runs that did not come to their end, this one among them.
    """

    settler: Settler
    report: Report
    interrupted: frozenset[str]

    def take_back(self, groups: Sequence[str], scope: Scope) -> None:
        """Take back every intent of these groups that is in scope, had an effect, and still stands."""
        ways = [way for group in groups if (way := self._way(group, scope)) is not None]
        self._progress("bring back", ways, self._revive)
        self._progress("put back", ways, self._undo_all)
        self._progress("regroup", ways, self._regroup)
        self._progress("trash again", ways, self._trash_again)
        for way in ways:
            self._end(way)

    def _progress(self, stage: str, ways: Sequence[_Way], work: Callable[[Sequence[_Way]], None]) -> None:
        progress = self.settler.context.progress
        progress.start(stage, len(ways))
        work(ways)
        progress.advance(stage, len(ways))
        progress.finish(stage)

    def _way(self, group: str, scope: Scope) -> _Way | None:
        ledger = history(self.settler.context.journal, group)
        intents = [
            step.intent
            for step in reversed(ledger.steps.values())
            if scope(step.intent)
            and not _is_way_back(ledger, step.intent, scope)
            and KINDS[step.intent.action] in REVERSIBLE
            and step.outcome is not None
            and took_effect(step.outcome)
            and (not taken_back(ledger, step.intent.intent) or self._is_unfinished(ledger, step.intent))
        ]
        return _Way(group, ledger, intents) if intents else None

    def _is_unfinished(self, ledger: Ledger, intent: IntentRecorded) -> bool:
        """Tell whether a loser that is back may still lack its place, its group or more.

        That is so when the run that brought it back was interrupted, or when a step of that failed.
        """
        return intent.action == NAMES[TrashAsset] and unfinished(ledger, intent.intent, self.interrupted)

    def _revive(self, ways: Sequence[_Way]) -> None:
        trashed = {i.intent: way for way in ways for i in way.of((TrashAsset,))}
        intents = [i for way in ways for i in way.of((TrashAsset,)) if self._was_done(way, i)]
        for item in Revival(self.settler).revive(intents):
            way = trashed[item.intent.intent]
            way.revived.append(item)
            way.faults += item.faults
            way.conflicts += item.conflicts
            self.report.restored += bool(item.now and not item.uploaded)
            self.report.uploaded += bool(item.now and item.uploaded)

    def _was_done(self, way: _Way, intent: IntentRecorded) -> bool:
        """Tell whether a trash intent trashed anything, or may have."""
        outcome = way.ledger.outcome(intent.intent)
        return outcome is not None and not differing(intent.after, outcome.seen)

    def _undo_all(self, ways: Sequence[_Way]) -> None:
        """Take back what the winners got, but only where every loser is back with all that it had.

        Otherwise a fact would be taken from the one picture that still shows it; the next restore goes on here.
        """
        whole = [way for way in ways if not way.faults]
        for kinds in ORDER:
            self._undo(whole, kinds)

    def _undo(self, ways: Sequence[_Way], kinds: tuple[type[object], ...]) -> None:
        """Take back one kind of intents, newest first; of several on one asset each waits for the one before."""
        queues = [(way, way.of(kinds)) for way in ways]
        while any(queue for _, queue in queues):
            heads = [(way, queue.pop(0)) for way, queue in queues if queue]
            parts = self.settler.context.each(lambda head: list(self._todos(*head)), heads)
            self._in_turn([(way, todos) for (way, _), todos in zip(heads, parts, strict=True)])

    def _in_turn(self, ways: Sequence[tuple[_Way, list[Todo]]]) -> None:
        """Perform the parts of each way in their order, none after one that failed: the last stands for all."""
        left = [(way, parts) for way, parts in ways if parts]
        while left:
            results = {r.todo.key: r for r in perform(self.settler, [parts[0] for _, parts in left])}
            going = []
            for way, parts in left:
                result = results.get(parts[0].key)
                if result is None:
                    way.faults.append("not begun, because the run was ending")
                elif not result.holds:
                    way.faults.append(result.why)
                elif parts[1:]:
                    going.append((way, parts[1:]))
            left = going

    def _todos(self, way: _Way, intent: IntentRecorded) -> Iterator[Todo]:
        """Yield what takes one intent back as things are now, and note what stands in the way."""
        context = self.settler.context
        try:
            now = observe(action_from(intent.action, intent.args), context.reader, context.vault)
            if now.gone:
                way.conflicts.append(f"{intent.subject} is gone, so its {intent.action} stays")
                return
            outcome = way.ledger.outcome(intent.intent)
            assert outcome is not None
            back = undo(intent, outcome, _as_named_before(now.image, way.renamed))
        except ServerError as error:
            self.settler.abort = self.settler.abort or error
            way.faults.append(str(error))
            return
        except NotInvertible as error:
            way.conflicts.append(str(error))
            return
        way.conflicts += [f"{intent.subject}: {conflict}" for conflict in back.conflicts]
        parts = list(_split(_renamed(back.action, way.renamed))) if back.action is not None else []
        for number, action in enumerate(parts, 1):
            last = number == len(parts)
            yield Todo(
                key=f"undo:{intent.intent}" + ("" if last else f":{number}"),
                group=way.group,
                action=action,
                compensates=intent.intent if last else None,
            )

    def _regroup(self, ways: Sequence[_Way]) -> None:
        """Give every member its group again, so that the server's own page shows it as before."""
        wanted: list[tuple[_Way, str, Todo]] = []
        for way in ways:
            back = [item for item in way.revived if item.now]
            members = {item.now for item in back} | {item.action.winner for item in back}
            for asset in sorted(m for m in members if m):
                action = JoinGroup(asset=asset, group=way.group)
                key = f"{back[0].key}:group:{asset}"
                wanted.append((way, asset, Todo(key=key, group=way.group, action=action)))
        able = self.settler.context.each(lambda item: self._can_join(item[0], item[1]), wanted)
        joining = [item for item, fits in zip(wanted, able, strict=True) if fits]
        todos = {todo.key: way for way, _, todo in joining}
        for result in perform(self.settler, [todo for _, _, todo in joining]):
            if not result.holds:
                todos[result.todo.key].faults.append(result.why)

    def _can_join(self, way: _Way, asset_id: str) -> bool:
        try:
            asset = self.settler.context.reader.asset(asset_id)
        except ServerError as error:
            self.settler.abort = self.settler.abort or error
            way.faults.append(str(error))
            return False
        return asset is not None and not asset.trashed

    def _trash_again(self, ways: Sequence[_Way]) -> None:
        """Take back a restore: its losers go to the trash again, behind the same kind of gate as the first time."""
        todos: dict[str, _Way] = {}
        batch: list[Todo] = []
        for way in ways:
            for intent in way.of((UntrashAsset, UploadOriginal)):
                outcome = way.ledger.outcome(intent.intent)
                todo = self._trash_todo(way, intent, outcome.seen if outcome is not None else {})
                if todo is not None:
                    todos[todo.key] = way
                    batch.append(todo)
        for result in perform(self.settler, batch):
            if result.holds:
                self.report.trashed += 1
            else:
                todos[result.todo.key].faults.append(result.why)

    def _trash_todo(self, way: _Way, intent: IntentRecorded, seen: Image) -> Todo | None:
        action = inverse(action_from(intent.action, intent.args), intent.before, seen)
        if not isinstance(action, TrashAsset):
            return None
        stored = self.settler.context.vault.verify(action.checksum)
        winner = self.settler.context.reader.asset(action.winner)
        if way.faults or way.conflicts:
            way.faults.append(f"{action.asset} stays, because not all of its group went as wanted")
        elif stored is None:
            way.faults.append(f"{action.asset} stays, because its backup is missing or damaged")
        elif winner is None or winner.trashed:
            way.faults.append(f"{action.asset} stays, because its winner is not there")
        else:
            return Todo(
                key=f"undo:{intent.intent}",
                group=way.group,
                action=action,
                compensates=intent.intent,
            )
        return None

    def _end(self, way: _Way) -> None:
        ending = Ending.FAILED if way.faults else Ending.CONFLICT if way.conflicts else Ending.DONE
        reasons = [*way.faults, *way.conflicts]
        self.report.end(way.group, ending, reasons)
        if reasons:
            self.settler.context.journal.append(
                FactRecorded(
                    run=self.settler.run,
                    topic="not-taken-back",
                    group=way.group,
                    body={"reasons": reasons},
                )
            )


def _is_way_back(ledger: Ledger, intent: IntentRecorded, scope: Scope) -> bool:
    """Tell whether an intent took back another one of the same scope: those two have cancelled each other."""
    original = ledger.intent(intent.compensates) if intent.compensates else None
    return original is not None and scope(original)


def _split(action: Action) -> Iterator[Action]:
    """Yield an action in the pieces that the server takes: tags are removed one a call."""
    if isinstance(action, RemoveTags):
        for tag in action.tags:
            yield evolve(action, tags=(tag,))
    else:
        yield action


def _as_named_before(image: Image, names: dict[str, str]) -> Image:
    """Return an image with the ids that assets had when the journal wrote of them."""
    old = {now: was for was, now in names.items()}
    return {k: old.get(v, v) if k.startswith("cover:") and v else v for k, v in image.items()}


def _renamed(action: Action, names: dict[str, str]) -> Action:
    """Return an action about the id that its asset has today."""
    if isinstance(action, SetCover) and action.asset in names:
        return evolve(action, asset=names[action.asset])
    return action
