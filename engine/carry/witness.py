"""Call up what speaks for the losers of a wave: looks on record, what persons decided, the bytes of winners."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, field

from engine.base.context import Context
from engine.base.errors import EngineError, ServerError
from engine.carry.gate import BEFOREHAND
from engine.carry.going import Going
from engine.carry.warrant import Warrant
from engine.effect.ending import NOT_BEGUN
from engine.evidence.kept import content_of, kept_look
from engine.evidence.proof import PROVEN, Proof, WholeRead, read_whole
from engine.model.asset import Asset
from engine.model.choice import Choice
from engine.model.codec import to_json
from engine.model.likeness import Verdict
from engine.runs.rulings import Rulings, rulings
from journal.records import FactRecorded


@define
class Witness:
    """The witness of one apply run of one plan."""

    context: Context
    run: str
    plan_run: str
    _rulings: Rulings | None = field(default=None, init=False)

    def read(self, groups: Sequence[Going]) -> EngineError | None:
        """Read every winner whole; return what ends the run early."""
        progress = self.context.progress
        wanted = [g for g in groups if g.alive and g.plan.losers and g.plan.prove and g.reading is None]
        progress.start("prove", len(wanted))
        stopped: EngineError | None = None
        for going, reading in zip(wanted, self.context.each(self._read, wanted), strict=True):
            if isinstance(reading, EngineError):
                stopped = stopped or reading
                going.lost.append("the winner could not be read")
            elif reading is None:
                going.lost.append(NOT_BEGUN)
            else:
                going.reading = reading
        progress.finish("prove")
        return stopped

    def refuse_early(self, groups: Sequence[Going]) -> None:
        """Leave out every group whose gate will stay shut, before anything is written to its winner: of a damaged one a
        server keeps the damage then, and of others a trace stays, however it is taken back (docs/safety.md). That a
        winner is damaged is a fact in the journal. Of a group of which nothing is written the gate says it in the end.
        """
        noted = []
        for going in groups:
            if not (going.alive and going.plan.losers and going.writes):
                continue
            proof = self._hear(going)
            if proof is not None and not proof.holds:
                noted.append(self._fact(going, proof))
            going.lost += going.against(BEFOREHAND)
        self.context.journal.append_all(noted)

    def read_again(self, groups: Sequence[Going]) -> EngineError | None:
        """Read once more what could not be read while the server worked on it: it may have moved the file meanwhile."""
        for going in groups:
            if going.reading is not None and going.reading.fault:
                going.reading = None
        return self.read(groups)

    def call(self, groups: Sequence[Going]) -> None:
        """Find what is on record for the losers, once everything about them was read.

        What reading a winner showed is a fact in the journal before its first loser may go.
        """
        noted = []
        for going in groups:
            if not (going.alive and going.plan.losers):
                continue
            proof = self._hear(going)
            if proof is not None:
                noted.append(self._fact(going, proof))
        self.context.journal.append_all(noted)

    def _hear(self, going: Going) -> Proof | None:
        """Find what is on record for each loser of a group; return what reading its winner showed."""
        proof = going.reading.of(_asset(going, going.plan.winner)) if going.reading else None
        going.warrants = {loser: self._warrant(going, loser, proof) for loser in going.plan.losers}
        return proof

    def _read(self, going: Going) -> WholeRead | EngineError | None:
        """Return the winner as it was read whole, or why it was not; None where a person wants to stop."""
        if self.context.stop.requested():
            return None
        try:
            return read_whole(self.context.reader, going.plan.winner)
        except ServerError as error:
            return error
        finally:
            self.context.progress.advance("prove")

    def _warrant(self, going: Going, loser: str, proof: Proof | None) -> Warrant:
        if loser in going.trashed:
            return Warrant()
        first, second = _asset(going, going.plan.winner), _asset(going, loser)
        look = kept_look(self.context.journal, first, second, passing=True)
        return Warrant(
            look=look,
            ruled=(look is None or look.verdict is not Verdict.SAME) and self._ruled(going, first, second),
            forbidden=self._words.against(first.checksum, second.checksum, _contents(going)),
            proof=proof,
            one_file=first.path is not None and first.path == second.path,
            external=second.library is not None,
        )

    def _ruled(self, going: Going, winner: Asset, loser: Asset) -> bool:
        """Tell whether a person decided to keep this winner of just these contents."""
        ruling = self._words.of(_contents(going))
        return (
            ruling is not None
            and ruling.choice is Choice.KEEP
            and ruling.kept == winner.checksum
            and loser.checksum in ruling.members - ruling.stays
        )

    @property
    def _words(self) -> Rulings:
        """Return all decisions that stand; no new one comes while this run holds the journal."""
        if self._rulings is None:
            self._rulings = rulings(self.context.journal)
        return self._rulings

    def _fact(self, going: Going, proof: Proof) -> FactRecorded:
        winner = _asset(going, going.plan.winner)
        body = {"plan": self.plan_run, "content": content_of(winner), **to_json(proof)}
        return FactRecorded(run=self.run, topic=PROVEN, subject=winner.id, group=going.plan.group, body=body)


def _contents(going: Going) -> list[str | None]:
    return [sketch.checksum for sketch in going.plan.members]


def _asset(going: Going, asset: str) -> Asset:
    member = going.members.get(asset)
    assert member is not None, "a group of which a member is gone has drifted"
    return member.asset
