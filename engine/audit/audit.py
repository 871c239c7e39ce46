"""Read the server and the vault, hold them against the journal, and write down what is not as promised."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import islice

from attrs import evolve, frozen

from engine.audit.compare import LoserToday, WinnerLook, discrepancies, lacks_a_tag
from engine.audit.discrepancy import AuditReport, Discrepancy
from engine.audit.expect import Expectation, LostCopy, expectation, missed
from engine.audit.left import shared_files, still_broken
from engine.audit.returned import look as look_at_returned
from engine.audit.returned import returned
from engine.audit.stacked import changed, stacked
from engine.audit.successor import successor
from engine.audit.touched import resolved, touched, unique
from engine.audit.trashed import Trashed
from engine.audit.unmended import BROKEN, FAULT, REHASHED, SHARED, Unmended, unmended
from engine.base.context import Context
from engine.base.ports import PhotoReader
from engine.base.whereabouts import Reach, Whereabouts
from engine.evidence.proof import prove
from engine.model.codec import to_json
from engine.model.group import Member
from engine.model.server import Server
from engine.runs.history import history
from engine.runs.identity import lives_on
from engine.runs.lost import trashed_by_us
from engine.runs.rulings import Rulings, rulings
from engine.runs.runs import open_run
from journal.ledger import Ledger
from journal.port import JournalReader
from journal.records import FactRecorded, RunClosed

BATCH = 200
"""Groups looked at together: one bulk question about their losers, and one commit of what was found."""

CLEAN, FAULTS = "clean", "faults"


@frozen(kw_only=True)
class Depth:
    """How deep an audit looks. `rehash` reads every backup whole, `deep` every winner's original,
    and the whole library for rows that share a file."""

    rehash: bool = True
    deep: bool = False


def audit(
    context: Context,
    *,
    server: Server,
    run: str | None = None,
    depth: Depth = Depth(),
    since: int = 0,
) -> AuditReport:
    """Audit every group that stands resolved, those of one run, or those touched after an entry of the book.

    Where an earlier audit found a fault that nothing mended, it is looked at again, as deep as that one looked: an
    audit of what is new would else call a fault clean that everybody has forgotten. Each discrepancy is a fact in
    the journal, with its remedy. Changes nothing on the server. Raises the leaves of ServerError and JournalError.
    """
    detail = {"of": run, "rehash": depth.rehash, "deep": depth.deep, "since": since}
    own = open_run(context.journal, context.clock, "audit", server, detail)
    report = AuditReport(own)
    known = unmended(context.journal)
    groups = (
        unique(touched(context.journal, since), known.groups()) if since else resolved(context.journal, run)
    )
    context.reader.forget()
    trash, words = Trashed(context), rulings(context.journal)
    context.progress.start("audit", None)
    while batch := list(islice(groups, BATCH)):
        ledgers = {group: history(context.journal, group) for group in batch}
        expected = [e for g, ledger in ledgers.items() if (e := expectation(ledger, g, run)) is not None]
        _audit_batch(
            context,
            trash,
            words,
            report,
            known,
            [_today(context.journal, e) for e in expected],
            {e.group: _depth(depth, known, e.group) for e in expected},
            server.trash_days,
        )
        stacks = [s for g, ledger in ledgers.items() for s in stacked(context.journal, ledger, g, run)]
        report.stacks += len(stacks)
        for found in context.each(lambda one: list(changed(context.reader, one)), stacks):
            _record(context, report, known, found)
        _look_at_returned(context, report, known, ledgers, run)
        context.progress.advance("audit", len(batch))
        if context.stop.requested():
            return report
    _record(context, report, known, still_broken(context, run, report.proven))
    if depth.deep or known.coded({SHARED}):
        _record(context, report, known, shared_files(context.reader.sweep()))
    gone = known.gone(report.found, own, run)
    report.gone = len(gone)
    context.journal.append_all(gone)
    context.progress.finish("audit")
    context.journal.append(
        RunClosed(
            run=own,
            result=FAULTS if report.faults else CLEAN,
            detail={
                "groups": report.groups,
                "faults": len(report.faults),
                "notes": len(report.notes),
                "gone": report.gone,
                **({"known": len(report.known)} if report.known else {}),
            },
        )
    )
    return report


def _look_at_returned(
    context: Context, report: AuditReport, known: Unmended, ledgers: Mapping[str, Ledger], run: str | None
) -> None:
    wanted = [r for group, ledger in ledgers.items() for r in returned(context.journal, ledger, group, run)]
    back = look_at_returned(context, wanted)
    report.back += back.pictures
    report.back_live += back.live
    report.back_held += back.held
    _record(context, report, known, back.notes)


def _depth(asked: Depth, known: Unmended, group: str) -> Depth:
    """Return how deep to look at a group: no less than the audits that found its faults."""
    return Depth(
        rehash=asked.rehash or known.coded(REHASHED, group), deep=asked.deep or known.coded({BROKEN}, group)
    )


def _today(journal: JournalReader, expected: Expectation) -> Expectation:
    """Return an expectation about the ids that its assets have today."""
    losers = tuple(evolve(copy, asset=lives_on(journal, copy.asset)) for copy in expected.losers)
    return evolve(expected, winner=lives_on(journal, expected.winner), losers=losers)


def _audit_batch(
    context: Context,
    trash: Trashed,
    words: Rulings,
    report: AuditReport,
    known: Unmended,
    expected: Sequence[Expectation],
    depths: Mapping[str, Depth],
    trash_days: int,
) -> None:
    winners = context.each(lambda e: _look_at_winner(context, e, depths[e.group].deep), expected)
    copies = [copy for e in expected for copy in e.losers]
    near = trash.seen([(copy.asset, copy.trashed_at) for copy in copies])
    whole = {c.asset for e, w in zip(expected, winners, strict=True) if lacks_a_tag(e, w) for c in e.losers}
    read = {c.asset for e in expected if depths[e.group].rehash for c in e.losers}
    found_at = _looks(context, copies, read, trash_days, near - whole)
    looks = dict(zip((c.asset for c in copies), found_at, strict=True))
    found: list[Discrepancy] = []
    for e, winner in zip(expected, winners, strict=True):
        report.groups += 1
        report.winners += 1
        if depths[e.group].deep:
            report.proven.add(e.winner)
        report.losers += len(e.losers)
        losers = [evolve(looks[c.asset], missed=missed(words, e, c)) for c in e.losers]
        report.backups += sum(look.backed_up for look in losers)
        found += discrepancies(e, winner, losers)
    _record(context, report, known, found)


def _record(context: Context, report: AuditReport, known: Unmended, found: Iterable[Discrepancy]) -> None:
    """Put what was found into the report and the journal."""
    facts = []
    for one in map(known.told, found):
        report.found.append(one)
        facts.append(
            FactRecorded(
                run=report.run,
                topic=FAULT if one.grave else "note",
                subject=one.asset,
                group=one.group or None,
                body={**to_json(one), "fix": one.fix},
            )
        )
    context.journal.append_all(facts)


def _look_at_winner(context: Context, expected: Expectation, deep: bool) -> WinnerLook:
    reader = context.reader
    noted = any(field.startswith("note:") for field in expected.promised)
    member = reader.member(expected.winner, notes=noted)
    if member is None:
        reach = reader.reach({expected.winner: expected.checksum})[expected.winner]
        return WinnerLook(member=None, reach=reach, went_on=successor(context, expected))
    member = _in_its_stack(reader, member, expected)
    promised = {field.partition(":")[2] for field in expected.promised if field.startswith("album:")}
    held = {album.id for album in member.carried.albums} if member.carried else set()
    found = {album for album in promised - held if reader.album(album) is not None}
    where = Whereabouts.TRASHED if member.asset.trashed else Whereabouts.PRESENT
    return WinnerLook(
        member=member,
        reach=Reach(where),
        proof=prove(reader, member.asset) if deep else None,
        albums=frozenset(found | (promised & held)),
        went_on=successor(context, expected) if member.asset.trashed else "",
    )


def _in_its_stack(reader: PhotoReader, member: Member, expected: Expectation) -> Member:
    """Return a winner with the stack that it was promised, where only the list of stacks tells of that: an asset says
    nothing of a stack whose other members are all out of sight (docs/immich.md, Stacks)."""
    wanted = any(field.startswith("stack:") and value for field, value in expected.promised.items())
    if not wanted or member.asset.stack is not None or (stack := reader.stack_of(member.asset.id)) is None:
        return member
    return evolve(member, asset=evolve(member.asset, stack=stack.id, stack_top=stack.primary))


def _looks(
    context: Context, copies: Sequence[LostCopy], read: Container[str], trash_days: int, near: Container[str]
) -> list[LoserToday]:
    """Look at losers and their backups, which of some are `read` whole; those `near` were just seen in the trash."""

    def whole(copy: LostCopy) -> bool:
        check = context.vault.verify if copy.asset in read else context.vault.find
        return check(copy.checksum) is not None

    held = context.each(whole, copies)
    now = context.clock.now()

    def look(item: tuple[LostCopy, bool]) -> LoserToday:
        copy, backed_up = item
        known = copy.asset in near
        asset = None if known else context.reader.asset(copy.asset)
        if known:
            reach = Reach(Whereabouts.TRASHED)
        elif asset is not None:
            reach = Reach(Whereabouts.TRASHED if asset.trashed else Whereabouts.PRESENT)
        else:
            checksum = None if copy.external else copy.checksum
            reach = context.reader.reach({copy.asset: checksum})[copy.asset]
        if not backed_up and reach.whereabouts is Whereabouts.GONE:
            # Its bytes are all that a restore wants; while the picture is there, its backup is made whole again.
            backed_up = context.vault.unrecorded(copy.checksum) is not None
        left = copy.trashed_at + timedelta(days=trash_days) - now
        return LoserToday(
            copy=copy,
            reach=reach,
            backed_up=backed_up,
            tags=frozenset(tag.value for tag in (asset.tags if asset else None) or ()),
            fixed=reach.whereabouts is Whereabouts.PRESENT and not trashed_by_us(context.journal, copy.asset),
            days_left=left / timedelta(days=1),
        )

    return context.each(look, list(zip(copies, held, strict=True)))
