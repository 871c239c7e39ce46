"""The server's own job queues: what of them keeps a write from coming to rest."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

NEEDED = ("sidecar", "metadataExtraction", "thumbnailGeneration", "backgroundTask")
"""The queues through which a write, an upload or a purge goes, as the server names them."""

MANY = 100
"""From so many waiting jobs on a queue is backed up: a server does some 30 in a second (docs/immich.md, Settling)."""


A_FEW = 10
"""Fewer jobs may wait for an instant although somebody works on them."""


@frozen(kw_only=True)
class Queue:
    """One queue: whether it is paused, and how many of its jobs run and wait."""

    name: str
    paused: bool = False
    active: int = 0
    waiting: int = 0

    @property
    def stands_still(self) -> bool:
        """Tell whether nothing of it will be done by itself."""
        return self.paused or (self.waiting >= A_FEW and not self.active)


def standing_still(queues: Sequence[Queue]) -> list[str]:
    """Return in words which of the queues that we need are paused, or have jobs on which nobody works."""
    return [
        f"{queue.name} is paused"
        if queue.paused
        else f"nobody works on {queue.name} ({queue.waiting:,} jobs)"
        for queue in queues
        if queue.name in NEEDED and queue.stands_still
    ]


def backed_up(queues: Sequence[Queue]) -> list[str]:
    """Return in words which of the queues that we need have much to do."""
    return [
        f"{queue.waiting:,} jobs wait in {queue.name}"
        for queue in queues
        if queue.name in NEEDED and not queue.stands_still and queue.waiting >= MANY
    ]


def why_it_takes(queues: Sequence[Queue] | None) -> str:
    """Return what a person who waits should know; None where the key may not ask about queues."""
    if queues is None:
        return (
            "the server has not finished for half a minute: maybe its job queues are paused or backed up, which its "
            "administrator sees under Administration, Job Queues"
        )
    found = [*standing_still(queues), *backed_up(queues)]
    return f"the server has not finished for half a minute: {'; '.join(found) or 'its queues are worked on'}"
