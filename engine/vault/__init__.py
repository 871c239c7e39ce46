"""The folder of verified backups, and the sidecars made with exiftool."""

from engine.vault.store import FolderVault

__all__ = ["FolderVault"]
