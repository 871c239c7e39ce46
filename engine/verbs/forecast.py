"""What apply and restore are about to do, counted from the journal alone, so that a person can say yes or no."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from attrs import define, evolve, field

from engine.action.action import Action
from engine.action.fields import CLOCK, PatchFields
from engine.action.named import named
from engine.action.trash import TrashAsset
from engine.base.settings import Settings
from engine.evidence.kept import kept_look
from engine.model.decision import BY_WORD
from engine.model.likeness import Verdict
from engine.plan.order import changes
from engine.plan.plan import GroupPlan
from engine.runs.history import history, standing, still_there, touched, trash_of
from engine.runs.lost import stands
from engine.runs.outdated import left_of
from engine.runs.runs import interrupted
from engine.runs.zones import loses_its_zone
from engine.undo.extent import Extent, groups_in
from engine.undo.lacking import in_words, shown
from engine.verbs.past import returned
from engine.verbs.todo import overtaken, todo
from journal.ledger import Ledger, LedgerStep
from journal.port import JournalReader
from journal.records import IntentRecorded

NAMED = 3
"""Pictures of one kind that are named before an apply: losers that go by a word alone, say; the rest is counted."""


POSTER = "poster-only"
"""Code of what is told of a film that goes though only one frame of it was seen."""


@define
class Forecast:
    """Groups, losers, stacks and bytes of what an apply would carry out; `again` were resolved once and taken back.

    `giving` are groups whose winner is given something that only a loser had.
    """

    groups: int = 0
    stacks: int = 0
    losers: int = 0
    bytes_freed: int = 0
    bytes_to_store: int = 0
    by_word: int = 0
    """Losers that a look did not find to show what their winner shows: they go because somebody decided so."""
    of_word: list[str] = field(factory=list)
    """The names of the first of those."""
    overtaken: int = 0
    """Groups that are left alone, because somebody decided about them since the plan was made."""
    of_overtaken: list[str] = field(factory=list)
    """The names of the first of those, each that of a picture."""
    skipped: int = 0
    """Groups that an apply of this plan skipped before, because they were no more what it says."""
    again: int = 0
    giving: int = 0
    lossy: int = 0
    """Losers with which goes what their winners will not have, because somebody let that pass."""
    of_loss: list[str] = field(factory=list)
    """The names of the first of those."""
    posters: int = 0
    """Losers of whose films only one frame was seen."""
    of_posters: list[str] = field(factory=list)
    """The names of the first of those."""
    zoned: int = 0
    """Groups whose winner gets a place or a date, after which no restore can spell a time zone as it was."""
    of_zoned: list[str] = field(factory=list)
    """The names of the first of those winners."""
    passed: Counter[str] = field(factory=Counter)
    """The codes of doubts that a person's word passes over, each with its groups: some may be newer than the word."""


@define
class Back:
    """Groups, and per action how many of its intents a restore would take back."""

    groups: int = 0
    actions: dict[str, int] = field(factory=dict)
    losers: list[str] = field(factory=list)
    """Checksums of the losers that come back."""
    assets: list[str] = field(factory=list)
    """Their ids."""
    back: int = 0
    """Losers that an interrupted restore brought back already, and that are looked at once more."""
    parted: dict[str, int] = field(factory=dict)
    """What winners would give up of losers that stay in the trash, in words, with the number of winners."""
    parted_from: list[str] = field(factory=list)
    """Checksums of those losers."""
    beside: int = 0
    """Changes in the same groups that stand and stay, because they are not meant."""
    beside_in: list[str] = field(factory=list)
    """The groups of those."""
    zoned: int = 0
    """Groups whose winner got a place or a date over one whose time zone no program can write again."""


def ahead(
    journal: JournalReader, plan: str, settings: Settings, begun: frozenset[str] = frozenset()
) -> Forecast:
    """Count what `apply` would carry out of a plan; `begun` are groups that an interrupted run had started on."""
    late, before, stale = (
        overtaken(journal, plan, settings),
        returned(journal),
        left_of(journal, plan).skipped,
    )
    sum_ = Forecast(overtaken=len(late), of_overtaken=first_names(late))
    for group in todo(journal, plan, settings, begun):
        sum_.groups += 1
        sum_.losers += len(group.losers)
        sum_.stacks += group.stack is not None
        sum_.bytes_freed += group.bytes_freed
        sum_.bytes_to_store += group.bytes_to_store
        sum_.again += group.group in before
        sum_.skipped += group.group in stale
        sum_.giving += bool(changes(group))
        lossy = {loss.asset for loss in group.losses if not loss.worthless} & {*group.losers}
        sum_.lossy += len(lossy)
        sum_.of_loss += sorted(map(group.name_of, lossy))[: NAMED - len(sum_.of_loss)]
        posters = [loser for loser in group.losers if _poster_only(group, loser)]
        sum_.posters += len(posters)
        sum_.of_posters += [group.name_of(one) for one in posters][: NAMED - len(sum_.of_posters)]
        if any(_moves_clock(step.action) for step in group.steps):
            sum_.zoned += 1
            sum_.of_zoned += first_names([group])[: NAMED - len(sum_.of_zoned)]
        sum_.passed.update({doubt.code for doubt in group.allowed} if group.is_by_word else ())
        by_word = [group.name_of(loser) for loser in group.losers if _by_word(journal, group, loser)]
        sum_.by_word += len(by_word)
        sum_.of_word += by_word[: NAMED - len(sum_.of_word)]
    return sum_


def first_names(plans: Sequence[GroupPlan]) -> list[str]:
    """Return the names of the winners of the first few groups, by which people know them."""
    return [plan.name_of(plan.winner) for plan in plans[:NAMED]]


def _poster_only(plan: GroupPlan, loser: str) -> bool:
    return any(finding.code == POSTER and loser in finding.assets for finding in plan.told)


def _moves_clock(action: Action) -> bool:
    return isinstance(action, PatchFields) and (action.place is not None or action.wall is not None)


def _moved_clock(intent: IntentRecorded) -> bool:
    return intent.action == PatchFields.NAME and not touched(intent).isdisjoint(CLOCK)


def _by_word(journal: JournalReader, plan: GroupPlan, loser: str) -> bool:
    if not any(reason.code == BY_WORD and reason.against == loser for reason in plan.because):
        return False
    look = kept_look(journal, plan.sketch(plan.winner), plan.sketch(loser), passing=True)
    return look is None or look.verdict is not Verdict.SAME


def first_of(journal: JournalReader, plan: str, settings: Settings, sums: Forecast) -> Forecast | None:
    """Count what a canary is tried on; None where there is none, or nothing behind it."""
    if not settings.canary or settings.canary >= sums.groups:
        return None
    return ahead(journal, plan, evolve(settings, limit=settings.canary))


def back(journal: JournalReader, wanted: Extent) -> Back:
    """Count what `restore` would take back of an extent: everything that took effect and still stands."""
    sum_ = Back()
    half = interrupted(journal)
    for group in groups_in(journal, wanted):
        ledger = history(journal, group)
        found = standing(ledger, wanted.fields, half, named(wanted.force))
        sum_.groups += bool(found)
        if wanted.partial and found and (stays := _beside(ledger, wanted, group, found)):
            sum_.beside += stays
            sum_.beside_in.append(group)
        words, stay = _parted(ledger, found) if wanted.partial else (set[str](), [])
        sum_.parted_from += stay if words else []
        for word in words:
            sum_.parted[word] = sum_.parted.get(word, 0) + 1
        sum_.zoned += any(
            _moved_clock(step.intent) and loses_its_zone(journal, step.intent) for step in found
        )
        for step in found:
            action = step.intent.action
            if action == TrashAsset.NAME and not still_there(ledger, step):
                sum_.back += 1
                continue
            sum_.actions[action] = sum_.actions.get(action, 0) + 1
            if action == TrashAsset.NAME:
                sum_.losers.append(str(step.intent.args.get("checksum", "")))
                sum_.assets.append(step.intent.subject)
    return sum_


def changed_anything(journal: JournalReader, run: str) -> bool:
    """Tell whether there is anything to take back of a run, so far."""
    wanted, half = Extent(run=run), interrupted(journal)
    return any(standing(history(journal, group), wanted.fields, half) for group in groups_in(journal, wanted))


def _beside(ledger: Ledger, wanted: Extent, group: str, found: Sequence[LedgerStep]) -> int:
    """Return how many changes of a group stand beside those that a narrowed restore takes back."""
    whole = Extent(groups=frozenset({group}), applies=wanted.applies)
    meant = {step.intent.intent for step in found}
    return sum(step.intent.intent not in meant for step in standing(ledger, whole.fields))


def _parted(ledger: Ledger, found: Sequence[LedgerStep]) -> tuple[set[str], list[str]]:
    """Return in words what these steps gave of losers that stay in the trash, and the checksums of those."""
    coming = {step.intent.intent for step in found if step.intent.action == TrashAsset.NAME}
    stays = [
        action
        for step in ledger.steps.values()
        if (action := trash_of(step)) is not None and action.snapshot
        if step.intent.intent not in coming and step.done and stands(ledger, step)
    ]
    fields = {field for action in stays if action.snapshot for field in shown(action.snapshot)}
    gifts = (step for step in found if not (step.intent.key or "").startswith("undo:"))
    words = {in_words(field) for step in gifts for field in touched(step.intent) if field in fields}
    return words, [action.checksum for action in stays if action.checksum]
