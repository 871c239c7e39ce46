"""The folder of verified backups, and the sidecars made with exiftool."""

from engine.vault.examine import Examined, examine
from engine.vault.export import Exported, export
from engine.vault.item import Item
from engine.vault.store import FolderVault

__all__ = ["Examined", "Exported", "FolderVault", "Item", "examine", "export"]
