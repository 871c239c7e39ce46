"""The dry run sends nothing, and shows exactly what apply then sends, in its order."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from journal.reader import open_readonly
from journal.records import IntentRecorded
from practice.server import PracticeServer
from tests.cli_tests.conftest import Winnow
from tests.support.asked import asked, promised


def test_it_sends_nothing_and_downloads_nothing(online: Winnow, server: PracticeServer) -> None:
    assert online("analyze").exit == 0
    server.log.clear()
    before = files(online)
    ran = online("apply", "--dry-run")
    assert ran.exit == 0
    assert "Nothing was sent." in ran.out
    assert server.log.requests == []
    assert files(online) == before
    assert not (online.home / "vault").exists()


def test_apply_sends_exactly_what_it_shows(online: Winnow, server: PracticeServer) -> None:
    online("analyze")
    shown = online.json("apply", "--dry-run").objects
    server.log.clear()
    assert online("apply", "--yes").exit == 0

    intents: list[IntentRecorded] = []
    with open_readonly(online.home / "journal.db") as journal:
        for entry in journal.entries(kinds={"intent"}):
            if isinstance(entry.record, IntentRecorded) and entry.record.action != "score-group":
                intents.append(entry.record)
    assert per_group((o["group"], o["action"], o["args"]["asset"]) for o in shown) == per_group(
        (i.group, i.action, i.subject) for i in intents
    )
    assert [o["action"] for o in shown] == [i.action for i in intents]
    numbers = [(o["group"], o["number"]) for o in shown]
    assert numbers == [(i.group, int((i.key or "").rpartition(":")[2])) for i in intents]


def test_what_reaches_the_server_is_on_the_list(online: Winnow, server: PracticeServer) -> None:
    online("analyze")
    shown = online.json("apply", "--dry-run").objects
    server.log.clear()
    applied = online("apply", "--yes")
    assert applied.exit == 0, applied.err
    assert asked(server.log.writes()) == promised(shown)
    trashed = [i for r in server.log.find("DELETE", "/assets") for i in r.body["ids"]]
    assert sorted(trashed) == sorted(o["args"]["asset"] for o in shown if o["action"] == "trash-asset")
    downloads = [r.path.split("/")[2] for r in server.log.find("GET", "/assets/[^/]+/original")]
    # What is backed up, and each winner once, whose bytes are read and not kept.
    winners = {o["args"]["winner"] for o in shown if o["action"] == "trash-asset"}
    backups = [o["args"]["asset"] for o in shown if o["action"] == "download-original"]
    assert sorted(downloads) == sorted([*backups, *winners])
    patched = [o["args"]["asset"] for o in shown if o["action"] in ("patch-fields", "set-flags")]
    assert sorted(r.path.split("/")[2] for r in server.log.find("PUT", "/assets/[^/]+")) == sorted(patched)


def test_it_tells_in_words_what_is_proven_before_anything_goes(online: Winnow) -> None:
    online("analyze")
    text = online("apply", "--dry-run").out
    assert (
        text.index("Back up; each backup is read again") < text.index("Prove, from") < text.index("Only then")
    )
    assert "  read 5 winners whole, and compare the checksum with the server's" in text
    assert "20 steps of 5 groups. Nothing was sent." in text
    assert "wave" not in text
    assert text.count("IMG_0001_small.jpg") == 1
    saved = next(text_ for text_ in text.splitlines() if "download IMG_0001_small.jpg" in text_)
    assert "B); IMG_0001.jpg stays  [" in saved
    assert "  trash each of the 6 pictures that are backed up above" in text
    parts = online("apply", "--dry-run", "--canary", "1").out
    assert "1 group that go together:" not in parts
    assert "Part 1, the canary, 1 group:" in parts
    assert "Part 2, 4 groups that go together:" in parts
    group = text.rpartition("winnow explain ")[2].split()[0]
    assert online("explain", group).exit == 0


def test_limit_and_canary_shape_the_waves(online: Winnow) -> None:
    online("analyze")
    limited = online.json("apply", "--dry-run", "--limit", "2").objects
    assert len({o["group"] for o in limited}) == 2
    canary = online.json("apply", "--dry-run", "--canary", "1").objects
    waves = defaultdict(set)
    for o in canary:
        waves[o["wave"]].add(o["group"])
    assert [len(waves[1]), len(waves[2])] == [1, 4]


def files(winnow: Winnow) -> dict[str, bytes]:
    """Return what is in the home, without the shared memory in which SQLite coordinates readers."""
    found = (path for path in winnow.home.rglob("*") if path.is_file())
    return {path.name: path.read_bytes() for path in found if not path.name.endswith(("-shm", "-wal"))}


def per_group(triples: Any) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for group, action, asset in triples:
        found[group].append((action, asset))
    return found
