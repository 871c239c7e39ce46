"""What a restore is about to do, in words."""

from __future__ import annotations

from cli.render.text import GROUP_ID, clean, counted
from engine.action.registry import KINDS
from engine.action.trash import TrashAsset, UntrashAsset
from engine.action.upload import UploadOriginal
from engine.verbs.forecast import Back


def undoing(sums: Back) -> list[str]:
    """Return what a restore would do."""
    pictures = (TrashAsset.NAME, UntrashAsset.NAME, UploadOriginal.NAME)
    nouns = dict.fromkeys(pictures, "picture") | {"stack-assets": "stack", "unstack-assets": "stack"}
    sums_by_words: dict[tuple[str, str], int] = {}
    for action, number in sums.actions.items():
        words = KINDS[action].UNDOING or action + " {}"
        row = (words, nouns.get(action, "change"))
        sums_by_words[row] = sums_by_words.get(row, 0) + number
    said = [words.format(counted(number, noun)) for (words, noun), number in sums_by_words.items()]
    if sums.back:
        said.append(f"look once more at {counted(sums.back, 'picture')} that came back already")
    return said


def parting(sums: Back, gone: int = 0) -> str:
    """Return what leaves a winner while the copy that had it stays in the trash; "" where nothing does.

    `gone` of those copies are in no trash any more: what came from them stays.
    """
    if not sums.parted:
        return ""
    said = ", ".join(f"{word} of {counted(number, 'winner')}" for word, number in sorted(sums.parted.items()))
    if gone:
        copies = f"{gone:,} of the {counted(len(sums.parted_from), 'copy', 'copies')}"
        return (
            f"{copies} from which these came {'is' if gone == 1 else 'are'} no longer in the server's trash: {said}. "
            "What came from there stays with its winner until the copy is back: restore the whole group."
        )
    return (
        f"The copies stay in the trash from which these came: {said}. Until the server empties its trash a restore "
        "brings them back; afterwards only the backups hold what they had."
    )


def staying(sums: Back) -> str:
    """Return what a narrowed restore leaves standing in the groups that it touches, and what takes that back, too."""
    if not sums.beside:
        return ""
    first, more = clean(sums.beside_in[0])[:GROUP_ID], len(sums.beside_in) - 1
    others = f" (and {counted(more, 'other group')} alike)" if more else ""
    stand = "stands" if sums.beside == 1 else "stand"
    where = counted(len(sums.beside_in), "group")
    return (
        f"{counted(sums.beside, 'other change')} of {where} {stand} as before, which this does not mean; "
        f"to take back all of it{others}: winnow restore --group {first}"
    )
