"""Hold what is there against what the journal promised, and name the remedy: pure.

A remedy never makes things worse: what somebody chose, and what lies out of this key's reach, gets none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import evolve, frozen

from engine.action.image import same, whole_image
from engine.audit.discrepancy import Discrepancy, Remedy
from engine.audit.expect import Expectation, LostCopy
from engine.base.whereabouts import HIDDEN, Reach, Whereabouts
from engine.evidence.proof import Proof
from engine.model.group import Member
from engine.model.printable import printable

NIGH = 7
"""Days before the server empties its trash in which a bad backup is urgent."""

BY_HAND = {
    "visibility": "somebody archived it, or took it out of the archive",
    "favourite": "somebody wants it to be none",
    "face": "somebody took it off, or merged or deleted the person",
    "link": "somebody deleted the shared link, or took the picture out of it",
    "memory": "the memory is gone, or somebody took the picture out of it",
    "remark": "somebody deleted it",
    "motion": "somebody took its film off",
    "stack": "somebody took the picture out of the stack, or took that apart",
}
"""Fields that nothing but a choice takes away, with that choice in words."""

MAYBE = ". If you cleared it yourself, say so by --known, and it stays as it is"
"""What is said of a lost value: the server loses some (docs/immich.md, Lost updates), and a person may clear any."""

NOT_TOLD = ("group",)
"""Fields that the server clears by itself."""


@frozen(kw_only=True)
class WinnerLook:
    """What a winner looks like today. `proof` is None where its original was not read; `albums` are those that
    still exist of the ones it was promised. `went_on` says to whom it lost itself in a later run, where it did."""

    member: Member | None
    reach: Reach
    proof: Proof | None = None
    albums: frozenset[str] = frozenset()
    went_on: str = ""


@frozen(kw_only=True)
class LoserToday:
    """What a loser looks like today, and whether its backup was read and holds. `tags` are what it still has, which is
    read where its winner lacks one. `missed` tells that a person decided that it is not to go, `fixed` that a fix of
    ours took it out of the trash."""

    copy: LostCopy
    reach: Reach
    backed_up: bool
    tags: frozenset[str] = frozenset()
    missed: bool = False
    fixed: bool = False
    days_left: float | None = None

    @property
    def restorable(self) -> bool:
        """Tell whether it could come back: out of the trash, or out of the vault."""
        return self.reach.whereabouts is Whereabouts.TRASHED or self.backed_up


def discrepancies(
    expected: Expectation, winner: WinnerLook, losers: list[LoserToday]
) -> Iterator[Discrepancy]:
    """Yield everything about one group that is not as promised."""
    if losers:  # else all came back, and nothing hangs on the winner
        yield from _winner(expected, winner, losers)
    for look in losers:
        yield from _loser(expected, look)
    if expected.half_back:
        # To bring the copies of a hidden picture back would show it.
        hidden = winner.reach.whereabouts is Whereabouts.OUT_OF_REACH
        text = f"{expected.name}: its group was taken back in part: {expected.half_back}"
        if expected.half_of_part:  # to restore the group would bring back more than anybody meant
            text += "; the same `winnow restore` again goes on with it"
        none = hidden or expected.half_of_part
        yield _one(expected, "half-taken-back", text, Remedy.NONE if none else Remedy.RESTORE)


def _winner(expected: Expectation, look: WinnerLook, losers: list[LoserToday]) -> Iterator[Discrepancy]:
    where, name = look.reach.whereabouts, expected.name
    back = Remedy.RESTORE if any(loser.restorable for loser in losers) else Remedy.NONE
    if where is Whereabouts.OUT_OF_REACH:
        text = f"{name} is {HIDDEN}: nothing can be said of it or done to it"
        yield _one(expected, "winner-out-of-reach", text, Remedy.NONE, grave=False)
    elif look.went_on:
        yield _one(expected, "went-on", look.went_on, Remedy.NONE, grave=False)
    elif where is Whereabouts.GONE or look.member is None:
        yield _one(expected, "winner-missing", f"{name} is gone, though copies were trashed for it", back)
    elif look.member.asset.offline:
        text = f"the server does not find the file of {name}, though copies were trashed for it: is its disk there?"
        yield _one(expected, "winner-offline", text, back)
    elif where is Whereabouts.TRASHED:
        text = f"{name} is in the trash, though copies were trashed for it"
        yield _one(expected, "winner-trashed", text, Remedy.UNTRASH_WINNER)
    else:
        if look.proof is not None and not look.proof.holds:
            yield _one(expected, "winner-damaged", look.proof.told(name), back)
        yield from _fields(expected, look, look.member, losers)


def _fields(
    expected: Expectation, look: WinnerLook, member: Member, losers: list[LoserToday]
) -> Iterator[Discrepancy]:
    seen, name = whole_image(member), member.asset.name
    for field, wanted in expected.promised.items():
        now = seen.get(field)
        if field in NOT_TOLD or same(field, wanted, now):
            continue
        was = expected.original.get(field)
        about = {"field": field, "expected": wanted, "seen": now}
        lost = not same(field, wanted, was) and same(field, now or None, was or None)
        if lost and not (why := _chosen(field, look, losers)):
            state = "" if wanted is True else f" is {_spelled(now)} again, not {_spelled(wanted)}"
            text = f"{name} lost what it was given: {_said(field)}{state}{MAYBE}"
            yield _one(expected, "value-lost", text, Remedy.INHERIT_AGAIN, **about)
        elif lost:
            text = f"{name}: {_said(field)} is gone: {why}, or the server was set back to an older state"
            yield _one(expected, "taken-away", text, Remedy.NONE, grave=False, **about)
        else:
            text = f"{name} was edited since: {_said(field)} is {_spelled(now)}, was {_spelled(wanted)}"
            yield _one(expected, "edited-since", text, Remedy.NONE, grave=False, **about)


def lacks_a_tag(expected: Expectation, look: WinnerLook) -> bool:
    """Tell whether a winner lacks a tag that it was promised: then its losers tell why."""
    seen = whole_image(look.member) if look.member is not None else {}
    return any(
        field.startswith("tag:") and wanted and not seen.get(field)
        for field, wanted in expected.promised.items()
    )


def _chosen(field: str, look: WinnerLook, losers: list[LoserToday]) -> str:
    """Return why a lost value was somebody's choice, "" where nobody can have chosen it.

    An album or a tag that was deleted is gone from the trashed losers, too. What is one row of the server's, which no
    lost write of a sidecar takes along (docs/immich.md, Lost updates), goes by somebody's hand alone.
    """
    kind, _, named = field.partition(":")
    if kind in BY_HAND:
        return BY_HAND[kind]
    if kind == "album" and named not in look.albums:
        return "somebody deleted the album, or shares it no more"
    trashed = [loser for loser in losers if loser.reach.whereabouts is Whereabouts.TRASHED]
    if kind == "tag" and trashed and not any(named in loser.tags for loser in trashed):
        return "somebody deleted the tag"
    return ""


def _loser(expected: Expectation, look: LoserToday) -> Iterator[Discrepancy]:
    copy, where = look.copy, look.reach.whereabouts
    if not look.backed_up and not copy.pruned:
        there = where in (Whereabouts.TRASHED, Whereabouts.PRESENT)
        urgent = f", and the trash is emptied in {look.days_left:.0f} days" if _is_nigh(look) else ""
        text = f"the backup of {copy.name} is missing or damaged{urgent}"
        remedy = Remedy.DOWNLOAD_AGAIN if there else Remedy.NONE
        yield _of(expected, copy, "backup-damaged", text, remedy)
    if look.missed and where is not Whereabouts.PRESENT and look.reach.elsewhere is None:
        text = f"{copy.name} went for {expected.name}, though you decided that it is not to go"
        remedy = Remedy.RESTORE if look.restorable else Remedy.NONE
        yield _of(expected, copy, "decided-otherwise", text, remedy)
    if where is Whereabouts.GONE and look.reach.elsewhere is not None:
        text = f"{copy.name} came back as a new asset {look.reach.elsewhere}: something uploaded it again"
        yield _of(expected, copy, "came-back", text, Remedy.NONE, grave=False)
    elif where is Whereabouts.GONE:
        text = f"{copy.name} was purged from the trash; a restore uploads it from the vault"
        yield _of(expected, copy, "purged", text, Remedy.NONE, grave=False)
    elif where is Whereabouts.PRESENT:
        whose = "a fix after an audit brought it back" if look.fixed else "and not by us"
        text = f"{copy.name} is out of the trash, {whose}"
        yield _of(expected, copy, "untrashed", text, Remedy.NONE, grave=False)
    elif where is Whereabouts.OUT_OF_REACH:
        text = f"{copy.name} is {HIDDEN}"
        yield _of(expected, copy, "loser-out-of-reach", text, Remedy.NONE, grave=False)


def _is_nigh(look: LoserToday) -> bool:
    trashed = look.reach.whereabouts is Whereabouts.TRASHED
    return trashed and look.days_left is not None and look.days_left <= NIGH


def _spelled(value: object) -> str:
    """Return a value of a field as a person would write it, in one line."""
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "there" if value else "not there"
    if isinstance(value, str):
        return f"“{printable(value)}”"
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return str(value)


def _said(field: str) -> str:
    kind, _, named = field.partition(":")
    words = {
        "album": "its place in an album",
        "tag": f"the tag “{printable(named)}”",
        "face": "a face",
        "link": "its place in a shared link",
        "memory": "its place in a memory",
        "remark": "a comment or like of yours",
        "stack": "its place in a stack",
    }
    return words.get(kind, field)


def _one(
    about_group: Expectation, code: str, text: str, remedy: Remedy, *, grave: bool = True, **about: Any
) -> Discrepancy:
    return Discrepancy(
        code=code,
        text=text,
        group=about_group.group,
        asset=about_group.winner,
        name=about_group.name,
        grave=grave,
        remedy=remedy,
        **about,
    )


def _of(
    expected: Expectation, copy: LostCopy, code: str, text: str, remedy: Remedy, *, grave: bool = True
) -> Discrepancy:
    return evolve(_one(expected, code, text, remedy, grave=grave), asset=copy.asset, name=copy.name)
