"""`winnow restore`: take back what runs did, or show exactly what that would send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import click

from cli.confirm import confirm
from cli.console import emit, line
from cli.context import Work, working
from cli.exits import Exit, outcome
from cli.foreseeing import foreseeing
from cli.foreseen import Telling
from cli.options import Options, changing
from cli.render.names import Names
from cli.render.phrases import NEW_UPLOAD
from cli.render.reports import back_lines, end_text, report_json, report_lines
from cli.render.text import GROUP_ID, clean, counted, first_few, listed
from cli.render.undoing import parting, staying, undoing
from cli.scope import ScopeWords, meant, scoped
from cli.standing import FEW, after_a_no, groups_of_pictures, standing_runs, told
from engine.action.trash import TrashAsset
from engine.base.errors import NothingToRestore
from engine.base.ports import PhotoReader
from engine.base.report import Ending
from engine.undo.already import already, edited_by
from engine.undo.extent import Extent
from engine.verbs.forecast import Back, back
from engine.verbs.restore import foresee
from engine.verbs.restore import restore as take_back
from engine.verbs.set_back import Again, as_facts, away_again
from journal.reader import SqliteReader
from journal.records import FactRecorded

NAMED: Final = 5
"""Pictures that are named before they come back."""


@click.command()
@scoped
@click.option("--dry-run", is_flag=True, help="Print the steps in order and send nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@changing
def restore(options: Options, said: ScopeWords, dry_run: bool, yes: bool) -> Exit:
    """Take back a run (the newest apply, or RUN), or what is left of it by all that narrows it.

    A winner's field goes back only where it still shows what Winnow wrote, and only where the copy that had it shows
    it: what stays is named.
    """
    if dry_run:
        return rehearse(options, said)
    with working(options, "restore") as work:
        wanted = meant(work.journal, said)
        if wanted is None:
            return _nothing(options)
        sums = back(work.journal, wanted)
        if not sums.groups and not work.journal.in_doubt():
            again = away_again(work.context, wanted)
            if not (again and said.names_it):
                return _before(options, work.journal, wanted, again)
            _tell_again(again)
            confirm("Take it back once more?", yes=yes)
            facts = as_facts(work.context, again, wanted)
            return _taken_back(options, work, wanted, sums, facts)
        _announce(sums, wanted, _said(work.journal, wanted), work.context.reader, Names(work.journal))
        if doubts := len(work.journal.in_doubt(wanted.run)):
            line(
                f"  {counted(doubts, 'step')} in doubt: looked at first, and undone where they happened",
                error=True,
            )
        try:
            confirm("Go on?", yes=yes)
        except click.Abort:
            for text in after_a_no(work.journal, wanted):
                line(text, error=True)
            raise
        return _taken_back(options, work, wanted, sums)


def _taken_back(
    options: Options, work: Work, wanted: Extent, sums: Back, set_back: Sequence[FactRecorded] = ()
) -> Exit:
    """Take an extent back, and tell what came of it."""
    report = take_back(work.context, work.writer, server=work.server, wanted=wanted, set_back=set_back)
    if options.json:
        for one in report_json(report):
            emit(one)
        return outcome(report)
    named = Names(work.journal).group
    for text in report_lines(report, named):
        line(text)
    for end in report.ends:
        if end.ending is Ending.DONE and end.reasons:
            line(f"  {end_text(end, named)}")
    if text := staying(sums):
        line(text)
    if wanted.by_hand and report.restored + report.uploaded:
        line(
            "What came back by name is left to you from now on: the next analysis asks which to keep, unless you "
            "decide that first."
        )
    for text in back_lines(report, work.server.trash_days, work.context.clock.now()):
        line(text)
    if report.stopped is None and (edited := edited_by(work.journal, report.run)):
        line(_by_force(wanted, edited))
    # Nothing more is asked of a journal that may have ended it.
    if report.stopped is None and not wanted.partial:
        for other in standing_runs(work.journal)[-FEW:]:
            line(told(other))
    return outcome(report)


def rehearse(options: Options, said: ScopeWords) -> Exit:
    """Print exactly the steps that restore would send, in its order, and what would stay; sends nothing."""
    with foreseeing(options, "restore") as sight:
        wanted = meant(sight.journal, said)
        if wanted is None:
            return _nothing(options)
        sums = back(sight.journal, wanted)
        if not sums.groups and not sight.journal.in_doubt():
            return _before(options, sight.journal, wanted, away_again(sight.context, wanted))
        if not options.json:
            line(f"Of {_said(sight.journal, wanted)}:", error=True)
        gone = _gone(sight.context.reader, sums.parted_from)
        for text in filter(None, (parting(sums, gone), staying(sums))):
            line(text, error=True)
        telling = Telling(sight.journal, json=options.json)
        for number, loop, report in foresee(sight.context, wanted):
            telling.wave(number, loop.steps, report)
        telling.end(doubts=len(sight.journal.in_doubt()))
    return Exit.DONE


def _nothing(options: Options) -> Exit:
    line("The audit found nothing that has to come back.", error=options.json)
    return Exit.DONE


def _said(journal: SqliteReader, wanted: Extent) -> str:
    """Return an extent in words, with file names beside the ids of pictures."""
    words, names = str(wanted), Names(journal)
    for asset in wanted.assets:
        if (name := names.name(asset)) != asset:
            words = words.replace(f"asset {asset}", f"{name} (asset {asset[:8]})")
    return words


def _announce(sums: Back, wanted: Extent, said: str, reader: PhotoReader, names: Names) -> None:
    line(
        f"Of {said}: {counted(sums.groups, 'group')}; {'; '.join(undoing(sums)) or 'what is in doubt is settled'}.",
        error=True,
    )
    if coming := [names.name(asset) for asset in sums.assets[:NAMED]]:
        line(f"  back: {first_few(coming, len(sums.assets))}", error=True)
    for text in filter(None, (parting(sums, _gone(reader, sums.parted_from)), staying(sums))):
        line(text, error=True)
    if wanted.force:
        words = " and ".join(sorted(wanted.force))
        line(
            f"What somebody wrote since as {words} gives way to what was there before; to take this restore back "
            "brings it again.",
            error=True,
        )
    elif sums.actions.keys() - {TrashAsset.NAME}:
        line("What somebody changed since stays, and is named; --dry-run names it before.", error=True)
    if sums.zoned:
        got = "1 winner got" if sums.zoned == 1 else f"{sums.zoned:,} winners got"
        line(
            f"{got} a place or a date: it comes back as it was shown, but where there was no time zone UTC+0 stays, "
            "and one with a name may come back as a mere offset.",
            error=True,
        )
    purged, live = _where(reader, sums.losers)
    if live:
        line(
            f"{live:,} of them {'is' if live == 1 else 'are'} out of the trash already, not by Winnow.",
            error=True,
        )
    if purged:
        line(
            f"{counted(purged, 'picture')} {'is' if purged == 1 else 'are'} no longer in the server's trash and "
            f"will be uploaded again from the backups, under new ids, {NEW_UPLOAD} (docs/safety.md).",
            error=True,
        )


def _before(options: Options, journal: SqliteReader, wanted: Extent, again: Sequence[Again] = ()) -> Exit:
    """Tell that nothing is left to take back, because an earlier restore did it, what it had to leave, what is away
    `again`, and which other runs still stand.

    Raises NothingToRestore where there never was anything.
    """
    done, said = already(journal, wanted), _said(journal, wanted)
    groups = () if options.json else tuple(groups_of_pictures(journal, wanted))
    if done is None:
        for text in groups:
            line(text, error=True)
        raise NothingToRestore(what=f"{said}{', to which itself nothing was written' if groups else ''}")
    stands = standing_runs(journal)
    if options.json:
        others = [one.name for one in stands]
        away = [one.asset for one in again]
        runs = {"runs": list(done.runs), "stayed": list(done.stayed), "standing": others, "away_again": away}
        emit({"already": runs})
        return Exit.CONFLICT if again else Exit.DONE
    line(f"{said}: already taken back by {listed(done.runs)}{', except:' if done.stayed else '.'}")
    for text in done.stayed:
        line(f"  {clean(text)}")
    if done.again:
        words = " ".join(f"--force-field {word}" for word in done.again)
        line(
            f"Where what kept them is gone since, they go back now: winnow restore {_by_name(wanted)} {words}"
        )
    if done.edited:
        line(_by_force(wanted, done.edited))
    for text in groups:
        line(text)
    if again:
        _tell_again(again)
        line(f"To bring back what is away again: winnow restore {_named_by(wanted, again)}")
    for one in stands[-FEW:]:
        line(told(one))
    return Exit.CONFLICT if again else Exit.DONE


def _named_by(wanted: Extent, again: Sequence[Again]) -> str:
    """Return the words by which a person names what is away again: the run that was meant, or the groups."""
    groups = dict.fromkeys(one.group for one in again)
    return wanted.run or " ".join(f"--group {clean(group)[:GROUP_ID]}" for group in groups)


def _by_force(wanted: Extent, edited: Sequence[str]) -> str:
    """Return how fields go back that somebody wrote since."""
    words = " ".join(f"--force-field {word}" for word in edited)
    return f"To put back what was written since all the same: winnow restore {_by_name(wanted)} {words}"


def _by_name(wanted: Extent) -> str:
    """Return the words by which a person names an extent again."""
    if wanted.groups or wanted.assets:
        groups = [f"--group {clean(group)[:GROUP_ID]}" for group in sorted(wanted.groups)]
        return " ".join(groups + [f"--asset {clean(asset)[:GROUP_ID]}" for asset in sorted(wanted.assets)])
    return wanted.run or "--all"


def _tell_again(again: Sequence[Again]) -> None:
    """Tell which pictures came back once and are away again, and what became of them."""
    names = first_few((one.name for one in again[:NAMED]), len(again))
    trashed = sum(one.trashed for one in again)
    if trashed == len(again):
        where = f"{'lies' if trashed == 1 else 'lie'} in the server's trash again"
    elif trashed:
        where = f"are away again, {trashed:,} of them in the server's trash"
    else:
        where = f"{'is' if len(again) == 1 else 'are'} gone again"
    line(
        f"{counted(len(again), 'picture')} that had come back {where}, not by Winnow (deleted since, or the server was "
        f"set back to an older state): {names}",
        error=True,
    )


def _gone(reader: PhotoReader, checksums: Sequence[str]) -> int:
    """Return how many of some contents the server does not have any more, in its trash or elsewhere."""
    return _where(reader, checksums)[0]


def _where(reader: PhotoReader, checksums: Sequence[str]) -> tuple[int, int]:
    """Return how many of some contents the server does not have any more, and how many it has outside its trash."""
    known = [checksum for checksum in checksums if checksum]
    found = reader.presence(known) if known else []
    return sum(one.asset is None for one in found), sum(
        one.asset is not None and not one.trashed for one in found
    )
