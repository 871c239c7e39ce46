"""Walk groups back to their first image: what restore does for a person, and apply for a group that failed half-way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from attrs import define, evolve, field

from engine.action.groups import JoinGroup
from engine.action.image import whole_image
from engine.action.named import named
from engine.action.registry import KINDS, action_from
from engine.action.stacks import StackAssets
from engine.base.errors import EngineError
from engine.base.report import Ending, Report
from engine.effect.ending import NOT_BEGUN, cut_short
from engine.effect.perform import Loop, Todo
from engine.model.asset import Asset
from engine.model.group import is_ours
from engine.runs.hands import BY_HAND
from engine.runs.history import (
    CAME_BACK,
    LEFT,
    NOT_TAKEN_BACK,
    OF,
    TAKEN_BACK,
    Scope,
    failed,
    history,
    standing,
    trash_of,
)
from engine.runs.identity import names_today
from engine.runs.written import written_since
from engine.undo.again import trash_again
from engine.undo.by_hand import look_at_untouched
from engine.undo.copies import look_at_copies
from engine.undo.doing import Doing
from engine.undo.elsewhere import elsewhere, strangers
from engine.undo.fields import Fields
from engine.undo.glance import Glance, Shown
from engine.undo.hidden import hidden
from engine.undo.later import wait_for_later
from engine.undo.owed import owed_to
from engine.undo.relations import RelationsBack
from engine.undo.revive import Revival
from engine.undo.revived import Revived
from engine.undo.way import Left, Way, mentioned
from journal.records import FactRecorded


@define
class TakeBack:
    """Take back, newest first, what the journal shows that we did to some groups.

    `interrupted` are the runs that did not come to their end, this one among them. `by_hand` tells that a
    person named single groups or pictures, `force` are words for fields that go back although somebody changed
    them since, `even_hidden` that copies come back whose winner is hidden, `narrowed` that a part of a group is meant.
    """

    settler: Loop
    report: Report
    interrupted: frozenset[str]
    by_hand: bool = False
    force: frozenset[str] = frozenset()
    even_hidden: bool = False
    narrowed: bool = False
    _doing: Doing = field(init=False)
    _seen_at: float = field(default=0.0, init=False)
    """When the losers that came back were looked at last (monotonic seconds)."""

    def __attrs_post_init__(self) -> None:
        self._doing = Doing(self.settler)

    def take_back(self, groups: Sequence[str], scope: Scope) -> EngineError | None:
        """Take back every intent of these groups that is in scope, had an effect, and still stands.

        Returns the error after which nothing more could succeed, None where there was none.
        """
        ways = [way for group in groups if (way := self._way(group, scope)) is not None]
        glance = self._glance(ways)
        stay = [] if self.even_hidden else hidden(self._doing, ways, glance)
        for way in stay:
            self._end(way)
        ways = [way for way in ways if not any(way is one for one in stay)]
        since = self._doing.context.reader.now()
        self._revive(ways, glance)
        ways += owed_to(self.settler.context.journal, ways)
        look_at_copies(self._doing, ways)
        look_at_untouched(self._doing, ways)
        wait_for_later(self._doing, ways)
        self._put_back(ways, since)
        self._regroup(ways, since)
        self._trash_again(ways)
        for way in ways:
            self._end(way)
        return self._doing.stopped

    def _way(self, group: str, scope: Scope) -> Way | None:
        journal = self.settler.context.journal
        ledger = history(journal, group)
        steps = standing(ledger, scope, self.interrupted, named(self.force))
        return Way(group, ledger, steps, names_today(journal, mentioned(steps))) if steps else None

    def _glance(self, ways: Sequence[Way]) -> Glance:
        """Look at the losers and their winners in pages of what changed since we wrote to them."""
        wanted: set[str] = set()
        for way in ways:
            for action in filter(None, map(trash_of, way.steps)):
                wanted |= {action.asset, way.today(action.winner)}
        if not wanted:
            return Glance(self._doing)
        return Glance.at(self._doing, wanted, min(step.at for way in ways for step in way.steps))

    def _revive(self, ways: Sequence[Way], glance: Glance) -> None:
        for way in ways:
            for step in way.steps:
                action = trash_of(step)
                trashed = step.outcome is not None and step.outcome.seen.get("trashed") is True
                if action is not None and trashed:
                    winner = way.today(action.winner)
                    since = written_since(self.settler.context.journal, action.asset, step.seq)
                    way.revived.append(Revived(step.intent, evolve(action, winner=winner), since))
        Revival(self._doing, glance).revive([item for way in ways for item in way.revived])
        self._seen_at = self._doing.context.clock.monotonic()
        facts, renamed = [], dict[str, str]()
        for way in ways:
            for item in way.revived:
                way.faults += item.faults
                told = (item.intent.intent,) if item.member is not None else ()
                way.left += [Left(text, told=told) for text in item.left]
                way.unseen = way.unseen or item.member is None
                self.report.restored += bool(item.by_this and not item.uploaded)
                self.report.uploaded += bool(item.by_this and item.uploaded and item.ours)
                if item.now and item.now != item.action.asset:
                    was = (way.today(item.action.asset), item.action.asset, item.intent.subject)
                    renamed |= dict.fromkeys(was, item.now)
                if item.now and self.by_hand:
                    facts.append(self._fact(BY_HAND, way, item.now, {}))
                if item.member is not None:
                    body: dict[str, object] = {"image": whole_image(item.member), OF: item.intent.intent}
                    facts.append(self._fact(CAME_BACK, way, item.now or "", body))
        for way in ways:  # also where it is the winner: the one of an older run came back by a newer one
            way.rename(renamed)
        self.settler.context.journal.append_all(facts)

    def _put_back(self, ways: Sequence[Way], since: datetime) -> None:
        """Take back what the winners got, but only where every loser was seen again.

        Otherwise a fact would be taken from the one picture that still shows it; the next restore goes on here.
        """
        whole = [way for way in ways if not way.faults and not way.unseen]
        fields = Fields(self._doing, named(self.force))
        relations = RelationsBack(self._doing, named(self.force))
        found = {KINDS[step.intent.action].ORDER_BACK for way in whole for step in way.steps}
        orders = sorted(order for order in found if order is not None)
        for order in orders:
            self._look_again(whole, since)
            for stage in (relations, fields):
                stage.put_back([way for way in whole if not way.unseen], order)
        if not self._doing.foresees:
            fields.look_again(whole, since)

    def _look_again(self, ways: Sequence[Way], since: datetime) -> None:
        """Look again at losers that were seen a while ago, for the server's jobs take their time.

        A winner gives up nothing more for one that somebody deleted since, or trashed: the trash will be emptied.
        """
        context = self._doing.context
        if context.clock.monotonic() - self._seen_at <= context.settings.fresh:
            return
        back = [(way, item) for way in ways for item in way.revived if item.member is not None]
        names = [item.now or "" for _, item in back]
        for (way, item), look in zip(back, Glance.at(self._doing, {*names}, since).looks(names), strict=True):
            if look is None:
                way.faults.append(NOT_BEGUN)
            elif look.asset is None or look.asset.trashed:
                way.left.append(_gone_again(item, look.asset))
            way.unseen = way.unseen or look is None or look.asset is None or look.asset.trashed
        self._seen_at = context.clock.monotonic()

    def _regroup(self, ways: Sequence[Way], since: datetime) -> None:
        """Give every member its group again, so that the server's own page shows it as before.

        `since` is a time of the server's clock before the first of them was brought back. Who came into another group
        with other pictures meanwhile stays in that.
        """
        wanted: list[tuple[Way, Todo]] = []
        for way in ways:
            if is_ours(way.group):
                continue
            back = [item for item in way.revived if item.now]
            members = {item.now for item in back} | {way.today(item.action.winner) for item in back}
            for asset in sorted(m for m in members if m):
                key = f"{back[0].key}:group:{asset}"
                wanted.append(
                    (way, Todo(key=key, group=way.group, action=JoinGroup(asset=asset, group=way.group)))
                )
            wanted += [(way, todo) for todo in _unstacked(way)]
        grouped = {todo.key for way in ways for todo in _unstacked(way)}
        subjects = [todo.action.subject for _, todo in wanted]
        looks = Glance.at(self._doing, set(subjects), since).looks(subjects)
        news: Mapping[str, list[str]] | None = {}
        if other := {g for (way, _), look in zip(wanted, looks, strict=True) if (g := _other(way, look))}:
            news = strangers(self._doing, ways, other)
            # The server clears groups of one whenever they are listed (docs/immich.md, Duplicates).
            looks = Glance.at(self._doing, set(subjects), since).looks(subjects)
        joining = []
        for (way, todo), look in zip(wanted, looks, strict=True):
            group = _other(way, look)
            if look is None or (group and news is None):
                way.faults.append(NOT_BEGUN)
            elif group and news and group in news and look.asset is not None:
                way.notes.append(elsewhere(look.asset.name, news[group]))
            elif look.asset is None or look.asset.trashed:
                mine = (item for item in way.revived if item.now == todo.action.subject)
                way.left += [_gone_again(item, look.asset) for item in mine if item.member is not None]
            elif todo.key not in grouped or look.asset.group != way.group:
                # The server clears a group that has one live picture, so that an earlier time says nothing.
                joining.append(
                    (way, evolve(todo, seen=look.seen(todo.action), anew=look.asset.group != way.group))
                )
        results = self._doing.perform([todo for _, todo in joining])
        for way, todo in joining:
            result = results.get(todo.key)
            if result is None or not result.holds:
                way.faults.append(result.why if result else NOT_BEGUN)

    def _trash_again(self, ways: Sequence[Way]) -> None:
        """Take back a restore: its losers go to the trash again, behind the same kind of gate as the first time."""
        self.report.trashed += trash_again(self._doing, ways)

    def _end(self, way: Way) -> None:
        left = list(dict.fromkeys(way.left))
        cut = cut_short(way.faults, begun=any(item.now for item in way.revived)) if way.faults else None
        if cut is not None and self.report.verb != "apply":
            # Nothing failed: a resume goes on here, and so does a later restore, by the steps themselves.
            self.report.end(way.group, Ending.WAITING, [cut])
            return
        ending = Ending.FAILED if way.faults else Ending.CONFLICT if left else Ending.DONE
        reasons = list(dict.fromkeys([*way.faults, *(one.text for one in left), *way.notes]))
        self.report.end(way.group, ending, reasons)
        told = [
            self._fact(
                LEFT,
                way,
                "",
                {
                    "text": one.text,
                    "intents": list(one.intents),
                    "told": [] if way.faults else list(one.told),
                    **({"fields": list(one.fields)} if one.fields else {}),
                    **({"about": list(one.about)} if one.about else {}),
                    **({"again": True} if one.again else {}),
                    **(one.values or {}),
                },
            )
            for one in left
        ]
        if way.faults:
            part = {"part": True} if self.narrowed else {}
            told.append(self._fact(NOT_TAKEN_BACK, way, "", {"reasons": list(way.faults), **part}))
        elif failed(way.ledger):
            told.append(self._fact(TAKEN_BACK, way, "", {}))
        self.settler.context.journal.append_all(told)

    def _fact(self, topic: str, way: Way, subject: str, body: dict[str, object]) -> FactRecorded:
        return FactRecorded(run=self.settler.run, topic=topic, subject=subject, group=way.group, body=body)


def _other(way: Way, look: Shown | None) -> str | None:
    """Return the group in which a picture is by now, where that is another one than that of its way."""
    if look is None or look.asset is None or look.asset.trashed or look.asset.group == way.group:
        return None
    return look.asset.group


def _gone_again(item: Revived, now: Asset | None = None) -> Left:
    """Return in words that somebody put away, or deleted, what had come back; its trash is taken back all the same."""
    if now is not None:
        return Left(f"{item.name} came back, and somebody put it into the trash again")
    return Left(
        f"{item.name} came back, and somebody deleted it, or put it out of this key's reach, since then"
    )


def _unstacked(way: Way) -> Iterator[Todo]:
    """Yield what puts the members of a stack that was taken apart into their group: the server shows none with one."""
    for step in way.of(StackAssets):
        for asset in sorted(action_from(step.intent.action, step.intent.args).of(way.names).assets()):
            key = f"undo:{step.intent.intent}:group:{asset}"
            yield Todo(key=key, group=way.group, action=JoinGroup(asset=asset, group=way.group))
