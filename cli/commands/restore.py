"""`winnow restore`: take back what runs did."""

from __future__ import annotations

import click
from attrs import evolve

from cli.console import emit, line
from cli.context import Work, confirm, require_person, working
from cli.exits import Exit, outcome
from cli.naming import asset_named, group_named
from cli.options import Options, changing
from cli.render.reports import end_text, report_json, report_lines
from cli.render.text import clean, counted
from engine.action.registry import KINDS
from engine.audit.discrepancy import Remedy
from engine.audit.remedies import remedies
from engine.base.errors import NothingToRestore
from engine.base.ports import PhotoReader
from engine.base.report import Ending
from engine.undo.already import Already, already
from engine.undo.extent import Extent, extent
from engine.verbs.fix import audit_run, fix
from engine.verbs.forecast import Back, back
from engine.verbs.restore import restore as take_back


@click.command()
@click.argument("run", required=False)
@click.option("--group", metavar="ID", help="Only this group.")
@click.option("--asset", metavar="ID", help="Only what concerns this picture (id or file name).")
@click.option("--audit", is_flag=True, help="Bring back what an audit (the newest, or RUN) found necessary.")
@click.option(
    "--even-hidden",
    is_flag=True,
    help="Bring copies back also where you hid the winner in the locked folder.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@changing
def restore(
    options: Options,
    run: str | None,
    group: str | None,
    asset: str | None,
    audit: bool,
    even_hidden: bool,
    yes: bool,
) -> Exit:
    """Take back a run (the newest apply, or RUN), one group, or one asset."""
    require_person(yes=yes)
    if audit and even_hidden:
        raise click.UsageError(
            "--even-hidden cannot go with --audit: an audit advises nothing for what is hidden"
        )
    with working(options, "restore") as work:
        if audit:
            return _audited(options, work, run, yes=yes)
        group = group and group_named(work.journal, group)
        asset = asset and asset_named(work.journal, asset)
        wanted = evolve(extent(work.journal, run, group, asset), even_hidden=even_hidden)
        sums = back(work.journal, wanted)
        if not sums.groups and not work.journal.in_doubt():
            return _before(options, already(work.journal, wanted), wanted)
        line(f"Of {wanted}: {counted(sums.groups, 'group')}; {'; '.join(_words(sums))}.", error=True)
        if purged := _purged(work.context.reader, sums):
            line(
                f"{counted(purged, 'picture')} are no longer in the server's trash and will be uploaded again from the "
                "backups: they get new ids, and other people's comments and edits on them do not come back "
                "(docs/safety.md).",
                error=True,
            )
        confirm("Go on?", yes=yes)
        report = take_back(work.context, work.writer, server=work.server, wanted=wanted)
        if options.json:
            for one in report_json(report):
                emit(one)
            return outcome(report)
        for text in report_lines(report):
            line(text)
        for end in report.ends:
            if end.ending is Ending.DONE and end.reasons:
                line(f"  {end_text(end)}")
    return outcome(report)


def _audited(options: Options, work: Work, named: str | None, *, yes: bool) -> Exit:
    """Bring back the losers that an audit found necessary."""
    found = audit_run(work.journal, named)
    groups = remedies(work.journal, found, frozenset({Remedy.RESTORE})).groups
    if not groups:
        line(f"{found} found nothing that has to come back.", error=options.json)
        return Exit.DONE
    line(f"{found} found {counted(len(groups), 'group')} whose losers have to come back.", error=True)
    confirm("Go on?", yes=yes)
    report = fix(
        work.context, work.writer, server=work.server, audit=found, kinds=frozenset({Remedy.RESTORE})
    )
    for one in report_json(report) if options.json else report_lines(report):
        emit(one) if options.json else line(str(one))
    return outcome(report)


def _before(options: Options, done: Already | None, wanted: Extent) -> Exit:
    """Tell that nothing is left to take back, because an earlier restore did it, and what it had to leave.

    Raises NothingToRestore where there never was anything.
    """
    if done is None:
        raise NothingToRestore(what=str(wanted))
    if options.json:
        emit({"already": {"runs": list(done.runs), "stayed": list(done.stayed)}})
        return Exit.DONE
    line(f"{wanted} was already taken back by {', '.join(done.runs)}{', except:' if done.stayed else '.'}")
    for text in done.stayed:
        line(f"  {clean(text)}")
    return Exit.DONE


def _purged(reader: PhotoReader, sums: Back) -> int:
    """Return how many losers the server does not have any more, in its trash or elsewhere."""
    known = [checksum for checksum in sums.losers if checksum]
    return sum(found.asset is None for found in reader.presence(known)) if known else 0


def _words(sums: Back) -> list[str]:
    """Return what a restore would do, in words."""
    nouns = {"trash-asset": "picture", "stack-assets": "stack"}
    sums_by_words: dict[tuple[str, str], int] = {}
    for action, number in sums.actions.items():
        words = KINDS[action].UNDOING or action + " {}"
        row = (words, nouns.get(action, "change"))
        sums_by_words[row] = sums_by_words.get(row, 0) + number
    return [words.format(counted(number, noun)) for (words, noun), number in sums_by_words.items()]
