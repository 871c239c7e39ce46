"""What looks at the pictures of a group found, in words: from the journal alone, no server is asked."""

from __future__ import annotations

from attrs import frozen

from cli.render.text import clean
from engine.evidence.kept import kept_facts, kept_look
from engine.judge.wording import by_names
from engine.judge.worth import taking_dates
from engine.look.words import shown
from engine.model.asset import Kind
from engine.model.likeness import Likeness, Verdict
from engine.plan.plan import GroupPlan, Sketch
from journal.port import JournalReader


@frozen
class Looks:
    """The looks on record; without a journal there are none."""

    journal: JournalReader | None = None

    def of(self, plan: GroupPlan, asset: str) -> Likeness | None:
        """Return what a look found of a member beside the winner, None where nobody has looked at the two."""
        first, second = (
            next((s for s in plan.members if s.asset == one), None) for one in (plan.winner, asset)
        )
        if (
            self.journal is None
            or first is None
            or second is None
            or not (first.checksum and second.checksum)
        ):
            return None
        return kept_look(self.journal, first, second, passing=True)

    def is_undated(self, sketch: Sketch) -> bool:
        """Tell whether the file of a member was read and holds no date of its own."""
        found = kept_facts(self.journal, sketch) if self.journal is not None and sketch.checksum else None
        return found is not None and not taking_dates(found)


def brief(look: Likeness | None, sketch: Sketch) -> str:
    """Return in a few words that a member shows what the winner shows, "" where that is not proven."""
    if look is None or look.verdict is not Verdict.SAME:
        return ""
    if sketch.kind is not Kind.VIDEO:
        return "same picture"
    return "same poster, the only frame that was seen" if look.poster_only else "same film"


def differs(look: Likeness | None) -> str:
    """Return in words that a look did not find the same picture, "" where it did or nobody has looked."""
    return clean(look.why) if look is not None and look.verdict is not Verdict.SAME else ""


def told(look: Likeness | None, sketch: Sketch, winner: Sketch) -> str:
    """Return one sentence on what a look found of a member beside the winner, that nobody looked included."""
    beside = clean(winner.name)
    if look is None:
        return f"No look at it beside {beside} is on record."
    if look.verdict is not Verdict.SAME:
        return f"Looked at beside {beside}: {clean(by_names(look.why, winner.name, sketch.name))}."
    words = f"Looked at beside {beside}: shows the {brief(look, sketch)}"
    if look.poster_only and sketch.kind is not Kind.VIDEO:
        words += ", as far as the one frame that was seen tells"
    return f"{words}; {shown(*look.detail)}." if look.detail else f"{words}."
