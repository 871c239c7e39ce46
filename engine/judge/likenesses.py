"""Which members of a group show the same picture: only those go, a neighbour stays and is named."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import field, frozen

from engine.judge.policy import Handling, Policy
from engine.judge.wording import by_names, ids, named
from engine.model.decision import Finding
from engine.model.group import Member
from engine.model.known import Known
from engine.model.likeness import CUT_OUT, Difference, Likeness, Verdict
from engine.model.printable import printable

HEADS = 8
"""So many members are tried as the one that others are copies of."""

CODES = {
    Difference.NONE: "pictures-differ",
    Difference.CONTENT: "pictures-differ",
    Difference.OTHER: "pictures-differ",
    Difference.TURNED: "pictures-differ",
    Difference.LENGTH: "pictures-differ",
    Difference.CROPPED: "cropped",
    Difference.EXTENDED: "winner-is-crop",
    Difference.COLOURS: "recoloured",
    Difference.BARS: "black-bars",
}


@frozen(kw_only=True)
class Parting:
    """A group parted by looks.

    `members` are the winner and its copies, `stays` those that are none, in rank order. `findings` stop the group,
    `allowed` are differences that the policy reduces, `told` only say why somebody stays. `proven` tells that a look
    has found each copy to be one, `one_shot` that it is one or was cut out of it.
    """

    members: tuple[Member, ...]
    stays: tuple[Member, ...] = ()
    findings: tuple[Finding, ...] = ()
    allowed: tuple[Finding, ...] = ()
    told: tuple[Finding, ...] = ()
    proven: bool = False
    one_shot: bool = False


@frozen
class _Row:
    """The copies of one member among those that rank below it, and why the others are none."""

    head: Member
    copies: list[Member] = field(factory=list)
    doubts: list[tuple[Member, Finding]] = field(factory=list)
    reduced: list[Finding] = field(factory=list)
    proven: bool = True
    one_shot: bool = True


def parted(order: Sequence[Member], known: Known, policy: Policy) -> Parting:
    """Part the members, best first: the best one that has copies, those copies, and the rest."""
    if known.kept is not None and order[0].asset.checksum == known.kept:
        # A person has seen them all.
        stays = tuple(member for member in order[1:] if member.asset.checksum in known.beside)
        return Parting(
            members=tuple(member for member in order if member not in stays),
            stays=stays,
            told=tuple(_beside(member) for member in stays),
        )
    rows = []
    for number, head in enumerate(order[: min(HEADS, len(order) - 1)]):
        row = _row(head, order[number + 1 :], known, policy)
        if row.copies:
            return _taken(row, order, known)
        rows.append(row)
    first = rows[0]
    return Parting(members=tuple(order), findings=tuple(finding for _, finding in first.doubts))


def _beside(member: Member) -> Finding:
    """Return that somebody who agreed to a suggestion left a picture alone that was no copy."""
    text = f"{named(member.asset)} stays: it was no copy when you agreed to what was suggested"
    return Finding("pictures-differ", text, ids([member.asset]))


def _taken(row: _Row, order: Sequence[Member], known: Known) -> Parting:
    """Return the parting by a row that has copies; who ranks above its head is no copy of anybody."""
    members = [row.head, *row.copies]
    doubts = {member.asset.id: finding for member, finding in row.doubts}
    stays = [member for member in order if member not in members]
    told = []
    for member in stays:
        other = Finding(
            "pictures-differ", f"{named(member.asset)} is no copy of any other", ids([member.asset])
        )
        finding = doubts.get(member.asset.id, other)
        text = f"{named(member.asset)} stays: {finding.text}"
        if (twin := _twin(member, stays, known)) is not None:
            text += f"; it is a copy of {named(twin.asset)}, and both are judged once this is done"
        told.append(Finding(finding.code, text, finding.assets))
    return Parting(
        members=tuple(members),
        stays=tuple(stays),
        allowed=tuple(row.reduced),
        told=tuple(told),
        proven=row.proven,
        one_shot=row.one_shot,
    )


def _twin(member: Member, stays: Sequence[Member], known: Known) -> Member | None:
    """Return who else stays and shows the same picture."""
    for other in stays:
        look = known.look(member.asset.checksum, other.asset.checksum) if other is not member else None
        if look is not None and look.verdict is Verdict.SAME:
            return other
    return None


def _row(head: Member, others: Sequence[Member], known: Known, policy: Policy) -> _Row:
    copies: list[Member] = []
    doubts: list[tuple[Member, Finding]] = []
    reduced: list[Finding] = []
    proven = one_shot = True
    for other in others:
        look = known.look(head.asset.checksum, other.asset.checksum)
        if _is_copy(look, policy):
            copies.append(other)
            proven = proven and look is not None and look.verdict is Verdict.SAME
            one_shot = (
                one_shot and look is not None and (look.verdict is Verdict.SAME or look.kind == CUT_OUT)
            )
            if look is not None and look.verdict is not Verdict.SAME:
                reduced.append(_doubt(head, other, look))
        else:
            doubts.append((other, _doubt(head, other, look)))
    return _Row(head, copies, doubts, reduced, proven, one_shot)


def _is_copy(look: Likeness | None, policy: Policy) -> bool:
    """Tell whether one may go for the other: a look says same, or the policy reduces what it found."""
    if look is None:
        return policy.trust
    if look.verdict is Verdict.SAME:
        return True
    if look.difference is Difference.CROPPED and look.kind != CUT_OUT:
        return False
    reduced = {Difference.CROPPED: policy.media.crop, Difference.COLOURS: policy.media.colours}
    return look.verdict is Verdict.DIFFERS and reduced.get(look.difference) is Handling.REDUCE


def _doubt(head: Member, other: Member, look: Likeness | None) -> Finding:
    pair = ids([head.asset, other.asset])
    names = f"{named(other.asset)} against {named(head.asset)}"
    if look is None:
        return Finding("not-looked-at", f"nobody has looked at {names}", pair)
    why = by_names(printable(look.why, 300), named(head.asset), named(other.asset))
    if look.verdict is Verdict.UNSURE:
        return Finding("look-unsure", f"a look at {names} could not tell: {why}", pair)
    return Finding(CODES[look.difference], f"{names}: {why}", pair)


def missing_looks(order: Sequence[Member], known: Known) -> tuple[tuple[Member, Member], ...]:
    """Return the pairs, kept first, that have to be looked at next for `parted` to know; empty when it does.

    Pairs are asked for row by row, because most groups are decided by their first; then what is left over is looked
    at among itself.
    """
    left = list(order)
    for _ in range(HEADS):
        head, *others = left or order[:1]
        if not others:
            return ()
        looks = [known.look(head.asset.checksum, other.asset.checksum) for other in others]
        if missing := tuple((head, other) for other, look in zip(others, looks, strict=True) if look is None):
            return missing
        left = [o for o, look in zip(others, looks, strict=True) if look and look.verdict is not Verdict.SAME]
    return ()
