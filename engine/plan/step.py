"""Steps: what is done for one group, and in which order relative to the other groups of its wave."""

from __future__ import annotations

from attrs import frozen

from engine.action.action import Action, Stage


@frozen
class Step:
    """One action of a plan; `number` is its place within the group and part of its idempotency key."""

    number: int
    action: Action

    @property
    def stage(self) -> Stage:
        """Return the stage in which `apply` performs it.

        Raises ValueError for what a plan never holds: those actions belong to a restore.
        """
        if self.action.STAGE is None:
            raise ValueError(f"{type(self.action).__name__} is no step of a plan")
        return self.action.STAGE
