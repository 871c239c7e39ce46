"""What a person means by an id that may be shortened: one thing, or a clear word that it is none or several."""

from __future__ import annotations

from collections.abc import Iterable

from engine.base.errors import Ambiguous, NotKnown

SHORTEST = 4
"""Characters below which a beginning says too little; a whole name may be shorter."""
SHOWN = 3


def meant(text: str, known: Iterable[str], what: str, see: str) -> str:
    """Return the one id that begins or ends like the text.

    `what` is the noun, `see` the command that lists what there is. Raises NotKnown and Ambiguous.
    """
    ids = list(dict.fromkeys(known))
    if text in ids:
        return text
    near = [one for one in ids if one.startswith(text) or one.endswith(text)] if text else []
    if len(text) < SHORTEST or not near:
        raise NotKnown(what=what, name=text, see=see)
    if len(near) > 1:
        several = ", ".join(sorted(near)[:SHOWN]) + (", ..." if len(near) > SHOWN else "")
        raise Ambiguous(what=what, name=text, several=several)
    return near[0]
