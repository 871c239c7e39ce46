"""Stacks that we made and that stand: whether the server shows them still. A person may have chosen otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from engine.action.registry import action_from
from engine.action.stacks import StackAssets, stacks_of
from engine.audit.discrepancy import Discrepancy
from engine.base.ports import PhotoReader
from engine.model.codec import from_json
from engine.model.group import Member
from engine.runs.history import OBSERVED, all_of, facts, standing
from engine.runs.identity import names_today
from journal.ledger import Ledger
from journal.port import JournalReader
from journal.records import Status


@frozen
class Stacked:
    """A group that became a stack, with the file name of the picture on top and the ids that its members have today."""

    group: str
    name: str
    action: StackAssets


def stacked(journal: JournalReader, ledger: Ledger, group: str, run: str | None) -> Iterator[Stacked]:
    """Yield the stack of a group that a run (None: any) made and nobody took back."""
    for step in standing(ledger, all_of(lambda intent: run is None or intent.run == run)):
        action = action_from(step.intent.action, step.intent.args)
        done = step.outcome is not None and step.outcome.status is Status.DONE
        if isinstance(action, StackAssets) and done:
            observed = [f.body["winner"] for f in facts(ledger, OBSERVED) if f.subject == action.asset]
            name = from_json(observed[-1], Member).asset.name if observed else action.asset
            yield Stacked(group, name, action.of(names_today(journal, action.assets())))
            return


def changed(reader: PhotoReader, one: Stacked) -> Iterator[Discrepancy]:
    """Yield a note where the stack is not as we made it. Raises the leaves of ServerError."""
    seen = stacks_of(reader, one.action.members)
    if [stack.order for stack in seen] == [one.action.order]:
        return
    words = "was changed" if any(stack.primary == one.action.asset for stack in seen) else "was taken apart"
    yield Discrepancy(
        code="stack-changed",
        text=f"{one.name}: its stack {words} since, and not by us",
        group=one.group,
        asset=one.action.asset,
        name=one.name,
        grave=False,
    )
