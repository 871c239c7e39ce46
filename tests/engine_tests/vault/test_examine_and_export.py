"""Reading the whole vault again, and copying out of it."""

from __future__ import annotations

import errno
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from engine.base.errors import FolderUnusable
from engine.vault import Exported, FolderVault, Item, examine, export
from engine.vault.export import everything, friendly_name
from engine.vault.item import to_base64


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
    vault = vault_with(tmp_path, b"one", b"two")
    items = [named(vault, item, "IMG_1.JPG") for item in vault.items()]
    done = list(export(vault, items, tmp_path / "out"))
    assert [path_of(e).name for e in done] == ["IMG_1.JPG", "IMG_1 (2).JPG"], "with the name's own capitals"
    assert {path_of(e).read_bytes() for e in done} == {b"one", b"two"}
    assert path_of(done[0]).stat().st_mtime == 1577934245


def test_what_is_damaged_keeps_back_nothing_that_is_sound(tmp_path: Path) -> None:
    contents = (b"flip", b"gone", b"no record", b"bad record", b"neither", b"whole")
    vault = vault_with(tmp_path, *contents)
    stored = {path.read_bytes(): path for path in vault.originals()}
    stored[b"flip"].write_bytes(b"flop")
    stored[b"gone"].unlink()
    stored[b"no record"].with_suffix(".json").unlink()
    stored[b"bad record"].with_suffix(".json").write_text("{")
    stored[b"neither"].with_suffix(".json").unlink()
    stored[b"neither"].write_bytes(b"other bytes than its name says")
    done = list(export(vault, everything(vault), tmp_path / "out"))
    copied = {path_of(one).read_bytes() for one in done if one.path is not None}
    assert copied == {b"no record", b"bad record", b"whole"}
    faults = {one.item.sha1: one.fault for one in done if one.path is None}
    assert faults[stored[b"gone"].stem] == "the stored file cannot be read: No such file or directory"
    assert faults[stored[b"flip"].stem] == "the stored file is damaged"
    assert len([one for one in examine(vault) if one.fault]) == 5, "each is counted once"


def path_of(exported: Exported) -> Path:
    assert exported.path is not None
    return exported.path


def with_sidecar(vault: FolderVault, item: Item, name: str) -> Item:
    vault.sidecar_path(item).write_bytes(b"<x/>")
    return named(vault, item, name)


def test_an_export_can_be_repeated(tmp_path: Path) -> None:
    vault, out = vault_with(tmp_path, b"one"), tmp_path / "out"
    item = with_sidecar(vault, next(vault.items()), "a.jpg")
    for _ in range(2):
        assert [path_of(e).name for e in export(vault, [item], out)] == ["a.jpg"]
    (out / "a.jpg.xmp").unlink()  # killed between the two
    list(export(vault, [item], out))
    assert {p.name for p in out.iterdir()} == {"a.jpg", "a.jpg.xmp"}


def test_a_folder_that_cannot_be_written_is_named_and_not_the_vault(tmp_path: Path) -> None:
    vault = vault_with(tmp_path, b"one")
    there = tmp_path / "a file"
    there.write_text("mine")
    with pytest.raises(
        FolderUnusable, match=r"a file cannot be written \(File exists\)\. Name another folder"
    ):
        list(export(vault, vault.items(), there))
    assert there.read_text() == "mine"


@pytest.mark.parametrize("links", [True, False], ids=["hard links", "no hard links"])
def test_a_file_has_its_name_only_when_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    vault, out = vault_with(tmp_path, b"one"), tmp_path / "out"
    item = with_sidecar(vault, next(vault.items()), "a.jpg")
    named_as: list[tuple[str, bytes]] = []
    real_link, real_rename = os.link, Path.rename

    def link(source: Path, target: Path, **rest: Any) -> None:
        if not links:
            raise PermissionError(errno.EPERM, "no links here")
        named_as.append((target.name, source.read_bytes()))
        real_link(source, target, **rest)

    def rename(source: Path, target: Path) -> Path:
        named_as.append((target.name, source.read_bytes()))
        return real_rename(source, target)

    monkeypatch.setattr(os, "link", link)
    monkeypatch.setattr(Path, "rename", rename)
    list(export(vault, [item], out))
    assert named_as == [("a.jpg", b"one"), ("a.jpg.xmp", b"<x/>")]
    assert {p.name for p in out.iterdir()} == {"a.jpg", "a.jpg.xmp"}
    assert {stat.S_IMODE(p.stat().st_mode) for p in out.iterdir()} == {0o600}, "for its owner alone"


def test_an_export_that_was_killed_leaves_nothing_that_looks_like_a_picture(tmp_path: Path) -> None:
    vault, out = vault_with(tmp_path, b"one"), tmp_path / "out"
    out.mkdir()
    item = named(vault, next(vault.items()), "a.jpg")
    (out / f".winnow-{item.sha1}.part").write_bytes(b"on")
    list(export(vault, [item], out))
    assert [p.name for p in out.iterdir()] == ["a.jpg"]


def test_nothing_that_is_there_is_overwritten_or_followed(tmp_path: Path) -> None:
    vault, out = vault_with(tmp_path, b"one"), tmp_path / "out"
    out.mkdir()
    (out / "a.jpg").write_text("mine")
    os.symlink(tmp_path / "elsewhere", out / "a (2).jpg")
    os.symlink(tmp_path / "elsewhere", out / "a (3).jpg.xmp")
    (out / "a (4).jpg.xmp").write_text("mine")
    item = with_sidecar(vault, next(vault.items()), "a.jpg")
    os.symlink(tmp_path / "elsewhere", out / f".winnow-{item.sha1}.part")
    done = list(export(vault, [item], out))
    assert path_of(done[0]).name == "a (5).jpg"
    assert (out / "a.jpg").read_text() == (out / "a (4).jpg.xmp").read_text() == "mine"
    assert not (tmp_path / "elsewhere").exists()


def test_a_damaged_backup_is_told_and_the_others_exported(tmp_path: Path) -> None:
    vault = vault_with(tmp_path, b"one", b"two")
    items = list(vault.items())
    vault.stored(items[0]).path.write_bytes(b"ono")
    done = list(export(vault, items, tmp_path / "out"))
    assert [(e.path is None, e.fault) for e in done] == [(True, "the stored file is damaged"), (False, None)]
    assert len(list((tmp_path / "out").iterdir())) == 1


BAD_RECORDS = {
    "deep": '{"format": 1, "about": ' + "[" * 100_000,
    "deep enough to be read": '{"about": [' + '{"a":' * 200 + "1" + "}" * 200 + "], ",
    "not about anything": '{"about": [1, "x", null], ',
    "no JSON": "x",
    "a list": "[]",
    "empty": "",
    "no UTF-8": "\udcff",
}


@pytest.mark.parametrize("record", BAD_RECORDS.values(), ids=BAD_RECORDS)
def test_one_bad_record_stops_nobody(tmp_path: Path, record: str) -> None:
    vault = vault_with(tmp_path, b"bad", b"good")
    paths = {path.read_bytes(): path for path in vault.originals()}
    bad = paths[b"bad"].with_suffix(".json")
    whole = json.loads(bad.read_text())
    whole.pop("about")
    rest = json.dumps(whole)[1:] if record.endswith(", ") else ""
    bad.write_bytes((record + rest).encode("utf-8", "surrogateescape"))
    assert [item.sha1 for item in vault.items()] == [paths[b"good"].stem]
    assert [e.fault is None for e in sorted(examine(vault), key=lambda e: e.item is None)] == [True, False]
    assert len(list(export(vault, vault.items(), tmp_path / "out"))) == 1
    assert vault.verify(to_base64(paths[b"bad"].stem)) is None


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
