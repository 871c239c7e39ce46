"""A wave before its first write, and what became of it."""

from __future__ import annotations

from attrs import define, frozen

from engine.base.errors import EngineError, VaultFull
from engine.carry.going import Going


@frozen
class Passed:
    """What became of a wave: the groups that failed before the trash, with steps of ours still standing, and why
    nothing more can succeed, where that is so."""

    half_way: tuple[str, ...] = ()
    stopped: EngineError | None = None


@define
class Ready:
    """A wave that was looked at again and backed up.

    `over` are groups with nothing left to do, `stopped` is why nothing more can succeed, `full` why it cannot begin.
    """

    groups: list[Going]
    over: list[Going]
    stopped: EngineError | None = None
    full: VaultFull | None = None

    @property
    def alive(self) -> list[Going]:
        return [going for going in self.groups if going.alive]
