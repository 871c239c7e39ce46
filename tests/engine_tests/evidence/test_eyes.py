"""Looks in processes of their own: what they find is what is found here, and their end is nobody else's."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.base.errors import Undecodable
from engine.evidence import apart
from engine.evidence.apart import Apart, ApartEnded, ApartUnable
from engine.evidence.eyes import FEW, Eyes
from engine.evidence.gather import MANY, Gatherer
from engine.exif.tool import Exif
from engine.look.preview import Preview
from engine.look.previews import Eye
from engine.model.likeness import Likeness, Verdict
from tests.engine_tests.look.scenes import jpeg, scene
from tests.support.rehearsal import rehearsal

ONE = Preview("one.jpg", jpeg(scene(1), 90), 1600, 1200)
COPY = Preview("copy.jpg", jpeg(scene(1), 70), 1600, 1200)
OTHER = Preview("other.jpg", jpeg(scene(2), 70), 1600, 1200)
BROKEN = Preview("\udcff\n\x1b[2J.jpg", b"\xff\xd8\xff no picture", 10, 10)


@pytest.fixture
def eyes() -> Iterator[Eyes]:
    made = Eyes(processes=2, few=0)
    yield made
    made.close()


class Closed(Eye):
    """An eye that must not be needed."""

    def look(self, first: Preview, second: Preview, *, film: bool = False) -> Likeness:
        raise AssertionError(f"{first.name} and {second.name} were looked at here")


def running(eyes: Eyes) -> set[int]:
    return {one.pid for one in eyes._running}  # what a person would see in a list of processes


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return not Path(f"/proc/{pid}/stat").exists() or " Z " not in Path(f"/proc/{pid}/stat").read_text()


@pytest.mark.parametrize("film", [False, True])
def test_another_process_finds_what_is_found_here(eyes: Eyes, film: bool) -> None:
    for other in (COPY, OTHER):
        assert eyes.look(ONE, other, Closed, film=film) == Eye().look(ONE, other, film=film)
    assert eyes.look(ONE, COPY, Closed).verdict is Verdict.SAME
    assert eyes.look(ONE, OTHER, Closed).verdict is Verdict.DIFFERS


def test_many_threads_get_each_their_own_answer(eyes: Eyes) -> None:
    pairs = [(ONE, COPY), (ONE, OTHER), (COPY, OTHER), (OTHER, OTHER)] * 4
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda pair: eyes.look(*pair, Closed), pairs))
    assert found == [Eye().look(*pair) for pair in pairs]
    assert len(running(eyes)) == 2


def test_what_cannot_be_decoded_is_said_with_its_name(eyes: Eyes) -> None:
    for here in (False, True):
        with pytest.raises(Undecodable) as raised:
            Eye().look(ONE, BROKEN) if here else eyes.look(ONE, BROKEN, Closed)
        assert str(raised.value.facts["detail"]).startswith(
            f"the preview of {BROKEN.name} cannot be decoded: "
        )
    assert eyes.look(ONE, COPY, Closed).verdict is Verdict.SAME


def test_the_first_looks_are_made_here_and_none_elsewhere_with_one_processor() -> None:
    for made in (Eyes(processes=2, few=3), Eyes(processes=1, few=0)):
        for _ in range(3):
            assert made.look(ONE, COPY, Eye).verdict is Verdict.SAME
        assert running(made) == set()
        made.close()


def test_they_begin_before_the_first_look_where_all_are_made_by_them(eyes: Eyes) -> None:
    eyes.begin()
    begun = running(eyes)
    eyes.begin()
    assert len(begun) == 2
    assert eyes.look(ONE, COPY, Closed).verdict is Verdict.SAME
    assert running(eyes) == begun
    for none in (Eyes(processes=2, few=3), Eyes(processes=1, few=0)):
        none.begin()
        assert running(none) == set()


def test_where_no_process_can_be_started_none_begins(eyes: Eyes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    eyes.begin()
    assert running(eyes) == set()
    assert eyes.look(ONE, COPY, Eye).verdict is Verdict.SAME


def test_whoever_only_asks_reads_in_nothing_that_decodes() -> None:
    asks = "import sys, engine.evidence.gather, engine.evidence.footage as f; f.can_be_seen()"
    told = f"{asks}; print(*sorted({{'numpy', 'PIL', 'av'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_process_that_was_killed_is_replaced(eyes: Eyes) -> None:
    eyes.look(ONE, COPY, Closed)
    (pid,) = running(eyes)
    os.kill(pid, signal.SIGKILL)
    assert eyes.look(ONE, COPY, Closed).verdict is Verdict.SAME
    assert pid not in running(eyes)


def test_what_kills_every_process_is_a_question_and_not_the_end(
    eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Apart, "look", lambda *_, **__: (_ for _ in ()).throw(ApartEnded))
        with pytest.raises(Undecodable, match=r"looked at the previews of one\.jpg and copy\.jpg was ended"):
            eyes.look(ONE, COPY, Closed)
        assert running(eyes) == set()
    assert eyes.look(ONE, COPY, Closed).verdict is Verdict.SAME


def test_one_that_does_not_answer_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 0.2)
    eye = Apart.start()
    os.kill(eye.pid, signal.SIGSTOP)
    with pytest.raises((ApartEnded, ApartUnable)):
        eye.look(ONE, COPY, film=False)
    eye.end()
    assert not is_there(eye.pid)


@pytest.mark.parametrize("python", ["/nowhere/python", "/bin/false"])
def test_where_no_process_can_be_started_looks_are_made_here(
    eyes: Eyes, monkeypatch: pytest.MonkeyPatch, python: str
) -> None:
    monkeypatch.setattr(sys, "executable", python)
    assert eyes.look(ONE, COPY, Eye).verdict is Verdict.SAME
    assert running(eyes) == set()
    monkeypatch.setattr(Apart, "start", lambda: pytest.fail("tried again"))
    assert eyes.look(ONE, COPY, Eye).verdict is Verdict.SAME


def test_they_see_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMMICH_API_KEY", "secret")
    seen: dict[str, str] = {}
    start = subprocess.Popen

    def watched(*args: object, **how: object) -> object:
        seen.update(how["env"])  # type: ignore[call-overload]
        return start(*args, **how)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", watched)
    Apart.start().end()
    assert "secret" not in seen.values()
    assert "" not in seen["PYTHONPATH"].split(os.pathsep), "the folder that we are in holds anybody's files"


def test_they_end_with_whoever_asked(tmp_path: Path) -> None:
    """Also where that was killed and could say nothing to them."""
    code = (
        "import sys, time; from engine.evidence.apart import Apart; eye = Apart.start(); "
        "print(eye.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=Path(apart.__file__).parents[2]
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_there(pid)
        parent.kill()
    until = time.monotonic() + 20
    while is_there(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_there(pid)


@pytest.mark.parametrize(("groups", "few"), [(None, FEW), (MANY - 1, FEW), (MANY, 0), (5_000, 0)])
def test_for_many_groups_the_first_look_is_made_apart_already(
    tmp_path: Path, groups: int | None, few: int
) -> None:
    with rehearsal(tmp_path / "home") as stage, stage.process() as (context, _, _server):
        gatherer = Gatherer(context, "run", Exif())
        gatherer.expect(groups)
        assert gatherer.eyes.few == few
