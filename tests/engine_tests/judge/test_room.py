"""The room itself: nothing in it reaches outside, and a huge group does not stall it."""

from __future__ import annotations

import ast
import time
from datetime import date
from pathlib import Path

import pytest

import engine.judge
from engine.judge.judge import judge
from engine.judge.policy import Policy
from tests.support.assets import group

MODULES = sorted(Path(engine.judge.__file__).parent.glob("*.py"))
PURE = {
    "__future__", "attrs", "cattrs", "collections", "datetime", "difflib", "enum", "fnmatch", "functools", "hashlib",
    "html", "itertools", "json", "math", "pathlib", "re", "tomllib", "typing", "unicodedata",
}  # fmt: skip


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_nothing_here_can_touch_the_world(module: Path) -> None:
    tree = ast.parse(module.read_text("utf-8"))
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names = [node.module or ""]
        for name in names:
            inside = (
                name.startswith(("engine.judge.", "engine.model.", "engine.action."))
                or name == "engine.base.errors"
            )
            assert inside or name.split(".")[0] in PURE, name
            assert name != "pathlib" or [alias.name for alias in node.names] == ["PurePosixPath"]
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert called not in {"open", "print", "now", "today", "utcnow", "exec", "eval"}, called


def test_four_hundred_members_are_judged_in_seconds() -> None:
    members = [
        {
            "id": f"m{n:03}",
            "size": n,
            "taken": f"2024-06-{1 + n % 28:02}T{n % 24:02}:{n % 60:02}:00",
            "place": (n / 10, 1),
            "camera": {"make": "Canon", "model": f"R{n % 7}", "iso": 100 + n},
        }
        for n in range(400)
    ]
    began = time.process_time()
    decision = judge(group(*members), Policy(), date(2026, 1, 15))
    assert time.process_time() - began < 10
    assert decision.winner == "m399"
    assert len(decision.losers) == 399
