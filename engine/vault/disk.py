"""Files that survive a power cut and that only their owner may read.

The order is the point: bytes to the disk, then the name, then the folder that holds the name.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, EFBIG, ENOSPC
from pathlib import Path

FILE_MODE = 0o600
FOLDER_MODE = 0o700
PARTIAL_PREFIX = ".winnow-"
PARTIAL_SUFFIX = ".part"

FULL = frozenset({ENOSPC, EDQUOT, EFBIG})
"""What an OSError says when there is no room: disk, quota, or limit on the size of a file."""


def make_folder(folder: Path) -> None:
    """Create one folder, private whatever the umask, and its name durably; its parent must exist."""
    try:
        os.mkdir(folder, FOLDER_MODE)
    except FileExistsError:
        return
    os.chmod(folder, FOLDER_MODE)
    sync_folder(folder.parent)


def partial_name(folder: Path, ending: str = "") -> Path:
    """Return a name that nobody has taken, and that `remove_partials` knows."""
    return folder / f"{PARTIAL_PREFIX}{secrets.token_hex(8)}{PARTIAL_SUFFIX}{ending}"


def partial_in(folder: Path) -> tuple[Path, int]:
    """Open a new private file for writing; return it and its descriptor."""
    path = partial_name(folder)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, FILE_MODE)
    os.fchmod(descriptor, FILE_MODE)
    return path, descriptor


@contextmanager
def becoming(target: Path, folder: Path) -> Iterator[int]:
    """Yield a descriptor whose content becomes `target` as a whole, durably, or not at all.

    `folder` holds the file until then and is on the same file system.
    """
    path, descriptor = partial_in(folder)
    try:
        try:
            yield descriptor
            sync(descriptor)
        finally:
            os.close(descriptor)
        put(path, target)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def put(path: Path, target: Path) -> None:
    """Give a synced file its final name, atomically and durably."""
    os.replace(path, target)
    sync_folder(target.parent)


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte; the system may take less than it is given."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def write_whole(target: Path, data: bytes, folder: Path) -> None:
    """Replace a small file as a whole."""
    with becoming(target, folder) as descriptor:
        write_all(descriptor, data)


def sync(descriptor: int) -> None:
    """Return when the bytes are on the disk; on macOS fsync alone leaves them in the drive's cache."""
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:
        try:
            fcntl.fcntl(descriptor, full)
        except OSError:
            pass  # not every file system there knows it
        else:
            return
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def free_bytes(folder: Path) -> int:
    """Return what an ordinary user may still write to the disk that holds the folder."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def remove_partials(folder: Path) -> int:
    """Remove what an interrupted writer left behind, and nothing else; return how many files that were."""
    count = 0
    for path in folder.glob(f"{PARTIAL_PREFIX}*{PARTIAL_SUFFIX}*"):
        if path.is_file() and not path.is_symlink():
            path.unlink(missing_ok=True)
            count += 1
    return count
