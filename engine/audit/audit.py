"""Read the server and the vault, hold them against the journal, and write down what is not as promised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from engine.action.trash import TrashAsset
from engine.audit.compare import Look, loser_faults, winner_faults
from engine.audit.expect import Expectation, LostCopy, expectation
from engine.audit.report import AuditReport, Fault
from engine.base.context import Context
from engine.base.members import read_member
from engine.model.codec import to_json
from engine.model.group import Member
from engine.model.server import Server
from engine.runs.history import history
from engine.runs.runs import open_run
from journal.port import JournalReader
from journal.records import FactRecorded, IntentRecorded, RunClosed

BATCH = 500
"""Groups looked at together: one bulk question about their losers, and one commit of what was found."""


def audit(context: Context, *, server: Server, run: str | None = None, rehash: bool = True) -> AuditReport:
    """Audit every group that stands resolved, or those of one apply run.

    `rehash` reads every backup whole; without it only its presence and length are checked. Changes nothing on
    the server. Raises the leaves of ServerError and JournalError.
    """
    own = open_run(context.journal, context.clock, "audit", server, {"of": run, "rehash": rehash})
    report = AuditReport(own)
    groups = _groups(context.journal, run)
    context.progress.start("audit", None)
    while batch := list(islice(groups, BATCH)):
        expected = [e for g in batch if (e := expectation(history(context.journal, g), g, run)) is not None]
        _audit_batch(context, report, expected, rehash)
        context.progress.advance("audit", len(batch))
        if context.stop.requested():
            return report
    context.progress.finish("audit")
    context.journal.append(
        RunClosed(
            run=own,
            result="faults" if report.faults else "clean",
            detail={"groups": report.groups, "faults": len(report.faults), "notes": len(report.notes)},
        )
    )
    return report


def _groups(journal: JournalReader, run: str | None) -> Iterator[str]:
    """Yield each group once in which anything was ever trashed."""
    seen: set[str] = set()
    for entry in journal.entries(run=run, kinds={"intent"}):
        intent = entry.record
        assert isinstance(intent, IntentRecorded)
        if intent.action == TrashAsset.NAME and intent.group and intent.group not in seen:
            seen.add(intent.group)
            yield intent.group


def _audit_batch(
    context: Context, report: AuditReport, expected: Sequence[Expectation], rehash: bool
) -> None:
    winners = context.each(lambda e: read_member(context.reader, e.winner), expected)
    copies = [copy for e in expected for copy in e.losers]
    looks = dict(zip((c.asset for c in copies), _looks(context, copies, rehash), strict=True))
    facts: list[FactRecorded] = []
    for e, winner in zip(expected, winners, strict=True):
        report.groups += 1
        report.winners += 1
        report.losers += len(e.losers)
        report.backups += sum(looks[c.asset].backed_up for c in e.losers)
        for grave, fault in _of_group(e, winner, [looks[c.asset] for c in e.losers]):
            (report.faults if grave else report.notes).append(fault)
            facts.append(
                FactRecorded(
                    run=report.run,
                    topic="fault" if grave else "note",
                    subject=fault.asset or "",
                    group=fault.group,
                    body=to_json(fault),
                )
            )
    context.journal.append_all(facts)


def _of_group(
    expected: Expectation, winner: Member | None, looks: Iterable[Look]
) -> Iterator[tuple[bool, Fault]]:
    yield from winner_faults(expected, winner)
    for look in looks:
        yield from loser_faults(expected, look)


def _looks(context: Context, copies: Sequence[LostCopy], rehash: bool) -> list[Look]:
    """Look at losers: one bulk question for the server's uploads, one read each for external files."""
    check = context.vault.verify if rehash else context.vault.find
    held = context.each(lambda copy: check(copy.checksum) is not None, copies)
    answers = context.reader.presence([copy.checksum for copy in copies]) if copies else []
    looks = []
    for copy, backed_up, answer in zip(copies, held, answers, strict=True):
        found, trashed = answer.asset, answer.trashed
        if copy.external:
            asset = context.reader.asset(copy.asset)
            found, trashed = (asset.id, asset.trashed) if asset else (None, False)
        looks.append(
            Look(
                copy=copy,
                exists=found is not None,
                trashed=trashed,
                other_id=found if found not in (None, copy.asset) else None,
                backed_up=backed_up,
            )
        )
    return looks
