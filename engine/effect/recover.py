"""Close what a crash left in doubt: look at the server, then accept, redo, or tell of a conflict."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from attrs import define, field

from engine.action.backup import DownloadOriginal
from engine.action.judging import ScoreGroup
from engine.action.registry import action_from
from engine.action.trash import TrashAsset
from engine.base.errors import EngineError, InDoubt, ServerError
from engine.effect.ours import parted
from engine.effect.settle import Settler
from engine.effect.verdict import Recourse, verdict
from engine.effect.watch import Watch
from journal.records import IntentRecorded, OutcomeRecorded, Status


class _Redo(Enum):
    """The mark of an intent that has to be sent again."""

    REDO = "redo"


REDO = _Redo.REDO

BUSY = ", with which the server is not done. Wait for its jobs, or choose Refresh metadata for that picture in Immich"


@define
class Recovery:
    """One look at everything in doubt. Safe to be killed and started again at any instant."""

    settler: Settler
    _busy: str = field(default="", init=False)
    _stopped: EngineError | None = field(default=None, init=False)
    _watch: Watch = field(init=False)

    def recover(self) -> list[OutcomeRecorded]:
        """Give every intent in doubt its outcome and return those.

        Raises the leaves of ServerError when the server cannot be asked, and InDoubt when a reply was lost
        again: then the intent stays as it is.
        """
        context = self.settler.context
        doubtful = context.journal.in_doubt()
        if not doubtful:
            return []
        # A request that was on its way when we were killed may still land: let it.
        context.clock.sleep(context.settings.quiet)
        self._watch = Watch(context, context.clock.monotonic() + context.settings.settle_timeout)
        context.progress.start("recover", len(doubtful))
        outcomes: list[OutcomeRecorded] = []
        for intents in _one_per_asset(doubtful):
            redo: list[IntentRecorded] = []
            for intent, outcome in zip(intents, context.each(self._judge, intents), strict=True):
                context.progress.advance("recover")
                if outcome is REDO and intent.subject not in self.settler.unsettled:
                    redo.append(intent)
                elif isinstance(outcome, OutcomeRecorded):
                    outcomes.append(outcome)
            # Outside the pool: settling itself works on the pool.
            settled = self.settler.settle(redo, resent=True)
            outcomes += settled.outcomes.values()
            self._stopped = self._stopped or settled.stopped
        context.progress.finish("recover")
        if self._stopped is not None:
            raise self._stopped
        if left := context.journal.in_doubt():
            raise InDoubt(
                count=len(left), detail=f"the first is {left[0].action} of {left[0].subject}{self._busy}"
            )
        return outcomes

    def _judge(self, intent: IntentRecorded) -> OutcomeRecorded | _Redo | None:
        """Look at one target and judge it; None when the server could not be asked."""
        action = action_from(intent.action, intent.args)
        if isinstance(action, ScoreGroup):
            return self.settler.record(intent, Status.FAILED, detail="interrupted before it was judged")
        try:
            seen = self._watch.look_again(action, intent.before, intent.after)
        except ServerError as error:
            self._stopped = self._stopped or error
            return None
        if seen is None:
            self._busy = BUSY
            self.settler.unsettled.add(intent.subject)
            return None
        if seen.gone:
            if (other := parted(self.settler.context)) is not None:
                self._stopped = self._stopped or other
                return None
            return self.settler.record(intent, Status.FAILED, detail="the asset is gone")
        match verdict(intent.before, intent.after, seen.image):
            case Recourse.ACCEPT:
                return self.settler.record(intent, Status.DONE, seen=seen.image)
            case Recourse.CONFLICT:
                return self.settler.record(
                    intent, Status.CONFLICT, seen=seen.image, detail="someone else changed it meanwhile"
                )
            case Recourse.REDO if isinstance(action, TrashAsset | DownloadOriginal):
                # Trashing wants its gate again, which only apply can ask; a download begins anew there.
                return self.settler.record(
                    intent, Status.FAILED, detail="it never happened: the run was interrupted before"
                )
            case Recourse.REDO:
                return REDO


def _one_per_asset(intents: Sequence[IntentRecorded]) -> list[list[IntentRecorded]]:
    """Split intents so that no asset has two of them in one round, oldest first."""
    rounds: list[list[IntentRecorded]] = []
    place: dict[str, int] = {}
    for intent in intents:
        number = place.get(intent.subject, -1) + 1
        place[intent.subject] = number
        if number == len(rounds):
            rounds.append([])
        rounds[number].append(intent)
    return rounds
