"""The files that a writer holds open, and whether their names still lead to them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeAlias

from journal.errors import JournalGone, JournalUnreachable

Identity: TypeAlias = tuple[int, int]
"""Device and inode: what a file is, whatever it is called."""


class Inodes:
    """Remember which file stood behind each name when the writer opened it.

    A file that was renamed or deleted takes writes for as long as somebody holds it, and nobody finds them
    afterwards; so its name is looked up at every commit.
    """

    def __init__(self, *paths: Path) -> None:
        """Note the files behind `paths`; one that is not there yet is noted when it is first seen."""
        self._known = {path: identity(path) for path in paths}

    def check(self) -> None:
        """Raise JournalGone where a name leads to another file by now, or to none."""
        for path, known in self._known.items():
            found = identity(path)
            if known is None:
                self._known[path] = found
            elif found != known:
                what = "it is gone" if found is None else "another file has taken its name"
                raise JournalGone(path=path, detail=what)


def identity(path: Path) -> Identity | None:
    """Return what file a name leads to, None where it leads nowhere."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def true_path(path: Path) -> Path:
    """Return the file's own name, with every link resolved, so that all who write it meet at one lock.

    SQLite keeps its companions beside that name too. Raises JournalUnreachable for a file with several hard
    links: each of its names would have companions of its own, and no lock could hold them together.
    """
    try:
        real = Path(os.path.realpath(path, strict=False))
        links = real.stat().st_nlink if real.is_file() else 1
    except (OSError, ValueError) as error:
        raise JournalUnreachable(path=path, detail=getattr(error, "strerror", None) or error) from error
    if links > 1:
        raise JournalUnreachable(
            path=path, detail=f"the file has {links} names (hard links): make a true copy and leave it one"
        )
    return real
