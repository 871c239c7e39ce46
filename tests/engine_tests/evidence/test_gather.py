"""An analysis gathers evidence once: what is known of a content is never asked for again."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from engine.base.errors import NoPermission
from engine.evidence.apart import Apart, ApartEnded
from engine.evidence.eyes import Eyes
from engine.evidence.gather import Gatherer
from engine.evidence.kept import FILE, LOOK
from engine.judge.policy import Policy
from engine.model.codec import from_json
from engine.model.evidence import FileFacts
from engine.model.likeness import Likeness, Verdict
from engine.plan.plan import GroupPlan
from engine.runs.runs import LOOKED, plans_of, runs
from engine.verbs.analyze import analyze
from journal.records import FactRecorded
from practice import disk
from practice.display_p3 import display_p3
from practice.rows import AssetRow
from practice.world import World
from tests.engine_tests.look.scenes import scene
from tests.support.rehearsal import NOON, Rehearsal, rehearsal


def facts(home: Rehearsal, topic: str) -> list[FactRecorded]:
    with home.process() as (context, _, _server):
        return [
            e.record
            for e in context.journal.entries(kinds={"fact"})
            if isinstance(e.record, FactRecorded) and e.record.topic == topic
        ]


def asked(home: Rehearsal, since: int = 0) -> list[str]:
    """Return the requests for pictures and parts of files."""
    return [
        request.path
        for request in home.server.log.requests[since:]
        if request.path.endswith(("/thumbnail", "/original"))
    ]


def looks(home: Rehearsal) -> list[Likeness]:
    return [from_json(fact.body["likeness"], Likeness) for fact in facts(home, LOOK)]


def test_each_file_and_each_pair_is_asked_for_once(tmp_path: Path) -> None:
    with rehearsal(tmp_path) as home:
        home.analyze()
        assert len(asked(home)) == len(set(asked(home))) == 16  # eight pictures, each with its file
        assert len(facts(home, FILE)) == len({fact.subject for fact in facts(home, FILE)}) == 8
        assert [likeness.verdict for likeness in looks(home)] == [Verdict.SAME] * 4
        so_far = len(home.server.log.requests)
        again = home.analyze()
        assert asked(home, so_far) == []
        assert len(facts(home, FILE)) == 8
        assert len(facts(home, LOOK)) == 4
        assert again.groups == 4


def test_the_facts_are_those_of_the_bytes(tmp_path: Path) -> None:
    with rehearsal(tmp_path) as home:
        home.analyze()
        with home.server.world.lock:
            row = next(r for r in home.server.world.assets.values() if r.name == "place_loser.jpg")
        fact = next(fact for fact in facts(home, FILE) if fact.subject == row.checksum)
        read = from_json(fact.body["facts"], FileFacts)
        assert (read.container, read.width, read.height) == ("jpeg", 320, 240)
        assert read.size == len(row.content())
        assert [date.wall for date in read.dates] == [NOON]
        assert read.place is not None
        assert read.place_step == 1e-4
        assert read.shot.make == "Canon"


def neighbours(world: World) -> None:
    """Fill a world with two pictures that Immich takes for one, and a true pair."""
    about: dict[str, Any] = {"taken": NOON, "make": "Canon", "model": "R5"}
    world.add_picture("a.jpg", group="two", scene="a red boat", width=1600, height=1200, **about)
    world.add_picture("b.jpg", group="two", scene="a green hill", width=800, height=600, **about)
    world.add_picture("c.jpg", group="one", width=1600, height=1200, **about)
    world.add_picture("d.jpg", group="one", width=800, height=600, **about)


def test_pictures_that_differ_are_seen_to_differ(tmp_path: Path) -> None:
    with rehearsal(tmp_path, fill=neighbours) as home:
        home.analyze()
        assert sorted(likeness.verdict for likeness in looks(home)) == [Verdict.DIFFERS, Verdict.SAME]
        sizes = [r.query.get("size") for r in home.server.log.requests if "/thumbnail" in r.path]
        assert sizes == 4 * ["preview"]


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> list[Eyes]:
    """Have all looks made by processes of their own; return the eyes that are opened."""
    opened: list[Eyes] = []

    def many() -> Eyes:
        opened.append(Eyes(processes=2, few=0))
        return opened[-1]

    monkeypatch.setattr(Gatherer, "__init__", _with_eyes(Gatherer.__init__, many))
    return opened


def _with_eyes(init: Callable[..., None], many: Callable[[], Eyes]) -> Callable[..., None]:
    return lambda self, *given: init(self, *given, eyes=many())


def test_processes_of_their_own_find_the_same_and_end_with_the_analysis(
    tmp_path: Path, apart: list[Eyes]
) -> None:
    started: list[int] = []
    start = Apart.start

    def counted() -> Apart:
        eye = start()
        started.append(eye.pid)
        return eye

    with pytest.MonkeyPatch.context() as patch, rehearsal(tmp_path, fill=neighbours) as home:
        patch.setattr(Apart, "start", counted)
        home.analyze()
        assert sorted(likeness.verdict for likeness in looks(home)) == [Verdict.DIFFERS, Verdict.SAME]
    assert len(apart) == 1
    assert started
    for pid in started:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_picture_that_ends_whoever_looks_at_it_is_a_question(
    tmp_path: Path, apart: list[Eyes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends(*_: object, **_how: object) -> Likeness:
        raise ApartEnded

    with rehearsal(tmp_path, fill=neighbours) as home:
        with monkeypatch.context() as patch:
            patch.setattr(Apart, "look", ends)
            run = home.analyze().run
        assert looks(home) == []
        with home.process() as (context, _, _server):
            plans = list(plans_of(context.journal, run))
        assert {finding.code for plan in plans for finding in plan.review} == {"look-unsure"}
        assert all("was ended" in plan.review[0].text for plan in plans)
        home.analyze()
        assert sorted(likeness.verdict for likeness in looks(home)) == [Verdict.DIFFERS, Verdict.SAME]


@pytest.mark.parametrize("profile", [None, "its own"], ids=["says so alone", "brings a profile"])
def test_a_file_that_says_it_is_not_calibrated_looks_like_its_plain_copy(
    tmp_path: Path, profile: str | None
) -> None:
    """The server calls such a preview Display P3; whether its colours are, only the file tells."""
    picture = scene(3, (800, 600))
    pixels, embedded = display_p3(picture) if profile else (picture, b"")
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0xA001] = 0xFFFF
    says, plain = BytesIO(), BytesIO()
    pixels.save(says, "JPEG", quality=92, exif=exif, **({"icc_profile": embedded} if embedded else {}))
    picture.save(plain, "JPEG", quality=88)

    def fill(world: World) -> None:
        for name, file in (("says.jpg", says), ("plain.jpg", plain)):
            world.add_picture(name, group="g", data=file.getvalue(), width=800, height=600, taken=NOON)

    with rehearsal(tmp_path, fill=fill) as home:
        home.analyze()
        assert [likeness.verdict for likeness in looks(home)] == [Verdict.SAME]


def test_three_or_more_are_looked_at_against_the_winner_and_the_rest_among_each_other(tmp_path: Path) -> None:
    def fill(world: World) -> None:
        for number, shows in enumerate("xxyy"):
            world.add_picture(
                f"{number}.jpg", group="g", scene=shows, width=1600 - number, height=1200, taken=NOON
            )

    with rehearsal(tmp_path, fill=fill) as home:
        home.analyze()
        verdicts = sorted(likeness.verdict for likeness in looks(home))
        assert verdicts == [Verdict.DIFFERS, Verdict.DIFFERS, Verdict.SAME, Verdict.SAME]


def test_a_picture_that_the_server_could_not_read_is_unsure_and_asked_for_again(tmp_path: Path) -> None:
    def fill(world: World) -> None:
        neighbours(world)
        for row in world.assets.values():
            if row.name == "d.jpg":
                row.thumbhash = None

    with rehearsal(tmp_path, fill=fill) as home:
        home.analyze()
        assert [likeness.verdict for likeness in looks(home)] == [Verdict.DIFFERS]
        so_far = len(home.server.log.requests)
        home.analyze()
        assert asked(home, so_far)


def test_without_a_look_nothing_is_gathered_and_the_run_says_so(tmp_path: Path) -> None:
    with rehearsal(tmp_path) as home:
        with home.process() as (context, _, server):
            analysis = analyze(context, server=server, policy=Policy())
            assert runs(context.journal)[-1].opened.detail[LOOKED] is False
            assert len(list(plans_of(context.journal, analysis.run))) == 4
        assert asked(home) == []
        assert facts(home, FILE) == facts(home, LOOK) == []


def test_a_key_that_may_not_look_ends_the_analysis(tmp_path: Path) -> None:
    everything = (
        "user.read", "duplicate.read", "asset.read", "album.read", "face.read", "sharedLink.read",
        "memory.read", "activity.read", "asset.download",
    )  # fmt: skip
    with rehearsal(tmp_path, permissions=everything) as home, pytest.raises(NoPermission):
        home.analyze()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda world, row: disk.cut(world, row, 2000), "its file has 2,000 bytes"),
        (lambda world, row: disk.overwrite(world, row, row.content() + bytes(99)), "its file has"),
        (disk.flip, "its bytes have changed"),
    ],
    ids=["cut", "another file", "one bit"],
)
def test_nothing_is_kept_of_bytes_that_are_not_those_of_the_checksum(
    tmp_path: Path, spoil: Callable[[World, AssetRow], None], says: str
) -> None:
    def fill(world: World) -> None:
        for number, name in enumerate(("winner.jpg", "loser.jpg")):
            row = world.add_picture(name, group="g", width=640 >> number, height=480 >> number, taken=NOON)
            if not number:
                whole.append(row.content())
                spoil(world, row)

    whole: list[bytes] = []
    with rehearsal(tmp_path, fill=fill) as home:
        doubts = {finding.code: finding.text for plan in plans(home) for finding in plan.review}
        assert says in doubts["bytes-unread"]
        assert len(facts(home, FILE)) == 1
        with home.server.world.lock:
            row = next(row for row in home.server.world.assets.values() if row.name == "winner.jpg")
            disk.overwrite(home.server.world, row, whole[0])
        assert [plan.review for plan in plans(home)] == [()]


def plans(home: Rehearsal) -> list[GroupPlan]:
    analysis = home.analyze()
    with home.process() as (context, _, _server):
        return list(plans_of(context.journal, analysis.run))
