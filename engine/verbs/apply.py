"""Carry out a plan, or show what that would send."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from engine.action.actions import TrashAsset
from engine.base.context import Context
from engine.base.errors import GuardRefused, TrashOff
from engine.base.ports import PhotoWriter
from engine.base.report import Ending, Report
from engine.base.settings import Settings
from engine.carry.apply import Application, key_of
from engine.effect.recover import Recovery
from engine.effect.send import Sender
from engine.effect.settle import Settler
from engine.model.server import Server
from engine.plan.plan import GroupPlan
from engine.plan.schedule import stages, waves
from engine.plan.step import Stage, Step
from engine.runs.history import history, standing
from engine.runs.runs import INTERRUPTED, open_run, plan_run, plans_of, runs
from journal.port import JournalReader
from journal.records import IntentRecorded, RunClosed


def settler_for(context: Context, writer: PhotoWriter, run: str) -> Settler:
    """Return the effect loop of a run: the one place that is given a writer."""
    sender = Sender(writer=writer, reader=context.reader, vault=context.vault, chunk=context.settings.chunk)
    return Settler(context, sender, run)


def unfinished(journal: JournalReader, run: str, plans: Iterable[GroupPlan]) -> Iterator[GroupPlan]:
    """Yield the plans with something left to do; whoever was resolved by an earlier run is left out."""
    for plan in plans:
        if not plan.steps:
            continue
        ledger = history(journal, plan.group)
        if any(
            isinstance(step.action, TrashAsset) and standing(ledger, key_of(run, plan, step)) is None
            for step in plan.steps
        ):
            yield plan


def todo(
    journal: JournalReader, run: str, settings: Settings, begun: frozenset[str] = frozenset()
) -> Iterator[GroupPlan]:
    """Yield the plans that `apply` would carry out, in its order.

    `begun` are groups that an interrupted run had started on: they count as part of its limit.
    """
    fresh = None if settings.limit is None else settings.limit - len(begun)
    for plan in unfinished(journal, run, plans_of(journal, run)):
        if plan.group in begun:
            yield plan
        elif fresh is None or fresh > 0:
            yield plan
            fresh = None if fresh is None else fresh - 1


def preview(
    journal: JournalReader, wanted: str | None, settings: Settings
) -> Iterator[tuple[int, Stage, GroupPlan, Step]]:
    """Yield exactly the steps that `apply` would send, in order: wave, stage, group, step. Asks no server.

    Raises NoPlan.
    """
    run = plan_run(journal, wanted)
    for wave in waves(todo(journal, run, settings), size=settings.wave, canary=settings.canary):
        for stage, steps in stages(wave.plans):
            for plan, step in steps:
                yield wave.number, stage, plan, step


def close_leftovers(context: Context, writer: PhotoWriter, server: Server) -> int:
    """Give everything in doubt its outcome and close the runs that a crash left open.

    Returns how many intents were in doubt. Raises InDoubt and the leaves of ServerError.
    """
    left = [run for run in runs(context.journal) if run.result is None]
    if not left:
        return 0
    run = open_run(context.journal, context.clock, "resume", server, {"of": [r.opened.run for r in left]})
    outcomes = Recovery(settler_for(context, writer, run)).recover()
    for opened in left:
        context.journal.append(RunClosed(run=opened.opened.run, result=INTERRUPTED))
    context.journal.append(RunClosed(run=run, result="done", detail={"recovered": len(outcomes)}))
    return len(outcomes)


def apply(
    context: Context,
    writer: PhotoWriter,
    *,
    server: Server,
    wanted: str | None = None,
) -> Report:
    """Carry out a plan, the newest one unless another is wanted; what an earlier run finished stays.

    Raises TrashOff before anything else, NoPlan, GuardRefused, VaultFull, and the leaves of ServerError.
    """
    if not server.trash:
        raise TrashOff()
    plan = plan_run(context.journal, wanted)
    close_leftovers(context, writer, server)
    run = open_run(
        context.journal,
        context.clock,
        "apply",
        server,
        {
            "plan": plan,
            "limit": context.settings.limit,
            "canary": context.settings.canary,
            "trash_days": server.trash_days,
        },
    )
    return carry_on(context, writer, run, plan)


def carry_on(context: Context, writer: PhotoWriter, run: str, plan: str) -> Report:
    """Carry out what is left of a plan within an open run, and close the run when it came to its end."""
    report = Report(run=run, verb="apply")
    begun = groups_of(context.journal, run)
    settler = settler_for(context, writer, run)
    try:
        Application(context, settler, plan, report).apply(
            todo(context.journal, plan, context.settings, begun)
        )
    except GuardRefused:
        close(context, report)
        raise
    if not report.interrupted:
        close(context, report)
    report.head = context.journal.head().hash
    return report


def groups_of(journal: JournalReader, run: str) -> frozenset[str]:
    """Return the groups for which a run has promised anything yet."""
    return frozenset(
        entry.record.group
        for entry in journal.entries(run=run, kinds={"intent"})
        if isinstance(entry.record, IntentRecorded) and entry.record.group is not None
    )


def close(context: Context, report: Report) -> None:
    """Close a run with its counts, unless something of it is in doubt: then `resume` will."""
    if context.journal.in_doubt(report.run):
        return
    detail: dict[str, Any] = {
        "groups": len(report.ends),
        "trashed": report.trashed,
        "restored": report.restored,
        "uploaded": report.uploaded,
    }
    context.journal.append(RunClosed(run=report.run, result=result_of(report), detail=detail))


def result_of(report: Report) -> str:
    """Return in one word how a run ended."""
    if report.count(Ending.FAILED, Ending.IN_DOUBT):
        return "failed"
    return "conflict" if report.count(Ending.CONFLICT) else "done"
