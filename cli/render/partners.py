"""What a person must know before a picture goes that partners see: no key of mine sees their albums."""

from __future__ import annotations

from collections.abc import Sequence

from cli.render.text import clean
from engine.judge.wording import listed

UNKNOWN = "whether partners see your timeline is not known: the key lacks partner.read"


def partners_text(names: Sequence[str]) -> str:
    """Return what becomes of the albums of those who see my timeline (docs/immich.md, Partners)."""
    who = listed(clean(name) for name in names)
    see, theirs = ("sees", "an album of theirs") if len(names) == 1 else ("see", "an album of one of them")
    return (
        f"{who} {see} your timeline, and no key of yours sees their albums: {theirs} that holds a loser loses it "
        "once the trash is emptied, and a restore cannot put it back there"
    )
