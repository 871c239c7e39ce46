"""Who may import whom: the walls between the rooms, read from the source."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("journal", "engine", "practice", "cli")
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
LONGEST = {True: 300, False: 400}
"""Lines of a file that is shipped, and of one that tests or builds."""

READS_BYTES = ("decode", "original", "video")
"""They make pictures of bytes in memory, which needs `io`; no disk and no network all the same."""
PURE = [
    *sorted((ROOT / "engine/model").rglob("*.py")),
    *sorted((ROOT / "engine/judge").rglob("*.py")),
    *sorted((ROOT / "engine/plan").rglob("*.py")),
    *sorted((ROOT / "engine/action").rglob("*.py")),
    *(
        ROOT / f"engine/evidence/{name}.py"
        for name in ("dates", "facts", "films", "places", "tags", "unshown")
    ),
    *(ROOT / f"engine/carry/{name}.py" for name in ("drift", "gate", "promise", "warrant")),
    *(ROOT / f"engine/undo/{name}.py" for name in ("fold", "heal", "kept", "lacking")),
    ROOT / "engine/effect/verdict.py",
    ROOT / "engine/runs/history.py",
    *sorted(p for p in (ROOT / "engine/look").rglob("*.py") if p.stem not in READS_BYTES),
    ROOT / "engine/audit/compare.py",
    ROOT / "journal/verify.py",
    ROOT / "journal/chain.py",
    ROOT / "journal/ledger.py",
]
"""Decisions: what they say depends on nothing but what they are given."""

EFFECTS = {
    "asyncio",
    "io",
    "logging",
    "os",
    "pathlib",
    "random",
    "requests",
    "secrets",
    "shutil",
    "socket",
    "sqlite3",
}
EFFECTS |= {"subprocess", "tempfile", "threading", "time", "urllib", "urllib3", "uuid"}

OWN_TONGUE = {"immich", "photo", "album", "asset", "duplicate", "exif"}
"""Words of the engine's world, which the journal does not know."""


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(path: Path) -> Iterator[str]:
    """Yield every module that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)} imports relatively"
            yield node.module or ""


def tops(path: Path) -> set[str]:
    return {module.split(".")[0] for module in imports(path)}


def only_pure_paths(path: Path) -> bool:
    """Tell whether a file takes nothing from pathlib but names of paths, which touch no disk."""
    taken = [
        alias.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "pathlib"
        for alias in node.names
    ]
    return bool(taken) and all(one.startswith("Pure") for one in taken)


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """Yield every call as dotted text, with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


@pytest.mark.parametrize("path", FILES, ids=name)
def test_rooms(path: Path) -> None:
    room, found = path.relative_to(ROOT).parts[0], tops(path)
    assert "tests" not in found
    assert "scripts" not in found
    if room == "journal":
        assert not found & {"engine", "cli", "click", "rich", "requests"}
    if room == "engine":
        assert not found & {"cli", "click", "rich"}
    if room != "practice" and not name(path).startswith(("cli/demo/", "cli/rehearsal/")):
        assert "practice" not in found


FLOORS = (
    {"engine.model"},
    {"engine.base"},
    {"engine.action", "engine.exif", "engine.look"},
    {"engine.judge"},
    {"engine.plan"},
    {"engine.runs"},
    {"engine.effect", "engine.evidence", "engine.immich", "engine.vault"},
    {"engine.carry", "engine.undo"},
    {"engine.audit"},
    {"engine.verbs"},
)
"""The packages of the engine from the ground up: each may import those below it, and none beside or above it."""
FLOOR = {package: floor for floor, packages in enumerate(FLOORS) for package in packages}


@pytest.mark.parametrize("path", sorted((ROOT / "engine").rglob("*.py")), ids=name)
def test_the_house_runs_one_way(path: Path) -> None:
    own = ".".join(path.relative_to(ROOT).parts[:2])
    if path.parent == ROOT / "engine":
        assert list(imports(path)) == []
        return
    for module in imports(path):
        other = ".".join(module.split(".")[:2])
        if module.startswith("engine.") and other != own:
            assert FLOOR[other] < FLOOR[own], f"{own} imports {other}"


TERMINAL = (
    {"cli.render", "cli.queries"},
    {"cli"},
    {"cli.demo", "cli.report"},
    {"cli.review"},
    {"cli.rehearsal"},
    {"cli.commands"},
)
"""The packages of the command line from the ground up; `cli` itself holds what commands share."""
STOREY = {package: storey for storey, packages in enumerate(TERMINAL) for package in packages}


def package_of(module: str) -> str:
    """Return the package of the command line that a module is in, subpackages counted as their parent."""
    parts = module.split(".")
    return f"cli.{parts[1]}" if len(parts) > 1 and (ROOT / "cli" / parts[1]).is_dir() else "cli"


@pytest.mark.parametrize("path", sorted((ROOT / "cli").rglob("*.py")), ids=name)
def test_the_terminal_runs_one_way(path: Path) -> None:
    own = package_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
    if path == ROOT / "cli/main.py":
        own = "cli.commands"  # it registers them
    for module in imports(path):
        other = package_of(module)
        if module.split(".")[0] == "cli" and other != own:
            assert STOREY[other] < STOREY[own], f"{name(path)} imports {module}"


@pytest.mark.parametrize("path", FILES, ids=name)
def test_outside_libraries_have_one_room(path: Path) -> None:
    found, where = tops(path), name(path)
    if not where.startswith("engine/immich/"):
        assert not found & {"requests", "urllib3"}
    if not where.startswith("engine/exif/") and where != "practice/extract.py":
        assert "exiftool" not in found
    if not where.startswith("journal/"):
        assert not found & {"sqlite3", "sqlite_utils", "filelock"}


@pytest.mark.parametrize("path", PURE, ids=name)
def test_decisions_have_no_effects(path: Path) -> None:
    assert path.exists()
    assert not (tops(path) & EFFECTS) - ({"pathlib"} if only_pure_paths(path) else set())
    impure = ("open", "datetime.now", "datetime.utcnow", "date.today", "datetime.today")
    assert [f"{call} in line {number}" for call, number in calls(path) if call in impure] == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_only_the_known_writes_of_the_server(path: Path) -> None:
    """The writer reaches the sender through the verbs alone."""
    if not name(path).startswith(("engine/immich/", "engine/verbs/", "practice/", "cli/context.py")):
        holders = {"engine.immich.writer"} & set(imports(path))
        assert not holders


@pytest.mark.parametrize("path", [p for p in FILES if p.parts[-2] != "cli"], ids=name)
def test_nobody_prints(path: Path) -> None:
    if name(path) == "practice/__main__.py":
        pytest.skip("its one line is what a script waits for")
    assert [number for call, number in calls(path) if call == "print"] == []


@pytest.mark.parametrize("path", sorted((ROOT / "journal").rglob("*.py")), ids=name)
def test_the_journal_knows_nothing_of_pictures(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    words = {part for text in names for part in text.lower().split("_")}
    assert not words & OWN_TONGUE


def test_files_can_be_read_at_a_sitting() -> None:
    everything = [*FILES, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "scripts").rglob("*.py"))]
    long = {
        name(p): n
        for p in everything
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > LONGEST[p in FILES]
    }
    assert long == {}


def test_every_package_is_shipped() -> None:
    from configparser import ConfigParser

    config = ConfigParser()
    config.read(ROOT / "setup.cfg")
    shipped = set(config["options"]["packages"].split())
    there = {name(p.parent).replace("/", ".") for p in FILES if p.name == "__init__.py"}
    assert shipped == there


def test_only_declared_libraries_are_used() -> None:
    from configparser import ConfigParser

    config = ConfigParser()
    config.read(ROOT / "setup.cfg")
    declared = config["options"]["install_requires"]
    known = {"pyexiftool": "exiftool", "sqlite-utils": "sqlite_utils", "pillow": "PIL"}
    names = {
        line.split(">")[0].strip() for line in declared.splitlines() if line and not line.startswith("#")
    }
    allowed = {known.get(one, one) for one in names} | set(ROOMS) | set(sys.stdlib_module_names)
    # urllib3 comes with requests, markupsafe with Jinja2. PyAV is the extra `video`: without it a film is its
    # poster; without pillow-heif a made-up HEIC is a JPEG.
    allowed |= {"urllib3", "markupsafe", "av", "pillow_heif"}
    used = {(name(p), top) for p in FILES for top in tops(p) if top not in allowed}
    # The page for deciding is the extra `review`.
    used -= {
        (room, top) for room, top in used if room.startswith("cli/review/") and top in ("flask", "waitress")
    }
    assert used == set()
