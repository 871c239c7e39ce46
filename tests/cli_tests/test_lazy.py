"""Commands are imported when somebody asks for one, without looking for garbage meanwhile."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = """
import gc, sys
import cli.door
from {module} import {attribute} as asked
import {module} as module
def told(*words, **more):
    print(gc.isenabled(), gc.get_freeze_count() > 0, file=sys.stderr)
    return asked(*words, **more)
module.{attribute} = told
sys.argv = ["winnow", *{words!r}]
cli.door.main()
"""


@pytest.mark.parametrize(
    ("words", "module", "attribute"),
    [
        (["policy"], "cli.commands.policy", "verbatim"),
        (["journal", "runs"], "cli.home", "open_readonly"),
        ([], "cli.whatnext", "next_steps"),
    ],
)
def test_a_command_runs_with_its_garbage_looked_for(
    words: list[str], module: str, attribute: str, tmp_path: Path
) -> None:
    code = CODE.format(words=["--home", str(tmp_path / "home"), *words], module=module, attribute=attribute)
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    seen = ran.stderr.splitlines()
    assert "True True" in seen, ran.stderr
    assert not any("False" in one for one in seen)
