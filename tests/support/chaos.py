"""A library in trouble: wild groups, failing requests, kills, stuck jobs and strangers, all drawn from one seed.

`Chaos(seed, folder).play()` goes through analyze, apply, audit and restore and raises AssertionError with the
seed in its text as soon as something happens that never may. `python -m tests.support.seeds 0 1000` plays many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

from attrs import define, evolve, field

from engine.action.fields import PatchFields
from engine.action.trash import TrashAsset
from engine.action.upload import UploadOriginal
from engine.base.errors import EngineError, NothingToRestore
from engine.base.report import Ending, Report
from engine.plan.plan import GroupPlan
from engine.runs.runs import applied, newest_plan, plans_of
from engine.runs.runs import runs as all_runs
from engine.vault.store import FolderVault
from journal.ledger import Ledger, fold
from journal.reader import open_readonly
from journal.verify import verify
from tests.support.mortal import Fate, Killed, mortal
from tests.support.rehearsal import QUICK, Rehearsal, _exif, rehearsal
from tests.support.strangers import Strangers
from tests.support.wild import Wild
from tests.support.witness import watch

SETTINGS = evolve(
    QUICK, regroup_gap=0.05, quiet=0.04, settle_timeout=3.0, settle_poll=0.005, settle_gap=0.005
)
LIVES = 4
"""How many processes of one verb may be killed or fail before the trouble ends."""


@contextmanager
def impatient() -> Iterator[None]:
    """Let the client try again at once."""
    with (
        mock.patch("engine.immich.waits.FIRST_PAUSE", 0.002),
        mock.patch("engine.immich.waits.LONGEST_WISH", 0.002),
    ):
        yield


@define
class Chaos:
    """One seed's story."""

    seed: int
    folder: Path
    groups: int = 5
    stage: Rehearsal = field(init=False)
    before: dict[str, Any] = field(init=False)
    told: list[str] = field(factory=list)
    """What happened, for whom must find out why it went wrong."""
    crimes: list[str] = field(factory=list)
    """What the server saw us do that we never may."""
    _chance: Random = field(init=False)
    _strangers: Strangers = field(init=False)

    def play(self) -> Chaos:
        """Play the whole story.

        Raises AssertionError with the seed and what happened.
        """
        self._chance = Random(f"chaos {self.seed}")
        dialect = self._chance.choice(("2.7", "3.1"))
        settings = evolve(
            SETTINGS, workers=self._chance.choice((1, 4)), wave=self._chance.choice((1, 2, 200))
        )
        fill = Wild(self.seed, self.groups)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with impatient(), rehearsal(self.folder, dialect=dialect, fill=fill, settings=settings) as stage:
                self.stage = stage
                self._strangers = Strangers(self._chance, stage.server)
                watch(stage, self._strangers, self.crimes)
                self._play()
        except (AssertionError, Exception) as error:
            story = "\n  ".join(self.told)
            raise AssertionError(f"seed {self.seed} on {dialect}: {error!r}\n  {story}") from error
        return self

    def _play(self) -> None:
        self._look()
        self.before = self.state()
        self.stage.analyze()
        plans = self._plans()
        self.told.append(f"{len(plans)} groups, {sum(1 for p in plans if p.steps)} ready")
        if self._chance.random() < 0.35:
            self._strangers.come()
        self._suffer("apply", Rehearsal.apply)
        self._check_applied(plans)
        self.stage.audit()
        after = self.state()
        self._undo(plans, after)

    def _undo(self, plans: list[GroupPlan], after: dict[str, Any]) -> None:
        if self._chance.random() < 0.5:
            self._look()
        if self._chance.random() < 0.5:
            gone = self.stage.server.purge_trash(days=0)
            self.told.append(f"purged {len(gone)}")
        if self._chance.random() < 0.15:
            self._strangers.come()
        ready = [p for p in plans if p.steps]
        if ready and self._chance.random() < 0.3:
            one = self._chance.choice(ready)
            self._suffer("restore one group", lambda stage: stage.restore(group=one.group))
            self._check_group_back(one)
        elif ready and self._chance.random() < 0.3:
            one = self._chance.choice(ready)
            loser = self._chance.choice(one.losers)
            self._suffer("restore one asset", lambda stage: stage.restore(asset=loser))
        for again in ("", " again"):
            with open_readonly(self.folder / "journal.db") as reader:
                runs = applied(reader)
            for run in reversed(runs):
                self._suffer(f"restore{again}", lambda stage, run=run: stage.restore(run))  # type: ignore[misc]
            self._check_restored()
        if self._chance.random() < 0.4:
            self._redo(runs)

    def _redo(self, runs: list[str]) -> None:
        """Undo the newest restore, in the same trouble, and then restore all the same."""
        with open_readonly(self.folder / "journal.db") as reader:
            restores = [one.opened.run for one in all_runs(reader) if one.opened.verb == "restore"]
        if not restores:
            return
        self._suffer("redo", lambda stage: stage.restore(restores[-1]))
        for run in reversed(runs):
            self._suffer("restore what was redone", lambda stage, run=run: stage.restore(run))  # type: ignore[misc]
        self._check_restored()

    def _look(self) -> None:
        """Let somebody look at the server's own page, which clears groups of one."""
        with self.stage.process() as (context, _, _server):
            list(context.reader.groups())

    # Trouble

    def _suffer(self, name: str, verb: Callable[[Rehearsal], object]) -> None:
        """Carry a verb through, dying and failing on the way, until resume has nothing left to do."""
        act: Callable[[Rehearsal], object] = verb
        for life in range(LIVES + 2):
            last = life >= LIVES
            self._trouble(last)
            died = self._live(name, act, calm=last)
            self._moment(f"after {name}, life {life}: {died}")
            if died == "" and not self._open_runs() and not self._in_doubt():
                break
            act = Rehearsal.resume if self._open_runs() else verb
        else:
            raise AssertionError(f"{name} never ended: {self._open_runs()}, {self._in_doubt()}")
        self.stage.server.faults.clear()
        self.stage.server.jobs.stuck.clear()
        self.stage.server.jobs.slow.clear()
        self.stage.settle()
        self._check_book()

    def _live(self, name: str, act: Callable[[Rehearsal], object], *, calm: bool) -> str:
        """Live through one process; return how it died, "" where it came to its end."""
        fate = Fate(0 if calm or self._chance.random() < 0.4 else self._chance.randrange(1, 160))
        self.stage.wrap = mortal(fate)
        try:
            result = act(self.stage)
        except Killed:
            ended = f"killed {fate.died_at} ({fate.passed})"
        except NothingToRestore:
            ended = ""
            self.told.append(f"{name}: nothing to restore")
        except EngineError as error:
            ended = f"{type(error).__name__}: {error}"
        else:
            self._tell(result)
            ended = "" if calm or not _failed(result) else "some groups failed"
        self.stage.wrap = mortal(Fate())
        self.told += [f"stranger: {deed}" for deed in self._strangers.told]
        self._strangers.told.clear()
        self.told.append(f"{name} as {getattr(act, '__name__', 'restore')}: {ended or 'ended'}")
        return ended

    def _tell(self, result: object) -> None:
        for report in _reports(result):
            for end in report.ends:
                self.told.append(f"  {end.group[:8]} {end.ending.value} {'; '.join(end.reasons)[:300]}")

    def _trouble(self, calm: bool) -> None:
        server = self.stage.server
        server.faults.clear()
        server.jobs.stuck.clear()
        server.jobs.slow.clear()
        if calm:
            return
        self._strangers.lurk()
        if self._chance.random() < 0.6:
            server.faults.at_random(self._chance.randrange(10**6), self._chance.choice((0.01, 0.03, 0.08)))
        ids = sorted(server.world.assets)
        for asset in self._chance.sample(ids, min(len(ids), self._chance.choice((0, 0, 2)))):
            server.jobs.slow[asset] = 0.3
        if self._chance.random() < 0.06:
            server.jobs.stuck.add(self._chance.choice(ids))

    # What never may happen

    def _moment(self, when: str) -> None:
        """Check what must hold at every moment, also of a dead process."""
        assert not self.crimes, f"{when}: {self.crimes}"
        for request in self.stage.server.log.requests:
            body = request.body
            assert not (isinstance(body, dict) and body.get("force")), f"{when}: force was sent"
            assert not (request.method == "DELETE" and request.path in ("/albums", "/tags", "/people"))
        vault = FolderVault(self.folder / "vault", writing=False, exif=_exif())
        for row in self.stage.server.world.assets.values():
            if row.trashed and row.id not in self._strangers.trashed:
                stored = vault.verify(row.checksum)
                assert stored is not None, f"{when}: {row.name} is in the trash without backup"
                assert stored.path.read_bytes() == row.content()

    def _ledger(self) -> Ledger:
        path = self.folder / "journal.db"
        if not path.exists():
            return Ledger()
        with open_readonly(path) as reader:
            return fold(reader.entries())

    def _open_runs(self) -> list[Any]:
        return self._ledger().open_runs

    def _in_doubt(self) -> list[Any]:
        return self._ledger().in_doubt

    def _plans(self) -> list[GroupPlan]:
        with self.stage.process() as (context, _, _server):
            return list(plans_of(context.journal, newest_plan(context.journal)))

    def _check_book(self) -> None:
        with open_readonly(self.folder / "journal.db") as reader:
            assert list(verify(reader)) == [], "the chain is broken"
        ledger = self._ledger()
        assert ledger.in_doubt == []
        assert ledger.open_runs == []
        self._check_effects(ledger)

    def _check_effects(self, ledger: Ledger) -> None:
        """Hold what the server did against what the journal says was sent."""
        done: Counter[tuple[str, str]] = Counter()
        names = {TrashAsset.NAME: "trash", PatchFields.NAME: "exif", UploadOriginal.NAME: "upload"}
        for step in ledger.steps.values():
            effect = names.get(step.intent.action)
            if effect and step.outcome is not None and step.outcome.status.value != "skipped":
                subject = step.outcome.seen.get("asset") if effect == "upload" else step.intent.subject
                done[effect, str(subject)] += 1 + step.outcome.resent
            if step.intent.action == "keep-clock":
                done["exif", step.intent.subject] += 1 + bool(step.outcome and step.outcome.resent)
        seen = Counter(
            (e.name, e.subject)
            for r in self.stage.server.log.requests
            for e in r.effects
            if e.name in names.values()
        )
        for key, times in seen.items():
            assert times <= done[key], f"{key} happened {times} times, the journal tells of {done[key]}"

    def _check_applied(self, plans: list[GroupPlan]) -> None:
        after, names = self.state(), self._names()
        for plan in plans:
            members = [names[s.asset] for s in plan.members if s.asset in names]
            if self._strangers.touched & set(members):
                continue
            mine = self._excerpt(after, members)
            losers = [after[names[loser]]["trashed"] for loser in plan.losers]
            if not plan.steps or not any(losers):
                was = self._excerpt(self.before, members)
                assert mine == was, f"{members} was left half-way: {_difference(was, mine)}"
            else:
                self._check_promise(plan, after, names, whole=all(losers))

    def _check_promise(
        self, plan: GroupPlan, after: dict[str, Any], names: dict[str, str], *, whole: bool
    ) -> None:
        """Check that the winner shows all that its plan promised, and nothing else changed on it."""
        winner = names[plan.winner]
        was, now, inherits = self.before[winner], after[winner], plan.inherits
        assert whole, f"{winner}: only some of its losers are in the trash"
        assert not now["trashed"]
        tags = sorted({*was["tags"], *(tag.value for tag in inherits.tags)})
        assert now["tags"] == tags, f"{winner}: {now['tags']} instead of {tags}"
        assert now["favourite"] == (was["favourite"] or bool(inherits.favourite)), winner
        assert now["rating"] == (inherits.rating if inherits.rating is not None else was["rating"]), winner
        wanted = was["description"] if inherits.description is None else inherits.description
        assert now["description"].strip() == wanted.strip(), f"{winner}: {now['description']!r} {wanted!r}"
        if inherits.place is not None:
            assert now["place"] == (round(inherits.place.latitude, 5), round(inherits.place.longitude, 5)), (
                winner
            )
        else:
            assert now["place"] == was["place"], winner
        wall = inherits.wall if inherits.wall is not None else was["wall"].replace(tzinfo=None)
        assert now["wall"].replace(tzinfo=None) == wall, f"{winner}: {now['wall']} instead of {wall}"
        albums = self._albums_of(after, winner)
        assert albums >= {
            *self._albums_of(self.before, winner),
            *(album.name for album in inherits.albums),
        }, winner
        for album in inherits.covers:
            if album.name not in self._strangers.touched:
                assert after["albums"][album.name][1] == winner, f"cover of {album.name}"

    def _check_group_back(self, plan: GroupPlan) -> None:
        names = {s.asset: s.name for s in plan.members}
        members = list(names.values())
        if self._strangers.touched & set(members):
            return
        was, now = self._excerpt(self.before, members), self._excerpt(self.state(), members)
        assert was == now, f"{members} did not come back: {_difference(was, now)}"

    def _check_restored(self) -> None:
        now = self.state()
        touched = self._strangers.touched
        was = {name: value for name, value in self.before.items() if name not in touched}
        then = {name: value for name, value in now.items() if name not in touched}
        if touched:
            was["albums"] = then["albums"] = None
        assert was == then, f"not as before: {_difference(was, then)}"

    # State

    def _names(self) -> dict[str, str]:
        return {row.id: row.name for row in self.stage.server.world.assets.values()}

    def state(self) -> dict[str, Any]:
        """Return what a person could lose by file name, motion parts named by theirs."""
        state, names = self.stage.state(), self._names()
        for name, value in state.items():
            if name != "albums":
                value["motion"] = names.get(value["motion"])
        return state

    def _excerpt(self, state: dict[str, Any], members: list[str]) -> dict[str, Any]:
        about = {name: state.get(name) for name in members}
        albums = {
            name: (
                sorted(set(held) & set(members)),
                cover if cover in members and name not in self._strangers.touched else None,
            )
            for name, (held, cover) in state["albums"].items()
        }
        return about | {"albums": albums}

    @staticmethod
    def _albums_of(state: dict[str, Any], name: str) -> set[str]:
        return {album for album, (held, _) in state["albums"].items() if name in held}


def _reports(result: object) -> list[Report]:
    return [result] if isinstance(result, Report) else result[1] if isinstance(result, tuple) else []


def _failed(result: object) -> bool:
    return any(report.count(Ending.FAILED) for report in _reports(result))


def _difference(was: dict[str, Any], now: dict[str, Any]) -> str:
    lines = []
    for name in sorted({*was, *now}):
        one, other = was.get(name), now.get(name)
        if one == other:
            continue
        if isinstance(one, dict) and isinstance(other, dict):
            lines += [
                f"{name}.{k}: {one.get(k)!r} -> {other.get(k)!r}" for k in one if one.get(k) != other.get(k)
            ]
        else:
            lines.append(f"{name}: {one!r} -> {other!r}")
    return "; ".join(lines)
