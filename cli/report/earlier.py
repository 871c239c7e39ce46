"""What lies already where a report is to be written: only an earlier report of the same run is replaced unasked."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Final

import click
from markupsafe import escape

LINES: Final = 400
"""Lines of a file in which a report says of which run it is: that stands under its title, after the style."""


def require_replaceable(files: Iterable[Path], run: str) -> None:
    """Raise click.UsageError where a file is there that is no report of this run: nobody else may hold it."""
    for file in files:
        if file.exists() and not _tells(file, run):
            raise click.UsageError(
                f"{file} is there already, and is no earlier report of {run}: name another --out, or add --overwrite."
            )


def _tells(file: Path, run: str) -> bool:
    """Tell whether a file is a report of a run, by its title and the line under it."""
    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            head = "".join(islice(lines, LINES))
    except OSError:
        return False
    return "<title>Winnow: " in head and f"<li>{escape(run)}</li>" in head
