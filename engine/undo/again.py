"""Trash losers again that a restore had brought back: behind the same kind of gate as the first time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve

from engine.action.image import differing, whole_image
from engine.action.registry import action_from
from engine.action.trash import TrashAsset, UntrashAsset
from engine.action.upload import UploadOriginal
from engine.base.members import read_member
from engine.effect.ending import NOT_BEGUN
from engine.effect.perform import Todo
from engine.model.asset import Asset
from engine.model.group import Member
from engine.runs.history import CAME_BACK, history
from engine.undo.doing import Doing
from engine.undo.kept import not_shown
from engine.undo.way import Left, Way
from journal.records import FactRecorded

NOT_COMPARED = ("group", "trashed", "instant")
"""Fields that the server moves by itself, or that follow from others."""


def trash_again(doing: Doing, ways: Sequence[Way]) -> int:
    """Trash what restores in scope had brought back; return how many went.

    What it shows now is kept as the before-image of this step, so that nothing is lost that was added meanwhile.
    """
    wanted = [(way, intent, action) for way in ways for intent, action in _brought_back(way)]
    if wanted:
        doing.context.reader.forget()
    looks = doing.ask(lambda item: _look(doing, item[2]), wanted)
    todos: list[tuple[Way, Todo]] = []
    for (way, intent, action), look in zip(wanted, looks, strict=True):
        if look is None:
            way.faults.append(NOT_BEGUN)
            continue
        loser, winner, motion = look
        refusals = list(_refusals(doing, way, action, loser, winner))
        if not refusals and winner is not None and loser is not None:
            ledger = history(doing.context.journal, way.group)
            if lacks := not_shown(ledger, intent, whole_image(winner), whole_image(loser)):
                refusals.append(f"its winner does not show what it was given: {', '.join(lacks)}")
        if refusals or loser is None:
            way.left += [Left(f"{_name(action)} stays: {why}") for why in refusals]
            continue
        fresh = evolve(action, snapshot=loser, motion=motion or action.motion)
        todos.append((way, Todo(key=f"undo:{intent}", group=way.group, action=fresh, compensates=intent)))
    results = doing.perform([todo for _, todo in todos])
    trashed = 0
    for way, todo in todos:
        result = results.get(todo.key)
        if result is not None and result.holds:
            trashed += 1
        else:
            way.faults.append(result.why if result else NOT_BEGUN)
    return trashed


def _brought_back(way: Way) -> Iterator[tuple[str, TrashAsset]]:
    for step in way.of(UntrashAsset, UploadOriginal):
        seen = step.outcome.seen if step.outcome is not None else {}
        back = action_from(step.intent.action, step.intent.args).inverse(step.intent.before, seen)
        if isinstance(back, TrashAsset):
            yield step.intent.intent, back.of(way.names)


def _look(doing: Doing, action: TrashAsset) -> tuple[Member | None, Member | None, Asset | None]:
    reader = doing.context.reader
    loser = read_member(reader, action.asset)
    motion = reader.asset(loser.asset.motion) if loser and loser.asset.motion else None
    return loser, read_member(reader, action.winner), motion


def _refusals(
    doing: Doing, way: Way, action: TrashAsset, loser: Member | None, winner: Member | None
) -> Iterator[str]:
    if way.faults or way.left:
        yield "not all of its group went as wanted"
    if winner is None or winner.asset.trashed:
        yield "its winner is not there"
    if loser is None:
        yield "it is gone, or out of this key's reach"
        return
    expected = _expected(doing, action)
    if changed := [f for f in differing(expected, whole_image(loser)) if f not in NOT_COMPARED]:
        yield f"somebody changed its {', '.join(changed)} since it came back"
    if doing.context.vault.proven(action.checksum) is None:
        yield "its backup is missing or damaged"


def _expected(doing: Doing, action: TrashAsset) -> Mapping[str, Any]:
    """Return what the journal says that a loser shows: as it was seen when it had come back."""
    for entry in doing.context.journal.entries(subject=action.asset, kinds={"fact"}, newest_first=True):
        fact = entry.record
        if isinstance(fact, FactRecorded) and fact.topic == CAME_BACK and fact.body:
            image: Mapping[str, Any] = fact.body["image"]
            return image
    return whole_image(action.snapshot) if action.snapshot else {}


def _name(action: TrashAsset) -> str:
    return action.snapshot.asset.name if action.snapshot else action.asset
