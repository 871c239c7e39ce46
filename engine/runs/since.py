"""What persons said after a plan was made: it overtakes the plan, which knew nothing of it."""

from __future__ import annotations

from typing import Final

from attrs import define, field

from engine.model.choice import Choice, Ruling
from engine.plan.plan import GroupPlan
from engine.runs.hands import BY_HAND
from engine.runs.rulings import SPEAKING, TOPIC, facts_of, read, rulings_in, words
from journal.port import JournalReader
from journal.records import FactRecorded

TELLING: Final = SPEAKING | {"restore"}
"""Verbs whose runs hold the words of persons, or tell what one took back by name."""

DECIDED: Final = "you decided about it after this plan was made"
TAKEN_BACK: Final = "you took it back by name after this plan was made"


@define
class Since:
    """The words that are newer than one plan: by the contents that each is about, and groups taken back by name."""

    words: dict[frozenset[str], tuple[int, Ruling]] = field(factory=dict)
    taken: dict[str, int] = field(factory=dict)

    def __bool__(self) -> bool:
        return bool(self.words or self.taken)

    def overtakes(self, plan: GroupPlan) -> str | None:
        """Return in words why a plan of one group does not hold any more, None where it does.

        Whoever since decided for just what the plan does has only agreed to it. Any other word about two of its
        pictures, one that takes an earlier one back among them, has to be followed by a new analysis.
        """
        held = frozenset(sketch.checksum for sketch in plan.members if sketch.checksum)
        about = {members: said for members, said in self.words.items() if len(members & held) > 1}
        agreed, ruling = about.pop(held, (0, None))
        if ruling is not None and not _agrees(plan, ruling):
            return DECIDED
        if about:
            return DECIDED
        return TAKEN_BACK if self.taken.get(plan.group, 0) > agreed else None

    def undone(self, plan: GroupPlan) -> bool:
        """Tell whether the newest word about just the pictures of a plan takes an earlier one back."""
        held = frozenset(sketch.checksum for sketch in plan.members if sketch.checksum)
        _, ruling = self.words.get(held, (0, None))
        return ruling is not None and ruling.choice is Choice.UNDECIDED


def said_since(journal: JournalReader, plan_run: str) -> Since:
    """Return what persons said since an analyze run began; the newest word about the same pictures counts."""
    since = Since()
    began = next((e.seq for e in journal.entries(run=plan_run, kinds={"run-opened"})), 0)
    for entry in facts_of(journal, TELLING, after=began):
        fact = entry.record
        assert isinstance(fact, FactRecorded)
        if fact.topic == TOPIC:
            ruling = read(fact.body)
            since.words[ruling.members] = (entry.seq, ruling)
        elif fact.topic == BY_HAND and fact.group is not None:
            since.taken[fact.group] = entry.seq
    _forget_unsaid(since, journal, plan_run)
    return since


def _forget_unsaid(since: Since, journal: JournalReader, plan_run: str) -> None:
    """Drop the words that were taken back again, where the plan was not made by an older one: it holds as it was."""
    undone = [about for about, (_, said) in since.words.items() if said.choice is Choice.UNDECIDED]
    if undone:
        made = next((e.seq for e in journal.entries(run=plan_run, kinds={"run-closed"})), 0)
        stood = rulings_in(fact for seq, fact in words(journal) if seq < made).by_members
        for about in undone:
            if made and about not in stood:
                del since.words[about]


def _agrees(plan: GroupPlan, ruling: Ruling) -> bool:
    """Tell whether a word is for just what a plan does: for its winner, and for those that stay beside it."""
    meant = Choice.KEEP if plan.stack is None else Choice.STACK
    if not plan.steps or ruling.choice is not meant:
        return False
    stays = set() if plan.stack is not None else {plan.sketch(asset).checksum for asset in plan.stays}
    return ruling.kept == plan.sketch(plan.winner).checksum and ruling.stays == stays
