"""Part of what was done taken back, done again and taken back again: nothing else moves, whatever names the part.

And what somebody breaks by hand is found by an audit, exactly that, and mended by it where it is to be mended.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeAlias

import pytest
from attrs import define, evolve, field
from PIL import Image

from engine.audit.discrepancy import Remedy
from engine.audit.remedies import remedies
from engine.base.report import Ending
from engine.undo.extent import Extent
from journal.ask import run_sql
from journal.reader import open_readonly
from tests.live_tests.api import Api
from tests.live_tests.pictures import jpeg, scene
from tests.live_tests.test_handed_on import BOX, PATIENT, TAKEN, TOKYO, seen
from tests.support.rehearsal import Rehearsal

Shown: TypeAlias = dict[str, dict[str, Any] | None]
"""All that a person could lose, by file name; None for a picture that is gone."""

ABOUT: dict[str, dict[str, Any]] = {
    "words": {"description": "At the river", "rating": 4},
    "place": {"place": TOKYO},
}


HASTY = evolve(PATIENT, settle_poll=0.01, settle_gap=0.05, regroup_gap=0.15, quiet=0.15)
"""The practice server's jobs take milliseconds."""


@define
class Pair:
    """A winner and its loser."""

    name: str
    winner: str
    loser: str
    group: str
    album: str = ""
    tag: str = ""


@define
class Stage:
    """A library of pairs, and a home beside it."""

    server: Api
    home: Rehearsal
    live: bool
    pairs: dict[str, Pair] = field(factory=dict)

    def add(self, name: str, kind: str) -> None:
        """Add a pair whose loser has something that its winner lacks."""
        server, picture = self.server, scene().resize((640, 480), Image.Resampling.BICUBIC)
        winner = server.upload(jpeg(picture, **TAKEN), f"{name}.jpg")
        small = jpeg(picture.resize((320, 240)), quality=85, **TAKEN, **ABOUT.get(kind, {}))
        loser = server.upload(small, f"{name}_small.jpg", isFavorite="true" if kind == "face" else "false")
        pair = Pair(name, winner, loser, "")
        if kind == "album":
            pair.album = server.album(loser, albumName=f"{name} {server.mark}")["id"]
            server.ask("PATCH", f"/albums/{pair.album}", {"albumThumbnailAssetId": loser})
        if kind == "place":
            pair.tag = server.tag("Japan")["id"]
            server.ask("PUT", "/tags/assets", {"tagIds": [pair.tag], "assetIds": [loser]})
            server.still(loser)
        if kind == "face":
            person = server.person(f"{name} {server.mark}")
            server.ask("POST", "/faces", {"assetId": loser, "personId": person} | BOX, status=201)
            server.memory(loser)
        pair.group = server.group(winner, loser)
        self.pairs[name] = pair

    def resolve(self, *names: str) -> None:
        """Analyze and apply some pairs, and nothing else that the library holds."""
        found = self.home.analyze(groups=tuple(self.pairs[name].group for name in names))
        assert (found.ready, found.findings) == (len(names), {})
        report = self.home.apply()
        assert {(end.ending, end.reasons) for end in report.ends} == {(Ending.DONE, ())}
        assert report.trashed == len(names)

    def shown(self) -> Shown:
        return {
            name: self._one(asset)
            for pair in self.pairs.values()
            for name, asset in ((pair.name, pair.winner), (f"{pair.name}_small", pair.loser))
        }

    def _one(self, asset: str) -> dict[str, Any] | None:
        if self.server.send("GET", f"/assets/{asset}").status_code != 200:
            return None
        all_ = seen(self.server, asset, at_rest=self.live)
        description, rating = all_.pop("words")
        return all_ | {"description": description or None, "rating": rating}

    def backup(self, pair: Pair) -> Path:
        sha1 = base64.b64decode(self.server.asset(pair.loser)["checksum"]).hex()
        return next((self.home.home / "vault" / "objects").rglob(f"{sha1}.jpg"))


@pytest.fixture
def stage(request: pytest.FixtureRequest, server: Api, tmp_path: Path) -> Stage:
    url = SimpleNamespace(url=server.base.removesuffix("/api"))
    live = request.node.callspec.params["server"] == "live"
    settings = PATIENT if live else HASTY
    return Stage(server, Rehearsal(url, tmp_path / "home", server.key, settings), live)  # type: ignore[arg-type]


def test_whatever_names_a_part_that_part_goes_back_and_nothing_else(stage: Stage) -> None:
    for name in ("words", "album", "place", "face"):
        stage.add(name, name)
    before = stage.shown()
    stage.resolve("words", "album")
    middle = datetime.now(UTC)
    stage.resolve("place", "face")
    done = stage.shown()
    with open_readonly(stage.home.home / "journal.db") as journal:
        _, rows = run_sql(journal, "SELECT intent FROM steps WHERE action = 'add-tags' AND status = 'done'")
        chosen = frozenset(str(row[0]) for row in rows)
    pairs = stage.pairs
    parts: dict[str, tuple[dict[str, Any], Callable[[str, str], bool]]] = {
        "one picture": (
            {"assets": frozenset({pairs["words"].loser})},
            lambda name, field: (name, field) == ("words_small", "trashed"),
        ),
        "one group": (
            {"groups": frozenset({pairs["album"].group})},
            lambda name, _: name.startswith("album"),
        ),
        "only descriptions": (
            {"kinds": frozenset({"description"})},
            lambda name, field: (name, field) == ("words", "description"),
        ),
        "since a time": ({"since": middle}, lambda name, _: name.startswith(("place", "face"))),
        "by a question": ({"chosen": chosen}, lambda name, field: (name, field) == ("place", "tags")),
    }
    for part, (said, meant) in parts.items():
        wanted = {name: _mixed(done[name], before[name], name, meant) for name in done}
        assert wanted != done
        run = stage.home.restore(said=Extent(everything=True, **said)).run
        assert stage.shown() == wanted, part
        for turn in range(2):
            run = stage.home.restore(run=run).run
            assert stage.shown() == done, f"{part}: done again"
            if turn == 0:
                run = stage.home.restore(run=run).run
                assert stage.shown() == wanted, f"{part}: taken back again"
    _by_audit(stage, done)
    stage.home.restore(said=Extent(everything=True))
    gone = {"face"}
    assert {n: s for n, s in stage.shown().items() if n not in gone} == {
        n: s for n, s in before.items() if n not in gone
    }


def _mixed(
    done: dict[str, Any] | None, before: dict[str, Any] | None, name: str, meant: Callable[[str, str], bool]
) -> dict[str, Any]:
    """Return what a picture shows where the fields that are meant are as before, and all others as they are."""
    assert done is not None
    assert before is not None
    return {one: (before if meant(name, one) else done)[one] for one in done}


def _by_audit(stage: Stage, done: Shown) -> None:
    """Delete a winner for good: its loser comes back, because an audit says so, and nothing else moves."""
    stage.server.trash(stage.pairs["face"].winner, force=True)
    stage.server.wait_for(lambda: stage.shown()["face"] is None)
    found = stage.home.audit()
    assert [(one.code, one.remedy) for one in found.faults] == [("winner-missing", Remedy.RESTORE)]
    with open_readonly(stage.home.home / "journal.db") as journal:
        groups = remedies(journal, found.run, frozenset({Remedy.RESTORE})).groups
    stage.home.restore(said=Extent(everything=True, audit=found.run, groups=frozenset(groups)))
    now = stage.shown()
    loser = now["face_small"]
    assert loser is not None
    assert loser["trashed"] is False
    assert {n: s for n, s in now.items() if not n.startswith("face")} == {
        n: s for n, s in done.items() if not n.startswith("face")
    }
    assert stage.home.audit().faults == []


def _flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


def _purged(stage: Stage, pair: Pair) -> None:
    stage.server.trash(pair.loser, force=True)
    stage.server.wait_for(lambda: stage.server.send("GET", f"/assets/{pair.loser}").status_code == 400)


def _uploaded_again(stage: Stage, pair: Pair) -> None:
    data = stage.backup(pair).read_bytes()
    _purged(stage, pair)
    stage.server.upload(data, "phone.jpg")


Breaking: TypeAlias = Callable[[Stage, Pair], object]
BROKEN: dict[str, tuple[str, Breaking, str, Remedy]] = {
    "winner trashed": (
        "words",
        lambda s, p: s.server.trash(p.winner),
        "winner-trashed",
        Remedy.UNTRASH_WINNER,
    ),
    "description changed": (
        "words",
        lambda s, p: s.server.write(p.winner, description="my own words"),
        "edited-since",
        Remedy.NONE,
    ),
    "album dropped": (
        "album",
        lambda s, p: s.server.ask("DELETE", f"/albums/{p.album}/assets", {"ids": [p.winner]}),
        "value-lost",
        Remedy.INHERIT_AGAIN,
    ),
    "tag removed": (
        "place",
        lambda s, p: s.server.ask("DELETE", f"/tags/{p.tag}/assets", {"ids": [p.winner]}),
        "value-lost",
        Remedy.INHERIT_AGAIN,
    ),
    "backup deleted": ("words", lambda s, p: s.backup(p).unlink(), "backup-damaged", Remedy.DOWNLOAD_AGAIN),
    "backup flipped": ("words", lambda s, p: _flipped(s.backup(p)), "backup-damaged", Remedy.DOWNLOAD_AGAIN),
    "loser restored": ("words", lambda s, p: s.server.restore(p.loser), "untrashed", Remedy.NONE),
    "loser purged": ("words", _purged, "purged", Remedy.NONE),
    "loser uploaded again": ("words", _uploaded_again, "came-back", Remedy.NONE),
}


GRAVE = ("winner-trashed", "value-lost", "backup-damaged")


def test_what_is_broken_by_hand_is_found_and_mended_where_it_is_to_be(stage: Stage) -> None:
    names = {what: what.replace(" ", "_") for what in BROKEN}
    for what, (kind, *_) in BROKEN.items():
        stage.add(names[what], kind)
    stage.resolve(*names.values())
    done = stage.shown()
    assert stage.home.audit().found == []
    for what, (_, break_, _, _) in BROKEN.items():
        break_(stage, stage.pairs[names[what]])
    broken = stage.shown()
    found = {one.group: (one.code, one.remedy) for one in stage.home.audit().found}
    assert found == {
        stage.pairs[names[what]].group: (code, remedy) for what, (_, _, code, remedy) in BROKEN.items()
    }
    faults = {group: code for group, (code, _) in found.items() if code in GRAVE}
    with open_readonly(stage.home.home / "journal.db") as journal:
        head = journal.head().seq
    # Nothing is new since, and still they are found again.
    assert {one.group: one.code for one in stage.home.audit(rehash=False, since=head).faults} == faults
    report = stage.home.fix()
    assert {end.ending for end in report.ends} == {Ending.DONE}
    now = stage.shown()
    for what, (_, _, _, remedy) in BROKEN.items():
        for name in (names[what], f"{names[what]}_small"):
            assert now[name] == (broken if remedy is Remedy.NONE else done)[name], what
    again = stage.home.audit()
    assert (again.faults, again.gone) == ([], len(faults))
    assert {one.code for one in again.notes} == {"edited-since", "untrashed", "purged", "came-back"}
