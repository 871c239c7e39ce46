"""What an unexpected error means to a person: the system's own words, or a bug worth reporting."""

from __future__ import annotations

import errno
from types import TracebackType

from cli.exits import Exit
from journal import __version__


def of_system(error: OSError) -> tuple[Exit, str]:
    """Return what an error of the operating system means to a person."""
    place = f" {error.filename}" if error.filename else ""
    reason = error.strerror or type(error).__name__
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return (
            Exit.GUARD,
            f"No space is left{place and ' for' + place}: free some. How things stand, and what comes next: winnow",
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.EEXIST):
        return (
            Exit.GUARD,
            f"The file or folder{place} cannot be used ({reason}): check --home and its permissions.",
        )
    if error.filename is not None:
        return Exit.GUARD, f"The file or folder{place} cannot be used ({reason})."
    return Exit.BUG, report(error)


def report(error: Exception) -> str:
    """Return one line that is worth reporting: what failed, where, in which version."""
    where = _innermost(error.__traceback__)
    return (
        f"This is a bug in winnow {__version__}: {type(error).__name__} at {where}: {error}. "
        "Please report this line; --debug shows more."
    )


def _innermost(trace: TracebackType | None) -> str:
    import traceback

    place = "an unknown place"
    for frame, number in traceback.walk_tb(trace):
        module = frame.f_globals.get("__name__", "?")
        if module.split(".")[0] in ("cli", "engine", "journal"):
            place = f"{module}:{number}"
    return place
