"""What an audit finds beside the resolved groups: winners because of which losers stayed, and rows with one file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from engine.audit.discrepancy import Discrepancy
from engine.base.context import Context
from engine.evidence.proof import PROVEN, prove
from engine.model.asset import Asset
from engine.runs.failures import facts_of_failed
from journal.port import JournalReader
from journal.records import FactRecorded


def unproven(journal: JournalReader, run: str | None) -> list[FactRecorded]:
    """Return the newest word on each winner that could not be proven when its losers were to go.

    Of all runs only those are read in which a group failed.
    """
    newest: dict[str, FactRecorded] = {}
    for _, fact in facts_of_failed(journal, PROVEN, run):
        newest[fact.subject] = fact
    return [fact for fact in newest.values() if fact.body.get("fault")]


def still_broken(context: Context, run: str | None, known: Collection[str]) -> Iterator[Discrepancy]:
    """Yield each winner that was found broken and is so still; `known` were read already.

    Raises what ends a run.
    """
    for fact in unproven(context.journal, run):
        asset = None if fact.subject in known else context.reader.asset(fact.subject)
        if asset is None or (proof := prove(context.reader, asset)).holds:
            continue
        yield Discrepancy(
            code="winner-damaged",
            text=f"{proof.told(asset.name)}; its copies were left alone",
            group=fact.group or "",
            asset=asset.id,
            name=asset.name,
            grave=True,
        )


def shared_files(assets: Iterable[Asset]) -> Iterator[Discrepancy]:
    """Yield each pair of rows with one file; a fault where one of them lies in the trash, else a note.

    Purging either takes the other's bytes along. Memory grows by a number and two texts for each asset.
    """
    first: dict[int, tuple[str, str, bool]] = {}
    for asset in assets:
        if asset.path is None:
            continue
        other, name, trashed = first.setdefault(hash(asset.path), (asset.id, asset.name, asset.trashed))
        if other == asset.id:
            continue
        grave = asset.trashed or trashed
        end = "emptying the trash loses both" if grave else "never delete one of them"
        yield Discrepancy(
            code="one-file",
            text=f"{asset.name} ({asset.id}) and {name} ({other}) are one file on the server: {end}",
            group=asset.group or "",
            asset=asset.id,
            name=asset.name,
            grave=grave,
        )


def damaged_once(journal: JournalReader) -> frozenset[str]:
    """Return the assets that could not be proven when their losers were to go, in whatever run."""
    return frozenset(fact.subject for fact in unproven(journal, None))
