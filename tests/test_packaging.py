"""What a wheel holds: every package of the rooms, the files that they read, and nothing of the tests."""

from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("journal", "engine", "practice", "cli")


def listed() -> ConfigParser:
    found = ConfigParser()
    found.read(ROOT / "setup.cfg", encoding="utf-8")
    return found


def test_every_file_that_is_no_module_is_shipped() -> None:
    data = listed()["options.package_data"]
    shipped = {p for room in data for glob in data[room].split() for p in (ROOT / room).glob(glob)}
    there = {
        path
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    }
    assert there <= shipped


def test_every_room_says_that_it_is_typed() -> None:
    assert [room for room in ROOMS if not (ROOT / room / "py.typed").exists()] == []
