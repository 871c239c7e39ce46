"""What a restore is about to do, in words."""

from __future__ import annotations

from cli.render.text import counted
from engine.action.registry import KINDS
from engine.action.trash import TrashAsset
from engine.verbs.forecast import Back


def undoing(sums: Back) -> list[str]:
    """Return what a restore would do."""
    nouns = {TrashAsset.NAME: "picture", "stack-assets": "stack"}
    sums_by_words: dict[tuple[str, str], int] = {}
    for action, number in sums.actions.items():
        words = KINDS[action].UNDOING or action + " {}"
        row = (words, nouns.get(action, "change"))
        sums_by_words[row] = sums_by_words.get(row, 0) + number
    return [words.format(counted(number, noun)) for (words, noun), number in sums_by_words.items()]


def parting(sums: Back) -> str:
    """Return what leaves a winner while the copy that had it stays in the trash; "" where nothing does."""
    if not sums.parted:
        return ""
    said = ", ".join(f"{word} of {counted(number, 'winner')}" for word, number in sorted(sums.parted.items()))
    return (
        f"The copies stay in the trash from which these came: {said}. Until the server empties its trash a restore "
        "brings them back; afterwards only the backups hold what they had."
    )
