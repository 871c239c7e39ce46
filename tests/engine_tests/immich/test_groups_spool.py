"""The list of groups waits in a file, so that slow judging never keeps the server's answer open."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.base.errors import BadAnswer, SpoolUnusable
from engine.immich import Connection, connect
from tests.engine_tests.immich import bodies
from tests.engine_tests.immich.stub import KEY, Reply, StillClock, Stub


@pytest.fixture
def spooling(stub: Stub, clock: StillClock, tmp_path: Path) -> Iterator[Connection]:
    with connect(stub.url, KEY, clock=clock, spool=tmp_path) as connection:
        yield connection


def listed(stub: Stub, count: int) -> None:
    stub.answers["GET /duplicates"] = Reply([bodies.group(f"g{n}") for n in range(count)])


def test_the_answer_is_taken_whole_before_the_first_group(stub: Stub, spooling: Connection) -> None:
    listed(stub, 2000)
    groups = spooling.reader.groups()
    assert next(groups).id == "g0"
    stub.http.shutdown()  # a server that is gone cannot send the rest
    assert sum(1 for _ in groups) == 1999


def test_a_cut_list_yields_no_group_at_all(stub: Stub, spooling: Connection) -> None:
    body = json.dumps([bodies.group(f"g{n}") for n in range(2000)]).encode()
    stub.answers["GET /duplicates"] = Reply(body[: len(body) // 2])  # announced as if it were the whole
    with pytest.raises(BadAnswer, match="cut short"):
        next(spooling.reader.groups())


def test_a_list_whose_connection_breaks_is_asked_for_again(stub: Stub, spooling: Connection) -> None:
    body = [bodies.group(f"g{n}") for n in range(2000)]
    stub.answers["GET /duplicates"] = [Reply(body, cut=300_000), Reply(body, cut=90), Reply(body)]
    assert [group.id for group in spooling.reader.groups()] == [f"g{n}" for n in range(2000)]
    stub.answers["GET /duplicates"] = Reply(body, cut=300_000)
    with pytest.raises(BadAnswer, match="cut short"):
        next(spooling.reader.groups())
    assert len(stub.asked_for("GET /duplicates")) == 3 + 5


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks at the open files as Linux lists them")
def test_the_file_lies_in_the_folder_and_leaves_no_name(
    stub: Stub, spooling: Connection, tmp_path: Path
) -> None:
    listed(stub, 50)
    groups = spooling.reader.groups()
    next(groups)
    assert any(name.startswith(str(tmp_path)) for name in open_files())
    assert list(tmp_path.iterdir()) == []
    list(groups)
    assert not any(name.startswith(str(tmp_path)) for name in open_files())


def open_files() -> list[str]:
    links = list(Path("/proc/self/fd").iterdir())
    return [os.readlink(link) for link in links if link.is_symlink()]


def test_a_folder_that_is_not_there_is_one_clear_line(stub: Stub, tmp_path: Path) -> None:
    listed(stub, 1)
    missing = tmp_path / "missing"
    with connect(stub.url, KEY, spool=missing) as connection, pytest.raises(SpoolUnusable) as raised:
        list(connection.reader.groups())
    assert str(missing) in str(raised.value)
    assert "\n" not in str(raised.value)


FULL = """
import resource, signal, sys
from engine.base.errors import SpoolUnusable
from engine.immich import connect
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
with connect(sys.argv[1], sys.argv[2], spool=sys.argv[3]) as connection:
    try:
        next(connection.reader.groups())
    except SpoolUnusable as error:
        print(error)
"""


def test_a_disk_without_room_is_one_clear_line(stub: Stub, tmp_path: Path) -> None:
    listed(stub, 500)
    ran = subprocess.run(
        [sys.executable, "-c", FULL, stub.url, KEY, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert ran.stderr == ""
    assert os.strerror(errno.EFBIG) in ran.stdout
    assert "free some space" in ran.stdout
    assert ran.stdout.count("\n") == 1


def test_the_number_of_groups_is_known_before_the_first(stub: Stub, spooling: Connection) -> None:
    listed(stub, 50)
    counted: list[int] = []
    groups = spooling.reader.groups(counted.append)
    assert counted == []
    next(groups)
    assert counted == [50]
    assert sum(1 for _ in groups) == 49
