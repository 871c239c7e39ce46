"""The home of a rehearsal: the same decisions about the same pictures, whose bytes are others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import uuid4

from attrs import evolve

from cli.rehearsal.known import Cast
from engine.action.action import Action
from engine.action.backup import DownloadOriginal
from engine.action.judging import ScoreGroup
from engine.action.registry import args_of
from engine.action.trash import TrashAsset
from engine.base.context import Context
from engine.base.members import read_member
from engine.base.ports import PhotoReader
from engine.evidence.kept import kept_look, look_record
from engine.model.asset import Asset
from engine.model.choice import Ruling
from engine.model.group import Member
from engine.model.server import Server
from engine.plan.plan import GroupPlan, plan_to_json
from engine.plan.planner import sketch_of
from engine.plan.step import Step
from engine.runs.rulings import REHEARSES, TOPIC, Rulings, rulings, write
from engine.runs.runs import COMPLETE, LOOKED, open_run
from journal.port import JournalReader
from journal.records import FactRecorded, IntentRecorded, OutcomeRecorded, Record, RunClosed, Status


def bring(context: Context, server: Server, real: JournalReader, casts: Sequence[Cast]) -> str:
    """Write a plan into the journal of a rehearsal as if it had been analyzed there; return its run.

    Looks and the words of persons come from the real journal: the pictures here show nothing. All else is read from the
    practice server.
    """
    run = open_run(context.journal, context.clock, "analyze", server, {LOOKED: True, REHEARSES: True})
    words = rulings(real)
    for cast in casts:
        context.journal.append_all(list(_records(context.reader, real, run, cast, words)))
    context.journal.append(RunClosed(run=run, result=COMPLETE, detail={"groups": len(casts)}))
    return run


def _records(
    reader: PhotoReader, real: JournalReader, run: str, cast: Cast, words: Rulings
) -> Iterator[Record]:
    there = {m.asset.id: m.asset for m in cast.members}
    here = {asset: member for asset in there if (member := read_member(reader, asset)) is not None}
    plan = translated(reader, cast.plan, here)
    intent = uuid4().hex
    yield IntentRecorded(
        run=run,
        intent=intent,
        action=ScoreGroup.NAME,
        subject=plan.group,
        group=plan.group,
        args=args_of(ScoreGroup(group=plan.group)),
    )
    for loser in plan.losers:
        look = kept_look(real, there[plan.winner], there[loser])
        if look is not None:
            yield look_record(run, here[plan.winner].asset, here[loser].asset, look)
    ruling = words.of([sketch.checksum for sketch in cast.plan.members])
    if ruling is not None:
        yield FactRecorded(run=run, topic=TOPIC, group=plan.group, body=write(_ruled(ruling, there, here)))
    yield OutcomeRecorded(
        run=run,
        intent=intent,
        status=Status.DONE,
        subject=plan.group,
        group=plan.group,
        seen={"plan": plan_to_json(plan)},
    )


def translated(reader: PhotoReader, plan: GroupPlan, here: Mapping[str, Member]) -> GroupPlan:
    """Return a plan about the bytes that its pictures have here; what it decides stays."""
    members = tuple(sketch_of(here[sketch.asset]) for sketch in plan.members)
    steps = tuple(Step(step.number, _action(reader, step, here)) for step in plan.steps)
    return evolve(plan, members=members, steps=steps)


def _action(reader: PhotoReader, step: Step, here: Mapping[str, Member]) -> Action:
    match step.action:
        case TrashAsset() as action:
            return evolve(action, checksum=here[action.asset].asset.checksum)
        case DownloadOriginal() as action:
            asset = here[action.asset].asset if action.asset in here else reader.asset(action.asset)
            assert asset is not None, "every motion part was put there"
            return evolve(action, checksum=asset.checksum, size=asset.size)
        case action:
            return action


def _ruled(ruling: Ruling, there: Mapping[str, Asset], here: Mapping[str, Member]) -> Ruling:
    """Return a person's word about the contents that the pictures have here."""
    now = {asset.checksum: here[name].asset.checksum for name, asset in there.items() if name in here}
    return evolve(
        ruling,
        members=frozenset(now.get(one, one) for one in ruling.members),
        kept=now.get(ruling.kept or "", ruling.kept),
        stays=frozenset(now.get(one, one) for one in ruling.stays),
    )
