"""Somebody who sees every change at its moment, and writes down what never may happen."""

from __future__ import annotations

from engine.vault.store import FolderVault
from practice.rows import AssetRow
from tests.support.rehearsal import Rehearsal, _exif
from tests.support.strangers import Strangers


def watch(stage: Rehearsal, strangers: Strangers, crimes: list[str]) -> None:
    """Add to `crimes`, as they happen, deletions, trashing without a backup, and two sidecar writes of one picture.

    What the strangers do is not ours.
    """
    server, world = stage.server, stage.server.world
    noted, queue_write = world.log.effect, server.pipeline.write_sidecar

    def effect(name: str, *subjects: str) -> None:
        if strangers.busy:
            return
        if name == "force-delete":
            crimes.append(f"deleted {subjects}")
        if name == "trash":
            vault = FolderVault(stage.home / "vault", writing=False, exif=_exif())
            for row in (world.assets[subject] for subject in subjects):
                stored = vault.verify(row.checksum)
                if stored is None or stored.path.read_bytes() != row.content():
                    crimes.append(f"trashed {row.name} without a backup")
        noted(name, *subjects)

    def write_sidecar(row: AssetRow) -> None:
        if any(moment.subject == row.id and moment.name == "sidecar" for moment in server.jobs._queue):
            crimes.append(f"two sidecar writes of {row.name}")
        queue_write(row)

    world.log.effect = effect  # type: ignore[method-assign]
    server.pipeline.write_sidecar = write_sidecar  # type: ignore[method-assign]
