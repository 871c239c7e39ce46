"""Read the duplicate groups, judge each, and write the plans into the journal. Sends nothing but reads."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import Any

from attrs import asdict, define, field

from engine.audit.left import damaged_once
from engine.base.context import Context
from engine.evidence.gather import Gatherer
from engine.exif.tool import Exif
from engine.judge.policy import Policy
from engine.judge.policy_toml import policy_toml
from engine.model.server import Server
from engine.plan.filters import EVERYTHING, Filters
from engine.plan.plan import GroupPlan
from engine.runs.failures import failures
from engine.runs.rulings import rulings
from engine.runs.runs import COMPLETE, LOOKED, NARROWED, PARTNERS, open_run
from engine.verbs.comparing import Comparison
from engine.verbs.judging import Judgement, quick
from engine.verbs.letterbox import pairs
from engine.verbs.picking import expected, listed, narrowed, picked, whole_names
from engine.verbs.ruled import is_one_stack, left_alone
from engine.verbs.scoring import Scorer
from journal.records import RunClosed

RULES = "rules"
"""Detail of an analyze run: its whole policy as TOML, by which it can be made again."""


@define
class Analysis:
    """What an analyze run found, in numbers; the plans themselves are in the journal.

    Of the `ready` groups so many become `stacks`; `decided` were left alone by a person's decision, `stacked` because
    they already are one stack; of `parted` ones only the copies go. `partners` are the names of those who see the
    timeline.
    """

    run: str
    partners: tuple[str, ...] = ()
    groups: int = 0
    ready: int = 0
    stacks: int = 0
    parted: int = 0
    review: int = 0
    decided: int = 0
    stacked: int = 0
    losers: int = 0
    bytes_freed: int = 0
    bytes_to_store: int = 0
    findings: dict[str, int] = field(factory=dict)

    def count(self, plan: GroupPlan) -> None:
        """Count one group's plan."""
        self.groups += 1
        if is_one_stack(plan) and left_alone(plan):
            self.stacked += 1
        elif left_alone(plan):
            self.decided += 1
        elif plan.review:
            self.review += 1
            for code in {finding.code for finding in plan.review}:
                self.findings[code] = self.findings.get(code, 0) + 1
        else:
            self.ready += 1
            self.stacks += plan.stack is not None
            self.parted += plan.is_parted
            self.losers += len(plan.losers)
            self.bytes_freed += plan.bytes_freed
            self.bytes_to_store += plan.bytes_to_store


def analyze(
    context: Context,
    *,
    server: Server,
    policy: Policy,
    groups: Sequence[str] = (),
    filters: Filters = EVERYTHING,
    limit: int | None = None,
    exif: Exif | None = None,
    folder: Path | None = None,
    comparison: Comparison | None = None,
    letterbox: bool = False,
) -> Analysis:
    """Judge every duplicate group and store the plan of each; or only those named in `groups` (ids, which may be
    shortened), those that pass the filters, and of them the first `limit`. With `letterbox` it is about 4:3 and 16:9
    versions of one shot instead, which are looked for in the whole library.

    With `exif` evidence is gathered: the facts of files, and a look at their pictures. Without it the plan is
    quick and cannot be applied. `folder` holds parts of files meanwhile (None: the system's own for that).
    `comparison` is filled with what else could be decided; no plan is made of that.
    Raises NotKnown, Ambiguous and NothingMeant before anything is written; ExiftoolMissing, and the leaves of
    ServerError and JournalError; the run then stays open and a new one is made next time.
    """
    counted: list[int] = []
    if letterbox:
        policy, source, names = policy.for_letterbox(), pairs(context, policy), frozenset[str]()
    else:
        source, names = listed(context.reader, counted.append), whole_names(context.reader, groups)
    found = picked(source, names, filters)
    detail = {
        "policy": policy_detail(policy),
        RULES: policy_toml(policy),
        LOOKED: exif is not None,
        NARROWED: narrowed(names, filters, limit, letterbox=letterbox),
        PARTNERS: list(partners := context.reader.partners() or ()),
    }
    run = open_run(context.journal, context.clock, "analyze", server, detail)
    gatherer = None if exif is None else Gatherer(context, run, exif, folder)
    judgement = Judgement(
        policy=policy if gatherer is not None else quick(policy),
        today=context.clock.now().date(),
        owner=server.user,
        gatherer=gatherer,
        rulings=rulings(context.journal),
        failures=failures(context.journal),
        unproven=damaged_once(context.journal),
    )
    analysis = Analysis(run, partners=partners)
    coming = expected(counted, names, filters, limit)
    if gatherer is not None:
        gatherer.expect(coming)
    context.progress.start("analyze", coming)
    with gatherer or nullcontext():
        for plan in Scorer(context, run, judgement, comparison).plans(islice(found, limit)):
            analysis.count(plan)
    if context.stop.requested():
        return analysis
    context.progress.finish("analyze")
    context.journal.append(
        RunClosed(run=run, result=COMPLETE, detail={"groups": analysis.groups, "ready": analysis.ready})
    )
    return analysis


def policy_detail(policy: Policy) -> dict[str, Any]:
    """Return the policy as a run remembers it."""
    return {
        "allow": list(policy.review.allow),
        "order": list(policy.ranking.order),
        "apply": asdict(policy.apply),
    }
