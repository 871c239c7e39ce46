"""How much to take back: everything, a run, a time, some groups, pictures, actions or steps, in any combination."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from attrs import evolve, frozen

from engine.action.albums import SetCover
from engine.action.fields import CLOCK
from engine.action.image import PLACES
from engine.action.named import named
from engine.action.registry import REVERSIBLE, action_from
from engine.action.stack_place import TopStack
from engine.action.stacks import StackAssets, UnstackAssets
from engine.action.trash import TrashAsset
from engine.base.errors import NothingToRestore
from engine.runs.history import history, standing, touched
from engine.runs.runs import applied, find_run
from journal.ledger import LedgerStep
from journal.port import JournalReader
from journal.records import FactRecorded, IntentRecorded

CHOSEN: Final = "chosen"
"""Topic of the facts that hold the steps which a person's own question chose, as they were when it was asked."""


@frozen(kw_only=True)
class Extent:
    """How much to take back; what is None or empty does not narrow it.

    `run` is one run, `everything` all that apply runs did, who are `applies`: a restore is only ever taken back by
    its own name. `kinds` are names of actions and words for fields, `chosen` names of intents, `audit` the audit
    whose groups these are. `force` are words for the fields that go back although somebody changed them since,
    `even_hidden` tells that copies come back although their winner is out of the key's reach.
    """

    run: str | None = None
    everything: bool = False
    groups: frozenset[str] = frozenset()
    assets: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    kinds: frozenset[str] = frozenset()
    chosen: frozenset[str] | None = None
    audit: str | None = None
    force: frozenset[str] = frozenset()
    applies: frozenset[str] = frozenset()
    even_hidden: bool = False

    def fields(self, step: LedgerStep) -> frozenset[str]:
        """Return the fields of a step that are part of it; a cover belongs to both pictures that it passed between.

        What an apply took back itself, of a group that it could not finish, is no part of it.
        """
        intent = step.intent
        if not (self._is_of_run(intent) and self._is_when(step) and self._is_there(intent)):
            return frozenset()
        if not self.kinds or intent.action in self.kinds:
            return touched(intent)
        meant = named(self.kinds)
        # A place takes the date along that was written with it, and the step that kept the clock.
        moved = touched(intent) | ({"place"} if touched(intent) & {*CLOCK} else set())
        if not any(field in meant for field in moved):
            return frozenset()  # most steps, of which nothing more has to be read then
        part = action_from(intent.action, intent.args).only(meant)
        return frozenset() if part is None else touched(evolve(intent, after=part.expected()))

    def _is_of_run(self, intent: IntentRecorded) -> bool:
        mine = intent.run in self.applies if self.run is None else intent.run == self.run
        return mine and not (intent.run in self.applies and (intent.key or "").startswith("undo:"))

    def _is_when(self, step: LedgerStep) -> bool:
        return (self.since is None or step.at >= self.since) and (self.until is None or step.at <= self.until)

    def _is_there(self, intent: IntentRecorded) -> bool:
        if (self.groups and intent.group not in self.groups) or (
            self.chosen is not None and intent.intent not in self.chosen
        ):
            return False
        return not self.assets or intent.subject in self.assets or bool(self.assets & _concerned(intent))

    @property
    def by_hand(self) -> bool:
        """Tell whether a person chose single groups, pictures or steps, which is a judgement of them."""
        return bool((self.groups and self.audit is None) or self.assets or self.chosen is not None)

    @property
    def partial(self) -> bool:
        """Tell whether it may take something from a winner and leave the loser that had it in the trash."""
        return bool(self.assets or self.kinds or self.since or self.until or self.chosen is not None)

    @property
    def detail(self) -> dict[str, Any]:
        """Return it as the first entry of a run holds it; what was chosen follows in facts."""
        said: dict[str, Any] = {
            "of": self.run,
            "all": self.everything,
            "groups": sorted(self.groups),
            "assets": sorted(self.assets),
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
            "kinds": sorted(self.kinds),
            "chosen": None if self.chosen is None else len(self.chosen),
            "audit": self.audit,
            "force": sorted(self.force),
            "even_hidden": self.even_hidden,
        }
        return {name: value for name, value in said.items() if value not in (None, [], False)}

    def __str__(self) -> str:
        said = [f"run {self.run}"] if self.run else ["all runs"] if self.everything else []
        said += [f"group {one}" for one in sorted(self.groups)[:3]]
        said += [f"and {len(self.groups) - 3} more groups"] if len(self.groups) > 3 else []
        said += [f"asset {one}" for one in sorted(self.assets)]
        said += [f"since {self.since:%Y-%m-%d %H:%M:%S}"] if self.since else []
        said += [f"until {self.until:%Y-%m-%d %H:%M:%S}"] if self.until else []
        said += [f"only {' and '.join(sorted(self.kinds))}"] if self.kinds else []
        said += [] if self.chosen is None else [f"{len(self.chosen)} chosen steps"]
        return ", ".join(said) or "anything"


ANYTHING: Final = Extent()
"""What a person means who narrows nothing."""


def extent_of(journal: JournalReader, run: str, detail: Mapping[str, Any]) -> Extent:
    """Return the extent with which a restore was begun, from its first entries."""
    one = {name: detail[name] for name in ("group", "asset") if detail.get(name)}
    said = Extent(
        run=detail.get("of"),
        everything=bool(detail.get("all")),
        groups=frozenset(detail.get("groups") or ([one["group"]] if "group" in one else ())),
        assets=frozenset(detail.get("assets") or ([one["asset"]] if "asset" in one else ())),
        since=_moment(detail.get("since")),
        until=_moment(detail.get("until")),
        kinds=frozenset(detail.get("kinds", ())),
        chosen=_chosen(journal, run) if detail.get("chosen") is not None else None,
        audit=detail.get("audit"),
        force=frozenset(detail.get("force", ())),
        even_hidden=bool(detail.get("even_hidden")),
    )
    return evolve(said, applies=frozenset(applied(journal)))


def extent(journal: JournalReader, said: Extent = ANYTHING) -> Extent:
    """Return what a person means: of what says neither which run nor where, the newest apply that trashed or stacked
    anything, or of which something else stands, or may stand.

    Raises NothingToRestore when the run is not known, or nothing was ever applied.
    """
    names = applied(journal)
    said = evolve(said, applies=frozenset(names))
    if said.run is not None:
        found = find_run(journal, said.run)
        if found is None:
            raise NothingToRestore(what=f"the run {said.run}: see `winnow journal runs`")
        return evolve(said, run=found.opened.run)
    if said.everything or said.groups or said.assets or said.since or said.until or said.chosen is not None:
        return said
    if not names:
        raise NothingToRestore(what="this home: nothing was ever applied")
    newest = (run for run in reversed(names) if _trashed(journal, run) or _left_something(journal, run))
    return evolve(said, run=next(newest, names[-1]))


def groups_in(journal: JournalReader, wanted: Extent) -> Iterator[str]:
    """Yield each group once in which something in the extent was done, newest first."""
    seen: set[str] = set()
    only = next(iter(wanted.groups)) if len(wanted.groups) == 1 else None
    for entry in journal.entries(run=wanted.run, group=only, kinds={"intent"}, newest_first=True):
        intent = entry.record
        if not isinstance(intent, IntentRecorded) or intent.group is None or intent.group in seen:
            continue
        if intent.action in REVERSIBLE and wanted.fields(LedgerStep(intent, entry.seq, entry.at)):
            seen.add(intent.group)
            yield intent.group


def choice(journal: JournalReader, wanted: Extent) -> list[FactRecorded]:
    """Return the facts that hold what was chosen, one per group, for a run that is about to open."""
    if wanted.chosen is None:
        return []
    by_group: defaultdict[str | None, list[str]] = defaultdict(list)
    for name in sorted(wanted.chosen):
        intent = journal.intent(name)
        by_group[intent.group if intent is not None else None].append(name)
    return [
        FactRecorded(run="", topic=CHOSEN, group=group, body={"intents": names})
        for group, names in by_group.items()
    ]


def _chosen(journal: JournalReader, run: str) -> frozenset[str]:
    return frozenset(
        str(name)
        for entry in journal.entries(run=run, kinds={"fact"})
        if isinstance(entry.record, FactRecorded) and entry.record.topic == CHOSEN
        for name in entry.record.body["intents"]
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _concerned(intent: IntentRecorded) -> set[str]:
    """Return the pictures that an intent concerns beside the one that it is about."""
    if intent.action in (SetCover.NAME, TopStack.NAME):
        return {str(v) for k, v in intent.before.items() if k.startswith(PLACES) and v}
    if intent.action not in (TrashAsset.NAME, StackAssets.NAME, UnstackAssets.NAME):
        return set()
    action = action_from(intent.action, intent.args)
    if isinstance(action, TrashAsset):
        return {action.motion.id} if action.motion is not None else set()
    return set(action.assets())


def _trashed(journal: JournalReader, run: str) -> bool:
    """Tell whether a run meant to trash or stack anything; one that only failed groups, or found none left, did not."""
    return any(
        isinstance(entry.record, IntentRecorded)
        and entry.record.action in (TrashAsset.NAME, StackAssets.NAME)
        for entry in journal.entries(run=run, kinds={"intent"}, newest_first=True)
    )


def _left_something(journal: JournalReader, run: str) -> bool:
    """Tell whether anything of a run stands, or may stand: a step in doubt may have happened."""
    if journal.in_doubt(run):
        return True
    wanted = Extent(run=run)
    return any(standing(history(journal, group), wanted.fields) for group in groups_in(journal, wanted))
