"""Make the plan that carries out a run's decisions on another server: matched by what pictures hold, never by ids.

The decisions are those of the run; all that they rest on is gathered anew there: the groups that the other server
detected, every field, the files' own facts, the looks. Where that leads to another decision, the group is left out. The
plan then goes the ordinary way: gate, carry, audit, undo.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from attrs import define, field, frozen

from engine.action.trash import TrashAsset
from engine.base.context import Context
from engine.base.errors import NothingToReplay
from engine.base.ports import PhotoReader
from engine.base.whereabouts import Presence
from engine.exif.tool import Exif
from engine.judge.policy import Policy
from engine.judge.policy_toml import read_policy
from engine.model.choice import Ruling
from engine.model.group import Group
from engine.model.server import Server
from engine.plan.alike import contents, unlike
from engine.plan.plan import GroupPlan
from engine.runs.rulings import TOPIC, rulings, write
from engine.runs.runs import Run, find_run, open_run, plan_run, plans_of
from engine.verbs.analyze import RULES, analyze
from journal.port import JournalReader
from journal.records import FactRecorded, IntentRecorded, RunClosed, Status

LEFT_OUT: Final = "left-out"
"""Topic of the fact that names a group of the replayed run which is not carried out here, and why."""


@frozen(kw_only=True)
class Decided:
    """What a run decided: its groups' plans, the policy, and the words of persons about these pictures."""

    run: str
    origin: Mapping[str, Any]
    plans: tuple[GroupPlan, ...]
    policy: Policy | None
    rulings: tuple[tuple[GroupPlan, Ruling], ...]


@frozen
class LeftOut:
    """A group that is not replayed: its id in the run, the file name of its winner there, and why."""

    group: str
    name: str
    why: str


@define
class Replay:
    """What came of matching: the plan made on the other server, its groups that go, and what is left out."""

    plan: str | None = None
    groups: list[str] = field(factory=list)
    left: list[LeftOut] = field(factory=list)

    def leave(self, plan: GroupPlan, why: str) -> None:
        """Note a group that is not replayed."""
        self.left.append(LeftOut(plan.group, plan.name_of(plan.winner), why))


def decided(journal: JournalReader, named: str, until: int | None = None) -> Decided:
    """Return what a run decided, up to a place in the book: an analyze by its plans, an apply by what it carried out.

    Raises NoPlan, Ambiguous, and NothingToReplay.
    """
    run = find_run(journal, named)
    plan = plan_run(journal, named)
    if run is None or run.opened.verb not in ("analyze", "apply"):
        raise NothingToReplay(detail=f"{named} is neither an analyze nor an apply run")
    done = _carried_out(journal, run, until) if run.opened.verb == "apply" else None
    plans = tuple(
        one
        for one in plans_of(journal, plan, until)
        if one.steps and (done is None or done.get(one.group, set()) >= set(one.losers))
    )
    if not plans:
        detail = "carried out no group" if done is not None else "has no group that was ready"
        raise NothingToReplay(detail=f"{run.opened.run} {detail}{f' up to entry {until}' if until else ''}")
    made = find_run(journal, plan)
    rules = made.opened.detail.get(RULES) if made is not None else None
    words = rulings(journal)
    told = ((one, words.of([sketch.checksum for sketch in one.members])) for one in plans)
    return Decided(
        run=run.opened.run,
        origin=run.opened.origin,
        plans=plans,
        policy=read_policy(rules, recorded=True) if isinstance(rules, str) else None,
        rulings=tuple((one, ruling) for one, ruling in told if ruling is not None),
    )


def _carried_out(journal: JournalReader, run: Run, until: int | None) -> dict[str, set[str]]:
    """Return by group the losers that a run was seen to trash, as far as it had promised that at a place."""
    done: dict[str, set[str]] = {}
    before = None if until is None else until + 1
    for entry in journal.entries(run=run.opened.run, kinds={"intent"}, before=before):
        intent = entry.record
        if isinstance(intent, IntentRecorded) and intent.action == TrashAsset.NAME and intent.group:
            outcome = journal.outcome(intent.intent)
            if outcome is not None and outcome.status is Status.DONE and intent.compensates is None:
                done.setdefault(intent.group, set()).add(intent.subject)
    return done


def replay(
    context: Context,
    *,
    server: Server,
    wanted: Decided,
    policy: Policy,
    exif: Exif,
    folder: Path | None = None,
) -> Replay:
    """Make a plan here with the decisions of a run elsewhere, and tell which groups it leaves out.

    Nothing is changed on the server. Raises the leaves of ServerError and JournalError, and ExiftoolMissing.
    """
    detail = {"of": wanted.run, "origin": dict(wanted.origin)}
    run = open_run(context.journal, context.clock, "replay", server, detail)
    found = Replay()
    here = _matched(context.reader, wanted.plans, found)
    _bring_words(context, run, wanted, here)
    if here:
        analysis = analyze(
            context, server=server, policy=policy, groups=tuple(here), exif=exif, folder=folder
        )
        if context.stop.requested():
            return found
        found.plan = analysis.run
        _compare(context.journal, found, here)
    context.journal.append_all(
        [
            *(
                FactRecorded(
                    run=run,
                    topic=LEFT_OUT,
                    body={"group": one.group, "name": one.name, "why": one.why},
                )
                for one in found.left
            ),
            RunClosed(
                run=run,
                result="complete",
                detail={"plan": found.plan, "groups": len(found.groups), "left": len(found.left)},
            ),
        ]
    )
    return found


def _compare(journal: JournalReader, found: Replay, here: Mapping[str, GroupPlan]) -> None:
    """Sort the groups of the new plan: those that decide the same go, the others are left out."""
    assert found.plan is not None
    made = {plan.group: plan for plan in plans_of(journal, found.plan)}
    for group, old in here.items():
        new = made.get(group)
        why = list(unlike(old, new)) if new is not None else ["the server has not grouped them any more"]
        if why:
            found.leave(old, "; ".join(why))
        else:
            found.groups.append(group)


def _bring_words(context: Context, run: str, wanted: Decided, here: Mapping[str, GroupPlan]) -> None:
    """Write down what persons decided about these pictures; what is decided here already stays."""
    own = rulings(context.journal)
    groups = {old.group: group for group, old in here.items()}
    facts = [
        FactRecorded(run=run, topic=TOPIC, group=groups[plan.group], body=write(ruling))
        for plan, ruling in wanted.rulings
        if plan.group in groups and own.of([sketch.checksum for sketch in plan.members]) is None
    ]
    if facts:
        context.journal.append_all(facts)


def _matched(reader: PhotoReader, plans: Sequence[GroupPlan], found: Replay) -> dict[str, GroupPlan]:
    """Return the plans by the group of the other server that holds exactly their pictures; the rest is left out."""
    wanted: dict[frozenset[str], GroupPlan] = {}
    for plan in plans:
        held = contents(plan)
        if held is None:
            found.leave(plan, "the journal does not know all its pictures by their contents")
        else:
            wanted[held] = plan
    here: dict[str, GroupPlan] = {}
    around: dict[str, Group] = {}
    pictures = frozenset().union(*wanted)
    for group in reader.groups():
        held = frozenset(member.asset.checksum for member in group.members)
        if held in wanted:
            here[group.id] = wanted.pop(held)
        else:
            around |= dict.fromkeys(held & pictures, group)
    for held, plan in wanted.items():
        found.leave(plan, "; ".join(_why(reader, plan, held, around)))
    return here


def _why(
    reader: PhotoReader, plan: GroupPlan, held: frozenset[str], around: Mapping[str, Group]
) -> Iterator[str]:
    """Yield why no group there holds exactly these pictures."""
    names = {sketch.checksum: sketch.name for sketch in plan.members}
    order = sorted(held, key=lambda checksum: names[checksum])
    said = False
    for checksum, presence in zip(order, reader.presence(order), strict=True):
        if text := _absent(presence):
            said = True
            yield f"{names[checksum]} is {text} there"
    others = {
        m.asset.name for c in held & around.keys() for m in around[c].members if m.asset.checksum not in held
    }
    if others:
        yield f"there it is grouped with {', '.join(sorted(others))}, too"
    elif not said:
        yield "the server there has not grouped them as duplicates"


def _absent(presence: Presence) -> str:
    return "not" if presence.asset is None else "in the trash" if presence.trashed else ""
