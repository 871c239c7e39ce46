"""What a person means by an id that may be shortened: one thing, or a clear word that it is none or several."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from difflib import get_close_matches
from itertools import islice

from engine.base.errors import Ambiguous, NotKnown

SHORTEST = 4
"""Characters below which a beginning says too little; a whole name may be shorter."""
SHORT = 8
"""Characters of an id that tell it from others."""
SHOWN = 3
MOST = 20_000
"""Names among which near ones are looked for: more would keep a person waiting."""


def meant(
    text: str, known: Iterable[str], what: str, see: str, names: Callable[[], Iterable[str]] = tuple
) -> str:
    """Return the one id that begins or ends like the text.

    `what` is the noun, `see` the command that lists what there is, `names` tells the file names that may have been
    meant, which is asked only where nothing is found. Raises NotKnown and Ambiguous.
    """
    ids = list(dict.fromkeys(known))
    if text in ids:
        return text
    near = [one for one in ids if one.startswith(text) or one.endswith(text)] if text else []
    if near and len(text) < SHORTEST:
        few = f" (of an id at least {SHORTEST} characters are needed)"
        raise NotKnown(what=what, name=text, near=few, see=see)
    if not near:
        raise NotKnown(what=what, name=text, near=near_to(text, names()), see=see)
    if len(near) > 1:
        raise Ambiguous(what=what, name=text, several=_several(near))
    return near[0]


def called(text: str, found: Collection[str], what: str) -> str | None:
    """Return the one id of what has this file name, None where nothing has it. Raises Ambiguous where several have."""
    if len(found) > 1:
        raise Ambiguous(what=what, name=text, several=_several(one[:SHORT] for one in found))
    return next(iter(found), None)


def _several(ids: Iterable[str]) -> str:
    names = sorted(dict.fromkeys(ids))
    return ", ".join(names[:SHOWN]) + (", ..." if len(names) > SHOWN else "")


def near_to(text: str, names: Iterable[str]) -> str:
    """Return behind a name that nothing has the ones that are like it, other letter case first; "" where none is."""
    close = nearest(text, islice(names, MOST))
    return f" (did you mean {' or '.join(close)}?)" if close else ""


def nearest(text: str, known: Iterable[str]) -> list[str]:
    """Return the known names that a person may have meant, at most three, whatever their letter case.

    The same but for its case alone; else those that it begins, but for its extension, the shortest first; else
    those spelled like the text, then those that it is a part of.
    """
    names = {name.casefold(): name for name in known}
    same = text.casefold()
    if same in names:
        return [names[same]]
    stem = same.rpartition(".")[0] or same
    if begun := [one for one in names if len(stem) > SHORTEST and one.startswith(stem)]:
        return [names[one] for one in sorted(begun, key=lambda one: (len(one), one))][:SHOWN]
    close = get_close_matches(same, names, SHOWN, 0.75)
    held = [one for one in names if len(same) >= SHORTEST and same in one]
    return [names[one] for one in dict.fromkeys((*close, *held))][:SHOWN]
