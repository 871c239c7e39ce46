"""From an intent to the order that carries it out, and from what was seen to its outcome."""

from __future__ import annotations

from collections.abc import Sequence

from engine.action.image import Image
from engine.action.registry import action_from
from engine.effect.send import Order
from journal.records import IntentRecorded, OutcomeRecorded, Status


def order_of(intent: IntentRecorded) -> Order:
    """Return the order that carries out an intent."""
    action = action_from(intent.action, intent.args)
    return Order(intent=intent.intent, action=action, before=intent.before)


def outcome_of(
    intent: IntentRecorded,
    status: Status,
    *,
    run: str,
    seen: Image | None = None,
    detail: str = "",
    resent: bool = False,
) -> OutcomeRecorded:
    """Return the outcome of an intent, as seen by a run."""
    return OutcomeRecorded(
        run=run,
        intent=intent.intent,
        status=status,
        subject=intent.subject,
        group=intent.group,
        seen=dict(seen or {}),
        detail=detail,
        resent=resent,
    )


def unkept(missing: Sequence[str], wanted: Image, seen: Image) -> str:
    """Say in one line what the server shows instead of what was written."""
    return "the server shows " + ", ".join(
        f"{field} {seen.get(field)!r} instead of {wanted[field]!r}" for field in missing
    )
