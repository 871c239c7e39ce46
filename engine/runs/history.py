"""What stands of all that we did: questions to the ledger of one group, pure.

Resume, restore, audit and every list ask here, so that two of them never disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from typing import Final, TypeAlias

from attrs import evolve

from engine.action.fields import CLOCK
from engine.action.registry import REVERSIBLE, action_from, args_of
from engine.action.stacks import StackAssets
from engine.action.trash import TrashAsset
from engine.runs.void import void
from journal.ledger import Ledger, LedgerStep, fold
from journal.port import JournalReader
from journal.records import FactRecorded, IntentRecorded, OutcomeRecorded, Status

HOLDS: Final = (Status.DONE, Status.SKIPPED)
"""Outcomes after which the target shows what was wanted."""

LEFT: Final = "left"
"""Topic of the fact that names what a restore could not bring back, and the intents that this settles."""

NOT_TAKEN_BACK: Final = "not-taken-back"
"""Topic of the fact that names what a restore failed at; a later restore tries it again."""

TAKEN_BACK: Final = "taken-back"
"""Topic of the fact that a restore did what earlier ones of the group had failed at."""

CAME_BACK: Final = "came-back"
OF: Final = "of"
"""Topic of the fact that holds a loser as it was once it was back, and in it the trash (older journals lack that)."""

OBSERVED: Final = "observed"
"""Topic of the fact that holds the winner as it was before the first step of its group."""

READ_BACK: Final = "read-back"
"""Topic of the fact that a winner was read back after settling and shows everything promised."""

PRUNED: Final = "pruned"
"""Topic of the fact that says which backup a person had removed."""

HEALED: Final = ":heal:"
"""In the key of what gave an upload its fields again: it goes with the upload, and is not taken back alone."""

Scope: TypeAlias = Callable[[LedgerStep], frozenset[str]]
"""Of each step the fields that are meant; none of them where it is not meant."""


def history(journal: JournalReader, group: str) -> Ledger:
    """Return the ledger of one group: everything that was ever promised, seen or noted about it."""
    return fold(journal.entries(group=group))


def touched(intent: IntentRecorded) -> frozenset[str]:
    """Return the fields that an intent changes; whatever moves a place or a date moves both hands of the clock."""
    fields = frozenset(intent.after)
    return fields | {*CLOCK} if fields & {"place", *CLOCK} else fields


def taken_back(ledger: Ledger, intent: str) -> bool:
    """Tell whether an intent's whole effect is gone: compensated, or found to be gone when that was tried."""
    step = ledger.steps.get(intent)
    return step is not None and not still_there(ledger, step)


def still_there(ledger: Ledger, step: LedgerStep) -> frozenset[str]:
    """Return the fields of a step that nobody took back.

    What took it back can itself be taken back, and so on: of all that, the newest which holds says what stands.
    """
    if step.intent.intent in void(ledger):
        return frozenset()
    return frozenset(f for f in touched(step.intent) if not _depth(ledger, step.intent.intent, f) % 2)


def below(ledger: Ledger, intent: str, field: str | None = None) -> Iterator[tuple[LedgerStep, int]]:
    """Yield what took an intent back and holds, what took that back, and so on, each with how many there are up to it;
    of one `field` alone where it is named."""
    gone, found = void(ledger), [(intent, 0)]
    while found:
        name, depth = found.pop()
        for back in ledger.backs.get(name, ()):
            outcome, part = back.outcome, back.intent.part
            holds = outcome is not None and outcome.status in HOLDS and back.intent.intent not in gone
            if holds and (field is None or not part or field in part):
                found.append((back.intent.intent, depth + 1))
                yield back, depth + 1


def _depth(ledger: Ledger, intent: str, field: str) -> int:
    """Return how many compensations lie between an intent and the newest one below it that holds for a field."""
    newest = max(below(ledger, intent, field), key=lambda found: found[0].ended_seq or 0, default=None)
    return 0 if newest is None else newest[1]


def narrowed(step: LedgerStep, fields: Container[str]) -> LedgerStep | None:
    """Return a step as if it had changed some of its fields alone, None where it changed none of those."""
    intent = step.intent
    if all(field in fields for field in touched(intent)):
        return step
    part = action_from(intent.action, intent.args).only(fields)
    if part is None:
        return None
    after = {field: intent.after[field] for field in part.expected() if field in intent.after}
    return evolve(step, intent=evolve(intent, args=args_of(part), after=after))


def trash_of(step: LedgerStep) -> TrashAsset | None:
    """Return the trash that a step is; None for a step of another kind, of which nothing is read."""
    if step.intent.action != TrashAsset.NAME:
        return None
    action = action_from(step.intent.action, step.intent.args)
    return action if isinstance(action, TrashAsset) else None


def took_effect(outcome: OutcomeRecorded | None) -> bool:
    """Tell whether an intent may have changed something: a failed write can have changed a part.

    What was skipped was so already, and is not ours to take back.
    """
    return outcome is not None and outcome.status is not Status.SKIPPED and bool(outcome.seen)


def standing(
    ledger: Ledger,
    scope: Scope,
    interrupted: frozenset[str] = frozenset(),
    forced: Container[str] = (),
) -> list[LedgerStep]:
    """Return the steps in scope whose effect stands to this day and is ours to take back, newest first.

    Each is narrowed to the fields of it that are meant and stand. Left out are those that took back another one
    of the same scope, which has cancelled both, and those that a restore named as never coming back, unless they
    are `forced`. `interrupted` are runs that did not come to their end: a loser that one of them brought back may
    still lack something, so its trash counts as standing.
    """
    settled, told = _settled(ledger)
    found = []
    for step in reversed(ledger.steps.values()):
        intent = step.intent
        if intent.action not in REVERSIBLE or HEALED in (intent.key or "") or not took_effect(step.outcome):
            continue
        meant = scope(step)
        if not meant or _cancels(ledger, intent, scope):
            continue
        fields = meant & still_there(ledger, step)
        if intent.intent not in told and _half_back(ledger, intent.intent, interrupted):
            fields = meant
        fields -= {f for f in settled.get(intent.intent, ()) if f not in forced}
        part = narrowed(step, fields) if fields else None
        if part is not None:
            found.append(part)
    return found


def facts(ledger: Ledger, topic: str) -> list[FactRecorded]:
    """Return the facts of one topic, oldest first."""
    return [fact for _, fact in ledger.facts.get(topic, ())]


def left(ledger: Ledger) -> list[FactRecorded]:
    """Return what restores could not bring back and no later one brought back after all, oldest first.

    What settles nothing may have gone better another time: of a field it counts until that is taken back by a later
    run, and of anything else until a later run takes anything of the group back; what was settled, until a later run
    takes those very steps back all the same. Of two words about the same steps, and the same field of them, the newest
    counts.
    """
    found: dict[object, FactRecorded] = {}
    for seq, fact in ledger.facts.get(LEFT, ()):
        key = _about(fact) or seq
        found.pop(key, None)
        if not _went_after_all(ledger, seq, fact):
            found[key] = fact
    return list(found.values())


def _about(fact: FactRecorded) -> tuple[frozenset[str], str] | None:
    """Return of which steps and field a word on what stayed speaks; None where it names no step."""
    about = frozenset(fact.body.get("intents") or fact.body.get("about") or ())
    fields = fact.body.get("fields") or ()
    return (about, str(fact.body.get("field") or ",".join(sorted(fields)))) if about else None


def _went_after_all(ledger: Ledger, seq: int, fact: FactRecorded) -> bool:
    if fact.body.get("told"):
        return False
    field, settled = fact.body.get("field"), frozenset(fact.body.get("intents") or ())
    return any(
        step.intent.compensates is not None
        and step.outcome is not None
        and step.outcome.status in HOLDS
        and step.seq > seq
        and step.intent.run != fact.run
        and (field is None or field in touched(step.intent))
        and (not settled or not settled.isdisjoint(step.intent.takes_back))
        for step in ledger.steps.values()
    )


def failed_in_part(ledger: Ledger) -> bool:
    """Tell whether the newest restore of a group that failed was meant to take back a part of it alone."""
    told = ledger.facts.get(NOT_TAKEN_BACK, ())
    return bool(told and told[-1][1].body.get("part"))


def failed(ledger: Ledger) -> tuple[str, ...]:
    """Return what the newest restore of a group failed at, in words.

    Nothing where a later one did it, or where the group was resolved anew since: then that is what is meant.
    """
    told = [*ledger.facts.get(NOT_TAKEN_BACK, ()), *ledger.facts.get(TAKEN_BACK, ())]
    newest = max(told, key=lambda fact: fact[0], default=None)
    if newest is None or any(_resolves(step) for step in ledger.steps.values() if step.seq > newest[0]):
        return ()
    return tuple(map(str, newest[1].body.get("reasons", ())))


def _resolves(step: LedgerStep) -> bool:
    return step.done and step.intent.compensates is None and step.intent.action == TrashAsset.NAME


def all_of(meant: Callable[[IntentRecorded], bool]) -> Scope:
    """Return the scope of whole intents."""
    return lambda step: touched(step.intent) if meant(step.intent) else frozenset()


def settled(ledger: Ledger, step: LedgerStep) -> bool:
    """Tell whether a restore named all that an intent changed as staying for good."""
    fields, _ = _settled(ledger)
    return touched(step.intent) <= fields.get(step.intent.intent, frozenset())


def _settled(ledger: Ledger) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """Return the fields of intents that a restore named as staying, and the trashes whose lack it told.

    That holds until the restore is itself taken back.
    """
    settled: dict[str, frozenset[str]] = {}
    told: set[str] = set()
    void = {
        step.intent.run
        for step in ledger.steps.values()
        if step.intent.compensates is not None and took_effect(step.outcome) and not still_there(ledger, step)
    }
    for fact in facts(ledger, LEFT):
        if fact.run in void:
            continue
        told |= set(fact.body.get("told", ()))
        for name in fact.body.get("intents", ()):
            intent = ledger.intent(name)
            fields = fact.body.get("fields") or (touched(intent) if intent is not None else ())
            settled[name] = settled.get(name, frozenset()) | {*fields}
    return settled, frozenset(told)


def _cancels(ledger: Ledger, intent: IntentRecorded, scope: Scope) -> bool:
    originals = (ledger.steps.get(name) for name in intent.takes_back)
    return any(original is not None and scope(original) for original in originals)


def _half_back(ledger: Ledger, trash: str, interrupted: frozenset[str]) -> bool:
    """Tell whether what follows the way back of a trashed loser was begun and is not finished.

    Those steps have keys of their own below it; one of them that never held is still to be done. Where a run was
    interrupted some may not even have keys, until a later one that came to its end has gone on there.
    """
    held: dict[str, bool] = {}
    follows = ledger.steps[trash].intent.action in (TrashAsset.NAME, StackAssets.NAME)
    seen = max(_gone_on(ledger, trash, interrupted), default=0) if follows else 0
    for step in ledger.steps.values():
        if (
            step.intent.compensates == trash
            and step.intent.run in interrupted
            and step.seq > seen
            and follows
        ):
            return True
        name = (step.intent.key or "").partition("#")[0]
        if name.startswith(f"undo:{trash}:"):
            holds = step.outcome is not None and step.outcome.status in HOLDS
            held[name] = held.get(name, False) or holds
    return not all(held.values())


def _gone_on(ledger: Ledger, taken: str, interrupted: frozenset[str]) -> Iterator[int]:
    """Yield where runs that came to their end went on with the way back of a step, or saw the loser of a trash."""
    for seq, fact in ledger.facts.get(CAME_BACK, ()):
        if fact.body.get(OF) == taken and fact.run not in interrupted:
            yield seq
    for step in ledger.steps.values():
        ours = (step.intent.key or "").startswith((f"undo:{taken}#", f"undo:{taken}:"))
        if ours and step.intent.run not in interrupted:
            yield step.seq
