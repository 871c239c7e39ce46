"""What hangs on a loser and is lost with it, because it is not moved: each sends the group to review."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence

from engine.judge.wording import listed, named, printable
from engine.model.carried import Carried
from engine.model.decision import Finding
from engine.model.group import Member

Lost = Callable[[Carried, Carried], list[str]]
"""What the second, a loser, carries and the first, the winner, does not; in words."""


def leftover_findings(ranked: Sequence[Member], ignored_notes: Collection[str]) -> list[Finding]:
    """Find what only losers carry; members whose relations are unread are found out, not guessed at."""
    unread = [m.asset for m in ranked if m.carried is None or m.asset.tags is None]
    if unread:
        text = f"albums, faces or tags of {named(unread[0])} have not been read"
        return [Finding("relations-unread", text, tuple(asset.id for asset in unread))]
    rows: tuple[tuple[str, Lost, str], ...] = (
        ("person-only-on-loser", _people, "{what} named on {name} only"),
        ("link-only-on-loser", _links, "a shared link shows {name} but not the winner"),
        ("memory-only-on-loser", _memories, "a memory shows {name} but not the winner"),
        (
            "note-only-on-loser",
            lambda w, lost: _notes(w, lost, ignored_notes),
            "only {name} has the note {what}",
        ),
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


def _links(winner: Carried, loser: Carried) -> list[str]:
    return [link for link in loser.links if link not in winner.links]


def _memories(winner: Carried, loser: Carried) -> list[str]:
    return [memory for memory in loser.memories if memory not in winner.memories]


def _notes(winner: Carried, loser: Carried, ignored: Collection[str]) -> list[str]:
    kept = {key: _canonical(value) for key, value in winner.notes}
    lost = {k for k, value in loser.notes if k not in ignored and kept.get(k) != _canonical(value)}
    return sorted(printable(key, 40) for key in lost)


def _comments(_: Carried, loser: Carried) -> list[str]:
    """Return all of them: comments cannot be moved, and those of other people could not be written again."""
    return list(loser.comments)


def _canonical(text: str) -> str:
    """Return JSON text with ordered keys, so that only another value differs."""
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except (ValueError, RecursionError):
        return text
