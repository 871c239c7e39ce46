"""The one loop that has effects: send what was promised, wait until the server is done, look, write down what is there.

Apply, resume and restore all end here. An intent whose fate cannot be told gets no outcome: it stays in doubt
until `recover` looks again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from attrs import define, field, frozen

from engine.action.action import Fate, Reply, Settling, Sighting
from engine.action.backup import DownloadOriginal
from engine.action.image import Image, differing
from engine.action.target import OnAsset
from engine.base.context import Context
from engine.base.errors import (
    BackupMismatch,
    BackupMissing,
    BadAnswer,
    BadKey,
    EngineError,
    NoPermission,
    NotInvertible,
    Refused,
    ReplyLost,
    ServerError,
)
from engine.effect.ending import NOT_SENT
from engine.effect.many import FEW
from engine.effect.ours import parted
from engine.effect.outcome import order_of, outcome_of, unkept
from engine.effect.send import MemberOf, Order, Parcel, Sender
from engine.effect.verdict import Recourse, verdict
from engine.effect.watch import Watch, writes_sidecar
from engine.model.asset import Asset
from engine.model.group import Member
from journal.records import IntentRecorded, OutcomeRecorded, Status

PATIENCE = 10
"""How many times `quiet` a call whose reply was lost is looked for before it is sent again: a proxy that gave up
may still deliver it (docs/immich.md, Settling)."""


@frozen
class Settled:
    """What became of some intents; those without outcome are in doubt.

    `stopped` is the first error after which nothing more can succeed (key refused, disk full, server gone).
    """

    outcomes: Mapping[str, OutcomeRecorded]
    stopped: EngineError | None = None


@frozen
class _Sent:
    """What a worker knows after sending one parcel: answers, or that the reply was lost."""

    parcel: Parcel
    answers: Mapping[str, Reply] | None

    def took(self, order: Order) -> bool:
        """Tell whether the server took an order, as far as its answer says."""
        return self.answers is not None and self.answers[order.intent].fate is Fate.SENT


@define
class Settler:
    """Settle intents: the only holder of a sender, and so of a writer."""

    context: Context
    sender: Sender
    run: str
    unsettled: set[str] = field(factory=set, init=False)
    """Assets with a sidecar write in doubt: none may get another one before that is known."""

    def on(self, context: Context) -> Settler:
        """Return the same loop for work beside this one, which writes no sidecars."""
        return Settler(context, self.sender, self.run)

    def settle(
        self,
        intents: Sequence[IntentRecorded],
        *,
        resent: bool = False,
        known: MemberOf | None = None,
        deadline: float | None = None,
    ) -> Settled:
        """Send intents that are durable already and tell the outcome of each whose fate is known.

        No two of the intents may write the sidecar of one asset: the server would lose the second write, or all
        earlier ones (docs/immich.md, Lost updates). `known` tells what was read of an asset already, `deadline`
        (monotonic seconds) until when to wait for the server's jobs. Raises ValueError for such a pair.
        """
        orders = [order_of(intent) for intent in intents]
        assets = [order.action.subject for order in orders if writes_sidecar(order.action)]
        if len(assets) != len(set(assets)):
            raise ValueError("two sidecar writes of one asset in flight")
        self.context.at("intents-durable")
        clock = self.context.clock
        until = clock.monotonic() + self.context.settings.settle_timeout if deadline is None else deadline
        batch = _Batch(
            settler=self,
            by_id={intent.intent: intent for intent in intents},
            resent=resent,
            known=known or self.known,
            watch=Watch(self.context, until),
        )
        settled = batch.run(orders)
        doubtful = (order.action for order in orders if order.intent not in settled.outcomes)
        self.unsettled |= {action.subject for action in doubtful if writes_sidecar(action)}
        return settled

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

    def known(self, asset_id: str) -> Member | None:
        """Return an asset with its relations, read now."""
        return self.context.reader.member(asset_id)


@define
class _Batch:
    """Some intents on their way through the loop together; the first error that ends the run stops the sending."""

    settler: Settler
    by_id: Mapping[str, IntentRecorded]
    resent: bool
    known: MemberOf
    watch: Watch
    stopped: EngineError | None = None
    outcomes: dict[str, OutcomeRecorded] = field(factory=dict)
    _seen: Mapping[str, Asset] = field(factory=dict, init=False)

    def run(self, orders: Sequence[Order]) -> Settled:
        each, since = self.settler.context.each, self.settler.context.reader.now()
        parcels = list(self.settler.sender.parcels(orders))
        many = sum(_shows_in_pages(parcel) for parcel in parcels) > FEW
        turns = [(parcel, _waits(parcel) or (many and _shows_in_pages(parcel))) for parcel in parcels]
        sent = each(self._send_and_conclude, turns)
        later = [s for s, (_, waits) in zip(sent, turns, strict=True) if waits]
        waiting = [(s, order) for s in later for order in s.parcel]
        self._look_at_many(waiting, since)
        each(self._conclude_in, waiting)
        return Settled(self.outcomes, self.stopped)

    def _send_and_conclude(self, turn: tuple[Parcel, bool]) -> _Sent:
        parcel, waits = turn
        sent = self._send(parcel)
        self.settler.context.at("sent")
        if not waits:
            self._conclude_in((sent, parcel[0]))  # at once: a crash later in the batch finds it written down
        return sent

    def _look_at_many(self, waiting: Sequence[tuple[_Sent, Order]], since: datetime) -> None:
        """Look at all that was taken in as few questions as it takes; whoever is not found is looked at alone."""
        targets = [(order.action, order.before) for sent, order in waiting if sent.took(order)]
        try:
            self._seen = self.watch.see_many(targets, since)
        except (BadKey, NoPermission) as error:
            self._stop(error)
        except (Refused, BadAnswer):
            pass  # a server that has no such pages is asked for each by its id
        except ServerError as error:
            self._stop(error)

    def _conclude_in(self, item: tuple[_Sent, Order]) -> None:
        sent, order = item
        outcome = self._conclude(self.by_id[order.intent], order, sent, self.resent)
        if outcome is not None:
            self.outcomes[order.intent] = outcome

    def _send(self, parcel: Parcel) -> _Sent:
        """Send one parcel; nothing more is sent after an error that ends the run."""
        context = self.settler.context
        if self._ending():
            return _refused(parcel, NOT_SENT)
        try:
            return _Sent(parcel, self.settler.sender.send(parcel, self.known))
        except ReplyLost:
            # It may still be on its way: let it land before anybody looks.
            context.clock.sleep(context.settings.quiet)
            return _Sent(parcel, None)
        except (BackupMismatch, BackupMissing, BadAnswer, NotInvertible) as error:
            return _refused(parcel, str(error))
        except EngineError as error:
            self._stop(error)
            # A parcel that the server refused is split, so that a part of it may have been sent.
            return _refused(parcel, str(error)) if len(parcel) == 1 else _Sent(parcel, None)

    def _ending(self) -> bool:
        return self.stopped is not None or self.settler.context.stop.requested()

    def _stop(self, error: EngineError) -> None:
        self.stopped = self.stopped or error

    def _conclude(
        self, intent: IntentRecorded, order: Order, sent: _Sent, resent: bool
    ) -> OutcomeRecorded | None:
        """Look at the target after sending and record what is there; None leaves the intent in doubt."""
        if sent.answers is None:
            return self._doubt(intent, order, resent)
        record, answer = self.settler.record, sent.answers[order.intent]
        if answer.fate is Fate.REFUSED:
            return record(intent, Status.FAILED, detail=answer.detail, resent=resent)
        if isinstance(order.action, DownloadOriginal):
            return record(intent, Status.DONE, seen=answer.seen, resent=resent)
        try:
            seen = self._sighting(order)
        except ServerError as error:
            self._stop(error)
            return None
        if seen is None:
            return None  # not settled in time: recover looks again
        if seen.gone:
            if (other := parted(self.settler.context)) is not None:
                self._stop(other)
                return None  # it may be there all the same
            return record(intent, Status.FAILED, detail="the asset is gone", resent=resent)
        image = {**seen.image, **answer.seen}
        if missing := differing(intent.after, image):
            detail = unkept(missing, intent.after, image)
            return record(intent, Status.FAILED, seen=image, detail=detail, resent=resent)
        return record(intent, Status.DONE, seen=image, resent=resent)

    def _sighting(self, order: Order) -> Sighting | None:
        asset = self._seen.get(order.action.subject)
        seen = self.watch.sighting(order.action, asset) if asset is not None else None
        return seen or self.watch.see(order.action, order.before)

    def _doubt(self, intent: IntentRecorded, order: Order, resent: bool) -> OutcomeRecorded | None:
        """Find out what became of a call whose reply was lost; send it once more only if it never arrived.

        Where the run is ending, it is not sent again, and what was sent may still land: it stays in doubt.
        """
        context = self.settler.context
        for _ in range(PATIENCE):
            try:
                seen = self.watch.look_again(order.action, intent.before, intent.after)
            except ServerError as error:
                self._stop(error)
                return None
            if seen is None or seen.gone:
                return None
            match verdict(intent.before, intent.after, seen.image):
                case Recourse.ACCEPT:
                    return self.settler.record(intent, Status.DONE, seen=seen.image, resent=resent)
                case Recourse.CONFLICT:
                    return None
                case Recourse.REDO if resent or self._ending():
                    return None
                case Recourse.REDO:
                    context.clock.sleep(context.settings.quiet)
        return None if self._ending() else self._conclude(intent, order, self._send((order,)), resent=True)


def _waits(parcel: Parcel) -> bool:
    """Tell whether a parcel is concluded once all are sent: the server works on it, or it is for many workers."""
    return len(parcel) > 1 or writes_sidecar(parcel[0].action)


def _shows_in_pages(parcel: Parcel) -> bool:
    """Tell whether a parcel that needs no wait can be looked at together with others."""
    action = parcel[0].action
    return isinstance(action, OnAsset) and action.SETTLING is Settling.AT_ONCE


def _refused(parcel: Parcel, detail: str) -> _Sent:
    return _Sent(parcel, {order.intent: Reply(Fate.REFUSED, detail) for order in parcel})
