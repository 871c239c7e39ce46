"""Refusals written as functions: every plan passes all of them, however it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.action.backup import DownloadOriginal
from engine.action.registry import invertible
from engine.action.trash import TrashAsset
from engine.model.group import Group
from engine.plan.plan import GroupPlan

Guard = Callable[[GroupPlan, Group, str], Iterator[str]]


def faults(plan: GroupPlan, group: Group, owner: str) -> list[str]:
    """Return every reason why a plan must not be carried out; empty means that it may."""
    return [fault for guard in GUARDS for fault in guard(plan, group, owner)]


def keeps_one(plan: GroupPlan, group: Group, owner: str) -> Iterator[str]:
    """Keeper, losers and those that stay are all members, none twice."""
    ids = sorted(member.asset.id for member in group.members)
    if sorted((plan.winner, *plan.losers, *plan.stays)) != ids:
        yield "winner, losers and those that stay are together not exactly the members of the group"
    if not plan.losers and plan.stack is None:
        yield "a group of one has nothing to resolve"


def spares_winner(plan: GroupPlan, group: Group, owner: str) -> Iterator[str]:
    """Only losers go to the trash, and each of them once."""
    trashed = [step.action.asset for step in plan.steps if isinstance(step.action, TrashAsset)]
    if plan.winner in trashed:
        yield "the winner would be trashed"
    if plan.steps and sorted(trashed) != sorted(plan.losers):
        yield "the trashed assets are not exactly the losers"


def trashes_other_files(plan: GroupPlan, group: Group, owner: str) -> Iterator[str]:
    """No loser shows the winner's own file, which would go with it once the trash is emptied."""
    paths = {member.asset.id: member.asset.path for member in group.members}
    for loser in plan.losers:
        if paths.get(loser) is not None and paths[loser] == paths.get(plan.winner):
            yield f"{plan.name_of(loser)} and the winner are one file on the server: to trash one is to lose both"


def touches_members_only(plan: GroupPlan, group: Group, owner: str) -> Iterator[str]:
    """Losers are only downloaded and trashed, every other step is about the winner."""
    for step in plan.steps:
        if fault := step.action.misplaced(plan.winner, plan.losers):
            yield f"step {step.number} {fault}"


def backs_up_first(plan: GroupPlan, group: Group, owner: str) -> Iterator[str]:
    """Every loser, and its motion part, is downloaded before anything is trashed; trashing comes last."""
    stages = [step.stage for step in plan.steps]
    if stages != sorted(stages):
        yield "the steps are not in the order protect, verify, destroy"
    if not plan.steps:
        return
    fetched = {step.action.asset for step in plan.steps if isinstance(step.action, DownloadOriginal)}
    for loser in plan.losers:
        needed = {loser, group[loser].asset.motion} - {None}
        if missing := needed - fetched:
            yield f"no backup is planned of {', '.join(sorted(str(m) for m in missing))}"


def spares_protected(plan: GroupPlan, group: Group, owner: str) -> Iterator[str]:
    """Nothing foreign, trashed, offline, locked or hidden is ever part of a plan with steps."""
    if not plan.steps:
        return
    for member in group.members:
        asset = member.asset
        if asset.owner != owner:
            yield f"{asset.id} belongs to someone else"
        if asset.trashed or asset.offline:
            yield f"{asset.id} is in the trash or offline"
        if asset.visibility not in ("timeline", "archive"):
            yield f"{asset.id} is {asset.visibility}"


def spares_libraries(plan: GroupPlan, group: Group, owner: str) -> Iterator[str]:
    """No file of an external library ever goes: to trash its row does not remove the file, to purge it may."""
    for loser in plan.losers if plan.steps else ():
        if any(member.asset.id == loser and member.asset.library for member in group.members):
            yield f"{plan.name_of(loser)} belongs to an external library"


def stacks_all_or_none(plan: GroupPlan, group: Group, owner: str) -> Iterator[str]:
    """A group that becomes a stack becomes one whole, and nothing else is done to it."""
    if plan.stack is None:
        return
    if len(plan.steps) > 1:
        yield "a group that becomes a stack is changed in no other way"
    if sorted(plan.stack.members) != sorted(member.asset.id for member in group.members):
        yield "the stack is not exactly the group"


def only_invertible(plan: GroupPlan, group: Group, owner: str) -> Iterator[str]:
    """Every step can be taken back."""
    for step in plan.steps:
        if not invertible(step.action):
            yield f"step {step.number} cannot be taken back"


def review_means_hands_off(plan: GroupPlan, group: Group, owner: str) -> Iterator[str]:
    """A group for review has no steps."""
    if plan.review and plan.steps:
        yield "the group is for review and must be left alone"


GUARDS: tuple[Guard, ...] = (
    keeps_one,
    spares_winner,
    trashes_other_files,
    touches_members_only,
    backs_up_first,
    spares_protected,
    spares_libraries,
    stacks_all_or_none,
    only_invertible,
    review_means_hands_off,
)
