"""The vault keeps what it was given, durably and privately, and never takes a wrong file for a right one."""

from __future__ import annotations

import base64
import hashlib
import os
import resource
import stat
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.base.errors import BackupMismatch, VaultFull, VaultMissing
from engine.base.units import size_text
from engine.base.vault import Stored
from engine.vault import FolderVault, disk, examine, shelf

CONTENT = bytes(range(256)) * 1000


def sha1_of(content: bytes) -> str:
    return base64.b64encode(hashlib.sha1(content).digest()).decode()


def pieces(content: bytes, size: int = 7000) -> Iterator[bytes]:
    return (content[i : i + size] for i in range(0, len(content), size))


def backed_up(vault: FolderVault, content: bytes, about: str = "about it") -> Stored:
    stored = vault.keep(pieces(content), sha1=sha1_of(content), size=len(content), suffix="jpg")
    vault.describe(stored, {"note": about})
    return stored


def files_below(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def vault(tmp_path: Path) -> FolderVault:
    return FolderVault(tmp_path / "vault")


def test_what_was_kept_is_found_and_verified(vault: FolderVault) -> None:
    sha1 = sha1_of(CONTENT)
    stored = vault.keep(pieces(CONTENT), sha1=sha1, size=len(CONTENT), suffix=".JPG")
    assert stored.path.read_bytes() == CONTENT
    assert stored.path.name == f"{hashlib.sha1(CONTENT).hexdigest()}.jpg"
    assert (stored.sha1, stored.size) == (sha1, len(CONTENT))
    assert stored.sha256 == hashlib.sha256(CONTENT).hexdigest()
    vault.describe(stored, {"note": "about it"})
    assert vault.find(sha1) == stored == vault.verify(sha1)
    assert FolderVault(vault.root, expected=True).find(sha1) == stored


def test_a_claim_that_nobody_makes_is_computed(vault: FolderVault) -> None:
    stored = vault.keep(pieces(CONTENT), sha1=None, size=None, suffix="arw")
    assert stored.sha1 == sha1_of(CONTENT)


def test_a_large_file_is_hashed_beside_its_coming(vault: FolderVault) -> None:
    block = os.urandom(1024 * 1024)
    content = [block[n:] + block[:n] for n in range(24)]
    whole = b"".join(content)
    stored = vault.keep(iter(content), sha1=sha1_of(whole), size=len(whole), suffix="mov")
    assert (stored.sha256, stored.size) == (hashlib.sha256(whole).hexdigest(), len(whole))

    def breaks_off() -> Iterator[bytes]:
        yield from content
        raise RuntimeError("cut")

    with pytest.raises(RuntimeError, match="cut"):
        vault.keep(breaks_off(), sha1=None, size=None, suffix="mov")
    assert not [t for t in threading.enumerate() if t.name.startswith("sha")]


def test_an_empty_file_is_a_file(vault: FolderVault) -> None:
    stored = vault.keep(iter(()), sha1=sha1_of(b""), size=0, suffix="jpg")
    assert vault.verify(stored.sha1) == stored


@pytest.mark.parametrize(
    ("sha1", "size"),
    [(sha1_of(b"other"), len(CONTENT)), (sha1_of(CONTENT), len(CONTENT) + 1), (None, 3)],
)
def test_other_bytes_than_claimed_leave_nothing_behind(
    vault: FolderVault, sha1: str | None, size: int
) -> None:
    before = files_below(vault.root)
    with pytest.raises(BackupMismatch):
        vault.keep(pieces(CONTENT), sha1=sha1, size=size, suffix="jpg")
    assert files_below(vault.root) == before


def test_a_stream_that_breaks_leaves_nothing_behind(vault: FolderVault) -> None:
    def broken() -> Iterator[bytes]:
        yield b"some"
        raise RuntimeError("cut")

    before = files_below(vault.root)
    with pytest.raises(RuntimeError, match="cut"):
        vault.keep(broken(), sha1=None, size=None, suffix="jpg")
    assert files_below(vault.root) == before


@pytest.mark.parametrize(
    "suffix", ["../../etc/passwd", "j/pg", "", "JSON", "xmp", "jpg\n", "ä", "averylongsuffix", "a.b", "\0"]
)
def test_no_name_from_outside_reaches_a_path(vault: FolderVault, suffix: str) -> None:
    stored = vault.keep([b"x"], sha1=None, size=None, suffix=suffix)
    assert stored.path.name == f"{hashlib.sha1(b'x').hexdigest()}.bin"
    assert stored.path.parent.parent == vault.root / "objects"


@pytest.mark.parametrize("sha1", ["", "../../x", "abc", "not base64!", base64.b64encode(b"short").decode()])
def test_what_is_no_checksum_is_refused(vault: FolderVault, sha1: str) -> None:
    with pytest.raises(ValueError, match="SHA-1"):
        vault.find(sha1)


def test_only_the_owner_may_look_whatever_the_umask(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        vault = FolderVault(tmp_path / "a" / "vault")
        vault.keep([CONTENT], sha1=None, size=None, suffix="jpg")
    finally:
        os.umask(old)
    for path in (vault.root, *vault.root.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_bytes_reach_the_disk_before_the_name_and_the_name_before_the_record(
    vault: FolderVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[str, str]] = []
    real_fsync, real_replace = os.fsync, os.replace

    def fsync(descriptor: int) -> None:
        calls.append(("fsync", os.readlink(f"/proc/self/fd/{descriptor}")))
        real_fsync(descriptor)

    def replace(source: Path, target: Path) -> None:
        calls.append(("rename", str(target)))
        real_replace(source, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    stored = vault.keep([CONTENT], sha1=None, size=None, suffix="jpg")
    folder = stored.path.parent
    record = stored.path.with_suffix(".json")

    kinds = [(kind, "partial" if name.endswith(".part") else name) for kind, name in calls]
    assert kinds == [
        ("fsync", "partial"),
        ("fsync", str(folder.parent)),  # the new folder's own name
        ("rename", str(stored.path)),
        ("fsync", str(folder)),
        ("fsync", "partial"),
        ("rename", str(record)),
        ("fsync", str(folder)),
    ]


@pytest.mark.parametrize("damage", ["flip", "cut", "remove"])
def test_a_damaged_file_is_noticed_set_aside_and_replaced(vault: FolderVault, damage: str) -> None:
    stored = backed_up(vault, CONTENT)
    if damage == "flip":
        spoilt = CONTENT[:-1] + b"!"
        stored.path.write_bytes(spoilt)
    elif damage == "cut":
        spoilt = CONTENT[:10]
        stored.path.write_bytes(spoilt)
    else:
        spoilt = b""
        stored.path.unlink()
    assert vault.verify(stored.sha1) is None
    assert (vault.find(stored.sha1) is None) == (damage != "flip")  # finding only looks at the length

    again = vault.keep([CONTENT], sha1=stored.sha1, size=stored.size, suffix="jpg")
    assert again == stored == vault.verify(stored.sha1)
    aside = list(vault.root.glob("damaged/*"))
    assert [p.read_bytes() for p in aside] == ([spoilt] if spoilt else [])


def test_keeping_the_same_bytes_twice_changes_nothing(vault: FolderVault) -> None:
    first = vault.keep([CONTENT], sha1=None, size=None, suffix="jpg")
    inode = first.path.stat().st_ino
    assert vault.keep([CONTENT], sha1=first.sha1, size=None, suffix="jpeg") == first
    assert first.path.stat().st_ino == inode
    assert len(files_below(vault.root / "objects")) == 2


def test_a_file_without_record_gets_one_by_the_next_backup(vault: FolderVault) -> None:
    stored = backed_up(vault, CONTENT)
    stored.path.with_suffix(".json").unlink()  # killed between the two renames
    assert vault.find(stored.sha1) is None
    assert backed_up(vault, CONTENT) == stored
    assert vault.find(stored.sha1) == stored


def test_what_nobody_described_yet_is_no_backup(vault: FolderVault) -> None:
    stored = vault.keep([CONTENT], sha1=None, size=None, suffix="jpg")  # and killed
    assert vault.find(stored.sha1) is None
    assert vault.proven(stored.sha1) is None
    assert vault.verify(stored.sha1) == stored, "the bytes are there, should somebody need them"
    assert [one.fault.detail for one in examine(vault) if one.fault] == [
        "its description is missing: a backup was interrupted, the next one repairs it"
    ]
    assert backed_up(vault, CONTENT) == vault.find(stored.sha1) == vault.proven(stored.sha1)


def test_a_newer_description_is_added_and_the_older_kept(vault: FolderVault) -> None:
    for about in ("first", "second", "first"):
        backed_up(vault, CONTENT, about)
    assert [said["note"] for said in next(vault.items()).about] == ["second", "first"]


def flip(stored: Stored) -> None:
    """Change a byte and nothing that shows from outside but the change itself."""
    seen = stored.path.stat()
    stored.path.write_bytes(stored.path.read_bytes()[:-1] + b"!")
    os.utime(stored.path, ns=(seen.st_atime_ns, seen.st_mtime_ns))


@pytest.mark.parametrize("when", ["before this run", "within this run"])
def test_a_backup_that_changed_is_set_aside_and_told(vault: FolderVault, when: str) -> None:
    stored = backed_up(vault, CONTENT)
    if when == "before this run":
        flip(stored)
        vault = FolderVault(vault.root)
    else:
        assert vault.proven(stored.sha1) == stored
        flip(stored)
    assert vault.find(stored.sha1) == stored, "its length tells nothing"
    assert vault.proven(stored.sha1) is None
    name = f"damaged/{stored.path.name}.1"
    assert [(f.checksum, f.detail) for f in vault.damage()] == [
        (stored.sha1, f"its bytes have changed; it was set aside as {name}")
    ]
    assert (vault.root / name).exists()
    assert vault.find(stored.sha1) is None, "so it is downloaded anew"
    assert backed_up(vault, CONTENT) == stored == vault.proven(stored.sha1)


def test_a_backup_is_read_once_per_run(vault: FolderVault, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = backed_up(vault, CONTENT)
    later = FolderVault(vault.root)
    read: list[Path] = []
    real = shelf.digest_of
    monkeypatch.setattr(shelf, "digest_of", lambda path: read.append(path) or real(path))
    assert vault.proven(stored.sha1) == stored, "it was hashed when it came"
    assert read == []
    assert later.proven(stored.sha1) == later.proven(stored.sha1) == stored
    assert read == [stored.path]


def test_a_reader_sets_nothing_aside(vault: FolderVault) -> None:
    stored = backed_up(vault, CONTENT)
    flip(stored)
    reader = FolderVault(vault.root, writing=False)
    assert reader.proven(stored.sha1) is None
    assert [fault.detail for fault in reader.damage()] == ["its bytes have changed"]
    assert stored.path.exists()


def test_a_record_that_points_elsewhere_is_not_followed(vault: FolderVault) -> None:
    stored = vault.keep([CONTENT], sha1=None, size=None, suffix="jpg")
    record = stored.path.with_suffix(".json")
    record.write_text(record.read_text().replace('"suffix": "jpg"', '"suffix": "../../../../etc/passwd"'))
    assert vault.find(stored.sha1) is None


def test_many_threads_may_keep_at_once(vault: FolderVault) -> None:
    contents = [os.urandom(50_000) for _ in range(12)] + [CONTENT] * 4
    with ThreadPoolExecutor(8) as pool:
        kept = list(
            pool.map(lambda c: vault.keep(pieces(c), sha1=sha1_of(c), size=len(c), suffix="jpg"), contents)
        )
    assert all(vault.verify(s.sha1) == s for s in kept)
    assert not files_below(vault.root / "tmp")


def test_a_full_disk_leaves_no_partial_file(vault: FolderVault) -> None:
    before = files_below(vault.root)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(VaultFull, match=size_text(len(CONTENT))):
            vault.keep([CONTENT], sha1=None, size=len(CONTENT), suffix="jpg")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert files_below(vault.root) == before
    assert vault.free() > 0


def test_opening_clears_only_what_an_interrupted_writer_left(vault: FolderVault) -> None:
    tmp = vault.root / "tmp"
    left, _ = disk.partial_in(tmp)
    other = tmp / "mine.part"
    other.write_text("kept")
    FolderVault(vault.root, writing=False)
    assert left.exists()
    FolderVault(vault.root)
    assert not left.exists()
    assert other.exists()


def test_an_expected_vault_without_its_mark_is_missing(vault: FolderVault, tmp_path: Path) -> None:
    with pytest.raises(VaultMissing):
        FolderVault(tmp_path / "unmounted", expected=True)
    assert not (tmp_path / "unmounted").exists()
    vault.keep([CONTENT], sha1=None, size=None, suffix="jpg")
    (vault.root / "winnow-vault.json").unlink()
    with pytest.raises(VaultMissing, match="is gone"):
        FolderVault(vault.root)


def test_a_vault_that_vanishes_meanwhile_is_not_begun_anew(vault: FolderVault) -> None:
    vault.root.rename(vault.root.with_name("away"))
    with pytest.raises(VaultMissing):
        vault.keep([CONTENT], sha1=None, size=None, suffix="jpg")
    assert not vault.root.exists()


def test_a_reader_creates_nothing(tmp_path: Path) -> None:
    vault = FolderVault(tmp_path / "vault", writing=False)
    assert vault.find(sha1_of(CONTENT)) is None
    assert list(vault.items()) == []
    assert not (tmp_path / "vault").exists()


def test_the_mark_is_made_once(vault: FolderVault) -> None:
    assert FolderVault(vault.root).id == vault.id


def test_a_mark_of_the_future_is_refused(vault: FolderVault) -> None:
    (vault.root / "winnow-vault.json").write_text('{"format": 99, "id": "x"}')
    with pytest.raises(VaultMissing, match="does not know"):
        FolderVault(vault.root)
