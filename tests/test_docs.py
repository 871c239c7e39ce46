"""What the documents say and the code does must be the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.exits import MEANING
from cli.main import app
from engine.immich.permissions import EVERYTHING, NEEDED
from engine.judge.codes import ALLOWABLE, FOR_A_PERSON, IMPOSSIBLE
from engine.verbs.ruled import DECIDED

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")]
DOCUMENTS += sorted((ROOT / "docs").glob("*.md"))
SOURCES = [p for room in ("journal", "engine", "cli") for p in sorted((ROOT / room).rglob("*.py"))]


def test_the_permissions_are_those_of_the_code() -> None:
    page = (ROOT / "docs/permissions.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-zA-Z.]+)` \| (.+) \|$", page, re.MULTILINE)
    wanted = [(n, ", ".join(verb for verb, needed in NEEDED.items() if n in needed)) for n in EVERYTHING]
    assert rows == wanted


def test_the_permissions_can_be_copied_in_one_piece() -> None:
    page = (ROOT / "docs/permissions.md").read_text(encoding="utf-8")
    block = page.partition("```text\n")[2].partition("```")[0]
    assert block.split() == sorted(EVERYTHING)


def test_the_codes_of_an_audit_are_those_of_the_code() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "engine/audit").glob("*.py"))
    given = set(re.findall(r'yield _(?:one|of)\(expected, (?:copy, )?"([a-z-]+)"|code="([a-z-]+)"', sources))
    page = (ROOT / "docs/audit.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)
    assert sorted(rows) == sorted({one or other for one, other in given})


def test_the_exit_codes_are_those_of_the_code() -> None:
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", README, re.MULTILINE)
    assert rows == [(str(code.value), meaning) for code, meaning in MEANING.items()]


def test_the_codes_of_review_are_those_of_the_code() -> None:
    page = (ROOT / "docs/review.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", page, re.MULTILINE)
    wanted = [*ALLOWABLE.items(), *FOR_A_PERSON.items(), *IMPOSSIBLE.items()]
    table = "\n".join(f"| `{code}` | {text} |" for code, text in wanted)
    assert rows == wanted, f"docs/review.md should hold:\n{table}"


def test_the_codes_of_what_somebody_decided_are_explained() -> None:
    page = (ROOT / "docs/review.md").read_text(encoding="utf-8")
    for finding in DECIDED.values():
        assert f"`{finding.code}`" in page


def test_every_command_that_is_named_exists() -> None:
    for document in DOCUMENTS:
        for name in re.findall(
            r"(?:`|^|\$ )winnow ([a-z]+)", document.read_text(encoding="utf-8"), re.MULTILINE
        ):
            assert name in app.every(), f"{document.name} names winnow {name}"


def test_every_option_in_the_first_run_exists() -> None:
    for name, rest in re.findall(r"^winnow ([a-z]+)([^#\n]*)", README, re.MULTILINE):
        known = {o for parameter in app.every()[name].params for o in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known | {"--version"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.name)
def test_links_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        assert target.startswith("https://") or (document.parent / target).exists()


def test_every_cited_topic_is_a_heading() -> None:
    headings = set(
        re.findall(r"^## (.+)$", (ROOT / "docs/immich.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    cited = set()
    for path in SOURCES:
        text = re.sub(r"\s*\n\s*(#\s*)?", " ", path.read_text(encoding="utf-8"))
        cited |= set(re.findall(r"docs/immich\.md, ([A-Z][a-zA-Z ]+?)[.):,]", text))
    assert cited
    assert cited <= headings


@pytest.mark.parametrize("path", [*DOCUMENTS, *SOURCES], ids=lambda p: str(p.relative_to(ROOT)))
def test_every_cited_document_exists(path: Path) -> None:
    for name in re.findall(r"\bdocs/[a-z]+\.md", path.read_text(encoding="utf-8")):
        assert (ROOT / name).exists()
