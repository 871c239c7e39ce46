"""How the decisions of an analysis differ from those of another policy, or from what Immich itself suggests."""

from __future__ import annotations

from attrs import define, evolve, field, frozen

from engine.base.context import Context
from engine.judge.policy import Policy
from engine.model.group import Group, is_ours
from engine.plan.differences import OtherOutcome, differences
from engine.plan.plan import GroupPlan
from engine.verbs.dossier import Dossier
from engine.verbs.judging import Judgement, plan_of, quick


@frozen
class Contrast:
    """One group that is decided otherwise, with the name of the picture that is kept here."""

    name: str
    differences: tuple[OtherOutcome, ...]

    @property
    def group(self) -> str:
        return self.differences[0].group

    @property
    def code(self) -> str:
        """Return the difference that matters most."""
        return self.differences[0].code


@define
class Comparison:
    """What another policy, or with None Immich's own suggestion, makes of the same groups; `name` is for people."""

    name: str
    policy: Policy | None
    compared: int = 0
    found: list[Contrast] = field(factory=list)

    def of(
        self, context: Context, dossier: Dossier, judgement: Judgement, plan: GroupPlan
    ) -> Contrast | None:
        """Judge one group the other way; None where nothing differs. Changes nothing here: threads may share it."""
        if self.policy is None:
            unlike = suggested_otherwise(dossier.group, plan)
        else:
            policy = self.policy if judgement.gatherer is not None else quick(self.policy)
            if is_ours(dossier.group.id):
                policy = policy.for_letterbox()
            other = plan_of(context, dossier, evolve(judgement, policy=policy))
            unlike = differences(plan, other)
        return Contrast(plan.name_of(plan.winner), unlike) if unlike else None

    def count(self, contrast: Contrast | None) -> None:
        """Count one group."""
        self.compared += 1
        if contrast is not None:
            self.found.append(contrast)

    @property
    def sums(self) -> dict[str, int]:
        """Return how many groups differ, by what matters most in each."""
        sums: dict[str, int] = {}
        for one in self.found:
            sums[one.code] = sums.get(one.code, 0) + 1
        return sums


def suggested_otherwise(group: Group, plan: GroupPlan) -> tuple[OtherOutcome, ...]:
    """Return in what Immich's suggestion differs: it names one copy and would trash all others, whatever they are.

    A server before 2.7 suggests nothing, and nothing differs from that.
    """
    if not group.suggested:
        return ()
    found = []
    kept = group.suggested[0]
    if plan.review:
        codes = ", ".join(dict.fromkeys(finding.code for finding in plan.review))
        text = f"Immich would keep {plan.name_of(kept)} and trash the others, without asking about {codes}"
        found.append(OtherOutcome(plan.group, "resolved", text))
    elif plan.stack is not None:
        text = f"Immich would keep {plan.name_of(kept)} and trash the others, not stack them"
        found.append(OtherOutcome(plan.group, "resolved", text))
    else:
        if kept != plan.winner:
            text = f"Immich would keep {plan.name_of(kept)}, not {plan.name_of(plan.winner)}"
            found.append(OtherOutcome(plan.group, "winner", text))
        if plan.stays:
            names = ", ".join(plan.name_of(asset) for asset in plan.stays if asset != kept)
            if names:
                text = f"Immich would trash {names}, which is no copy"
                found.append(OtherOutcome(plan.group, "losers", text))
    return tuple(found)
