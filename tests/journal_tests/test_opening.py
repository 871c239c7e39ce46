"""Opening: what is created, what is refused, and with which one line."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from journal import migrate, schema
from journal.errors import JournalDamaged, JournalLocked, JournalMissing, JournalTooNew, JournalUnreachable
from journal.reader import open_readonly
from journal.store import SqliteJournal, open_journal
from journal.verify import verify
from tests.journal_tests.made import Ticking, fact, opened


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_folder_and_files_are_for_their_owner_alone(stored: SqliteJournal, path: Path) -> None:
    old = os.umask(0)
    try:
        stored.append(opened())
        other = open_journal(path.parent / "deep" / "er" / "journal.db")
        other.close()
    finally:
        os.umask(old)
    assert mode(path.parent) == mode(path.parent / "deep") == mode(path.parent / "deep" / "er") == 0o700
    files = [file for file in path.parent.rglob("*") if file.is_file()]
    assert {file.name for file in files} >= {"journal.db", "journal.db.lock", "journal.db-wal"}
    assert {mode(file) for file in files} == {0o600}


def test_the_settings_that_durability_rests_on(stored: SqliteJournal) -> None:
    connection = stored._writer()
    settings = [
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
    ]
    assert settings == ["wal", 2]
    assert connection.execute("PRAGMA fullfsync").fetchone()[0] == 1


def test_it_is_found_again(path: Path) -> None:
    first = open_journal(path, Ticking())
    entry = first.append(opened())
    first.close()
    second = open_journal(path, Ticking())
    assert list(second.entries()) == [entry]
    assert second.append(fact()).seq == 2
    second.close()


def test_a_second_writer_is_refused_and_readers_are_not(stored: SqliteJournal, path: Path) -> None:
    stored.append(opened())
    with pytest.raises(JournalLocked, match="wait until"):
        open_journal(path)
    with open_readonly(path) as reader:
        stored.append(fact())
        assert reader.head().seq == 2
    stored.close()
    open_journal(path).close()


def test_a_closed_journal_writes_no_more(path: Path) -> None:
    journal = open_journal(path)
    journal.append(opened())
    journal.close()
    with pytest.raises(JournalUnreachable, match="closed"):
        journal.append(fact())
    journal.close()


def test_the_death_of_the_writer_lets_the_next_one_in(path: Path) -> None:
    code = """import sys, time; from journal.store import open_journal
journal = open_journal(sys.argv[1]); print(1, flush=True); time.sleep(60)"""
    with subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        for _ in range(2):  # to be refused leaves the number of the holder where it is
            with pytest.raises(JournalLocked, match=f"holds .* \\(process {holder.pid}\\): wait until"):
                open_journal(path)
        holder.kill()
    open_journal(path).close()


def test_another_program_s_write_is_waited_for_and_then_named(
    stored: SqliteJournal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored.append(opened())
    stored._writer().execute("PRAGMA busy_timeout = 100")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(JournalLocked):
        stored.append(fact())
    assert len(list(stored.entries())) == 1
    other.execute("ROLLBACK")
    assert stored.append(fact()).seq == 2
    other.close()


def test_reading_never_creates_anything(tmp_path: Path) -> None:
    for path in (tmp_path / "journal.db", tmp_path / "no" / "journal.db"):
        with pytest.raises(JournalMissing, match="winnow analyze"):
            open_readonly(path)
    assert list(tmp_path.iterdir()) == []


def test_a_reader_cannot_write(stored: SqliteJournal, path: Path) -> None:
    stored.append(opened())
    with open_readonly(path) as reader, pytest.raises(JournalUnreachable, match="readonly"):
        list(reader.query("INSERT INTO entries DEFAULT VALUES RETURNING seq"))


def test_an_empty_file_is_a_journal_about_to_be(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.touch()
    with pytest.raises(JournalMissing):
        open_readonly(path)
    journal = open_journal(path)
    assert journal.append(opened()).seq == 1
    journal.close()


def test_a_header_without_tables_is_a_journal_about_to_be(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    assert path.stat().st_size > 0
    with pytest.raises(JournalMissing):
        open_readonly(path)
    open_journal(path).close()
    open_readonly(path).close()


def spoil_text(path: Path) -> None:
    path.write_text("Dear diary, " * 1000)


def spoil_other_database(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE photos (id)")
    connection.close()


def spoil_truncate(path: Path) -> None:
    os.truncate(path, 9000)


def spoil_pages(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)


def read_all(path: Path) -> None:
    with open_readonly(path) as reader:
        list(reader.entries())
        list(verify(reader))


def write_on(path: Path) -> None:
    with open_journal(path) as writer:
        writer.append(fact())


@pytest.mark.parametrize("spoil", [spoil_text, spoil_other_database, spoil_truncate, spoil_pages])
def test_a_file_that_is_no_journal_any_more_is_one_clear_line(path: Path, spoil) -> None:
    journal = open_journal(path)
    journal.append(opened())
    journal.append_all([fact(str(number)) for number in range(2000)])
    journal.close()
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(JournalDamaged) as read:
        read_all(path)
    assert "\n" not in str(read.value)
    assert str(path) in str(read.value)
    with pytest.raises(JournalDamaged):
        write_on(path)
    if spoil in (spoil_text, spoil_other_database):
        assert path.read_bytes()[100:] == before[100:]
    open_journal(path.with_name("another.db")).close()


def test_a_journal_of_a_newer_winnow_is_refused_by_name(path: Path) -> None:
    open_journal(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {schema.FORMAT + 1}")
    connection.close()
    for opening in (open_readonly, open_journal):
        with pytest.raises(JournalTooNew, match=f"format {schema.FORMAT + 1}.*upgrade"):
            opening(path)


def test_a_folder_in_its_place_or_above_it_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "journal.db").mkdir()
    (tmp_path / "file").touch()
    for path in (tmp_path / "journal.db", tmp_path / "file" / "journal.db"):
        with pytest.raises(JournalUnreachable, match="cannot be opened"):
            open_journal(path)
    with pytest.raises(JournalUnreachable, match="no file"):
        open_readonly(tmp_path / "journal.db")
    with pytest.raises(JournalMissing):
        open_readonly(tmp_path / "file" / "journal.db")


def test_a_strange_path_is_a_path(tmp_path: Path) -> None:
    path = tmp_path / "50% ? #1 & é" / "jour nal?mode=memory.db"
    journal = open_journal(path)
    journal.append(opened())
    journal.close()
    assert open_readonly(path).head().seq == 1
    assert path.stat().st_size > 0


def next_format(monkeypatch: pytest.MonkeyPatch, *, fails: bool = False) -> None:
    """Pretend that there is a format 2, which adds a column."""
    following = Migrations(migrate.migrations.name)
    following(name="format_1")(migrate.format_1)

    @following()
    def format_2(db: Database) -> None:
        db.execute("ALTER TABLE entries ADD COLUMN mood TEXT")
        if fails:
            raise sqlite3.OperationalError("the power went out")

    monkeypatch.setattr(migrate, "migrations", following)
    monkeypatch.setattr(migrate, "FORMAT", 2)
    monkeypatch.setattr(schema, "FORMAT", 2)


def test_the_file_is_copied_before_it_is_migrated(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = open_journal(path, Ticking())
    journal.append(opened())
    journal.close()
    rows = list(open_readonly(path).rows())
    next_format(monkeypatch)
    journal = open_journal(path, Ticking())
    assert "mood" in [row["name"] for row in journal.query("PRAGMA table_info(entries)")]
    assert list(journal.rows()) == rows
    journal.close()
    monkeypatch.undo()
    copy = path.with_name("journal.db.format-1")
    assert mode(copy) == 0o600
    with open_readonly(copy) as reader:
        assert list(reader.rows()) == rows
    with pytest.raises(JournalTooNew):
        open_readonly(path)


def test_a_migration_that_fails_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = open_journal(path, Ticking())
    journal.append(opened())
    journal.close()
    next_format(monkeypatch, fails=True)
    with pytest.raises(JournalDamaged, match="power"):
        open_journal(path)
    monkeypatch.undo()
    journal = open_journal(path, Ticking())
    assert journal.append(fact()).seq == 2
    journal.close()


def test_a_book_of_today_is_opened_without_what_migrates(path: Path) -> None:
    """It brings packages along that take a fifth of a second and 15 MB."""
    open_journal(path).close()
    code = (
        "import sys; from journal.store import open_journal as o; o(sys.argv[1]).close(); print(*sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    loaded = ran.stdout.split()
    assert "journal.store" in loaded
    assert "sqlite_utils" not in loaded


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become someone who may not write")
def test_reading_works_where_nothing_may_be_written() -> None:
    with tempfile.TemporaryDirectory() as home:  # pytest's own folder is its owner's alone
        read_as_nobody(Path(home) / "ours")


def read_as_nobody(folder: Path) -> None:
    path = folder / "journal.db"
    journal = open_journal(path, Ticking())
    journal.append(opened())
    journal.close()
    for name in ("journal.db-shm", "journal.db-wal"):
        (folder / name).unlink(missing_ok=True)
    path.chmod(0o644)
    reached = folder
    while reached != Path(tempfile.gettempdir()):
        reached.chmod(reached.stat().st_mode | 0o055)
        reached = reached.parent
    code = """import os, sys; sys.path[:0] = sys.argv[2:]
from journal.reader import open_readonly
from journal.errors import JournalUnreachable
import encodings.idna, json
os.setgroups([]); os.setgid(65534); os.setuid(65534)
with open_readonly(sys.argv[1]) as reader:
    print(reader.head().seq, flush=True)
    sys.stdin.readline()
    try:
        print(reader.head().seq)
    except JournalUnreachable as error:
        print(error)
"""
    with subprocess.Popen(
        [sys.executable, "-c", code, path, *sys.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reading:
        assert reading.stdin is not None
        assert reading.stdout is not None
        assert reading.stdout.readline() == "1\n"
        assert sorted(file.name for file in folder.iterdir()) == ["journal.db", "journal.db.lock"]
        # The reader took no lock, so its owner is not kept from writing; that must be noticed.
        owner = open_journal(path, Ticking())
        owner.append(fact())
        owner.close()
        told, _ = reading.communicate("go on\n", timeout=20)
    assert "began to write it while it was read" in told


def test_it_is_still_there_after_a_copy_without_its_companions(
    stored: SqliteJournal, path: Path, tmp_path: Path
) -> None:
    stored.append(opened())
    stored.close()
    shutil.copy(path, tmp_path / "copy.db")
    with open_readonly(tmp_path / "copy.db") as reader:
        assert reader.head().seq == 1
