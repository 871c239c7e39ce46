"""Take back what runs did: a whole run, one group, or one asset."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from attrs import frozen

from engine.action.actions import NAMES, SetCover, TrashAsset, action_from
from engine.base.context import Context
from engine.base.errors import NothingToRestore
from engine.base.ports import PhotoWriter
from engine.base.report import Report
from engine.model.server import Server
from engine.runs.runs import find_run, interrupted, open_run, runs
from engine.undo.takeback import REVERSIBLE_NAMES, TakeBack
from engine.verbs.apply import close, close_leftovers, settler_for
from journal.port import JournalReader
from journal.records import IntentRecorded


@frozen(kw_only=True)
class Extent:
    """How much to take back: of one run, of one group, of one asset; what is None does not narrow it.

    Without a run it is what apply runs did, `applies`: a restore is only ever taken back by its own name.
    """

    run: str | None = None
    group: str | None = None
    asset: str | None = None
    applies: frozenset[str] = frozenset()

    def covers(self, intent: IntentRecorded) -> bool:
        """Tell whether an intent is part of it; a cover belongs to both pictures that it passed between."""
        if intent.run not in ((self.run,) if self.run is not None else self.applies):
            return False
        if self.group is not None and intent.group != self.group:
            return False
        return self.asset is None or self.asset in _concerned(intent)

    def __str__(self) -> str:
        named = {"run": self.run, "group": self.group, "asset": self.asset}
        return ", ".join(f"{kind} {name}" for kind, name in named.items() if name) or "anything"


def _concerned(intent: IntentRecorded) -> set[str]:
    action = action_from(intent.action, intent.args)
    concerned = {intent.subject}
    if isinstance(action, SetCover):
        concerned |= {str(v) for k, v in intent.before.items() if k.startswith("cover:") and v}
    if isinstance(action, TrashAsset) and action.motion is not None:
        concerned.add(action.motion.id)
    return concerned


def extent(journal: JournalReader, run: str | None, group: str | None, asset: str | None) -> Extent:
    """Return what a person means: without any name, the newest apply run that trashed anything.

    Raises NothingToRestore when the run is not known, or nothing was ever applied.
    """
    if run is not None:
        found = find_run(journal, run)
        if found is None:
            raise NothingToRestore(what=f"the run {run}: see `winnow journal runs`")
        return Extent(run=found.opened.run, group=group, asset=asset)
    if group is not None or asset is not None:
        return Extent(group=group, asset=asset, applies=frozenset(applied(journal)))
    if not (names := applied(journal)):
        raise NothingToRestore(what="this home: nothing was ever applied")
    return Extent(run=next((run for run in reversed(names) if _trashed(journal, run)), names[-1]))


def _trashed(journal: JournalReader, run: str) -> bool:
    """Tell whether a run meant to trash anything; one that only failed groups, or found none left, did not."""
    return any(
        isinstance(entry.record, IntentRecorded) and entry.record.action == NAMES[TrashAsset]
        for entry in journal.entries(run=run, kinds={"intent"}, newest_first=True)
    )


def applied(journal: JournalReader) -> list[str]:
    """Return all apply runs, oldest first."""
    return [r.opened.run for r in runs(journal) if r.opened.verb == "apply"]


def groups_in(journal: JournalReader, wanted: Extent) -> Iterator[str]:
    """Yield each group once in which something in the extent was done, newest first."""
    seen: set[str] = set()
    entries = journal.entries(run=wanted.run, group=wanted.group, kinds={"intent"}, newest_first=True)
    for entry in entries:
        intent = entry.record
        assert isinstance(intent, IntentRecorded)
        if intent.group is None or intent.group in seen or intent.action not in REVERSIBLE_NAMES:
            continue
        if wanted.covers(intent):
            seen.add(intent.group)
            yield intent.group


def restore(context: Context, writer: PhotoWriter, *, server: Server, wanted: Extent) -> Report:
    """Take back everything in the extent that still stands, newest first.

    Raises NothingToRestore, InDoubt, and the leaves of ServerError.
    """
    close_leftovers(context, writer, server)
    if next(groups_in(context.journal, wanted), None) is None:
        raise NothingToRestore(what=str(wanted))
    detail = {"of": wanted.run, "group": wanted.group, "asset": wanted.asset}
    run = open_run(context.journal, context.clock, "restore", server, detail)
    return carry_on(context, writer, run, wanted)


def carry_on(context: Context, writer: PhotoWriter, run: str, wanted: Extent) -> Report:
    """Take back what is left within an open run, and close the run when it came to its end.

    Raises the error that ended it early; everything told so far is in the journal.
    """
    report = Report(run=run, verb="restore")
    settler = settler_for(context, writer, run)
    back = TakeBack(settler, report, interrupted(context.journal))
    groups = groups_in(context.journal, wanted)
    while batch := list(islice(groups, context.settings.wave)):
        back.take_back(batch, wanted.covers)
        if settler.abort is not None:
            raise settler.abort
        if context.stop.requested():
            report.interrupted = True
            break
    else:
        close(context, report)
    report.head = context.journal.head().hash
    return report
