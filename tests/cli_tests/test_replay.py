"""A run's decisions on another server with the same pictures: matched by contents, what differs left out and listed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from cli.demo.library import furnish
from engine.immich.permissions import EVERYTHING
from journal.reader import open_readonly
from practice.removal import purge
from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Ran, Winnow


@frozen
class Other:
    """Another server with the same pictures, under other ids."""

    server: PracticeServer
    winnow: Winnow
    into: Path

    def replay(self, *words: str) -> Ran:
        return self.winnow(
            "replay", *words, "--server", self.server.url, "--api-key", self.server.key(EVERYTHING),
            "--into", str(self.into),
        )  # fmt: skip

    def there(self, *words: str) -> Ran:
        """Run a command in the home of the replay."""
        return self.winnow(
            *words, "--home", str(self.into), "--server", self.server.url,
            "--api-key", self.server.key(EVERYTHING),
        )  # fmt: skip

    def row(self, name: str) -> Any:
        return next(row for row in self.server.world.assets.values() if row.name == name)


@pytest.fixture
def other(online: Winnow, tmp_path: Path) -> Iterator[Other]:
    world = World(seed=7)
    furnish(world)
    for group in {row.duplicate for row in world.assets.values() if row.duplicate}:
        new = world.new_id()
        for row in [row for row in world.assets.values() if row.duplicate == group]:
            world.set_group(row, new)
    with PracticeServer(world, "2.7") as server:
        yield Other(server, online, tmp_path / "other")


@pytest.fixture
def applied(online: Winnow) -> str:
    online("analyze")
    return str(online.json("apply", "--yes").summary["run"])


def dump(server: PracticeServer) -> dict[str, Any]:
    """Return everything that a person sees, by what the pictures hold."""
    server.drain()
    world = server.world
    names = {row.id: row.checksum for row in world.assets.values()}
    albums = {
        a.name: (sorted(names[i] for i in a.assets), names.get(a.cover or "")) for a in world.albums.values()
    }
    found: dict[str, Any] = {"albums": albums}
    for row in world.assets.values():
        exif = row.exif
        faces = [f.person for f in world.faces.values() if f.asset == row.id and not f.hidden and f.person]
        found[row.checksum] = {
            "name": row.name,
            "trashed": row.trashed,
            "favourite": row.favourite,
            "place": (exif.latitude, exif.longitude),
            "wall": row.local,
            "taken": exif.taken,
            "description": exif.description or None,
            "rating": exif.rating,
            "tags": sorted(world.tags[tag].value for tag in row.tags),
            "people": sorted(world.people[person].name for person in faces),
        }
    return found


def test_an_applied_run_leads_to_the_same_library(
    applied: str, other: Other, server: PracticeServer, online: Winnow
) -> None:
    assert dump(server) != dump(other.server)
    head = online.json("journal", "verify").objects[-1]["head"]
    asked = len(server.log.requests)
    ran = other.replay(applied, "--yes")
    assert ran.exit == 0, ran.err
    assert "5 groups decided, 5 the same there, 0 left out" in ran.err
    assert dump(server) == dump(other.server)
    assert len(server.log.requests) == asked
    assert online.json("journal", "verify").objects[-1]["head"] == head
    with open_readonly(other.into / "journal.db") as journal:
        verbs = [entry.record.verb for entry in journal.entries(kinds={"run-opened"})]  # type: ignore[union-attr]
    assert verbs == ["replay", "analyze", "apply"]
    assert other.there("audit").exit == 0


def test_a_replay_is_taken_back_in_its_own_home(applied: str, other: Other) -> None:
    before = dump(other.server)
    assert other.replay(applied, "--yes").exit == 0
    assert other.there("restore", "--yes").exit == 0
    assert dump(other.server) == before


def test_a_dry_run_plans_and_sends_nothing(applied: str, other: Other) -> None:
    before = dump(other.server)
    ran = other.replay(applied, "--dry-run")
    assert ran.exit == 0, ran.err
    assert "Nothing was sent." in ran.out
    assert other.server.log.writes() == []
    assert dump(other.server) == before


def test_what_does_not_match_exactly_is_left_out_and_listed(applied: str, other: Other) -> None:
    world = other.server.world
    with world.lock:
        world.set_group(other.row("single_1.jpg"), other.row("IMG_0001.jpg").duplicate)
        world.set_group(other.row("IMG_0002 (1).jpg"), None)
        purge(world, other.row("IMG_0004_edited.jpg"), modern=False)
    ran = other.replay(applied, "--yes")
    assert ran.exit == 4
    told = {line.split(": ")[1]: line for line in ran.err.splitlines() if line.startswith("left out: ")}
    assert "there it is grouped with single_1.jpg, too" in told["IMG_0001.jpg"]
    assert "has not grouped them" in told["IMG_0002.jpg"]
    assert "IMG_0004_edited.jpg is not there" in told["IMG_0004.jpg"]
    assert not other.row("IMG_0001_small.jpg").trashed
    assert other.row("IMG_0008_small.jpg").trashed
    with open_readonly(other.into / "journal.db") as journal:
        facts = [dict(row) for row in journal.query("SELECT * FROM facts WHERE topic = 'left-out'")]
    assert len(facts) == 3


def test_what_would_be_decided_otherwise_is_left_out(applied: str, other: Other) -> None:
    """Somebody described the copy there: the winner would be given words that the run never saw."""
    row = other.row("IMG_0005 copy.jpg")
    row.exif.description = "Only here"
    row.locked = set()
    ran = other.replay(applied, "--yes")
    assert ran.exit == 4
    assert "the winner would be given other things there" in ran.err
    assert "Only here" in ran.err
    assert not row.trashed


def test_the_word_of_a_person_goes_along(online: Winnow, other: Other, server: PracticeServer) -> None:
    online("analyze")
    plans = online.json("plan", "--show", "all").objects
    days = next(one for one in plans if any(m["name"] == "IMG_0006.jpg" for m in one["members"]))
    kept = next(m["asset"] for m in days["members"] if m["name"] == "IMG_0007.jpg")
    assert online("decide", days["group"], "--keep", kept).exit == 0
    online("analyze")
    run = str(online.json("apply", "--yes").summary["run"])
    ran = other.replay(run, "--yes")
    assert ran.exit == 0, ran.err
    assert other.row("IMG_0006.jpg").trashed
    assert not other.row("IMG_0007.jpg").trashed
    assert dump(server) == dump(other.server)


def test_up_to_an_entry_only_what_was_done_by_then(applied: str, other: Other, online: Winnow) -> None:
    with open_readonly(online.home / "journal.db") as journal:
        sql = "SELECT seq FROM steps WHERE action = 'trash-asset' AND run = ? ORDER BY seq"
        first = [row["seq"] for row in journal.query(sql, (applied,))]
    assert other.replay(applied, "--until", str(first[0] - 1)).exit == 6
    ran = other.replay(applied, "--until", str(first[0]), "--yes")
    assert ran.exit == 0, ran.err
    assert "1 group decided, 1 the same there" in ran.err
    assert sum(row.trashed for row in other.server.world.assets.values()) == 1


def test_its_own_rules_go_along(online: Winnow, other: Other, tmp_path: Path) -> None:
    """The run was made by rules that prefer the smaller file; the other server is judged by the same."""
    rules = tmp_path / "rules.toml"
    rules.write_text('[review]\nallow = ["dates-differ"]\n')
    online("analyze", "--policy", str(rules))
    run = str(online.json("apply", "--yes").summary["run"])
    ran = other.replay(run, "--yes")
    assert ran.exit == 0, ran.err
    assert other.row("IMG_0007.jpg").trashed or other.row("IMG_0006.jpg").trashed


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nosuchrun",), 2, "There is no plan nosuchrun"),
        (("RUN", "--until", "0"), 2, "0"),
    ],
)
def test_what_cannot_be_replayed_is_one_clear_line(
    applied: str, other: Other, words: tuple[str, ...], code: int, said: str
) -> None:
    ran = other.replay(*(applied if word == "RUN" else word for word in words), "--yes")
    assert ran.exit == code
    assert said in ran.err
    assert other.server.log.writes() == []


def test_a_replay_never_uses_this_home(applied: str, other: Other, online: Winnow) -> None:
    ran = online("replay", applied, "--server", other.server.url, "--into", str(online.home), "--yes")
    assert ran.exit == 2
    assert "a home of its own" in ran.err
    assert online("replay", applied, "--yes").exit == 2
