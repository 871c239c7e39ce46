"""Records, stories and clocks that the tests of the journal share."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import evolve

from journal.records import (
    FactRecorded,
    IntentRecorded,
    OutcomeRecorded,
    Record,
    RunClosed,
    RunOpened,
    Status,
)
from journal.row import Row

ORIGIN = {"url": "http://photos.example", "user": "u-1", "version": "3.1.0"}


class Ticking:
    """A clock that moves one second with every look, from a fixed start."""

    def __init__(self) -> None:
        self.moment = datetime(2024, 2, 29, 23, 59, 58, 123456, tzinfo=UTC)

    def now(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def sleep(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


def opened(run: str = "r1", verb: str = "apply") -> RunOpened:
    return RunOpened(run=run, verb=verb, origin=ORIGIN)


def intent(name: str, run: str = "r1", **more: Any) -> IntentRecorded:
    given = IntentRecorded(run=run, intent=name, action="trash-asset", subject=f"asset-{name}", group="g1")
    return evolve(given, **more)


def outcome(name: str, run: str = "r1", status: Status = Status.DONE, **more: Any) -> OutcomeRecorded:
    return OutcomeRecorded(run=run, intent=name, status=status, **more)


def fact(subject: str = "s", run: str = "r1", topic: str = "note", **more: Any) -> FactRecorded:
    return FactRecorded(run=run, topic=topic, subject=subject, **more)


def closed(run: str = "r1", result: str = "done") -> RunClosed:
    return RunClosed(run=run, result=result)


def changed(row: Row, **cells: Any) -> Row:
    """Return a row with some cells changed."""
    return row._replace(**cells)


def awkward_json(rng: random.Random, depth: int = 3) -> Any:
    """Return some JSON, with everything in it that is easily lost."""
    leaf = [
        lambda: None,
        lambda: rng.choice([True, False]),
        lambda: rng.choice([0, -1, 2**53 + 1, 10**40, rng.randrange(-1000, 1000)]),
        lambda: rng.choice([0.0, -0.0, 1e-5, 0.1 + 0.2, 1e300, rng.random()]),
        lambda: awkward_text(rng),
    ]
    if depth == 0 or rng.random() < 0.4:
        return rng.choice(leaf)()
    if rng.random() < 0.5:
        return [awkward_json(rng, depth - 1) for _ in range(rng.randrange(4))]
    return {awkward_text(rng): awkward_json(rng, depth - 1) for _ in range(rng.randrange(4))}


def awkward_text(rng: random.Random) -> str:
    pieces = [
        "a",
        "Z",
        "é",
        "e\u0301",
        "日本",
        "🙂",
        '"',
        "\\",
        "\n",
        "\0",
        "\u2028",
        "\ud800",
        "\udcff",
        "{}",
        " ",
    ]
    return "".join(rng.choices(pieces, k=rng.randrange(5)))


def awkward_object(rng: random.Random) -> dict[str, Any]:
    return {awkward_text(rng): awkward_json(rng) for _ in range(rng.randrange(4))}


def story(rng: random.Random, length: int, runs: int = 3) -> Iterator[Record]:
    """Yield records that a journal accepts in this order: runs, steps, compensations, facts, resumes."""
    open_runs: list[str] = []
    doubtful: list[IntentRecorded] = []
    ended: list[IntentRecorded] = []
    made = 0
    for place in range(length):
        choice = rng.random()
        if not open_runs or (choice < 0.05 and made < runs):
            made += 1
            open_runs.append(f"r{made}")
            yield opened(open_runs[-1], rng.choice(["apply", "restore", "resume"]))
        elif choice < 0.45:
            back = [step.intent for step in rng.sample(ended, min(len(ended), rng.choice([0, 0, 0, 1, 3])))]
            doubtful.append(
                IntentRecorded(
                    run=rng.choice(open_runs),
                    intent=f"i{place}",
                    action=rng.choice(["trash-asset", "patch-asset"]),
                    subject=f"asset-{rng.randrange(9)}",
                    group=rng.choice([None, f"g{rng.randrange(4)}"]),
                    before=awkward_object(rng),
                    key=rng.choice([None, f"key-{place}"]),
                    compensates=back[0] if back else None,
                    folds=tuple(back[1:]),
                    part=("a", "b") if back and rng.random() < 0.3 else (),
                )
            )
            yield doubtful[-1]
        elif choice < 0.8 and doubtful:
            step = doubtful.pop(rng.randrange(len(doubtful)))
            ended.append(step)
            yield OutcomeRecorded(
                run=rng.choice(open_runs),
                intent=step.intent,
                status=rng.choice([Status.DONE, Status.DONE, *Status]),
                seen=awkward_object(rng),
            )
        elif choice < 0.97 or any(step.run == open_runs[0] for step in doubtful):
            yield fact(f"asset-{rng.randrange(9)}", rng.choice(open_runs), rng.choice(["note", "found"]))
        else:
            yield closed(open_runs.pop(0))
