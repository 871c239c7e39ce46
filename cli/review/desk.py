"""What lies on the desk: the groups of one plan, what was decided about each, and the way to decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

from attrs import define, field

from cli.render.inherits import inherited
from cli.render.links import page_of
from cli.render.text import clean
from cli.review.differences import rows
from engine.base.members import read_members
from engine.base.ports import PhotoReader
from engine.model.choice import Choice
from engine.plan.plan import GroupPlan, Sketch
from engine.runs.rulings import Rulings
from engine.verbs.decide import ruling_of
from engine.verbs.ruled import in_the_way, unlike

Writer = Callable[[Sequence[GroupPlan], Choice, str | None], None]
"""Writes one choice for several groups into the journal, all or none."""


def in_order(plan: GroupPlan) -> list[Sketch]:
    """Return the members with the suggested one first, then the others as they were ranked."""
    rank = {asset: place for place, asset in enumerate((plan.winner, *plan.losers))}
    return sorted(plan.members, key=lambda sketch: rank.get(sketch.asset, len(rank)))


@define
class Desk:
    """The state of one session; asked by several threads at once.

    `plain` tells of a picture that its colours are sRGB, whatever the profile of its preview says, `looked` in words
    what the analysis saw of each copy beside the suggested one.
    """

    run: str
    server: str
    plans: Sequence[GroupPlan]
    rulings: Rulings
    done: frozenset[str]
    reader: PhotoReader
    write: Writer
    plain: Callable[[Sketch], bool]
    looked: Callable[[GroupPlan], list[str]] = lambda _: []
    decisions: int = 0
    _by_group: dict[str, GroupPlan] = field(init=False)
    _assets: dict[str, GroupPlan] = field(init=False)
    _lock: Lock = field(factory=Lock, init=False)
    _at_first: Rulings = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._at_first = self.rulings
        self._by_group = {plan.group: plan for plan in self.plans}
        self._assets = {sketch.asset: plan for plan in self.plans for sketch in plan.members}

    def plan(self, group: str) -> GroupPlan | None:
        """Return the plan of a group that lies here."""
        return self._by_group.get(group)

    def owns(self, asset: str) -> bool:
        """Tell whether a picture belongs to any group here; nothing else is ever fetched."""
        return asset in self._assets

    def summary(self) -> list[dict[str, Any]]:
        """Return every group in a few words, in the order of the plan."""
        return [self.line(plan) for plan in self.plans]

    @property
    def changed(self) -> bool:
        """Tell whether anything is decided otherwise than it was before."""
        return self.rulings.by_members != self._at_first.by_members

    @property
    def left(self) -> int:
        """Return how many groups wait for a decision."""
        return sum(self.line(plan)["state"] == "review" for plan in self.plans)

    def line(self, plan: GroupPlan) -> dict[str, Any]:
        """Return one group in a few words."""
        ruling = self.rulings.of([sketch.checksum for sketch in plan.members])
        kept = next((s.asset for s in plan.members if ruling and s.checksum == ruling.kept), None)
        state = "review" if plan.review else "ready"
        state = "done" if plan.group in self.done else "decided" if ruling else state
        first = plan.winner if plan.winner in {s.asset for s in plan.members} else plan.members[0].asset
        return {
            "group": plan.group,
            "state": state,
            "choice": ruling.choice.value if ruling else None,
            "kept": kept,
            "first": first,
            "name": clean(plan.sketch(first).name),
            "members": len(plan.members),
            "reasons": sorted({clean(finding.code) for finding in plan.review}),
        }

    def details(self, plan: GroupPlan) -> dict[str, Any]:
        """Return all that the page shows of one group; asks the server.

        Raises the leaves of ServerError.
        """
        sketches = in_order(plan)
        self.reader.forget()
        members = read_members(self.reader, [sketch.asset for sketch in sketches])
        return {
            **self.line(plan),
            "pictures": [
                {
                    "asset": sketch.asset,
                    "name": clean(sketch.name),
                    "kind": sketch.kind.value,
                    "suggested": sketch.asset == plan.winner and not unlike(plan),
                    "gone": members[sketch.asset] is None,
                    "width": sketch.width,
                    "height": sketch.height,
                    "link": page_of(self.server, sketch.asset),
                }
                for sketch in sketches
            ],
            "rows": rows([members[sketch.asset] for sketch in sketches]),
            "looked": self.looked(plan),
            "why": [clean(reason.text) for reason in plan.because if not unlike(plan)],
            "inherits": inherited(plan),
            "review": [
                {"code": clean(f.code), "text": clean(f.text), "decidable": f not in in_the_way(plan)}
                for f in plan.review
            ],
        }

    def decide(self, groups: Sequence[str], choice: Choice, keep: str | None) -> list[dict[str, Any]]:
        """Write one choice down for several groups; return them as they are now.

        Raises CannotDecide, KeyError for a group that is not here, and the leaves of JournalError.
        """
        with self._lock:
            plans = [self._by_group[group] for group in groups]
            self.write(plans, choice, keep)
            standing = dict(self.rulings.by_members)
            for plan in plans:
                ruling = ruling_of(plan, choice, keep)
                standing.pop(ruling.members, None)
                if choice is not Choice.UNDECIDED:
                    standing[ruling.members] = ruling
            self.rulings = Rulings(standing)
            self.decisions += len(plans)
        return [self.line(plan) for plan in plans]
