"""What hangs on a loser and is lost with it, because it is not moved: each sends the group to review."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.judge.wording import listed, named, printable
from engine.model.carried import Carried
from engine.model.decision import Finding
from engine.model.group import Member

Lost = Callable[[Carried, Carried], list[str]]
"""What the second, a loser, carries and the first, the winner, does not; in words."""


def leftover_findings(ranked: Sequence[Member]) -> list[Finding]:
    """Find what only losers carry; members whose relations are unread are found out, not guessed at."""
    unread = [m.asset for m in ranked if m.carried is None or m.asset.tags is None]
    if unread:
        text = f"albums, faces or tags of {named(unread[0])} have not been read"
        return [Finding("relations-unread", text, tuple(asset.id for asset in unread))]
    rows: tuple[tuple[str, Lost, str], ...] = (
        ("person-only-on-loser", _people, "{what} named on {name} only"),
        ("comments-on-loser", _comments, "{name} has comments or likes, {count} in all"),
    )
    findings = (_finding(ranked, *row) for row in rows)
    return [finding for finding in findings if finding is not None]


def _finding(ranked: Sequence[Member], code: str, lost: Lost, words: str) -> Finding | None:
    kept = ranked[0].carried or Carried()
    losses = [(m.asset, what) for m in ranked[1:] if (what := lost(kept, m.carried or Carried()))]
    if not losses:
        return None
    asset, what = losses[0]
    text = words.format(what=listed(what), name=named(asset), count=len(what))
    return Finding(code, text, tuple(asset.id for asset, _ in losses))


def _people(winner: Carried, loser: Carried) -> list[str]:
    """Return the names of people whom only the loser shows; a face without a person says nothing."""
    shown = {face.person for face in winner.faces}
    missing = {f.person: f.person_name for f in loser.faces if f.person is not None and f.person not in shown}
    return sorted(printable(name, 40) or "a person without a name" for name in missing.values())


def _comments(_: Carried, loser: Carried) -> list[str]:
    """Return all of them: comments cannot be moved, and those of other people could not be written again."""
    return list(loser.comments)
