"""The only HTTP: an Immich server behind PhotoReader and PhotoWriter; version differences end here."""

from engine.immich.connection import Connection, connect
from engine.immich.permissions import NEEDED, missing_permissions
from engine.immich.questions import Timeouts

__all__ = ["NEEDED", "Connection", "Timeouts", "connect", "missing_permissions"]
