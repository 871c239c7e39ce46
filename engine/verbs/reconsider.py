"""Judge a group of a plan again, as it is today, by other rules: nothing is written."""

from __future__ import annotations

from pathlib import Path

from engine.audit.left import damaged_once
from engine.base.context import Context
from engine.evidence.gather import Gatherer
from engine.exif.tool import Exif
from engine.judge.policy import Policy
from engine.model.group import Group, Member, is_ours
from engine.model.server import Server
from engine.plan.plan import GroupPlan
from engine.runs.failures import failures
from engine.runs.rulings import rulings
from engine.verbs.dossier import Dossier
from engine.verbs.judging import Judgement, plan_of


def reconsider(
    context: Context, server: Server, plan: GroupPlan, policy: Policy, exif: Exif, folder: Path | None = None
) -> GroupPlan | None:
    """Return what a policy makes of the group of a plan; None where too few of its members are there still.

    Evidence is taken from the journal, and gathered where it is missing, but not kept. Raises ExiftoolMissing, and the
    leaves of ServerError.
    """
    found = context.each(context.reader.asset, [sketch.asset for sketch in plan.members])
    members = tuple(Member(asset) for asset in found if asset is not None and not asset.trashed)
    if len(members) < 2:
        return None
    with Gatherer(context, "", exif, folder) as gatherer:
        judgement = Judgement(
            policy=policy.for_letterbox() if is_ours(plan.group) else policy,
            today=context.clock.now().date(),
            owner=server.user,
            gatherer=gatherer,
            rulings=rulings(context.journal),
            failures=failures(context.journal),
            unproven=damaged_once(context.journal),
        )
        return plan_of(context, Dossier(Group(plan.group, members)), judgement)
