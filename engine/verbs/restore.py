"""Take back what runs did: a whole run, one group, or one asset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from engine.base.context import Context
from engine.base.errors import EngineError, NothingToRestore
from engine.base.ports import PhotoWriter
from engine.base.report import Report
from engine.effect.foresee import DRY, Foresight
from engine.effect.perform import Loop
from engine.model.server import Server
from engine.runs.runs import interrupted, open_run
from engine.undo.extent import Extent, choice, groups_in
from engine.undo.read_back import read_back
from engine.undo.takeback import TakeBack
from engine.verbs.course import close, close_leftovers, ended, settler_for
from journal.errors import JournalError
from journal.records import FactRecorded


def restore(
    context: Context,
    writer: PhotoWriter,
    *,
    server: Server,
    wanted: Extent,
    set_back: Sequence[FactRecorded] = (),
) -> Report:
    """Take back everything in the extent that still stands, newest first; what ends it early is in the report.

    `set_back` are facts about what was taken back once and stands again on the server (engine.verbs.set_back).
    Raises, before anything is done, NothingToRestore, InDoubt, and the leaves of ServerError.
    """
    close_leftovers(context, writer, server)
    if next(groups_in(context.journal, wanted), None) is None:
        raise NothingToRestore(what=str(wanted))
    facts = [*choice(context.journal, wanted), *set_back]
    run = open_run(context.journal, context.clock, "restore", server, wanted.detail, facts)
    return carry_on(context, writer, run, wanted)


def foresee(context: Context, wanted: Extent) -> Iterator[tuple[int, Foresight, Report]]:
    """Yield wave by wave what `restore` would send of an extent, and how its groups would end.

    The server is asked, and nothing is changed anywhere. What an upload lacks that its sidecar does not carry, and the
    zone that the server derives, show only afterwards. Raises the leaves of ServerError.
    """
    groups = groups_in(context.journal, wanted)
    open_ = interrupted(context.journal)
    number = 0
    while batch := list(islice(groups, context.settings.wave)):
        number += 1
        loop, report = Foresight.of(context), Report(run=DRY, verb="restore")
        stopped = _back(loop, report, open_, wanted).take_back(batch, wanted.fields)
        if stopped is not None:
            raise stopped
        yield number, loop, report


def carry_on(context: Context, writer: PhotoWriter, run: str, wanted: Extent) -> Report:
    """Take back what is left within an open run, and close the run when it came to its end."""
    report = Report(run=run, verb="restore")
    try:
        return ended(context, report, _take_back(context, writer, report, wanted))
    except JournalError as error:
        return ended(context, report, error)


def _take_back(context: Context, writer: PhotoWriter, report: Report, wanted: Extent) -> EngineError | None:
    """Take back wave by wave, and close the run at its end; return what ended it early."""
    run = report.run
    settler = settler_for(context, writer, run)
    back = _back(settler, report, interrupted(context.journal), wanted)
    groups = groups_in(context.journal, wanted)
    stopped = None
    while stopped is None and (batch := list(islice(groups, context.settings.wave))):
        report.under_way = len(batch)
        stopped = back.take_back(batch, wanted.fields)
        report.under_way = 0
        report.interrupted = stopped is None and context.stop.requested()
        if report.interrupted:
            break
    if stopped is None and not report.interrupted:
        close(context, report)
    report.read_back, report.pictures_read, report.dates_read = read_back(context.journal, run)
    return stopped


def _back(loop: Loop, report: Report, interrupted: frozenset[str], wanted: Extent) -> TakeBack:
    return TakeBack(
        loop,
        report,
        interrupted,
        by_hand=wanted.by_hand,
        force=wanted.force,
        even_hidden=wanted.even_hidden,
        narrowed=wanted.partial,
    )
