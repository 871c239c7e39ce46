"""What an audit found necessary, read back from the journal: groups to restore, and steps to do again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from attrs import define, field

from engine.action.backup import DownloadOriginal
from engine.action.registry import action_from
from engine.action.trash import TrashAsset, UntrashAsset
from engine.audit.discrepancy import Discrepancy, Remedy
from engine.audit.expect import Expectation
from engine.audit.unmended import Mark, unmended
from engine.effect.perform import Todo
from engine.model.codec import from_json
from engine.runs.identity import lives_on
from journal.ledger import Ledger
from journal.port import JournalReader
from journal.records import FactRecorded, Status

TOPICS = ("fault", "note")


@define
class Remedies:
    """The remedies of one audit, by kind."""

    audit: str
    by_kind: dict[Remedy, list[Discrepancy]] = field(factory=lambda: defaultdict(list))

    def of(self, kind: Remedy) -> list[Discrepancy]:
        return self.by_kind.get(kind, [])

    @property
    def groups(self) -> list[str]:
        """Return the groups whose losers must come back, each once."""
        return list(dict.fromkeys(one.group for one in self.of(Remedy.RESTORE)))

    @property
    def count(self) -> int:
        return sum(len(found) for found in self.by_kind.values())


def remedies(journal: JournalReader, audit: str, kinds: frozenset[Remedy]) -> Remedies:
    """Read what one audit found necessary, of some kinds; nothing is done about what a person knows of since."""
    found, known = Remedies(audit), unmended(journal).known
    for entry in journal.entries(run=audit, kinds={"fact"}):
        fact = entry.record
        if not isinstance(fact, FactRecorded) or fact.topic not in TOPICS or "remedy" not in fact.body:
            continue
        one = from_json({k: v for k, v in fact.body.items() if k != "fix"}, Discrepancy)
        if one.remedy in kinds and one.remedy is not Remedy.NONE and Mark.of(one) not in known:
            found.by_kind[one.remedy].append(one)
    return found


def untrash(found: Remedies, expected: Expectation) -> Iterator[Todo]:
    """Yield what brings a winner back out of the trash."""
    for one in found.of(Remedy.UNTRASH_WINNER):
        if one.group == expected.group:
            action = UntrashAsset(
                asset=one.asset, checksum=expected.checksum or "", winner=one.asset, snapshot=None
            )
            yield Todo(key=f"fix:{found.audit}:untrash:{one.asset}", group=one.group, action=action)


def download(found: Remedies, expected: Expectation) -> Iterator[Todo]:
    """Yield what takes a damaged backup again while the server still has the original."""
    for one in found.of(Remedy.DOWNLOAD_AGAIN):
        for copy in expected.losers:
            if one.group == expected.group and one.asset == copy.asset:
                action = DownloadOriginal(
                    asset=copy.asset,
                    checksum=None if copy.external else copy.checksum,
                    size=copy.size,
                    suffix=copy.suffix,
                )
                yield Todo(key=f"fix:{found.audit}:download:{copy.asset}", group=one.group, action=action)


def inherit(journal: JournalReader, found: Remedies, ledger: Ledger, group: str) -> Iterator[Todo]:
    """Yield what gives a winner its promised fields again: the plan's own steps, for the lost fields alone."""
    fields: defaultdict[str, set[str]] = defaultdict(set)
    for one in found.of(Remedy.INHERIT_AGAIN):
        if one.group == group:
            fields[one.asset].add(one.field)
    for step in ledger.steps.values():
        intent, done = step.intent, step.outcome
        if done is None or done.status is not Status.DONE or (intent.key or "").startswith(("undo:", "fix:")):
            continue
        action = action_from(intent.action, intent.args)
        asset = lives_on(journal, action.subject)
        if action.STAGE is None or isinstance(action, TrashAsset | DownloadOriginal):
            continue
        part = action.only(fields.get(asset, ()))
        if part is not None:
            part = part.of({action.subject: asset})
            yield Todo(key=f"fix:{found.audit}:{intent.intent}", group=group, action=part)
