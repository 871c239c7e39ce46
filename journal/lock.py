"""One writer: a lock of the operating system, which the death of its holder releases."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from journal.errors import JournalLocked, JournalUnreachable


class WriterLock:
    """Hold `<path>.lock` until released. The file stays behind with the number of its last holder's process, which
    whoever is refused is told; only the lock on it means anything."""

    def __init__(self, path: Path) -> None:
        """Take the lock at once.

        Raises JournalLocked where another has it, JournalUnreachable where the file system knows no locks: a
        file that merely lies there would outlive its holder, or be taken for nobody's.
        """
        self.path = _beside(path)
        self._lock = FileLock(self.path, timeout=0, mode=0o600, thread_local=False, fallback_to_soft=False)
        try:
            self._lock.acquire()
        except Timeout:
            raise JournalLocked(path=path, holder=_holder(self.path)) from None
        except NotImplementedError as error:
            raise JournalUnreachable(path=path, detail="its file system knows no locks") from error
        except OSError as error:
            raise JournalUnreachable(path=path, detail=error.strerror or error) from error
        with suppress(OSError):  # a full disk keeps nobody from reading on: the number is for people
            self.path.write_text(f"{os.getpid()}\n", encoding="ascii")

    def release(self) -> None:
        """Let the next writer in."""
        self._lock.release()


def held_by(path: Path) -> str | None:
    """Return in words which process holds the lock of a journal, None where none does, or nobody can tell."""
    place = _beside(path)
    if not place.exists():
        return None
    lock = FileLock(place, timeout=0, mode=0o600, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        return _holder(place)
    except (NotImplementedError, OSError):
        return None
    lock.release()
    return None


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def _holder(place: Path) -> str:
    """Return the process that has a lock, in words; "" where it is too new to have written its number."""
    with suppress(OSError, ValueError):
        return f" (process {int(place.read_text(encoding='ascii'))})"
    return ""
