"""`winnow explain`: why each picture of a group stays or goes, in words, from the journal alone."""

from __future__ import annotations

import click

from cli.commands.plan import group_json, server_of
from cli.console import emit, line
from cli.exits import Exit
from cli.home import reading
from cli.options import Options, local
from cli.render.groups import Scene
from cli.render.reasons import explained
from cli.selection import Selection, whole
from engine.base.errors import NotKnown
from engine.runs.rulings import rulings
from engine.runs.runs import plan_run, plans_of


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="GROUP|ASSET...")
@click.option("--plan", metavar="RUN", help="The analyze run that shows them (the newest).")
@local
def explain(options: Options, names: tuple[str, ...], plan: str | None) -> Exit:
    """Explain a group: why each picture stays or goes, what is inherited, what would be lost, what is yours to decide.

    Name the group, or one of its pictures by id or file name; ids may be shortened.
    """
    with reading(options) as journal:
        run = plan_run(journal, plan)
        standing = rulings(journal)
        scene = Scene(server=server_of(journal, run), rulings=standing)
        for name in names:
            try:
                chosen = whole(journal, run, Selection(groups=(name,)))
            except NotKnown:
                chosen = whole(journal, run, Selection(assets=(name,)))
            for one in plans_of(journal, run):
                if not chosen.takes(one):
                    continue
                if options.json:
                    emit(group_json(one, scene) | {"words": list(explained(one, standing))})
                else:
                    for text in explained(one, standing):
                        line(text)
    return Exit.DONE
