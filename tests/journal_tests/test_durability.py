"""What append returned is there after any death, and a full disk costs nothing but the entry."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from journal.errors import JournalFull, JournalUnreadable, JournalUnwritable, KeyTaken
from journal.reader import open_readonly
from journal.store import SqliteJournal, open_journal
from journal.verify import verify
from tests.journal_tests.made import fact, intent, opened

APPENDER = """
import sys, threading
from journal.records import FactRecorded, RunOpened
from journal.store import open_journal
journal = open_journal(sys.argv[1])
run = f"r{journal.head().seq}"
journal.append(RunOpened(run=run, verb="apply", origin={}))
said = threading.Lock()
def work(worker):
    while True:
        seq = journal.append(FactRecorded(run=run, topic="t", body={"fill": "x" * 500})).seq
        with said:
            print(seq, flush=True)
for worker in range(int(sys.argv[2])):
    threading.Thread(target=work, args=(worker,)).start()
"""


@pytest.mark.parametrize("threads", [1, 4])
def test_everything_acknowledged_survives_a_kill(path: Path, threads: int) -> None:
    for acknowledgements in (1, 30, 150):
        command = [sys.executable, "-c", APPENDER, str(path), str(threads)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(acknowledgements)]
            process.kill()
            lines += process.stdout.read().splitlines()
        told = {int(line) for line in lines if line.strip()}
        journal = open_journal(path)
        there = {row.seq for row in journal.rows()}
        assert told <= there
        assert there == set(range(1, len(there) + 1))
        assert list(verify(journal)) == []
        journal.close()


def counted(journal: SqliteJournal, work: Callable[[], None]) -> int:
    """Return how many transactions the work committed."""
    statements: list[str] = []
    journal._writer().set_trace_callback(statements.append)
    work()
    journal._writer().set_trace_callback(None)
    return statements.count("COMMIT")


def test_threads_share_transactions(stored: SqliteJournal) -> None:
    stored.append(opened())

    def work(worker: int) -> None:
        for _ in range(30):
            stored.append(fact(str(worker)))

    def together() -> None:
        threads = [threading.Thread(target=work, args=(worker,)) for worker in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert counted(stored, together) <= 120
    assert [row.seq for row in stored.rows()] == list(range(1, 242))


def test_one_thread_has_a_transaction_for_each_and_one_for_all(stored: SqliteJournal) -> None:
    stored.append(opened())
    assert counted(stored, lambda: [stored.append(fact()) for _ in range(5)] and None) == 5
    assert counted(stored, lambda: stored.append_all([fact() for _ in range(500)]) and None) == 1


def test_neighbours_of_a_refused_entry_are_written(stored: SqliteJournal, path: Path) -> None:
    """Another program holds the writer up until eight callers wait, so that seven must share one transaction."""
    stored.append_all([opened(), intent("i0", key="k")])
    results: dict[int, object] = {}

    def work(worker: int) -> None:
        try:
            results[worker] = stored.append(intent(f"i{worker}", key="k" if worker % 2 else None)).seq
        except KeyTaken as error:
            results[worker] = error

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(1, 9)]
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 2
    while stored._batch._queue.qsize() < 7 and time.monotonic() < deadline:
        time.sleep(0.01)
    other.execute("ROLLBACK")
    other.close()
    for thread in threads:
        thread.join()
    assert [worker for worker in range(1, 9) if isinstance(results[worker], KeyTaken)] == [1, 3, 5, 7]
    assert sorted(result for result in results.values() if isinstance(result, int)) == [3, 4, 5, 6]
    assert list(verify(stored)) == []


def test_a_caller_that_is_interrupted_while_it_waits_takes_its_entry_back(path: Path) -> None:
    """Ctrl-C comes while another program holds the file; what was not begun is never written."""
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, path], capture_output=True, text=True, check=False
    )
    assert (done.stdout.split(), done.stderr) == (["interrupted", "2"], "")


INTERRUPTED = """
import signal, sqlite3, sys, threading, time
from journal.records import FactRecorded, RunOpened
from journal.store import open_journal
journal = open_journal(sys.argv[1])
journal.append(RunOpened(run="r", verb="apply", origin={}))
other = sqlite3.connect(sys.argv[1], isolation_level=None)
other.execute("BEGIN IMMEDIATE")
threading.Thread(target=journal.append, args=(FactRecorded(run="r", topic="first"),)).start()
time.sleep(0.2)
signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
signal.setitimer(signal.ITIMER_REAL, 0.2)
try:
    journal.append(FactRecorded(run="r", topic="second"))
except KeyboardInterrupt:
    print("interrupted")
other.execute("ROLLBACK")
journal.close()
print(sum(1 for _ in open_journal(sys.argv[1]).rows()))
"""


FULL = """
import os, resource, sys, threading
from journal.errors import JournalUnwritable
from journal.records import FactRecorded, RunOpened
from journal.store import open_journal
from journal.verify import verify
journal = open_journal(sys.argv[1])
journal.append(RunOpened(run="r", verb="apply", origin={}))
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, hard))
told, full = [], []
def work():
    try:
        while True:
            told.append(journal.append(FactRecorded(run="r", topic="t", body={"fill": "x" * 5000})).seq)
    except JournalUnwritable as error:
        full.append(str(error))
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert len(full) == 4, full
try:
    journal.append_all([FactRecorded(run="r", topic="t", body={"fill": "x" * 500000})] * 2)
except JournalUnwritable:
    full.append("all")
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
rows = {row.seq for row in journal.rows()}
assert set(told) <= rows == set(range(1, len(rows) + 1)), (told, rows)
assert journal.append(FactRecorded(run="r", topic="after")).seq == len(rows) + 1
assert list(verify(journal)) == []
print(len(told), len(full), full[0])
"""


def test_a_full_disk_is_told_to_everyone_and_the_journal_goes_on(path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FULL, path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told, full, words = done.stdout.split(maxsplit=2)
    assert int(told) >= 1
    assert int(full) == 5
    assert "its space and your quota" in words
    with open_readonly(path) as reader:
        assert list(verify(reader)) == []


def test_the_database_full_of_pages_is_full_too(stored: SqliteJournal) -> None:
    stored.append(opened())
    pages = stored._writer().execute("PRAGMA page_count").fetchone()[0]
    stored._writer().execute(f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(JournalFull, match="full"):
        stored.append_all([fact(body={"fill": "x" * 1000}) for _ in range(100)])
    assert stored.head().seq == 1
    assert stored.append(fact()).seq == 2
    assert list(verify(stored)) == []


class Failing:
    """A connection whose disk fails at a statement."""

    def __init__(self, real: sqlite3.Connection, at: str) -> None:
        self._real, self._at = real, at

    def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
        if sql.startswith(self._at):
            raise broken_disk()
        return self._real.execute(sql, *values)

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)


def broken_disk() -> sqlite3.Error:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
    return error


@pytest.mark.parametrize("at", ["BEGIN", "INSERT", "RELEASE", "COMMIT"])
def test_a_disk_that_fails_is_called_that_and_leaves_nothing_behind(stored: SqliteJournal, at: str) -> None:
    stored.append(opened())
    stored._connection = Failing(stored._writer(), at)
    with pytest.raises(JournalUnwritable, match="look at its disk"):
        stored.append_all([fact(), fact()])
    assert stored.head().seq == 1
    assert stored.append(fact()).seq == 2
    assert list(verify(stored)) == []


def test_a_disk_that_fails_to_read_is_no_damage(stored: SqliteJournal) -> None:
    with pytest.raises(JournalUnreadable, match="look at its disk"), stored.borrowed():
        raise broken_disk()


def test_nothing_is_left_open_after_reading(stored: SqliteJournal) -> None:
    """A reader that stops half-way must not keep a connection, nor the log from being folded back."""
    stored.append_all([opened(), *[fact() for _ in range(600)]])
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    for _ in range(50):
        next(stored.entries())
    after = len(os.listdir("/proc/self/fd")) if before else 0
    assert after - before <= 4
    assert stored._writer().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
