"""A stack: pictures that the server shows as one."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen


@frozen
class Stack:
    """One stack as far as it can be seen: `members` without those in the trash, `count` with them."""

    id: str
    primary: str
    members: tuple[str, ...]
    count: int

    @property
    def order(self) -> tuple[str, ...]:
        """Return the members, the one on top first; the others have no order of their own."""
        return ordered(self.primary, self.members)


def ordered(top: str, members: Iterable[str]) -> tuple[str, ...]:
    """Return the one on top and the others by id."""
    return (top, *sorted(set(members) - {top}))
