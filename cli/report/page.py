"""A story as HTML: one file, or several where one would be too long to scroll."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from attrs import evolve
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from cli.report.values import Story
from journal import __version__

PER_FILE = 200
"""Groups in one file."""


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("cli.report", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html")


@cache
def _style() -> Markup:
    """Return the style sheet; our own text, so that it may stand in the page as it is."""
    text = (Path(__file__).parent / "page" / "report.css").read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - a file of this package


def names_of(first: Path, cards: int) -> list[Path]:
    """Return the files that so many groups need: report.html, report-2.html, ..."""
    number = max(1, -(-cards // PER_FILE))
    return [first, *(first.with_name(f"{first.stem}-{n}{first.suffix}") for n in range(2, number + 1))]


def pages(story: Story, files: list[Path]) -> Iterator[tuple[Path, str]]:
    """Yield each file with its text; numbers and charts stand in the first."""
    for place, file in enumerate(files):
        part = evolve(story, cards=story.cards[place * PER_FILE : (place + 1) * PER_FILE])
        yield (
            file,
            _template().render(
                story=part,
                style=_style(),
                version=__version__,
                first=place == 0,
                total=len(story.cards),
                start=place * PER_FILE + 1,
                here=file.name,
                files=[one.name for one in files],
            ),
        )
