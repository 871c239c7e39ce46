"""Whatever is applied, restored, redone, purged, uploaded again and edited: no fact of a group is on no picture."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from engine.base.errors import NothingToRestore
from engine.runs.runs import runs
from practice.world import World
from tests.support.rehearsal import LONG_AGO, TOKYO, Rehearsal, rehearsal

MORNING = datetime(2023, 7, 10, 10, 11)  # noqa: DTZ001 - a camera without zone
ABOUT: dict[str, Any] = {"file_created": LONG_AGO, "make": "Canon", "model": "R5", "taken": MORNING}
STEPS = 6


def library(world: World) -> None:
    world.add_picture("winner.jpg", group="g", width=640, height=480, **ABOUT)
    loser = world.add_picture(
        "loser.jpg",
        group="g",
        width=320,
        height=240,
        place=TOKYO,
        description="At the river",
        favourite=True,
        rating=4,
        **ABOUT,
    )
    world.add_tag("Travel/Japan", loser)
    world.add_album("Summer", [loser])


def facts(stage: Rehearsal) -> set[str]:
    """Return every fact that some living picture of the library shows."""
    found: set[str] = set()
    for name, about in stage.state().items():
        if name == "albums":
            found |= {f"album {album}" for album, (members, _) in about.items() if members}
            continue
        if about["trashed"]:
            continue
        found |= {f"place {about['place']}"} if about["place"] else set()
        found |= {f"tag {tag}" for tag in about["tags"]}
        found |= {"favourite"} if about["favourite"] else set()
        found |= {f"rating {about['rating']}"} if about["rating"] else set()
        found |= {f"text {line}" for line in (about["description"] or "").splitlines()}
    return found


def apply(stage: Rehearsal, dice: random.Random) -> None:
    stage.analyze()
    stage.apply()


def restore_something(stage: Rehearsal, dice: random.Random) -> None:
    with stage.process() as (context, _, _server):
        done = [r.opened.run for r in runs(context.journal) if r.opened.verb in ("apply", "restore")]
    with suppress(NothingToRestore):  # that run changed nothing
        stage.restore(run=dice.choice(done))


def purge(stage: Rehearsal, dice: random.Random) -> None:
    stage.server.purge_trash(days=0)


def describe(stage: Rehearsal, dice: random.Random) -> None:
    living = [row for row in stage.server.world.assets.values() if not row.trashed]
    row = dice.choice(living)
    text = "\n".join(filter(None, [row.exif.description, f"words {dice.randrange(1000)}"]))
    with stage.process() as (_, writer, _server):
        writer.patch(row.id, description=text)


MOVES = (apply, restore_something, restore_something, purge, describe)


@pytest.mark.parametrize("seed", range(10))
def test_no_fact_is_ever_on_no_picture(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    with rehearsal(tmp_path / "home", dialect=dice.choice(["3.1", "2.7"]), fill=library) as stage:
        known = facts(stage)
        apply(stage, dice)
        story = ["apply"]
        for _ in range(STEPS):
            stage.settle()
            known |= facts(stage)
            move = dice.choice(MOVES)
            story.append(move.__name__)
            move(stage, dice)
            stage.settle()
            lost = {f for f in known - facts(stage) if not f.startswith("text ")}
            assert lost == set(), f"{story}: on no picture any more: {sorted(lost)}"
            words = {f for f in known if f.startswith("text ")} - facts(stage)
            assert words == set(), f"{story}: words that nobody shows any more: {sorted(words)}"
        stage.check_book()
