"""The gate before the trash: checks over what the journal holds of a group, each a reason why it stays shut.

A loser goes on proof, not for want of objections: what nobody wrote down counts as not done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import frozen

from engine.action.action import Stage
from engine.action.backup import DownloadOriginal
from engine.base.vault import Stored
from engine.carry.warrant import NOTHING, Warrant
from engine.model.likeness import CUT_OUT, Difference, Verdict
from engine.plan.plan import GroupPlan
from engine.runs.history import HOLDS
from journal.records import OutcomeRecorded

RULED = frozenset({"cropped", "recoloured"})
"""Doubts about what a picture shows that a policy may let pass: the pictures were seen, and their difference named."""

LOSS = "loss"
"""The code under which a policy lets what would be lost go."""


@frozen(kw_only=True)
class Candidate:
    """One loser before the gate, with all that is on record for it.

    `outcomes` are the standing outcomes of the plan's steps by number; `held` says for each vault checksum which
    file with these bytes, hashed in this run, the vault holds; `read_back` whether the winner was read back, present,
    untrashed and as promised, after the last write.
    """

    plan: GroupPlan
    loser: str
    outcomes: Mapping[int, OutcomeRecorded]
    held: Mapping[str, Stored | None]
    read_back: bool
    warrant: Warrant = NOTHING

    @property
    def name(self) -> str:
        return self.plan.name_of(self.loser)

    @property
    def winner(self) -> str:
        return self.plan.name_of(self.plan.winner)


Check = Callable[[Candidate], Iterator[str]]


def every_step_is_done(case: Candidate) -> Iterator[str]:
    """Everything that the plan does before the trash is done."""
    for step in case.plan.steps:
        outcome = case.outcomes.get(step.number)
        if step.stage is not Stage.TRASH and (outcome is None or outcome.status not in HOLDS):
            yield f"step {step.number} ({type(step.action).__name__}) is not done"


def is_backed_up(case: Candidate) -> Iterator[str]:
    """The loser, and its motion part, lie in the vault with the server's length and checksum."""
    downloads = [(s.number, s.action) for s in case.plan.steps if isinstance(s.action, DownloadOriginal)]
    for number, action in downloads:
        if case.loser in (action.asset, action.still):
            what = case.name if action.asset == case.loser else f"the motion part of {case.name}"
            yield from _backup_faults(what, action, case.outcomes.get(number), case.held)
    if not any(action.asset == case.loser for _, action in downloads):
        yield "the plan has no backup of it"


def winner_was_read_back(case: Candidate) -> Iterator[str]:
    """The winner shows on the server everything that was promised."""
    if not case.read_back:
        yield "the winner was not read back"


def is_another_file(case: Candidate) -> Iterator[str]:
    """Winner and loser are two files: a row that shows the winner's own file would take it along."""
    if case.warrant.one_file:
        yield f"{case.name} and the winner are one file on the server: to trash one is to lose both"


def is_ours_to_remove(case: Candidate) -> Iterator[str]:
    """The loser was uploaded: a file of an external library lies where its owner put it."""
    if case.warrant.external:
        yield f"{case.name} belongs to an external library, whose files are not ours to remove"


def nobody_decided_against_it(case: Candidate) -> Iterator[str]:
    """No word of a person stands against it: they are no duplicates, are to be left alone, or another one is kept."""
    if case.warrant.forbidden:
        yield f"somebody decided that {case.name} is not to go for {case.winner}: run `winnow analyze`"


def shows_what_the_winner_shows(case: Candidate) -> Iterator[str]:
    """A look at this very pair found the same picture, or somebody decided in view of the difference."""
    look = case.warrant.look
    if case.warrant.ruled or (look is not None and look.verdict is Verdict.SAME):
        return
    if look is None:
        yield f"nobody has looked at {case.name} beside the winner: run `winnow analyze`"
    elif look.difference is Difference.CROPPED and look.kind != CUT_OUT:
        yield f"{case.name} may show something else within what it was cut out of: {look.why}"
    elif not any(f.code in RULED and case.loser in f.assets for f in case.plan.allowed):
        yield f"{case.name} does not show what the winner shows: {look.why}"


def winner_is_whole(case: Candidate) -> Iterator[str]:
    """The winner's own bytes were read whole in this run, and are those that the server names."""
    proof = case.warrant.proof
    if proof is None and case.plan.prove:
        yield f"the winner {case.winner} was not read whole in this run"
    elif proof is not None and not proof.holds:
        yield proof.told(f"the winner {case.winner}")


def loses_nothing_that_is_missed(case: Candidate) -> Iterator[str]:
    """What the winner will not have is worth nothing by the policy, or somebody let it pass."""
    passed = case.warrant.ruled or any(f.code == LOSS and case.loser in f.assets for f in case.plan.allowed)
    missed = [loss for loss in case.plan.losses if loss.asset == case.loser and not loss.worthless]
    if missed and not passed:
        yield f"with {case.name} would go: {', '.join(f'{loss.kind} {loss.value}' for loss in missed)}"


CHECKS: tuple[Check, ...] = (
    every_step_is_done,
    is_backed_up,
    winner_was_read_back,
    is_another_file,
    is_ours_to_remove,
    nobody_decided_against_it,
    shows_what_the_winner_shows,
    winner_is_whole,
    loses_nothing_that_is_missed,
)

IN_THE_END = frozenset({every_step_is_done, is_backed_up, winner_was_read_back})
BEFOREHAND = tuple(check for check in CHECKS if check not in IN_THE_END)
"""What is known before anything is written: a winner is not written to for the sake of a loser that cannot go."""


def gate(case: Candidate, checks: Sequence[Check] = CHECKS) -> list[str]:
    """Return why a loser may not go to the trash; empty means that it may."""
    return [reason for check in checks for reason in check(case)]


def vault_checksum(action: DownloadOriginal, outcome: OutcomeRecorded | None) -> str | None:
    """Return the base64 SHA-1 under which a download lies in the vault: the server's, else the one we measured."""
    if action.checksum is not None:
        return action.checksum
    sha1 = outcome.seen.get("sha1") if outcome is not None else None
    return sha1 if isinstance(sha1, str) else None


def _backup_faults(
    what: str, action: DownloadOriginal, outcome: OutcomeRecorded | None, held: Mapping[str, Stored | None]
) -> Iterator[str]:
    checksum = vault_checksum(action, outcome)
    stored = held.get(checksum) if checksum else None
    if stored is None:
        yield f"the backup of {what} is not in the vault"
    elif stored.sha1 != checksum:
        yield f"the backup of {what} has another checksum than the server's"
    elif action.size is not None and stored.size != action.size:
        yield f"the backup of {what} has {stored.size} bytes, the server says {action.size}"
