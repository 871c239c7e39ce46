"""Whatever is applied, restored in whole or in part, redone, purged and edited: no fact of a group is lost.

And what the server shows is what the journal says that it shows, after every move.
"""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import define, field

from engine.action.image import same, whole_image
from engine.action.named import WORDS
from engine.action.registry import KINDS
from engine.action.target import OnAsset
from engine.base.errors import NothingToRestore
from engine.base.members import read_member
from engine.runs.history import HOLDS, touched
from engine.runs.runs import runs
from engine.undo.extent import Extent
from journal.records import IntentRecorded, OutcomeRecorded
from practice.world import World
from tests.support.rehearsal import LONG_AGO, NOON, TOKYO, Rehearsal, rehearsal

MORNING = datetime(2023, 7, 10, 10, 11)  # noqa: DTZ001 - a camera without zone
ABOUT: dict[str, Any] = {"file_created": LONG_AGO, "make": "Canon", "model": "R5"}
SMALL = {"width": 320, "height": 240}
STEPS = 6
SEVERAL = (1, 1, 2, 3)


def library(world: World) -> None:
    """Fill a world with a rich pair, and a Live Photo whose motion part only the loser has."""
    winner = world.add_picture("winner.jpg", group="g", width=640, height=480, taken=MORNING, **ABOUT)
    loser = world.add_picture(
        "loser.jpg",
        group="g",
        place=TOKYO,
        description="At the river",
        favourite=True,
        rating=4,
        taken=MORNING,
        **SMALL,
        **ABOUT,
    )
    world.add_tag("Travel/Japan", loser)
    world.add_tag("Family", loser)
    world.add_album("Summer", [loser], cover=loser)
    world.add_face(loser, world.add_person("Ann"))
    world.add_memory(loser)
    assert winner
    clip = world.add_picture("clip.mov", kind="VIDEO", duration=2.5, taken=NOON, **ABOUT)
    world.add_picture("still.heic", group="live", taken=NOON, **ABOUT)
    world.add_picture("moving.heic", group="live", motion=clip, taken=NOON, **SMALL, **ABOUT)


@define
class Story:
    """What was done so far, what was ever known, and what the journal does not know."""

    stage: Rehearsal
    dice: random.Random
    moves: list[str] = field(factory=list)
    vaulted: set[str] = field(factory=set)
    edited: dict[str, str] = field(factory=dict)
    files: dict[str, tuple[str, bytes]] = field(factory=dict)
    """Of every still at the beginning its checksum and its bytes: what a phone may have, too."""

    def __attrs_post_init__(self) -> None:
        rows = self.stage.server.world.assets.values()
        self.files = {
            row.name: (row.checksum, row.content()) for row in rows if not row.name.endswith(".mov")
        }

    def say(self, words: str) -> None:
        self.moves.append(words)


def facts(stage: Rehearsal, *, trash: bool) -> set[str]:
    """Return every fact that some picture of the library shows, those in the trash among them where so wanted."""
    found: set[str] = set()
    shown = {
        name for name, about in stage.state().items() if name != "albums" and (trash or not about["trashed"])
    }
    for name, about in stage.state().items():
        if name == "albums":
            found |= {f"album {album}" for album, (members, _) in about.items() if shown & set(members)}
        elif name in shown:
            found |= _facts_of(about)
    return found


def _facts_of(about: dict[str, Any]) -> set[str]:
    found = {f"place {about['place']}"} if about["place"] else set()
    found |= {f"tag {tag}" for tag in about["tags"]} | {f"person {one}" for one in about["people"]}
    found |= {"favourite"} if about["favourite"] else set()
    found |= {f"rating {about['rating']}"} if about["rating"] else set()
    found |= {"motion"} if about["motion"] else set()
    return found | {f"text {line}" for line in (about["description"] or "").splitlines()}


def apply(story: Story) -> None:
    story.say("apply")
    story.stage.analyze()
    story.stage.apply()


def restore_something(story: Story) -> None:
    """Take back a run, or all, or whatever part of it the dice name: groups, pictures, fields, a time, steps."""
    dice = story.dice
    with story.stage.process() as (context, _, _server):
        done = [r.opened.run for r in runs(context.journal) if r.opened.verb in ("apply", "restore")]
        entries = list(context.journal.entries(kinds={"intent"}))
    said: dict[str, Any] = {"run": dice.choice(done)} if dice.random() < 0.7 else {"everything": True}
    promised = [e.record for e in entries if isinstance(e.record, IntentRecorded)]
    if dice.random() < 0.25:
        groups = sorted({one.group for one in promised if one.group})
        said["groups"] = frozenset(dice.sample(groups, dice.choice((1, min(2, len(groups))))))
    if dice.random() < 0.25:
        subjects = sorted({one.subject for one in promised if one.action != "score-group"})
        said["assets"] = frozenset(dice.sample(subjects, dice.choice((1, 1, min(3, len(subjects))))))
    if dice.random() < 0.5:
        said["kinds"] = frozenset(dice.sample(sorted(WORDS), dice.choice(SEVERAL)))
    if dice.random() < 0.2:
        said[dice.choice(["since", "until"])] = dice.choice(entries).at
    if dice.random() < 0.2:
        said["chosen"] = frozenset(one.intent for one in promised if dice.random() < 0.5)
    if dice.random() < 0.2:
        said["force"] = frozenset(["description"])
    told = {
        name: sorted(value) if isinstance(value, frozenset) else str(value) for name, value in said.items()
    }
    told |= {"chosen": "some"} if "chosen" in told else {}
    story.say(f"restore {told}")
    with suppress(NothingToRestore):  # that changed nothing
        story.stage.restore(said=Extent(**said))


def purge(story: Story) -> None:
    """Empty the trash: what the losers had is in the vault then."""
    story.say("purge")
    state = story.stage.state()
    for name, about in state.items():
        if name != "albums" and about["trashed"]:
            story.vaulted |= _facts_of(about)
            story.vaulted |= {
                f"album {album}" for album, (held, _) in state["albums"].items() if name in held
            }
    story.stage.server.purge_trash(days=0)


def upload_again(story: Story) -> None:
    """Let a phone upload the very bytes of a picture that was purged: it has none of what people gave the old one."""
    world = story.stage.server.world
    here = {row.checksum for row in world.assets.values()}
    gone = sorted(name for name, (checksum, _) in story.files.items() if checksum not in here)
    if not gone:
        return
    name = story.dice.choice(gone)
    story.say(f"{name} is uploaded again")
    world.add_picture(name, data=story.files[name][1], **ABOUT)


def purge_and_upload_again(story: Story) -> None:
    """Empty the trash, and let the phone bring one of it back at once."""
    purge(story)
    upload_again(story)


def describe(story: Story) -> None:
    """Write some more words on a picture, as a person would."""
    living = [row for row in story.stage.server.world.assets.values() if not row.trashed]
    row = story.dice.choice(living)
    text = "\n".join(filter(None, [row.exif.description, f"words {story.dice.randrange(1000)}"]))
    story.say(f"describe {row.name}")
    story.edited[row.id] = text
    with story.stage.process() as (_, writer, _server):
        writer.patch(row.id, description=text)


def predicted(story: Story) -> dict[tuple[str, str], Any]:
    """Return what the journal says that each picture's fields show: what was seen after the last write of each."""
    said: dict[tuple[str, str], Any] = {}
    with story.stage.process() as (context, _, _server):
        intents: dict[str, IntentRecorded] = {}
        for entry in context.journal.entries(kinds={"intent", "outcome"}):
            record = entry.record
            if isinstance(record, IntentRecorded):
                intents[record.intent] = record
            elif isinstance(record, OutcomeRecorded) and record.status in HOLDS:
                intent = intents[record.intent]
                if issubclass(KINDS[intent.action], OnAsset):
                    fields = touched(intent) & record.seen.keys()
                    said |= {(intent.subject, f): record.seen[f] for f in fields if f != "group"}
    return said


def check(story: Story, known: set[str]) -> None:
    """Assert that nothing is lost, and that the server shows what the journal says."""
    stage = story.stage
    stage.settle()
    lost = known - facts(stage, trash=True) - story.vaulted
    assert lost == set(), f"{story.moves}: on no picture, in no trash and in no vault: {sorted(lost)}"
    said = predicted(story)
    with stage.process() as (context, _, _server):
        for asset in {asset for asset, _ in said}:
            member = read_member(context.reader, asset)
            shown = whole_image(member) if member is not None else {}
            for (subject, name), value in said.items():
                if subject != asset or member is None or (name == "description" and asset in story.edited):
                    continue
                kept = same(name, shown.get(name) or None, value or None)
                assert kept, f"{story.moves}: {member.asset.name} {name}: {shown.get(name)}, journal {value}"
    stage.check_book()


MOVES = (
    apply,
    restore_something,
    restore_something,
    restore_something,
    purge,
    purge_and_upload_again,
    upload_again,
    describe,
)


@pytest.mark.parametrize("seed", range(10))
def test_no_fact_is_ever_lost(tmp_path: Path, seed: int) -> None:
    """A fact may be in the trash or in the vault alone where a part was taken back; all of it then shows it again."""
    dice = random.Random(seed)
    with rehearsal(tmp_path / "home", dialect=dice.choice(["3.1", "2.7"]), fill=library) as stage:
        story = Story(stage, dice)
        known = facts(stage, trash=True)
        apply(story)
        for _ in range(STEPS):
            dice.choice(MOVES)(story)
            if any("force" in move for move in story.moves):
                # Whoever forces a field back gives up what somebody wrote there; the journal has it.
                known = {fact for fact in known if not fact.startswith("text words")}
            else:
                known |= facts(stage, trash=True)
            check(story, known)
        stage.restore(said=Extent(everything=True))
        stage.settle()
        lost = known - facts(stage, trash=False)
        assert lost == set(), f"{story.moves}: on no picture any more: {sorted(lost)}"


@pytest.mark.parametrize("seed", range(8))
def test_any_parts_in_any_order_and_then_the_rest_is_everything(tmp_path: Path, seed: int) -> None:
    """Nobody but Winnow writes: whatever was restored and redone before, the rest leads to where it all began."""
    dice = random.Random(1000 + seed)
    with rehearsal(tmp_path / "home", dialect=dice.choice(["3.1", "2.7"]), fill=library) as stage:
        story = Story(stage, dice)
        before = stage.state()
        apply(story)
        for _ in range(STEPS):
            restore_something(story)
            check(story, set())
        stage.restore(said=Extent(everything=True))
        stage.settle()
        now = stage.state()
        for name in before:
            assert now[name] == before[name], f"{story.moves}: {name}"
