"""The pictures of a plan as the journal knows them from before anything was done: whole, or as far as the plan says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from attrs import define, evolve, field, frozen

from engine.action.action import Action
from engine.action.albums import JoinAlbum, SetCover
from engine.action.faces import DrawFace, NameFace
from engine.action.flags import SetFlags
from engine.action.links import ShowByLink
from engine.action.memories import JoinMemory
from engine.action.motion import LinkMotion
from engine.action.notes import WriteNote
from engine.action.remarks import MakeRemark
from engine.action.stack_place import JoinStack, TopStack
from engine.action.tags import AddTags
from engine.carry.drift import as_sketched
from engine.model.asset import Asset, Camera, Kind
from engine.model.carried import Album, Carried, Face, Remark
from engine.model.codec import from_json
from engine.model.group import Member
from engine.model.moment import Moment
from engine.plan.fingerprint import alike, fingerprint
from engine.plan.plan import GroupPlan, Sketch
from engine.runs.history import OBSERVED, facts, history, trash_of
from journal.ledger import Ledger
from journal.port import JournalReader

LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


@frozen
class Cast:
    """All that takes part in the rehearsal of one plan's group; `whole` tells that the journal has every field."""

    plan: GroupPlan
    members: tuple[Member, ...]
    motions: tuple[Asset, ...]
    whole: bool


def cast_of(journal: JournalReader, run: str, plan: GroupPlan) -> Cast:
    """Return the pictures of a group as they were before the first step of a plan.

    A plan that was carried out has left whole images of its winner and its losers in the journal, and so has an earlier
    one: those count where they show just what this plan saw. Else only what the plan itself says is known.
    """
    ledger = history(journal, plan.group)
    images = {member.asset.id: member for member in _earlier_images(ledger, plan)}
    images |= {member.asset.id: member for member in _images(ledger, run, plan)}
    motions = {motion.id: motion for motion in _motions(ledger)}
    handed = _Handed(plan)
    members = tuple(images.get(s.asset) or handed.member(s) for s in plan.members)
    for part in {m.asset.motion for m in members if m.asset.motion}:
        motions.setdefault(part, _part(part))
    return Cast(plan, members, tuple(motions.values()), len(images) == len(plan.members))


def _images(ledger: Ledger, run: str, plan: GroupPlan) -> Iterator[Member]:
    for fact in reversed(facts(ledger, OBSERVED)):
        if fact.body.get("plan") == run and fact.subject == plan.winner:
            winner = from_json(fact.body["winner"], Member)
            yield evolve(winner, asset=evolve(winner.asset, trashed=False))
    for step in reversed(ledger.steps.values()):
        action = trash_of(step) if (step.intent.key or "").startswith(f"{run}:") else None
        if action is not None and action.snapshot is not None:
            yield evolve(action.snapshot, asset=evolve(action.snapshot.asset, trashed=False))


def _earlier_images(ledger: Ledger, plan: GroupPlan) -> Iterator[Member]:
    """Yield the whole images that any run left of members which were just so when the plan was made, oldest first."""
    seen = {sketch.asset: sketch for sketch in plan.members if sketch.fingerprint}
    left = [from_json(fact.body["winner"], Member) for fact in facts(ledger, OBSERVED)]
    gone = (trash_of(step) for step in ledger.steps.values())
    left += [action.snapshot for action in gone if action is not None and action.snapshot is not None]
    for member in left:
        sketch = seen.get(member.asset.id)
        if sketch is None or member.carried is None:
            continue
        member = evolve(member, asset=evolve(member.asset, trashed=False))
        if alike(fingerprint(as_sketched(member, sketch)), sketch.fingerprint):
            yield member


def _motions(ledger: Ledger) -> Iterator[Asset]:
    for step in ledger.steps.values():
        action = trash_of(step)
        if action is not None and action.motion is not None:
            yield action.motion


def _part(asset: str) -> Asset:
    """Return a motion part of which only the id is known."""
    return _asset(Sketch(asset=asset, name=f"{asset[:8]}.mov", fingerprint="", kind=Kind.VIDEO))


def _asset(sketch: Sketch) -> Asset:
    moment = Moment(sketch.wall.replace(tzinfo=UTC), sketch.wall) if sketch.wall else None
    return Asset(
        id=sketch.asset,
        owner="",
        name=sketch.name,
        kind=sketch.kind,
        checksum=sketch.checksum or "",
        file_created=moment.instant if moment else LONG_AGO,
        file_modified=LONG_AGO,
        uploaded=LONG_AGO,
        updated=LONG_AGO,
        moment=moment,
        size=sketch.size,
        width=sketch.width,
        height=sketch.height,
        library=sketch.library,
        camera=Camera(model=sketch.camera or None),
        tags=(),
    )


@define
class _Handed:
    """What a plan hands on, given back to the pictures that it comes from; the first loser where nobody says."""

    plan: GroupPlan
    _sources: dict[str, list[str]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        for name, source in self.plan.inherits.sources:
            self._sources.setdefault(name, []).append(source)

    def member(self, sketch: Sketch) -> Member:
        """Return a member as far as the plan knows it."""
        asset = _asset(sketch)
        if sketch.asset == self.plan.winner:
            return Member(asset, self._winner())
        inherits = self.plan.inherits
        given: dict[str, Any] = {
            name: getattr(inherits, name)
            for name in ("place", "moment", "description", "rating")
            if getattr(inherits, name) is not None and sketch.asset in self._of(name)
        }
        actions = [step.action for step in self.plan.steps]
        tags = tuple(tag for action in actions if isinstance(action, AddTags) for tag in action.tags)
        if sketch.asset in self._of("tags"):
            given["tags"] = tags
        if sketch.asset in self._of("favourite") and any(
            isinstance(a, SetFlags) and a.favourite for a in actions
        ):
            given["favourite"] = True
        first = self.plan.losers[:1] == (sketch.asset,)
        motion = next(
            (a.part for a in actions if isinstance(a, LinkMotion) and a.source == sketch.asset), None
        )
        carried = _carried(actions, sketch.asset) if first else Carried()
        given |= _in_stack(actions, sketch.asset) if sketch.asset in self._of(JoinStack.NAME) else {}
        return Member(evolve(asset, **given, motion=motion), carried)

    def _of(self, name: str) -> Sequence[str]:
        return self._sources.get(name) or self.plan.losers[:1]

    def _winner(self) -> Carried:
        """Return the faces that the server has seen on the winner and that the plan names."""
        named = (step.action for step in self.plan.steps if isinstance(step.action, NameFace))
        return Carried(faces=tuple(_face(action, None, action.face) for action in named))


def _in_stack(actions: Sequence[Action], loser: str) -> dict[str, str]:
    """Return the stack in which a loser lies, and where on top, that; nothing where a plan gives no place in one."""
    found = next((action.stack for action in actions if isinstance(action, JoinStack)), None)
    if found is None:
        return {}
    topped = any(isinstance(action, TopStack) for action in actions)
    return {"stack": found} | ({"stack_top": loser} if topped else {})


def _face(action: DrawFace | NameFace, person: str | None, face: str) -> Face:
    name = action.name if person else ""
    return Face(
        id=face,
        person=person,
        person_name=name,
        box=action.box,
        image=action.image,
        source="machine-learning",
    )


def _carried(actions: Sequence[Action], loser: str) -> Carried:
    """Return what refers to a loser, of all that a plan's actions give to its winner."""
    albums: dict[str, Album] = {}
    faces, links, memories, notes, remarks = [], [], [], [], []
    for number, action in enumerate(actions):
        match action:
            case JoinAlbum():
                albums.setdefault(action.album, Album(id=action.album, name=action.name, role="owner"))
            case SetCover():
                albums[action.album] = Album(id=action.album, name=action.name, role="owner", cover=loser)
            case DrawFace() | NameFace():
                faces.append(_face(action, action.person, f"00000000-0000-4000-8000-{number:012}"))
            case ShowByLink():
                links.append(action.link)
            case JoinMemory():
                memories.append(action.memory)
            case WriteNote(value=str(value)):
                notes.append((action.key, value))
            case MakeRemark():
                remarks.append(Remark(id=str(number), album=action.album, text=action.text, mine=True))
                albums.setdefault(action.album, Album(id=action.album, name="", role="owner"))
            case _:
                pass
    return Carried(
        albums=tuple(albums.values()),
        faces=tuple(faces),
        links=tuple(links),
        memories=tuple(memories),
        notes=tuple(notes),
        remarks=tuple(remarks),
    )


def by_id(casts: Sequence[Cast]) -> Mapping[str, Member]:
    """Return every picture of some groups, each once."""
    return {member.asset.id: member for cast in casts for member in cast.members}
