"""The one loop that has effects: send what was promised, wait until the server is done, look, write down what is there.

Apply, resume and restore all end here. An intent whose fate cannot be told gets no outcome: it stays in doubt
until `recover` looks again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import define, field, frozen

from engine.action.actions import DownloadOriginal, action_from
from engine.action.images import Image, differing
from engine.base.context import Context
from engine.base.errors import (
    BackupMismatch,
    BadAnswer,
    EngineError,
    ReplyLost,
    ServerError,
)
from engine.effect.send import Answer, Fate, Order, Parcel, Sender
from engine.effect.verdict import Verdict, verdict
from engine.effect.watch import Watch, writes_sidecar
from journal.records import IntentRecorded, OutcomeRecorded, Status


@frozen
class _Sent:
    """What a worker knows after sending one parcel: answers, or that the reply was lost."""

    parcel: Parcel
    answers: Mapping[str, Answer] | None


@define
class Settler:
    """Settle intents: the only holder of a sender, and so of a writer.

    `abort` keeps the first error after which nothing more can succeed (key refused, disk full, server gone).
    Whoever runs the stages asks for it and raises it once all that can be told is written down.
    """

    context: Context
    sender: Sender
    run: str
    abort: EngineError | None = field(default=None, init=False)
    unsettled: set[str] = field(factory=set, init=False)
    """Assets with a sidecar write in doubt: none may get another one before that is known."""

    def settle(
        self, intents: Sequence[IntentRecorded], *, resent: bool = False
    ) -> dict[str, OutcomeRecorded]:
        """Send intents that are durable already and return the outcome of each whose fate is known.

        What is missing from the answer is in doubt. No two of the intents may write the sidecar of one asset:
        the server would lose the second write, or all earlier ones (docs/immich.md, Lost updates).
        """
        orders = [order_of(intent) for intent in intents]
        by_id = {intent.intent: intent for intent in intents}
        assets = [o.action.asset for o in orders if writes_sidecar(o.action)]
        assert len(assets) == len(set(assets)), "two sidecar writes of one asset in flight"
        self.context.at("intents-durable")
        outcomes: dict[str, OutcomeRecorded] = {}

        def send(parcel: Parcel) -> _Sent:
            sent = self._send(parcel)
            self.context.at("sent")
            if not _waits(parcel):
                conclude((sent, parcel[0]))  # at once: a crash later in the batch finds it written down
            return sent

        def conclude(item: tuple[_Sent, Order]) -> None:
            sent, order = item
            outcome = self._conclude(by_id[order.intent], order, sent, resent)
            if outcome is not None:
                outcomes[order.intent] = outcome

        sent = self.context.each(send, list(self.sender.parcels(orders)))
        self.context.each(conclude, [(s, order) for s in sent if _waits(s.parcel) for order in s.parcel])
        doubtful = (order.action for order in orders if order.intent not in outcomes)
        self.unsettled |= {action.asset for action in doubtful if writes_sidecar(action)}
        return outcomes

    def record(
        self,
        intent: IntentRecorded,
        status: Status,
        *,
        seen: Image | None = None,
        detail: str = "",
        resent: bool = False,
    ) -> OutcomeRecorded:
        """Write an outcome down, durably."""
        self.context.at("outcome-known")
        outcome = outcome_of(intent, status, run=self.run, seen=seen, detail=detail, resent=resent)
        self.context.journal.append(outcome)
        self.context.at("outcome-durable")
        return outcome

    def _send(self, parcel: Parcel) -> _Sent:
        """Send one parcel; errors that end the run are kept in `abort`, and nothing more is sent after one."""
        if self.abort is not None or self.context.stop.requested():
            return _refused(parcel, "not sent, because the run was ending")
        try:
            return _Sent(parcel, self.sender.send(parcel))
        except ReplyLost:
            # It may still be on its way: let it land before anybody looks.
            self.context.clock.sleep(self.context.settings.quiet)
            return _Sent(parcel, None)
        except (BackupMismatch, BadAnswer) as error:
            return _refused(parcel, str(error))
        except EngineError as error:
            self.abort = self.abort or error
            # A parcel that the server refused is split, so that a part of it may have been sent.
            return _refused(parcel, str(error)) if len(parcel) == 1 else _Sent(parcel, None)

    def _conclude(
        self, intent: IntentRecorded, order: Order, sent: _Sent, resent: bool
    ) -> OutcomeRecorded | None:
        """Look at the target after sending and record what is there; None leaves the intent in doubt."""
        if sent.answers is None:
            return self._doubt(intent, order, resent)
        answer = sent.answers[order.intent]
        if answer.fate is Fate.REFUSED:
            return self.record(intent, Status.FAILED, detail=answer.detail, resent=resent)
        if isinstance(order.action, DownloadOriginal):
            return self.record(intent, Status.DONE, seen=answer.seen, resent=resent)
        try:
            seen = Watch(self.context).see(order.action, order.before)
        except ServerError as error:
            self.abort = self.abort or error
            return None
        if seen is None:
            return None  # not settled in time: recover looks again
        if seen.gone:
            return self.record(intent, Status.FAILED, detail="the asset is gone", resent=resent)
        image = {**seen.image, **answer.seen}
        if missing := differing(intent.after, image):
            detail = _unkept(missing, intent.after, image)
            return self.record(intent, Status.FAILED, seen=image, detail=detail, resent=resent)
        return self.record(intent, Status.DONE, seen=image, resent=resent)

    def _doubt(self, intent: IntentRecorded, order: Order, resent: bool) -> OutcomeRecorded | None:
        """Find out what became of a call whose reply was lost; send it once more only if it never arrived."""
        try:
            seen = Watch(self.context).look_again(order.action, intent.before, intent.after)
        except ServerError as error:
            self.abort = self.abort or error
            return None
        if seen is None or seen.gone:
            return None
        match verdict(intent.before, intent.after, seen.image):
            case Verdict.ACCEPT:
                return self.record(intent, Status.DONE, seen=seen.image, resent=resent)
            case Verdict.REDO if not resent:
                return self._conclude(intent, order, self._send((order,)), resent=True)
            case _:
                return None


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


def _waits(parcel: Parcel) -> bool:
    """Tell whether a parcel is concluded once all are sent: the server works on it, or it is for many workers."""
    return len(parcel) > 1 or writes_sidecar(parcel[0].action)


def _refused(parcel: Parcel, detail: str) -> _Sent:
    return _Sent(parcel, {order.intent: Answer(Fate.REFUSED, detail) for order in parcel})


def _unkept(missing: Sequence[str], wanted: Image, seen: Image) -> str:
    """Say in one line what the server shows instead of what was written."""
    return "the server shows " + ", ".join(
        f"{field} {seen.get(field)!r} instead of {wanted[field]!r}" for field in missing
    )
