"""`winnow report`: one page of a plan, a run or an audit."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click
from attrs import evolve

from cli.console import emit, line, tell
from cli.context import connection_of, settings_of
from cli.exits import Exit
from cli.home import home_of, reading
from cli.options import Options, online
from cli.render.text import clean, counted
from cli.report.earlier import require_replaceable
from cli.report.gather import run_meant, story_of
from cli.report.page import names_of, pages
from cli.report.thumbs import with_pictures
from cli.report.values import Story
from engine.base.errors import ServerError
from engine.immich.permissions import NEEDED, missing_permissions
from engine.runs.runs import Run, runs
from engine.vault.disk import write_whole
from journal.port import JournalReader

VERBS: Final = {"analyze": "plan", "apply": "apply", "audit": "audit with faults", "restore": "restore"}
"""What the run is called that is taken where none is named."""


@click.command()
@click.argument("run", required=False)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="The page to write; more than 200 groups go on in FILE-2, FILE-3, ...  [default: winnow-RUN.html, here]",
)  # fmt: skip
@click.option(
    "--overwrite", is_flag=True, help="Replace FILE whatever it holds; else only an earlier report of RUN."
)
@click.option("--no-pictures", is_flag=True, help="Leave the thumbnails out; no server is asked then.")
@online
def report(options: Options, run: str | None, out: Path | None, overwrite: bool, no_pictures: bool) -> Exit:
    """Write one page to keep, print or send of RUN: of a plan, an apply, a restore or an audit.

    Without RUN of the newest plan or apply, or of an audit after it that found faults.

    The page is complete in itself: it opens without a network, and names in it can do nothing.
    """
    with reading(options) as journal:
        meant = run_meant(journal, run)
        story = story_of(journal, meant)
        other = _other(journal, meant)
    out = out or Path(f"winnow-{meant.opened.run}.html")
    files = names_of(out, len(story.cards))
    if not overwrite:
        require_replaceable(files, meant.opened.run)
    if not no_pictures:
        story = _illustrated(options, meant, story)
    for file, text in pages(story, files):
        write_whole(file.absolute(), text.encode("utf-8", "replace"), file.absolute().parent)
    if options.json:
        emit(
            {
                "summary": {
                    "run": meant.opened.run,
                    "groups": len(story.cards),
                    "files": [str(f) for f in files],
                }
            }
        )
    else:
        written = ", ".join(clean(file.absolute()) for file in files)
        line(f"{counted(len(story.cards), 'group')} of {clean(meant.opened.run)}: {written}")
        if run is None:
            line(f"That is the newest {VERBS[meant.opened.verb]}. {other}")
    return Exit.DONE


def _other(journal: JournalReader, meant: Run) -> str:
    """Return how to have a page of another run: where a plan is newer than what was done, of that."""
    done = [run.opened.run for run in runs(journal) if run.opened.verb == "apply"]
    if meant.opened.verb == "analyze" and done:
        return f"Of what was done last: winnow report {clean(done[-1])}"
    return "Of another, as listed by `winnow journal runs`: winnow report RUN"


def _illustrated(options: Options, run: Run, story: Story) -> Story:
    """Return the story with thumbnails, or as it is where the run's own server cannot be asked."""
    try:
        with connection_of(options, home_of(options)) as connection:
            server = connection.reader.server()
            if server.user != run.opened.origin.get("user"):
                tell("No pictures: the key is for another user than the run. --no-pictures leaves them out.")
                return story
            if missing := missing_permissions(server, NEEDED["report"]):
                tell(f"No pictures: the key lacks {', '.join(missing)}.")
                return story
            workers = settings_of(options).workers
            cards = with_pictures(story.cards, connection.reader.preview, workers)
            return evolve(story, cards=tuple(cards))
    except (ServerError, click.UsageError) as error:
        reason = error.format_message() if isinstance(error, click.UsageError) else str(error)
        tell(f"No pictures: {reason}")
        return story
