"""One writer: a lock of the operating system, which the death of its holder releases."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from journal.errors import JournalLocked, JournalUnreachable


class WriterLock:
    """Hold `<path>.lock` until released. The file stays behind, empty; only the lock on it means anything."""

    def __init__(self, path: Path) -> None:
        """Take the lock at once; raises JournalLocked where another has it."""
        self._lock = FileLock(f"{path}.lock", timeout=0, mode=0o600, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout:
            raise JournalLocked(path=path) from None
        except OSError as error:
            raise JournalUnreachable(path=path, detail=error.strerror or error) from error

    def release(self) -> None:
        """Let the next writer in."""
        self._lock.release()
