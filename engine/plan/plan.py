"""The plan of one group, as a value: what was seen, what was decided, and every step that follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import evolve, field, frozen

from engine.action.action import Stage
from engine.action.backup import DownloadOriginal
from engine.action.registry import action_from, args_of
from engine.action.stacks import StackAssets
from engine.model.asset import Asset, Kind
from engine.model.codec import from_json, to_json
from engine.model.decision import BY_WORD, Finding, Inheritance, Loss, Reason
from engine.plan.step import Step

FINAL = (Stage.TRASH, Stage.STACK)
"""The stages that resolve a group: a loser goes, or a stack is made."""


@frozen(kw_only=True)
class Sketch:
    """One member as it was when the plan was made.

    `fingerprint` covers all that the decision rests on; it is empty where a group went to review before its
    relations were read. `checksum` is the server's, `wall` the wall clock it showed, `path` where the server keeps the
    file; they are None in plans of the first versions. `file_modified` is part of what names the content of a file of
    an external library (its checksum is that of its path), None for uploads and in earlier plans. `notes` are those it
    had: None where they were not read, which `unread` says then, and in earlier plans, whose fingerprints hold them.
    """

    asset: str
    name: str
    fingerprint: str
    width: int | None = None
    height: int | None = None
    size: int | None = None
    checksum: str | None = None
    wall: datetime | None = None
    kind: Kind = Kind.IMAGE
    camera: str = ""
    path: str | None = None
    library: str | None = None
    file_modified: datetime | None = None
    notes: tuple[tuple[str, str], ...] | None = None
    unread: tuple[str, ...] = ()


@frozen(kw_only=True)
class GroupPlan:
    """What will happen to one group. With `review` there are no steps: a person must look first.

    `allowed` are doubts that the policy lets pass, `told` what is only said, `stays` members that are no copies of the
    winner, `losses` the ledger of what goes with the losers. Where the group becomes one stack nothing goes: the
    winner is on top, all others stay.
    `prove` tells that the winner's own bytes are read whole right before its losers go; only a policy says otherwise.
    """

    group: str
    winner: str
    losers: tuple[str, ...]
    because: tuple[Reason, ...]
    members: tuple[Sketch, ...]
    inherits: Inheritance = field(factory=Inheritance)
    review: tuple[Finding, ...] = ()
    allowed: tuple[Finding, ...] = ()
    prove: bool = True
    told: tuple[Finding, ...] = ()
    stays: tuple[str, ...] = ()
    losses: tuple[Loss, ...] = ()
    steps: tuple[Step, ...] = ()

    def sketch(self, asset_id: str) -> Sketch:
        return next(s for s in self.members if s.asset == asset_id)

    def name_of(self, asset_id: str) -> str:
        """Return the file name of a member, or its id where the plan does not know it."""
        return next((s.name for s in self.members if s.asset == asset_id), asset_id)

    @property
    def stack(self) -> StackAssets | None:
        """Return what makes one stack of the group, None where it is reduced or left alone."""
        return next((s.action for s in self.steps if isinstance(s.action, StackAssets)), None)

    @property
    def is_by_word(self) -> bool:
        """Tell whether a person named the one to keep, and the plan follows that."""
        return any(reason.code == BY_WORD for reason in self.because)

    @property
    def is_parted(self) -> bool:
        """Tell whether only the copies go, while pictures that are none stay: the group is one again afterwards."""
        return bool(self.stays) and bool(self.losers) and not self.review and self.stack is None

    @property
    def ends(self) -> tuple[Step, ...]:
        """Return the steps with which the group is resolved: all others only lead there."""
        return tuple(step for step in self.steps if step.stage in FINAL)

    @property
    def bytes_freed(self) -> int:
        """Return the bytes of the losers' originals, once the trash is emptied."""
        return sum(self.sketch(loser).size or 0 for loser in self.losers)

    @property
    def bytes_to_store(self) -> int:
        """Return the bytes that the vault will need for this group."""
        return sum(s.action.size or 0 for s in self.steps if isinstance(s.action, DownloadOriginal))


def camera_of(asset: Asset) -> str:
    """Return make and model as people write them, "" where neither is known."""
    return " ".join(filter(None, (asset.camera.make, asset.camera.model)))


def key_of(plan_run: str, plan: GroupPlan, step: Step) -> str:
    """Return the idempotency key of a plan's step."""
    return f"{plan_run}:{plan.group}:{step.number}"


def plan_to_json(plan: GroupPlan) -> dict[str, object]:
    """Return a plan as JSON; actions carry their frozen names."""
    data: dict[str, object] = to_json(evolve(plan, steps=()))
    if plan.steps:
        data["steps"] = [
            {"number": s.number, "action": s.action.NAME, "args": args_of(s.action)} for s in plan.steps
        ]
    return data


def plan_from_json(data: dict[str, object]) -> GroupPlan:
    """Read a plan back from the journal."""
    raw = data.get("steps", ())
    assert isinstance(raw, Iterable)
    bare = from_json({k: v for k, v in data.items() if k != "steps"}, GroupPlan)
    return evolve(bare, steps=tuple(Step(s["number"], action_from(s["action"], s["args"])) for s in raw))
