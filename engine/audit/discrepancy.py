"""What an audit found, as values: each discrepancy with what was expected, what was seen, and its remedy."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from attrs import define, field, frozen


class Remedy(StrEnum):
    """What mends a discrepancy; NONE where somebody chose it, or nothing is in this key's reach."""

    RESTORE = "restore"
    UNTRASH_WINNER = "untrash-winner"
    INHERIT_AGAIN = "inherit-again"
    DOWNLOAD_AGAIN = "download-again"
    NONE = "none"


COMMANDS = {
    Remedy.RESTORE: "winnow restore --audit",
    Remedy.UNTRASH_WINNER: "winnow audit --fix",
    Remedy.INHERIT_AGAIN: "winnow audit --fix",
    Remedy.DOWNLOAD_AGAIN: "winnow audit --fix",
    Remedy.NONE: "",
}
"""The command that carries a remedy out."""


@frozen(kw_only=True)
class Discrepancy:
    """One thing that is not as the journal promises.

    `code` is stable, `text` for people, the file name first. `grave` tells a fault from a note. `field` is the
    field of the winner that is off, `expected` and `seen` are its values as JSON. `known` tells that it is a fault of
    which a person said that they know.
    """

    code: str
    text: str
    group: str
    asset: str
    name: str
    grave: bool
    remedy: Remedy = Remedy.NONE
    field: str = ""
    expected: Any = None
    seen: Any = None
    known: bool = False

    @property
    def fix(self) -> str:
        """Return the command that mends it, "" where there is none."""
        return COMMANDS[self.remedy]


@define
class AuditReport:
    """An audit's counts and discrepancies. `notes` are no faults: a person's later choice, a trash emptied in time.

    `proven` are the winners whose originals were read, `gone` counts the faults of earlier audits that are no more.
    `back` counts losers that were taken back, `back_live` those of them that are live, `back_held` those whose backup
    lies in the vault.
    """

    run: str
    groups: int = 0
    winners: int = 0
    losers: int = 0
    backups: int = 0
    stacks: int = 0
    gone: int = 0
    back: int = 0
    back_live: int = 0
    back_held: int = 0
    found: list[Discrepancy] = field(factory=list)
    proven: set[str] = field(factory=set, repr=False)

    @property
    def faults(self) -> list[Discrepancy]:
        return [one for one in self.found if one.grave]

    @property
    def notes(self) -> list[Discrepancy]:
        return [one for one in self.found if not one.grave]

    @property
    def known(self) -> list[Discrepancy]:
        """Return the notes that are faults of which a person said that they know."""
        return [one for one in self.found if one.known]
