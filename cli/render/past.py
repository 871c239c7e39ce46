"""What was promised, told as what happened: "trash a.jpg" becomes "trashed a.jpg"."""

from __future__ import annotations

from typing import Final

from journal.records import Status

PAST: Final = {
    "add": "added",
    "bring": "brought",
    "download": "downloaded",
    "draw": "drew",
    "erase": "erased",
    "give": "gave",
    "hide": "hid",
    "judge": "judged",
    "keep": "kept",
    "make": "made",
    "name": "named",
    "put": "put",
    "remove": "removed",
    "set": "set",
    "stack": "stacked",
    "take": "took",
    "trash": "trashed",
    "upload": "uploaded",
    "write": "wrote",
}
"""The first word of every step's sentence; a test finds a verb that is missing."""

SAID: Final = ("", "already so")
"""Details that say no more than the status does."""


def past(sentence: str) -> str:
    """Return a step's sentence in the past tense, as it is where its verb is not known."""
    verb, _, rest = sentence.partition(" ")
    return f"{PAST.get(verb, verb)} {rest}".strip()


def ended(sentence: str, status: Status | None, detail: str) -> str:
    """Return a step's sentence with how it ended; None means that nobody has seen it yet."""
    why = f": {detail}" if detail not in SAID else ""
    match status:
        case None:
            return f"in doubt: {sentence}"
        case Status.DONE:
            return past(sentence) + why
        case Status.SKIPPED:
            return f"left as it was, nothing was sent: {sentence}{why}"
        case Status.FAILED:
            return f"failed to {sentence}{why}"
        case Status.CONFLICT:
            return f"left alone, somebody changed it: {sentence}{why}"
