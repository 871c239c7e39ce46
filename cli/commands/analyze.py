"""`winnow analyze`: judge the duplicate groups and store the plans."""

from __future__ import annotations

from pathlib import Path

import click
from attrs import asdict

from cli.commands.plan import show_option, show_plans, tell_taken_back
from cli.console import emit, line, tell
from cli.context import left_open, policy_from, policy_of, working
from cli.exits import Exit
from cli.filters import filtered
from cli.options import Options, judging
from cli.render.contrasts import compared, compared_json, contrast_json
from cli.render.text import clean
from cli.render.totals import narrowing, partners_lines, totals
from cli.types import Whole
from engine.immich.permissions import JUDGE, NEEDED
from engine.verbs import analyze as verb
from engine.verbs.choosing import Chosen, chosen, needs
from engine.verbs.comparing import Comparison

IMMICH = "immich"
"""The word for the server's own suggestion, in place of a policy's file."""


def following(analysis: verb.Analysis, *, no_look: bool, letterbox: bool) -> str:
    """Return what a person does next."""
    if letterbox and not analysis.groups:
        return "No two pictures are 4:3 and 16:9 versions of one shot."
    if no_look:
        return "No picture was looked at: run `winnow analyze` before you apply anything."
    if analysis.ready:
        left = f"; the {analysis.review:,} for review: winnow review" if analysis.review else ""
        return f"Next: winnow apply --dry-run{left}"
    if analysis.review:
        return "Next: winnow review, or winnow plan --review"
    return "The server has found no duplicates."


@click.command()
@click.option("--limit", type=Whole(1, 10**9), metavar="N", help="Judge the first N groups only.")
@click.option(
    "--group",
    "groups",
    multiple=True,
    metavar="ID",
    help="Judge only this group; repeatable. Ids may be shortened.",
)
@filtered
@click.option(
    "--no-look", is_flag=True, help="Judge by the server's summary alone: quick, and never applied."
)
@click.option(
    "--include-review",
    is_flag=True,
    help="Plan also what would be for review, wherever a policy could allow it; each doubt is told in the plan.",
)
@click.option(
    "--letterbox",
    is_flag=True,
    help="Look in the whole library for 4:3 and 16:9 versions of one shot, instead of the server's groups.",
)
@click.option(
    "--compare",
    metavar="FILE|immich",
    help="Also tell what another policy, or Immich's own suggestion, would decide otherwise.",
)
@show_option("20")
@judging
def analyze(
    options: Options,
    limit: int | None,
    groups: tuple[str, ...],
    said: Chosen,
    no_look: bool,
    include_review: bool,
    letterbox: bool,
    compare: str | None,
    number: int | None,
) -> Exit:
    """Judge every duplicate group: who stays, why, and what it inherits. Changes nothing on the server.

    With filters the plan holds just the groups of which one picture fits all of them, and `winnow apply` carries out
    just these. Several of one filter mean any of them.
    """
    policy = policy_of(options).with_review() if include_review else policy_of(options)
    if letterbox and (no_look or groups):
        raise click.UsageError(
            "--letterbox looks at pictures of the whole library: leave out --no-look and --group."
        )
    if letterbox and compare == IMMICH:
        raise click.UsageError("Immich suggests nothing about versions of one shot.")
    comparison = _comparison(compare)
    needed = (*(JUDGE if no_look else NEEDED["analyze"]), *needs(said))
    with working(options, "analyze", needed=needed, files=not no_look) as work:
        analysis = verb.analyze(
            work.context,
            server=work.server,
            policy=policy,
            groups=groups,
            filters=chosen(said, work.context.reader),
            limit=limit,
            exif=None if no_look else work.exif,
            folder=work.home.root,
            comparison=comparison,
            letterbox=letterbox,
        )
        if work.context.stop.requested():
            tell("Stopped before the end: this analysis cannot be applied. Run `winnow analyze` again.")
            return Exit.INTERRUPTED
        show_plans(options, work.journal, analysis.run, number, total=analysis.groups)
        if options.json:
            for one in comparison.found if comparison is not None else ():
                emit({"differs": contrast_json(one)})
            beside = {"compared": compared_json(comparison)} if comparison is not None else {}
            emit({"summary": {**asdict(analysis), **beside}})
        else:
            for text in (*totals(analysis), *partners_lines(analysis.partners, analysis.losers)):
                line(text)
            for text in compared(comparison, number) if comparison is not None else ():
                line(text)
            tell_taken_back(work.journal, analysis.run)
            waiting = left_open(work.journal)
            for opened in waiting:
                line(f"{clean(opened.run)} is not finished; to carry it on first: winnow resume")
            only = narrowing(work.journal, analysis.run)
            what_next = following(analysis, no_look=no_look, letterbox=letterbox)
            if waiting:
                what_next = "Next: winnow resume, which finishes that first, then winnow"
            line(f"run {analysis.run}{only}: nothing was changed. {what_next}")
    return Exit.DONE


def _comparison(named: str | None) -> Comparison | None:
    """Return what the decisions are to be compared with.

    Raises BadPolicy, and click.UsageError for a file that cannot be read.
    """
    if named is None:
        return None
    if named == IMMICH:
        return Comparison("Immich's own suggestion", None)
    return Comparison(named, policy_from(Path(named)))
