"""What later runs rest on: facts of a winner for whose sake they let another copy go, and a winner that they trashed.

Taken away, such a fact would be left on a copy in the trash alone, or on none. So it waits for the run that rests on
it, and goes back when that one is restored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from engine.action.image import same
from engine.action.registry import action_from
from engine.action.trash import TrashAsset
from engine.runs.history import touched, trash_of
from engine.runs.lost import in_force_today
from engine.runs.runs import runs
from engine.undo.doing import Doing
from engine.undo.kept import plan_of
from engine.undo.lacking import shown
from engine.undo.owed import owe
from engine.undo.way import Way
from journal.ledger import LedgerStep
from journal.records import IntentRecorded

TRASHING: Final = ("apply", "restore")
"""The verbs of runs that put pictures into the trash: a restore does, where it takes a restore back."""


def wait_for_later(doing: Doing, ways: Sequence[Way]) -> None:
    """Keep back what later trashes of ours rest on which still stand, and owe it to those whom they trashed."""
    given: defaultdict[str, list[Way]] = defaultdict(list)
    for way in ways:
        for asset in {way.today(step.intent.subject) for step in _gifts(way)}:
            given[asset].append(way)
    names = {was: now for way in ways for was, now in way.names.items()}
    for trash in _later(doing, ways, given, names):
        for way in given.get(names.get(trash.asset, trash.asset), ()):
            _owe_all(doing, way, trash)
        for way in given.get(names.get(trash.winner, trash.winner), ()):
            _owe_shared(doing, way, trash)


def _gifts(way: Way) -> list[LedgerStep]:
    """Return the steps that gave an asset something, and are no way back themselves."""
    return [s for s in way.steps if trash_of(s) is None and not (s.intent.key or "").startswith("undo:")]


def _later(
    doing: Doing, ways: Sequence[Way], given: Mapping[str, object], names: Mapping[str, str]
) -> Iterator[TrashAsset]:
    """Yield the trashes of later runs that are about one who was given something, and stand."""
    if not given:
        return
    journal = doing.context.journal
    back = {item.intent.intent for way in ways for item in way.revived if item.member is not None}
    for intent in _trashes(doing, [step for way in ways for step in _gifts(way)]):
        if intent.intent in back:
            continue  # a dry run writes nothing down
        about = [str(intent.args.get(key)) for key in ("asset", "winner")]
        if not any(names.get(one, one) in given for one in about) or "trashed" not in in_force_today(
            journal, intent
        ):
            continue
        action = action_from(intent.action, intent.args)
        if isinstance(action, TrashAsset):
            yield action


def _trashes(doing: Doing, gifts: Sequence[LedgerStep]) -> Iterator[IntentRecorded]:
    """Yield what was trashed since the first of some gifts by other runs than theirs, and this one."""
    journal, first = doing.context.journal, min(step.seq for step in gifts)
    mine = {step.intent.run for step in gifts} | {doing.settler.run}
    others = [run.opened for run in runs(journal) if run.opened.run not in mine]
    for run in others:
        if run.verb in TRASHING:
            for entry in journal.entries(run=run.run, kinds={"intent"}, after=first):
                intent = entry.record
                if isinstance(intent, IntentRecorded) and intent.action == TrashAsset.NAME:
                    yield intent


def _owe_all(doing: Doing, way: Way, trash: TrashAsset) -> None:
    """Let everything wait that was given to one who lies in the trash by now, where the copy is that it came from."""
    asset = way.today(trash.asset)
    mine = [step for step in way.steps if trash_of(step) is None and way.today(step.intent.subject) == asset]
    if not mine:
        return
    way.steps = [step for step in way.steps if step not in mine]
    owe(doing.settler, way, trash.asset, tuple(step.intent.intent for step in mine))
    name = trash.snapshot.asset.name if trash.snapshot is not None else trash.asset
    way.notes.append(f"{name} went to the trash in a later run; its fields go back when that is restored")


def _owe_shared(doing: Doing, way: Way, trash: TrashAsset) -> None:
    """Let wait what another copy had, too, that a later run let go because its winner had it."""
    if trash.snapshot is None:
        return
    had, winner = set(shown(trash.snapshot)), way.today(trash.winner)
    for step in _gifts(way):
        if way.today(step.intent.subject) != winner or way.today(trash.asset) in _losers_of(way, step):
            continue
        fields = {f for f in touched(step.intent) & had if not _is_kept(step, f)}
        if fields:
            way.waiting |= fields
            owe(doing.settler, way, trash.asset, (step.intent.intent,), tuple(sorted(fields)))


def _losers_of(way: Way, gift: LedgerStep) -> set[str]:
    """Return the copies for whose sake something was given, by their ids of today: they go, or come back, with it."""
    plan = plan_of(gift)
    return {
        way.today(action.asset)
        for step in way.ledger.steps.values()
        if plan_of(step) == plan and (action := trash_of(step)) is not None
    }


def _is_kept(step: LedgerStep, field: str) -> bool:
    """Tell whether a step left a field as it was, as a clock that was put right."""
    return field not in step.intent.after or same(
        field, step.intent.before.get(field), step.intent.after[field]
    )
