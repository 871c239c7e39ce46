"""Reading the whole vault again, and copying out of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from engine.base.errors import BackupMismatch
from engine.vault import FolderVault, Item, examine, export
from engine.vault.export import friendly_name


def vault_with(root: Path, *contents: bytes) -> FolderVault:
    vault = FolderVault(root / "vault")
    for content in contents:
        vault.describe(vault.keep([content], sha1=None, size=None, suffix="jpg"), {"note": "x"})
    return vault


def named(vault: FolderVault, item: Item, name: str) -> Item:
    about: dict[str, Any] = {
        "asset": {"id": "a", "name": name, "file_modified": "2020-01-02T03:04:05.000000Z"}
    }
    return item.saying(about)


def test_a_whole_vault_has_no_fault(tmp_path: Path) -> None:
    vault = vault_with(tmp_path, b"one", b"two")
    assert [found.fault for found in examine(vault)] == [None, None]


def test_every_kind_of_damage_is_found(tmp_path: Path) -> None:
    vault = vault_with(tmp_path, b"flip", b"cut", b"gone", b"no record", b"bad record", b"whole")
    stored = {path.read_bytes(): path for path in vault.originals()}
    stored[b"flip"].write_bytes(b"flop")
    stored[b"cut"].write_bytes(b"cu")
    stored[b"gone"].unlink()
    stored[b"no record"].with_suffix(".json").unlink()
    stored[b"bad record"].with_suffix(".json").write_text('{"format": 1}')
    details = {e.name.split(".")[0]: e.fault.detail for e in examine(vault) if e.fault}
    for content, detail in {
        b"flip": "its bytes have changed",
        b"cut": "it has 2 bytes instead of 3",
        b"gone": "it cannot be read: No such file or directory",
    }.items():
        assert details[stored[content].stem] == detail
    assert "no record knows" in details[stored[b"no record"].stem]
    faults = [e for e in examine(vault) if e.fault and "record cannot be read" in e.fault.detail]
    assert [e.name for e in faults] == [stored[b"bad record"].with_suffix(".json").name]
    assert stored[b"whole"].stem not in details


def test_exported_files_have_their_names_times_and_bytes(tmp_path: Path) -> None:
    vault = vault_with(tmp_path, b"one")
    item = named(vault, next(vault.items()), "IMG_1.JPG")
    done = list(export(vault, [item, item], tmp_path / "out"))
    assert [e.path.name for e in done] == ["IMG_1.jpg", "IMG_1 (2).jpg"]
    assert {e.path.read_bytes() for e in done} == {b"one"}
    assert done[0].path.stat().st_mtime == 1577934245


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    vault = vault_with(tmp_path, b"one")
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.jpg").write_text("mine")
    os.symlink(tmp_path / "elsewhere", out / "a (2).jpg")
    done = list(export(vault, [named(vault, next(vault.items()), "a.jpg")], out))
    assert done[0].path.name == "a (3).jpg"
    assert (out / "a.jpg").read_text() == "mine"
    assert not (tmp_path / "elsewhere").exists()


def test_a_damaged_backup_is_not_exported(tmp_path: Path) -> None:
    vault = vault_with(tmp_path, b"one")
    item = next(vault.items())
    vault.stored(item).path.write_bytes(b"ono")
    with pytest.raises(BackupMismatch):
        list(export(vault, [item], tmp_path / "out"))
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd.jpg", "_.._etc_passwd.jpg"),
        ("a\nb\x1b[31m.jpg", "a_b_[31m.jpg"),
        ("C:\\x.jpg", "C__x.jpg"),
        ("..", "{sha1}.jpg"),
        ("", "{sha1}.jpg"),
        ("photo.jpg.exe", "photo.jpg.exe.jpg"),
        ("漢" * 300, "漢" * 66 + ".jpg"),
        ("\u202egpj.exe", "_gpj.exe.jpg"),
    ],
)
def test_hostile_names_become_harmless(tmp_path: Path, name: str, expected: str) -> None:
    vault = vault_with(tmp_path, b"one")
    item = next(vault.items())
    assert friendly_name(named(vault, item, name)) == expected.format(sha1=item.sha1)
