"""What the documents show of the terminal is what winnow prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.told import consoles, missing, stage

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    path
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    if path.name != "journal.md"  # which has a story and a test of its own
    and list(consoles(path.read_text(encoding="utf-8")))
]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_console_of_a_document_is_what_is_printed(path: Path) -> None:
    with stage() as played:
        for console in consoles(path.read_text(encoding="utf-8")):
            printed = played.play(console.command)
            line = missing(console, printed)
            again = f"\npython -m tests.support.told {path.relative_to(ROOT)} writes it anew"
            assert line is None, (
                f"{line!r} is not printed by {console.command}:\n" + "\n".join(printed) + again
            )


def test_there_are_consoles_to_hold() -> None:
    assert len(DOCUMENTS) >= 4
