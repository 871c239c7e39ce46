"""What nobody has read yet, and what therefore may be lost with a loser."""

from __future__ import annotations

from collections.abc import Sequence

from engine.judge.wording import named
from engine.model.decision import Finding
from engine.model.group import Member


def leftover_findings(ranked: Sequence[Member]) -> list[Finding]:
    """Find members whose relations are unread: what they carry is not guessed at."""
    unread = [m.asset for m in ranked if m.carried is None or m.asset.tags is None]
    if unread:
        text = f"albums, faces or tags of {named(unread[0])} have not been read"
        return [Finding("relations-unread", text, tuple(asset.id for asset in unread))]
    return []
