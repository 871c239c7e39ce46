"""`winnow journal verify` and `export`: prove the whole book, or print it."""

from __future__ import annotations

from itertools import islice
from string import hexdigits
from typing import Final

import click

from cli.console import emit, line
from cli.exits import Exit
from cli.home import home_of, reading
from cli.options import Options, local
from cli.render.text import clean, counted
from journal import queries
from journal.errors import JournalDamaged
from journal.port import Head
from journal.reader import SqliteReader
from journal.verify import verify as find_faults

WHOLE: Final = 64
"""Characters of a head: a SHA-256 in hex."""


@click.command()
@click.option("--head", metavar="HASH", help="A head that was printed earlier: it must still be in the book.")
@local
def verify(options: Options, head: str | None) -> Exit:
    """Check every entry against the hash chain; names the entries that were tampered with."""
    head = None if head is None else _whole(head)
    with reading(options) as reader:
        faults = list(islice(find_faults(reader, _noted(reader, head)), 100))
        found = reader.head()
    for fault in faults:
        about = {"seq": fault.seq, "sort": fault.sort.value, "detail": fault.detail}
        emit(about) if options.json else line(f"entry {fault.seq} {fault.sort.value}: {clean(fault.detail)}")
    if faults:
        first = faults[0]
        detail = f"entry {first.seq} {first.sort.value}: {first.detail}"
        raise JournalDamaged(path=home_of(options).journal, seq=first.seq, detail=detail)
    if options.json:
        emit({"head": found.hash, "entries": found.seq, "sound": True})
    else:
        line(f"{counted(found.seq, 'entry', 'entries')}, sound. Head {found.hash}")
        line("Keep the head elsewhere: with --head HASH a later verify finds what was changed or cut off.")
    return Exit.DONE


@click.command()
@local
def export(options: Options) -> Exit:
    """Print the whole book as JSON lines."""
    with reading(options) as reader:
        for text in queries.export(reader):
            line(text)
    return Exit.DONE


def _whole(head: str) -> str:
    """Return a head as the book spells it; raises click.UsageError for one that is none, or was shortened."""
    said = head.strip().lower()
    if not said or set(said) - set(hexdigits):
        raise click.UsageError(f"{clean(head)!r} is no head: give the line that a run printed at its end.")
    if len(said) != WHOLE:
        wrong = "short" if len(said) < WHOLE else "long"
        raise click.UsageError(
            f"The head is too {wrong}: it has {len(said)} characters, and a whole one {WHOLE}. Nothing was checked."
        )
    return said


def _noted(reader: SqliteReader, head: str | None) -> Head | None:
    """Return the place of a head that was noted earlier; one that is nowhere belongs beyond the end."""
    if head is None:
        return None
    with reader.borrowed() as connection:
        found = connection.execute("SELECT seq FROM entries WHERE hash = ?", (head,)).fetchone()
    return Head(found[0], head) if found else Head(reader.head().seq + 1, head)
