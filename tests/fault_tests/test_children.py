"""exiftool as a child: it sees no key, hears no Ctrl-C, outlives nobody, and is never waited for without end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from engine.base.errors import ExiftoolMissing
from engine.exif import child
from engine.exif.tool import Exif

ROOT = Path(__file__).parents[2]
KEY = "a-key-that-nobody-else-may-see"


@pytest.fixture
def exif() -> Iterator[Exif]:
    exif = Exif(patience=30)
    yield exif
    exif.close()


def running(exif: Exif) -> int:
    """Return the process of an exiftool that has answered once."""
    assert exif.read(Path(__file__), ("ExifToolVersion",))
    return exif._idle.queue[-1].pid


def is_gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="environments cannot be read here")
def test_it_inherits_no_key(exif: Exif, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMMICH_API_KEY", KEY)
    environment = Path(f"/proc/{running(exif)}/environ").read_bytes()
    assert KEY.encode() not in environment
    names = {line.partition(b"=")[0].decode() for line in environment.split(b"\0") if line}
    assert names <= {*child.PASSED_ON, "LC_ALL", "WINNOW_PARENT"}


def test_a_signal_to_our_group_does_not_reach_it(exif: Exif) -> None:
    process = running(exif)
    assert os.getsid(process) == process != os.getsid(0)


def test_it_ends_when_we_are_killed() -> None:
    ours = subprocess.Popen(
        [sys.executable, "-c", f"""
import time
from pathlib import Path
from engine.exif.tool import Exif
exif = Exif()
exif.read(Path({__file__!r}), ("ExifToolVersion",))
print(exif._idle.queue[-1].pid, flush=True)
time.sleep(60)
"""],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )  # fmt: skip
    assert ours.stdout is not None
    process = int(ours.stdout.readline())
    ours.kill()
    ours.communicate()
    until = time.monotonic() + 60
    while not is_gone(process):
        assert time.monotonic() < until, "it is still there"
        time.sleep(0.05)


def test_looking_for_its_parent_disturbs_no_answer(exif: Exif) -> None:
    until = time.monotonic() + 2.5  # it looks every second
    while time.monotonic() < until:
        running(exif)


FAKES = {
    "hangs": "exec sleep 60",
    "hangs and hears nothing": "trap '' TERM INT; while :; do sleep 1; done",
    "ends": "exit 0",
    "closes its mouth": "exec >&- 2>&-; exec sleep 60",
    "says too much": "exec cat /dev/zero",
    "closes its ears": "exec <&-; exec sleep 60",
    "has a child that hangs": "sleep 60 & exec sleep 60",
}


@pytest.mark.parametrize("behaviour", FAKES.values(), ids=FAKES)
def test_one_that_does_not_answer_is_given_up_and_gone(
    tmp_path: Path, behaviour: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "MOST_SAID", 1024 * 1024)
    fake = tmp_path / "exiftool"
    fake.write_text(f"#!/bin/sh\necho $$ >> {tmp_path}/pids\n{behaviour}\n")
    fake.chmod(0o755)
    exif = Exif(str(fake), patience=2)
    began = time.monotonic()
    with pytest.raises(ExiftoolMissing):
        exif.read(tmp_path / "x.jpg", ["A" * 100_000] * 5)
    assert time.monotonic() - began < 30
    assert all(is_gone(int(pid)) for pid in (tmp_path / "pids").read_text().split())
    exif.close()


def test_one_that_is_killed_in_the_middle_is_started_again(exif: Exif) -> None:
    os.kill(running(exif), signal.SIGKILL)
    running(exif)


def test_one_that_does_not_start_is_named(tmp_path: Path) -> None:
    fake = tmp_path / "exiftool"
    fake.write_bytes(b"\x7fELF nonsense")
    fake.chmod(0o755)
    with pytest.raises(ExiftoolMissing, match="Exec format error"):
        Exif(str(fake)).read(tmp_path / "x.jpg", ("A",))


def test_a_description_cannot_end_an_answer(exif: Exif, tmp_path: Path) -> None:
    text = "{ready}\n{ready1}\n=0=end1="
    assert exif.write(tmp_path / "a.xmp", [("XMP-dc:Description", text)]) == ""
    assert exif.read(tmp_path / "a.xmp", ("XMP-dc:Description",))["Description"] == text


def test_several_are_asked_at_once_and_one_alone_is_enough_for_one(tmp_path: Path) -> None:
    fake = tmp_path / "exiftool"
    fake.write_text(f'#!/bin/sh\necho $$ >> {tmp_path}/pids\nexec exiftool "$@"\n')
    fake.chmod(0o755)
    exif = Exif(str(fake), processes=3)
    for _ in range(3):
        running(exif)
    assert len((tmp_path / "pids").read_text().split()) == 1
    together = Barrier(3)

    def ask() -> None:
        together.wait(60)
        for _ in range(20):
            running(exif)

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(ask) for _ in range(3)]:
            done.result()
    pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
    assert 1 < len(pids) <= 3
    exif.close()
    assert all(is_gone(pid) for pid in pids)


def test_all_are_begun_before_anything_is_asked_and_end_with_it(tmp_path: Path) -> None:
    fake = tmp_path / "exiftool"
    fake.write_text(f'#!/bin/sh\necho $$ >> {tmp_path}/pids\nexec exiftool "$@"\n')
    fake.chmod(0o755)
    exif = Exif(str(fake), processes=3)
    exif.begin()
    exif.begin()
    first = running(exif)
    begun = {child.pid for child in exif._idle.queue if child is not None}
    assert len(begun) == 3
    assert first in begun
    exif.close()
    assert all(is_gone(pid) for pid in begun)
    assert {int(pid) for pid in (tmp_path / "pids").read_text().split()} <= begun
    assert running(exif) not in begun
    exif.close()


def test_what_cannot_be_begun_is_told_by_the_first_question(tmp_path: Path) -> None:
    exif = Exif(str(tmp_path / "exiftool"), processes=2)
    exif.begin()
    with pytest.raises(ExiftoolMissing, match="no program"):
        exif.read(tmp_path / "x.jpg", ("A",))
    exif.close()


def test_one_that_died_before_it_was_asked_is_started_again(exif: Exif) -> None:
    exif.begin()
    for child_ in exif._idle.queue:
        os.kill(child_.pid, signal.SIGKILL)
    running(exif)


def test_words_behind_an_answer_do_not_hide_its_end(tmp_path: Path) -> None:
    """A warning may follow the mark at once: the answer is complete all the same."""
    fake = tmp_path / "exiftool"
    fake.write_text(
        "#!/bin/sh\n"
        "while read -r line; do case $line in\n"
        "  =*) end=${line#*\\}} ;;\n"
        "  -execute*) echo '[]{ready'${line#-execute}'}'; "
        "printf '=0%s a late warning of this program\\n' \"$end\" >&2 ;;\n"
        "esac; done\n"
    )
    fake.chmod(0o755)
    exif = Exif(str(fake), patience=5)
    began = time.monotonic()
    assert exif._ask(["-ver"]).status == "0"
    assert time.monotonic() - began < 4
    exif.close()
