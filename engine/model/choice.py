"""What a person decided about the copies of one picture, by content: it outlives the group that the server found."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen


class Choice(StrEnum):
    """The word of a person. `UNDECIDED` takes an earlier one back."""

    KEEP = "keep"
    NOT_DUPLICATES = "not-duplicates"
    STACK = "stack"
    SKIP = "skip"
    UNDECIDED = "undecided"


@frozen(kw_only=True)
class Ruling:
    """A choice about pictures with these checksums; `kept` is the checksum of the one to keep, or on top of a stack.

    `stays` are the checksums of those that stay beside the one that is kept: who agrees to what was suggested does not
    give up what was found to be no copy.
    """

    choice: Choice
    members: frozenset[str]
    kept: str | None = None
    stays: frozenset[str] = frozenset()

    def holds_for(self, checksums: frozenset[str]) -> bool:
        """Tell whether it still answers for a group of these contents.

        What was told apart, or is to be left alone, stays so in any smaller group. Every other choice was made with all
        copies in view, so a copy that came or went makes it a new question.
        """
        if self.choice in (Choice.NOT_DUPLICATES, Choice.SKIP):
            return checksums <= self.members
        return checksums == self.members

    def spares(self, loser: str) -> bool:
        """Tell whether it wants a picture that it was about to stay, were it to go for another one of them."""
        return self.choice is not Choice.KEEP or self.kept == loser or loser in self.stays
