"""Keep the word of a person about duplicate groups. Asks no server and changes nothing there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.base.errors import CannotDecide
from engine.model.choice import Choice, Ruling
from engine.plan.plan import GroupPlan
from engine.runs.rulings import TOPIC, rulings, write
from engine.runs.runs import new_run
from journal.clock import Clock
from journal.port import Journal
from journal.records import FactRecorded, Record, RunClosed, RunOpened


def decide(
    journal: Journal,
    clock: Clock,
    origin: Mapping[str, Any],
    plans: Iterable[GroupPlan],
    choice: Choice,
    keep: str | None = None,
) -> str:
    """Write down one choice for groups of a plan, all of them or none; return the run that holds it.

    `origin` is that of the run which made the plan. `keep` names the asset to keep, or on top of the stack;
    without it KEEP keeps what was suggested in each group. Raises CannotDecide, and the leaves of JournalError.
    """
    chosen = [(plan, ruling_of(plan, choice, keep)) for plan in plans]
    if choice is Choice.UNDECIDED:
        chosen = _standing(journal, chosen)
    run = new_run(journal, clock, "decide")
    records: list[Record] = [RunOpened(run=run, verb="decide", origin=dict(origin))]
    records += [
        FactRecorded(
            run=run,
            topic=TOPIC,
            subject=(keep or plan.winner) if choice is Choice.KEEP else keep or "",
            group=plan.group,
            body=write(ruling),
        )
        for plan, ruling in chosen
    ]
    records.append(RunClosed(run=run, result="done", detail={"groups": len(chosen)}))
    journal.append_all(records)
    return run


def _standing(journal: Journal, chosen: list[tuple[GroupPlan, Ruling]]) -> list[tuple[GroupPlan, Ruling]]:
    """Return those about which a decision stands: whoever takes back nothing says nothing, and releases nothing that
    was held for another reason. Raises CannotDecide where none does."""
    words = rulings(journal)
    found = [(plan, ruling) for plan, ruling in chosen if words.of(ruling.members) is not None]
    if chosen and not found:
        detail = "no decision about it stands, so there is none to take back"
        raise CannotDecide(group=chosen[0][0].group, detail=detail)
    return found


def ruling_of(plan: GroupPlan, choice: Choice, keep: str | None = None) -> Ruling:
    """Return the choice as it is kept: by the checksums of all members.

    Who keeps what was suggested, and names none, leaves those alone that the plan leaves beside the winner, and stacks
    where the plan does.

    Raises CannotDecide where the plan knows too little, or the asset is none of its members.
    """
    sums = {sketch.asset: sketch.checksum for sketch in plan.members}
    known = {checksum for checksum in sums.values() if checksum}
    if None in sums.values() or len(known) < 2:
        raise CannotDecide(
            group=plan.group,
            detail="its plan does not know the contents of two members: run `winnow analyze` again",
        )
    chosen = keep or (plan.winner if choice is Choice.KEEP else None)
    kept = sums.get(chosen) if chosen is not None and choice in (Choice.KEEP, Choice.STACK) else None
    if chosen is not None and kept is None:
        raise CannotDecide(
            group=plan.group, detail=f"{keep or 'the picture to keep'} is not one of its members"
        )
    agreed = choice is Choice.KEEP and keep is None
    if agreed and plan.stack is not None:
        return Ruling(choice=Choice.STACK, members=frozenset(known), kept=kept)
    stays = [sums[asset] for asset in plan.stays] if agreed else []
    return Ruling(
        choice=choice, members=frozenset(known), kept=kept, stays=frozenset(one for one in stays if one)
    )
