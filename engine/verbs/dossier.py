"""What was read of one group so far: a second judgement of it by other rules asks for nothing twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from attrs import define, evolve, field

from engine.base.context import Context
from engine.base.members import with_faces
from engine.evidence.gather import Gatherer
from engine.judge.judge import looks_wanted
from engine.judge.policy import Policy
from engine.judge.usable import usable, usable_findings
from engine.model.asset import Asset
from engine.model.decision import Finding
from engine.model.group import Group, Member, is_ours
from engine.model.known import NOTHING_KNOWN, Known

ROUNDS = 20
"""Looks change who is first only so often; what is still wanted then is a doubt."""


@define
class Dossier:
    """One group as the server lists it, and as it is once somebody has read it whole.

    With a `doubt` it is left to a person as it is, and nothing more is read of it. `past` are the pictures and groups
    of which the journal says anything beside plans; None: nobody has asked.
    """

    group: Group
    doubt: Finding | None = None
    known: Known = NOTHING_KNOWN
    _whole: Group | None = None
    past: frozenset[str] | None = None
    _motions: Mapping[str, Asset] = field(factory=dict)
    _notes: dict[str, tuple[tuple[str, str], ...]] = field(factory=dict)

    def whole(self, context: Context) -> tuple[Group, Mapping[str, Asset]]:
        """Return the group with all but notes that refers to its members, and its motion parts by id.

        Who has left the group or is gone meanwhile is no member any more. Raises the leaves of ServerError.
        """
        if self._whole is None:
            self._whole = _read(context, self.group)
            self._motions = _parts(context, self._whole)
        return self._whole, self._motions

    @property
    def remembered(self) -> bool:
        """Tell whether the journal may know anything of the group or of a picture in it, beside plans."""
        names = {self.group.id, *(member.asset.id for member in self.group.members)}
        return self.past is None or not self.past.isdisjoint(names)

    def noted(self, context: Context, losers: Collection[str]) -> tuple[Group, bool]:
        """Return the group with the notes of losers, and with those of all where a loser has some; tell whether it has.

        Nobody but the winner gets any, so that those of others say nothing as long as no loser has one. Raises the
        leaves of ServerError.
        """
        group, _ = self.whole(context)
        some = any(self._notes_of(context, loser) for loser in losers)
        told = {member.asset.id for member in group.members} if some else set(losers)

        def noted(member: Member) -> Member:
            if member.carried is None or member.asset.id not in told:
                return member
            notes = self._notes_of(context, member.asset.id)
            return evolve(member, carried=evolve(member.carried, notes=notes))

        return evolve(group, members=tuple(noted(member) for member in group.members)), some

    def _notes_of(self, context: Context, asset: str) -> tuple[tuple[str, str], ...]:
        if asset not in self._notes:
            self._notes[asset] = context.reader.notes_of(asset)
        return self._notes[asset]

    def gather(self, group: Group, gatherer: Gatherer | None, policy: Policy, owner: str) -> Known:
        """Gather the facts of all members, and look at each of them against the one that would be kept.

        Which of them that is may depend on what a look finds, so the looks follow the judge until it asks for none.
        """
        if gatherer is None or usable_findings(group.members, owner):
            return self.known
        assets = {member.asset.id: member.asset for member in usable(group.members, owner)}
        unread = [asset for asset in assets.values() if asset.checksum not in self.known.facts]
        known = evolve(self.known, facts={**self.known.facts, **gatherer.facts(unread)})
        for _ in range(ROUNDS):
            wanted = looks_wanted(group, policy, owner, known)
            if not wanted:
                break
            pairs = [(assets[first.asset.id], assets[second.asset.id]) for first, second in wanted]
            known = evolve(known, looks={**known.looks, **gatherer.looks(pairs, dict(known.facts))})
        self.known = known
        return known


def _read(context: Context, group: Group) -> Group:
    """Read what refers to each member; where faces are only where not all members show the same people."""
    read = [context.reader.completed(member.asset) for member in group.members]
    listed = {member.asset.id: member.asset.group for member in group.members}
    here = [
        m
        for m in read
        if m is not None
        and not m.asset.trashed
        and m.asset.group == (listed[m.asset.id] if is_ours(group.id) else group.id)
    ]
    if len({_people(member) for member in here}) > 1:
        here = [with_faces(context.reader, member) for member in here]
    return evolve(group, members=tuple(here))


def _people(member: Member) -> frozenset[str | None]:
    return frozenset(face.person for face in member.carried.faces) - {None} if member.carried else frozenset()


def _parts(context: Context, group: Group) -> dict[str, Asset]:
    """Read the motion parts of Live Photos, which the server lists nowhere."""
    found = {}
    for member in group.members:
        if member.asset.motion and (motion := context.reader.asset(member.asset.motion)):
            found[motion.id] = motion
    return found
