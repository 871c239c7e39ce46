"""An argument in which nothing stands is refused, whatever it was meant for."""

from __future__ import annotations

import pytest

from cli.exits import Exit
from cli.main import run

OPTIONS = [
    "--home",
    "--server",
    "--api-key",
    "--policy",
    "--path",
    "--camera",
    "--album",
    "--group",
    "--asset",
]


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("nothing", ["", " ", "\t"])
def test_nothing_is_no_value(option: str, nothing: str, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([option, nothing], [f"{option}={nothing}"]):
        assert run(["plan", *words]) == Exit.USAGE
        said = capsys.readouterr().err
        assert said.startswith(f"What follows {option}")
        assert "is empty: say what is meant, or leave it out." in said
        assert len(said.splitlines()) == 1


def test_nothing_is_no_group_either(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["decide", ""]) == Exit.USAGE
    assert capsys.readouterr().err.startswith("Argument 2 is empty")


def test_what_holds_a_blank_is_something(capsys: pytest.CaptureFixture[str]) -> None:
    run(["plan", "--path", "My pictures"])
    assert "is empty" not in capsys.readouterr().err
