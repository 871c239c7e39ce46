"""What is known of a group beyond what the server shows: evidence of its files and pairs, and what we wrote."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from engine.model.evidence import FileFacts
from engine.model.likeness import Difference, Likeness, Verdict, mirrored

TOLD_APART = Likeness(
    verdict=Verdict.DIFFERS, difference=Difference.OTHER, why="you decided that they are no duplicates"
)

Pair = tuple[str, str]
"""Two content checksums: of the picture that would be kept, and of the one that would go."""


@frozen(kw_only=True)
class Known:
    """Evidence about the members of one group, by content checksum. What is absent was not gathered: it proves nothing.

    `kept` is the checksum of the copy that a person decided to keep, `beside` are those of others that stay beside it,
    `apart` are sets of contents that somebody called no duplicates. `ours` are the checksums of assets whose
    present time zone is a trace of our own writing and taking back, so that it is nobody's knowledge
    (docs/immich.md, Dates: what was null comes back as `UTC+0`).
    """

    facts: Mapping[str, FileFacts] = field(factory=dict)
    looks: Mapping[Pair, Likeness] = field(factory=dict)
    ours: frozenset[str] = frozenset()
    kept: str | None = None
    beside: frozenset[str] = frozenset()
    apart: tuple[frozenset[str], ...] = ()

    def look(self, first: str, second: str) -> Likeness | None:
        """Return what a look at the pair found.

        Sameness holds from both ends. What differs is told from one end, so the other asks for a look of its own.
        """
        if any({first, second} <= told for told in self.apart):
            return TOLD_APART
        if (found := self.looks.get((first, second))) is not None:
            return found
        other = self.looks.get((second, first))
        return mirrored(other) if other is not None and other.verdict is Verdict.SAME else None


NOTHING_KNOWN = Known()
