"""`winnow journal ...`: read the book. None of these commands can change it."""

from __future__ import annotations

from itertools import islice

import click
from rich.table import Table
from rich.text import Text

from cli.console import emit, line, show
from cli.exits import Exit
from cli.home import home_of, reading
from cli.options import Options, local
from cli.render.entries import entry_line
from cli.render.text import clean, counted, moment
from engine.model.codec import to_json
from engine.runs.runs import find_run
from journal import queries
from journal.ask import run_sql
from journal.errors import BadQuery, JournalDamaged
from journal.port import Head
from journal.reader import SqliteReader
from journal.records import Entry
from journal.verify import verify as find_faults
from journal.views import VIEWS


@click.group()
def journal() -> None:
    """Read the journal: everything that was promised and seen."""


@journal.command()
@local
def runs(options: Options) -> Exit:
    """List the runs, oldest first."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("run", "opened", "result", "steps"):
        table.add_column(name, no_wrap=name != "steps")
    with reading(options) as reader:
        for run in queries.runs(reader):
            if options.json:
                emit({"run": run.run, "verb": run.verb, "opened_at": run.opened_at, "closed_at": run.closed_at,
                      "result": run.result, "counts": dict(run.counts), "origin": dict(run.origin)})  # fmt: skip
                continue
            counts = ", ".join(f"{number:,} {word}" for word, number in run.counts.items())
            cells = (run.run, moment(run.opened_at), run.result or "open", counts)
            table.add_row(*(Text(clean(cell)) for cell in cells))
    if not options.json:
        show(table)
    return Exit.DONE


@journal.command()
@click.option("--run", metavar="RUN", help="Only entries of this run.")
@click.option("--group", metavar="ID", help="Only entries about this group.")
@click.option("--asset", metavar="ID", help="Only entries about this asset.")
@click.option("--limit", type=click.IntRange(1), default=50, metavar="N", help="The newest N entries (50).")
@click.option(
    "--before", type=click.IntRange(1), metavar="SEQ", help="Only entries before this one: the page before."
)
@local
def log(
    options: Options, run: str | None, group: str | None, asset: str | None, limit: int, before: int | None
) -> Exit:
    """List the newest entries, the newest last."""
    with reading(options) as reader:
        name = _run_name(reader, run) if run else None
        entries = reader.entries(run=name, group=group, subject=asset, before=before, newest_first=True)
        page = list(islice(entries, limit))[::-1]
        for entry in page:
            _print(options, entry)
        if len(page) == limit and page[0].seq > 1 and not options.json:
            line(f"... the page before: --before {page[0].seq}")
    return Exit.DONE


@journal.command(name="show")
@click.argument("name", metavar="ID")
@local
def show_(options: Options, name: str) -> Exit:
    """Tell the whole story of a run, an intent, a group or an asset, in order."""
    with reading(options) as reader:
        run = find_run(reader, name)
        known = False
        for entry in queries.about(reader, run.opened.run if run else name):
            known = True
            _print(options, entry, full=True)
        if not known:
            raise BadQuery(detail=f"there is no run, intent, group or asset {name}")
    return Exit.DONE


@journal.command()
@click.argument("view", type=click.Choice(sorted(VIEWS)))
@local
def query(options: Options, view: str) -> Exit:
    """Print one of the views that come with the journal."""
    return _select(options, f'SELECT * FROM "{view}"')


@journal.command()
@click.argument("select", metavar="SELECT")
@local
def sql(options: Options, select: str) -> Exit:
    """Run your own SELECT; nothing can be changed by it."""
    return _select(options, select)


@journal.command()
@click.option(
    "--head", metavar="HASH", help="A head that an earlier run printed: it must still be in the book."
)
@local
def verify(options: Options, head: str | None) -> Exit:
    """Check every entry against the hash chain; names the entries that were tampered with."""
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
    return Exit.DONE


@journal.command()
@local
def export(options: Options) -> Exit:
    """Print the whole book as JSON lines."""
    with reading(options) as reader:
        for text in queries.export(reader):
            line(text)
    return Exit.DONE


def _print(options: Options, entry: Entry, *, full: bool = False) -> None:
    if options.json:
        record = to_json(entry.record)
        emit({"seq": entry.seq, "at": entry.at, "hash": entry.hash, "record": record})
    else:
        line(entry_line(entry, full=full))


def _select(options: Options, select: str) -> Exit:
    with reading(options) as reader:
        columns, rows = run_sql(reader, select)
        if not options.json:
            line("\t".join(clean(name) for name in columns))
        for row in rows:
            cells = [cell.hex() if isinstance(cell, bytes) else cell for cell in row]
            if options.json:
                emit(dict(zip(columns, cells, strict=True)))
            else:
                line("\t".join("" if cell is None else clean(cell) for cell in cells))
    return Exit.DONE


def _noted(reader: SqliteReader, head: str | None) -> Head | None:
    """Return the place of a head that was noted earlier; one that is nowhere belongs beyond the end."""
    if head is None:
        return None
    with reader.borrowed() as connection:
        found = connection.execute("SELECT seq FROM entries WHERE hash = ?", (head,)).fetchone()
    return Head(found[0], head) if found else Head(reader.head().seq + 1, head)


def _run_name(reader: SqliteReader, name: str) -> str:
    found = find_run(reader, name)
    if found is None:
        raise BadQuery(detail=f"there is no run {name}: see `winnow journal runs`")
    return found.opened.run
