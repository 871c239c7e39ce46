"""What an audit found, as values."""

from __future__ import annotations

from attrs import define, field, frozen


@frozen(kw_only=True)
class Fault:
    """One thing that is not as the journal promises. `code` is stable, `text` for people, `fix` the command to run."""

    code: str
    text: str
    group: str | None = None
    asset: str | None = None
    fix: str = ""


@define
class AuditReport:
    """An audit's counts and faults. `notes` are no faults: a later edit by a person, a trash emptied in due time."""

    run: str
    groups: int = 0
    winners: int = 0
    losers: int = 0
    backups: int = 0
    faults: list[Fault] = field(factory=list)
    notes: list[Fault] = field(factory=list)
