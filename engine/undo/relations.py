"""Put relations back: albums, covers, groups, and whatever else refers to an asset, one step at a time."""

from __future__ import annotations

from collections.abc import Container, Sequence

from attrs import define, frozen

from engine.action.action import GONE, Eyes, Sighting
from engine.action.albums import LeaveAlbum, SetCover
from engine.action.groups import JoinGroup
from engine.action.image import PLACES, Image, same
from engine.action.registry import KINDS, action_from
from engine.action.remarks import MakeRemark
from engine.action.stack_place import LeaveStack, TopStack
from engine.action.target import OnAsset
from engine.base.errors import NotInvertible
from engine.effect.ending import NOT_BEGUN
from engine.effect.perform import Todo
from engine.runs.history import settled, still_there, trash_of
from engine.runs.lost import in_force_today, trashed_by_us
from engine.undo.absent import absent
from engine.undo.doing import Doing
from engine.undo.owed import owe
from engine.undo.turns import Turn, newest, take_turns
from engine.undo.way import Left, Way
from journal.ledger import LedgerStep
from journal.records import IntentRecorded


@frozen
class _Look:
    """What a target shows; `why` nothing can be done to it, and how it is `hidden`, "" where it is not."""

    sighting: Sighting
    why: str = ""
    hidden: str = ""


@define
class RelationsBack:
    """The way back of relations; each step is taken back by its own inverse, where it still shows what we did, or
    somebody's change of it is `forced`."""

    doing: Doing
    forced: Container[str] = ()

    def put_back(self, ways: Sequence[Way], order: int) -> None:
        """Take back the steps of one order, newest first; of several on one target each waits for the one before, be
        it of another group."""
        left = [(way, step) for way in ways for step in way.steps if _is_relation(step, order)]
        while left:
            heads = newest(left)
            taken = {step.intent.intent for _, step in heads}
            left = [(way, step) for way, step in left if step.intent.intent not in taken]
            looks = self.doing.ask(lambda head: self._look(*head), heads)
            turns = []
            for (way, step), look in zip(heads, looks, strict=True):
                if look is None:
                    way.faults.append(NOT_BEGUN)
                elif isinstance(todo := self._todo(way, step, look), Todo):
                    turns.append(Turn(way, [todo]))
            take_turns(self.doing, turns)

    def _look(self, way: Way, step: LedgerStep) -> _Look:
        reader = self.doing.context.reader
        action = action_from(step.intent.action, step.intent.args).of(way.names)
        eyes = Eyes(reader, self.doing.context.vault)
        if why := action.hindered(eyes):
            return _Look(GONE, why)
        if isinstance(action, SetCover):
            return _Look(action.observe(eyes))
        asset = reader.asset(action.subject)
        if asset is None:
            return _Look(GONE)
        if place := action.out_of_sight(asset):
            return _Look(GONE, hidden=f"{asset.name} is in {place}")
        return _Look(action.observe(eyes), action.overruled(eyes))

    def _todo(self, way: Way, step: LedgerStep, look: _Look) -> Todo | None:
        sighting, why = look.sighting, look.why
        intent, seen = step.intent, step.outcome.seen if step.outcome is not None else {}
        if why:
            text = f"{why}, so what was done there stays" if sighting.gone else f"{why}, and stays"
            if not sighting.gone and self._said_by_us(way, step):
                way.left.append(Left(f"{text} until that is taken back", about=(intent.intent,)))
            else:
                way.left.append(Left(text, (intent.intent,), again=True))
            return None
        if look.hidden:
            self._wait(way, intent, look.hidden)
            return None
        if sighting.gone:
            absent(self.doing, way, way.today(intent.subject), [step])
            return None
        try:
            back = action_from(intent.action, intent.args).inverse(intent.before, seen)
        except NotInvertible as error:
            way.left.append(Left(str(error), (intent.intent,)))
            return None
        if back is None:
            return None
        now, before, after = (
            sighting.image,
            _as_named_now(intent.before, way),
            _as_named_now(intent.after, way),
        )
        changed = [f for f in after if _foreign(f, before, after, now) and f not in self.forced]
        if changed and not isinstance(back, JoinGroup):
            if self._written_later(way, step, changed, now):
                owe(self.doing.settler, way, way.today(intent.subject), (intent.intent,))
                way.left.append(
                    Left(f"{back.thing()} was changed by a later run; it goes back when that does")
                )
                return None
            way.left.append(Left(f"{back.thing()} was changed since, and stays", (intent.intent,)))
            return None
        if way.withheld & set(intent.after) and not (intent.key or "").startswith("undo:"):
            if way.waiting & set(intent.after):
                way.left.append(
                    Left(f"{back.thing()} stays until the copy that had it is back", about=(intent.intent,))
                )
            else:
                text = f"{back.thing()} stays: the copy that had it does not show it again"
                way.left.append(Left(text, (intent.intent,)))
            return None
        if isinstance(back, SetCover) and (left := self._no_cover(way, back, intent.intent)) is not None:
            way.left.append(left)
            return None
        if isinstance(back, TopStack) and (left := self._no_top(way, back, intent.intent)) is not None:
            way.left.append(left)
            return None
        if isinstance(back, LeaveAlbum) and (left := self._no_leave(way, back, intent.intent)) is not None:
            way.left.append(left)
            return None
        if isinstance(back, LeaveStack) and (tops := self._tops_by_us(way, back)):
            way.left.append(_held(way, back.thing(), tops, ("lies", "on top"), intent.intent))
            return None
        if changed:
            return None
        return Todo(
            key=f"undo:{intent.intent}",
            group=way.group,
            action=back.of(way.names),
            compensates=intent.intent,
        )

    def _wait(self, way: Way, intent: IntentRecorded, hidden: str) -> None:
        """Note that a place does not show, nor could be seen to be gone: one that a later run trashed is owed it."""
        thing, asset = action_from(intent.action, intent.args).thing(), way.today(intent.subject)
        if trashed_by_us(self.doing.context.journal, asset):
            owe(self.doing.settler, way, asset, (intent.intent,))
            way.notes.append(f"{hidden} by a later run; {thing} goes back when that is restored")
        else:
            text = f"{hidden}, where {thing} does not show: it goes back once it is out of there"
            way.left.append(Left(text, about=(intent.intent,)))

    def _written_later(self, way: Way, step: LedgerStep, fields: Sequence[str], now: Image) -> bool:
        """Tell whether all that some fields show by now was made so by later steps of ours which stand."""
        journal = self.doing.context.journal
        for field in fields:
            subjects = {way.today(step.intent.subject), str(now.get(field))}
            later = (
                e.record
                for s in subjects
                for e in journal.entries(subject=s, kinds={"intent"}, after=step.seq)
            )
            writes = [one for one in later if isinstance(one, IntentRecorded) and field in one.after]
            if not any(
                same(field, one.after[field], now.get(field)) and field in in_force_today(journal, one)
                for one in writes
            ):
                return False
        return True

    def _no_cover(self, way: Way, back: SetCover, intent: str) -> Left | None:
        """Return why a picture cannot be a cover again; None where it can.

        One in the trash would be replaced at the next look. One that its album does not hold is refused, today and
        ever after (docs/immich.md, Albums).
        """
        reader, asset = self.doing.context.reader, way.today(back.asset)
        found = self.doing.ask(lambda one: (reader.asset(one), reader.albums_of(one)), [asset])[0]
        if found is None:
            return None
        picture, albums = found
        if picture is not None and picture.trashed:
            why = f"{picture.name}, which it was, is in the trash"
            return Left(f"{back.thing()} cannot go back yet: {why}", about=(intent,))
        if picture is None and _is_away(way, back.asset):
            text = f"{back.thing()} cannot go back yet: the picture that it was is not back"
            return Left(text, about=(intent,))
        if picture is None or all(album.id != back.album for album in albums):
            return Left(f"{back.thing()} stays: the picture that it was is no longer in it", (intent,))
        return None

    def _no_top(self, way: Way, back: TopStack, intent: str) -> Left | None:
        """Return why a picture cannot lie on top of a stack again; None where it can: one that is not in it cannot."""
        reader, asset = self.doing.context.reader, way.today(back.asset)
        found = self.doing.ask(lambda one: (reader.stack(one), reader.asset(asset)), [back.stack])[0]
        if found is None:
            return None
        stack, picture = found
        if stack is not None and asset in stack.members:
            return None
        if picture is not None and picture.trashed:
            why = f"{picture.name}, which lay there, is in the trash"
            return Left(f"{back.thing()} cannot go back yet: {why}", about=(intent,))
        if picture is None and _is_away(way, back.asset):
            text = f"{back.thing()} cannot go back yet: the picture that lay there is not back"
            return Left(text, about=(intent,))
        return Left(f"{back.thing()} stays: the picture that lay there is no longer in it", (intent,))

    def _tops_by_us(self, way: Way, back: LeaveStack) -> list[LedgerStep]:
        """Return what laid a picture on top of a stack, where it lies there by that: that is taken back first."""
        tops = (s for s in way.ledger.steps.values() if s.intent.action == TopStack.NAME)
        ours = [
            s
            for s in tops
            if way.today(s.intent.subject) == way.today(back.asset) and still_there(way.ledger, s)
        ]
        if not ours:
            return []
        found = self.doing.ask(lambda one: (self.doing.context.reader.stack(one),), [back.stack])[0]
        on_top = found is not None and found[0] is not None and found[0].primary == way.today(back.asset)
        return ours if on_top else []

    def _no_leave(self, way: Way, back: LeaveAlbum, intent: str) -> Left | None:
        """Return why a picture cannot leave an album; None where it can: as its cover, the server would choose one."""
        asset = way.today(back.asset)
        album = self.doing.ask(self.doing.context.reader.album, [back.album])[0]
        if album is None or album.cover != asset:
            return None
        if ours := self._covers_by_us(way, back):
            return _held(way, back.thing(), ours, ("is", "the cover"), intent)
        return Left(f"{back.thing()} stays as long as it is the cover there", about=(intent,))

    def _said_by_us(self, way: Way, step: LedgerStep) -> bool:
        """Tell whether a picture has a remark of ours in the album into which a step put it, which goes back, too."""
        album, asset = step.intent.args.get("album"), way.today(step.intent.subject)
        return album is not None and any(
            s.intent.action == MakeRemark.NAME
            and s.intent.args.get("album") == album
            and way.today(s.intent.subject) == asset
            and still_there(way.ledger, s)
            for s in way.ledger.steps.values()
        )

    def _covers_by_us(self, way: Way, back: LeaveAlbum) -> list[LedgerStep]:
        """Return what of ours made a picture the cover of an album, and still stands."""
        covers = (s for s in way.ledger.steps.values() if s.intent.action == SetCover.NAME)
        return [
            s
            for s in covers
            if s.intent.args.get("album") == back.album
            and still_there(way.ledger, s)
            and way.today(str(s.intent.args.get("asset"))) == way.today(back.asset)
        ]


def _held(way: Way, thing: str, by: list[LedgerStep], place: tuple[str, str], intent: str) -> Left:
    """Return why a picture stays where steps of ours made it the cover, or laid it on top.

    It is for good where restores settled all of those; else it can go once they are taken back.
    """
    verb, where = place
    if all(settled(way.ledger, step) for step in by):
        return Left(f"{thing} stays: it stays {where} there", (intent,))
    return Left(f"{thing} stays as long as it {verb} {where} there", about=(intent,))


def _is_away(way: Way, asset: str) -> bool:
    """Tell whether a picture went to the trash by us and is not brought back yet: a later restore uploads it."""
    away = (step for step in way.ledger.steps.values() if still_there(way.ledger, step))
    went = any((trash := trash_of(step)) is not None and trash.asset == asset for step in away)
    return went and all(item.action.subject != asset for item in way.revived)


def _is_relation(step: LedgerStep, order: int) -> bool:
    kind = KINDS[step.intent.action]
    return order == kind.ORDER_BACK and (not issubclass(kind, OnAsset) or kind is JoinGroup)


def _foreign(field: str, before: Image, after: Image, now: Image) -> bool:
    return not same(field, now.get(field), before.get(field)) and not same(
        field, now.get(field), after[field]
    )


def _as_named_now(image: Image, way: Way) -> Image:
    """Return an image with the ids that assets have today."""
    return {k: way.today(v) if k.startswith(PLACES) and v else v for k, v in image.items()}
