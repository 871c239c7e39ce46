"""Remove old backups that nothing needs any more: never without being asked, and written down before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from attrs import evolve, frozen

from engine.action.backup import DownloadOriginal
from engine.action.trash import TrashAsset
from engine.audit.expect import Expectation, expectation
from engine.base.context import Context
from engine.base.ports import PhotoReader
from engine.base.whereabouts import Presence
from engine.model.server import Server
from engine.runs.history import PRUNED, history
from engine.runs.identity import lives_on
from engine.runs.rulings import rulings
from engine.runs.runs import open_run, runs
from engine.vault.export import friendly_name
from engine.vault.item import Item, to_base64
from engine.vault.store import FolderVault
from journal.port import JournalReader
from journal.records import FactRecorded, IntentRecorded, RunClosed

TRASH_DAYS = 30
"""What a run kept of the trash where it did not note it: the server's own default."""

NOTHING_KEPT = "it is gone, and no run of ours kept another one for it"
HALF_BACK = "a restore of its group did not come to its end"
WANTED = "you decided that it is not to go"

LIVE, EMPTIED = "its picture is live on the server", "the trash was emptied"


@frozen(kw_only=True)
class Needless:
    """A backup that may go, and why. `group` and `asset` are those of its newest use."""

    item: Item
    why: str
    asset: str
    group: str | None


@frozen(kw_only=True)
class Spared:
    """An old backup that stays although its picture is gone, and why: it may be the last copy of something."""

    item: Item
    why: str


@frozen
class Taken:
    """When a backup was last made, or its picture last trashed, which picture that is, and how many days the trash kept
    it then."""

    at: datetime
    asset: str
    group: str | None
    days: int

    def emptied(self) -> datetime:
        """Return when the trash has let the picture go at the latest."""
        return self.at + timedelta(days=self.days)


def needless(
    journal: JournalReader, reader: PhotoReader, items: Iterable[Item], since: datetime
) -> tuple[list[Needless], list[Spared]]:
    """Return the backups made before `since` whose picture is live again, or was gone from the trash by then.

    Of what is gone only that may go for which another picture was kept that is live today: the others are spared.
    Whatever the journal knows nothing of stays, and so does everything that lies in the trash. Raises the leaves
    of ServerError.
    """
    used = taken(journal)
    known = [(item, used[key]) for item in items if (key := to_base64(item.sha1)) in used]
    seen = reader.presence([to_base64(item.sha1) for item, _ in known]) if known else []
    found = ((item, made, _why(made, now, since)) for (item, made), now in zip(known, seen, strict=True))
    old = [
        Needless(item=item, why=why, asset=made.asset, group=made.group) for item, made, why in found if why
    ]
    alone = _last_copies(journal, reader, {one.group for one in old if one.why == EMPTIED})
    spared = {one.item.sha1: alone[one.group] for one in old if one.why == EMPTIED and one.group in alone}
    return (
        [one for one in old if one.item.sha1 not in spared],
        [Spared(item=one.item, why=spared[one.item.sha1]) for one in old if one.item.sha1 in spared],
    )


def _last_copies(
    journal: JournalReader, reader: PhotoReader, groups: Iterable[str | None]
) -> dict[str | None, str]:
    """Return the groups whose purged copies may be the last of their picture, with the reason in words."""
    found: dict[str | None, str] = {}
    kept: dict[str, Expectation] = {}
    words = rulings(journal)
    for group in groups:
        expected = expectation(history(journal, group), group) if group is not None else None
        if group is None or expected is None:
            found[group] = NOTHING_KEPT
        elif expected.half_back:
            found[group] = HALF_BACK
        elif any(words.misses(expected.checksum or "", copy.checksum) for copy in expected.losers):
            found[group] = WANTED
        else:
            kept[group] = expected
    own = [one for one in kept.values() if one.checksum]
    live = {
        one.group
        for one, now in zip(
            own, reader.presence([one.checksum or "" for one in own]) if own else [], strict=True
        )
        if now.asset is not None and not now.trashed
    }
    for group, one in kept.items():
        if not one.checksum:
            winner = reader.asset(lives_on(journal, one.winner))
            live |= {group} if winner is not None and not winner.trashed else set()
        if group not in live:
            found[group] = f"{one.name}, which was kept for it, is not live on the server"
    return found


def prune(context: Context, server: Server, vault: FolderVault, going: Iterable[Needless]) -> str:
    """Remove backups, each written down durably before; return the run. A prune that was cut short is repeated."""
    run = open_run(context.journal, context.clock, "prune", server)
    removed = list(going)
    context.journal.append_all([_fact(run, one) for one in removed])
    for one in removed:
        vault.remove(one.item)
    sizes = sum(one.item.size for one in removed)
    context.journal.append(
        RunClosed(run=run, result="done", detail={"backups": len(removed), "bytes": sizes})
    )
    return run


def _fact(run: str, one: Needless) -> FactRecorded:
    body = {
        "sha1": to_base64(one.item.sha1),
        "sha256": one.item.sha256,
        "size": one.item.size,
        "name": friendly_name(one.item),
        "why": one.why,
    }
    return FactRecorded(run=run, topic=PRUNED, subject=one.asset, group=one.group, body=body)


def _why(made: Taken, now: Presence, since: datetime) -> str:
    if now.asset is not None:
        return LIVE if not now.trashed and made.at <= since else ""
    return EMPTIED if made.emptied() <= since else ""


def taken(journal: JournalReader) -> dict[str, Taken]:
    """Return the newest use of each backup by its checksum: that it was made, or that its picture was trashed by it.

    A restore that is taken back trashes again, long after the backup was made.
    """
    days, last = {}, TRASH_DAYS
    for run in runs(journal):
        days[run.opened.run] = last = run.opened.detail.get("trash_days", last)
    found: dict[str, Taken] = {}
    parts: dict[str, set[str]] = {}
    for at, intent in _uses(journal):
        checksum, keeps = str(intent.args["checksum"]), days.get(intent.run, last)
        found[checksum] = Taken(at, intent.subject, intent.group, keeps)
        if (still := intent.args.get("still")) is not None:
            parts.setdefault(str(still), set()).add(checksum)
        if intent.action == TrashAsset.NAME:
            # The motion part of a Live Photo goes with it.
            for part in parts.get(intent.subject, ()):
                found[part] = evolve(found[part], at=at, days=keeps)
    return found


def _uses(journal: JournalReader) -> Iterator[tuple[datetime, IntentRecorded]]:
    for entry in journal.entries(kinds={"intent"}):
        intent = entry.record
        if (
            isinstance(intent, IntentRecorded)
            and intent.action in (DownloadOriginal.NAME, TrashAsset.NAME)
            and intent.args.get("checksum")
        ):
            yield entry.at, intent
