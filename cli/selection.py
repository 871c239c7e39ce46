"""Which groups of a plan a person means: by ids that may be shortened, by pictures, by a reason, by filters."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from engine.base.errors import NothingChosen
from engine.plan.filters import EVERYTHING as EVERY_PICTURE
from engine.plan.filters import Filters, of_sketch
from engine.plan.plan import GroupPlan
from engine.runs.naming import called, meant, near_to
from engine.runs.runs import plans_of
from engine.verbs.ruled import left_alone
from journal.port import JournalReader


@frozen(kw_only=True)
class Selection:
    """What narrows a plan; nothing said means all of it."""

    groups: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()
    reason: str | None = None
    review: bool = False
    filters: Filters = EVERY_PICTURE

    @property
    def everything(self) -> bool:
        """Tell whether nothing was said."""
        return not (self.groups or self.assets or self.reason or self.review or self.filters)

    def takes(self, plan: GroupPlan) -> bool:
        """Tell whether a plan is meant, once all ids are whole."""
        members = {sketch.asset for sketch in plan.members}
        return (
            (not (self.groups or self.assets) or plan.group in self.groups or bool(members & {*self.assets}))
            and (self.reason is None or any(finding.code == self.reason for finding in plan.review))
            and (not self.review or (bool(plan.review) and not left_alone(plan)))
            and self.filters.take(of_sketch(sketch) for sketch in plan.members)
        )

    def __str__(self) -> str:
        said = [f"group {one}" for one in self.groups] + [f"asset {one}" for one in self.assets]
        said += [f"reason {self.reason}"] if self.reason else []
        said += self.filters.words
        return ", ".join(said + (["review"] if self.review else []))


EVERYTHING = Selection()


def whole(journal: JournalReader, run: str, said: Selection) -> Selection:
    """Return the selection with whole ids.

    Raises NotKnown, Ambiguous, and NothingChosen where the plan has no such group: nothing is never everything.
    """
    plans = list(plans_of(journal, run)) if not said.everything else []
    see = f"winnow plan {run}"
    found = Selection(
        groups=tuple(_group(one, plans, see) for one in said.groups),
        assets=tuple(_asset(one, plans, see) for one in said.assets),
        reason=said.reason,
        review=said.review,
        filters=said.filters,
    )
    named = bool(said.groups or said.assets or said.reason or said.filters)
    if named and plans and not any(found.takes(plan) for plan in plans):
        codes = {finding.code for plan in plans for finding in plan.review}
        near = near_to(said.reason, codes) if said.reason and said.reason not in codes else ""
        raise NothingChosen(what=f"{found}{near}", see=see)
    return found


def _group(text: str, plans: Sequence[GroupPlan], see: str) -> str:
    """Return a group by its id, a part of that, or the whole id or the file name of one of its pictures."""
    of_picture = {
        plan.group for plan in plans if any(text in (sketch.name, sketch.asset) for sketch in plan.members)
    }
    if (found := called(text, of_picture, "group")) is not None:
        return found
    names = (sketch.name for plan in plans for sketch in plan.members)
    return meant(text, [plan.group for plan in plans], "group", see, lambda: names)


def _asset(text: str, plans: Sequence[GroupPlan], see: str) -> str:
    """Return an asset by its id, a part of that, or its file name."""
    members = [sketch for plan in plans for sketch in plan.members]
    named = {sketch.asset for sketch in members if sketch.name == text}
    if (found := called(text, named, "picture")) is not None:
        return found
    ids = [sketch.asset for sketch in members]
    return meant(text, ids, "picture", see, lambda: [sketch.name for sketch in members])
