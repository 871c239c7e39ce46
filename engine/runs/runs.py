"""Runs: opening and closing them, telling whose home this is, and finding plans in the journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from secrets import token_hex
from typing import Any

from attrs import evolve, frozen

from engine.base.errors import NoPlan, NoSuchPlan, NotKnown, PlanUnlooked, WrongServer
from engine.model.server import Server
from engine.plan.plan import GroupPlan, plan_from_json
from engine.runs.naming import meant
from journal.clock import Clock
from journal.port import Journal, JournalReader
from journal.records import FactRecorded, IntentRecorded, OutcomeRecorded, RunClosed, RunOpened, Status

COMPLETE = "complete"
INTERRUPTED = "interrupted"
LOOKED = "looked"
"""Detail of an analyze run: whether it gathered evidence, without which no plan can be applied."""

NARROWED = "narrowed"
"""Detail of an analyze run: in words, what it was narrowed to; empty where it is about everything."""

PARTNERS = "partners"
"""Detail of an analyze run: the names of those who saw the timeline then."""


@frozen
class Run:
    """One run as the journal tells it; `result` is None while it is open."""

    opened: RunOpened
    result: str | None


def new_run(journal: JournalReader, clock: Clock, verb: str) -> str:
    """Return a fresh run id that sorts by time and can be read aloud: none that the journal has, within one second."""
    taken = {run.opened.run for run in runs(journal)}
    while (name := f"{clock.now():%Y%m%d-%H%M%S}-{verb}-{token_hex(2)}") in taken:
        continue
    return name


def check_origin(journal: JournalReader, server: Server) -> str | None:
    """Return the address under which this home knew its server last, None for a new home.

    The user id is the identity, because addresses change. Raises WrongServer for another user's library.
    """
    address = None
    for run in runs(journal):
        origin = run.opened.origin
        if origin.get("user") not in (None, server.user):
            raise WrongServer(
                found=f"user {origin.get('user')} on {origin.get('server')}",
                given=f"user {server.user} on {server.url}",
            )
        address = origin.get("server", address)
    return address


def open_run(
    journal: Journal,
    clock: Clock,
    verb: str,
    server: Server,
    detail: Mapping[str, Any] | None = None,
    facts: Sequence[FactRecorded] = (),
) -> str:
    """Open a run on a server and return its id; `facts` that belong to its beginning are written with it.

    Raises WrongServer when the home belongs to another one.
    """
    check_origin(journal, server)
    run = new_run(journal, clock, verb)
    opened = RunOpened(run=run, verb=verb, origin=server.origin(), detail=dict(detail or {}))
    journal.append_all([opened, *(evolve(fact, run=run) for fact in facts)])
    return run


def runs(journal: JournalReader) -> list[Run]:
    """Return all runs, oldest first."""
    opened: dict[str, RunOpened] = {}
    results: dict[str, str] = {}
    for entry in journal.entries(kinds={"run-opened", "run-closed"}):
        match entry.record:
            case RunOpened() as record:
                opened[record.run] = record
            case RunClosed() as closed:
                results[closed.run] = closed.result
            case _:
                pass
    return [Run(record, results.get(run)) for run, record in opened.items()]


def interrupted(journal: JournalReader) -> frozenset[str]:
    """Return the runs that did not come to their end, those that are open among them."""
    return frozenset(run.opened.run for run in runs(journal) if run.result in (None, INTERRUPTED))


def find_run(journal: JournalReader, run: str) -> Run | None:
    """Return one run by its id, or by the beginning or ending of it; None where there is none.

    Raises Ambiguous where several are meant.
    """
    everything = {one.opened.run: one for one in runs(journal)}
    try:
        return everything[meant(run, everything, "run", "winnow journal runs")]
    except NotKnown:
        return None


def newest_plan(journal: JournalReader) -> str:
    """Return the newest complete analyze run.

    Raises NoPlan when there is none.
    """
    for run in reversed(runs(journal)):
        if run.opened.verb == "analyze" and run.result == COMPLETE:
            return run.opened.run
    raise NoPlan(run="yet")


def plan_run(journal: JournalReader, wanted: str | None) -> str:
    """Return the analyze run that a person means; the newest complete one when none is named.

    Of an apply run it is the plan which that carried out. Raises NoPlan, NoSuchPlan, Ambiguous.
    """
    if wanted is None:
        return newest_plan(journal)
    run = find_run(journal, wanted)
    if run is not None and isinstance(run.opened.detail.get("plan"), str):
        return str(run.opened.detail["plan"])
    if run is None or run.opened.verb != "analyze" or run.result != COMPLETE:
        raise NoSuchPlan(run=wanted)
    return run.opened.run


def require_look(journal: JournalReader, plan: str) -> None:
    """Refuse a plan that was made without a look at the pictures. Raises PlanUnlooked."""
    run = find_run(journal, plan)
    if run is not None and not run.opened.detail.get(LOOKED):
        raise PlanUnlooked(run=plan)


def partners_of(journal: JournalReader, run: str) -> tuple[str, ...]:
    """Return the names of those who saw the timeline when an analysis was made."""
    found = find_run(journal, run)
    return tuple(found.opened.detail.get(PARTNERS, ())) if found is not None else ()


def narrowed_to(journal: JournalReader, run: str) -> str:
    """Return in words what an analysis was narrowed to, "" where it is about everything."""
    found = find_run(journal, run)
    return ", ".join(found.opened.detail.get(NARROWED, ())) if found is not None else ""


def plans_of(journal: JournalReader, run: str, until: int | None = None) -> Iterator[GroupPlan]:
    """Stream the plans that an analyze run made, in its order, up to a place in the book; memory stays flat."""
    for entry in journal.entries(run=run, kinds={"outcome"}, before=None if until is None else until + 1):
        record = entry.record
        if isinstance(record, OutcomeRecorded) and record.status is Status.DONE and "plan" in record.seen:
            yield plan_from_json(record.seen["plan"])


def applied(journal: JournalReader) -> list[str]:
    """Return all apply runs, oldest first."""
    return [run.opened.run for run in runs(journal) if run.opened.verb == "apply"]


def groups_of(journal: JournalReader, run: str) -> frozenset[str]:
    """Return the groups for which a run has promised anything yet."""
    return frozenset(
        entry.record.group
        for entry in journal.entries(run=run, kinds={"intent"})
        if isinstance(entry.record, IntentRecorded) and entry.record.group is not None
    )
