"""`winnow replay`: carry out the decisions of a run on another server that holds the same pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from attrs import evolve

from cli.commands.apply import carry
from cli.console import emit, line, tell
from cli.context import Work, policy_from, settings_of, working
from cli.exits import Exit, worst
from cli.foretold import foretell
from cli.home import Home, home_of, reading
from cli.limits import limited, within
from cli.options import Options, changing
from cli.render.text import clean, counted
from cli.types import Whole
from engine.immich.address import Address
from engine.immich.permissions import ANALYZE, APPLY
from engine.judge.policy import Policy
from engine.verbs.replay import Decided, Replay, decided
from engine.verbs.replay import replay as match

FOLDER = "replays"
"""The folder in a home that holds the homes of its replays, unless another one is named."""


@click.command()
@click.argument("run")
@click.option("--until", type=Whole(1, 2**62), metavar="SEQ", help="Only what stands up to this entry.")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The home of the replay (a folder `replays` in this home, by the name of the server).",
)
@click.option("--dry-run", is_flag=True, help="Match, look and plan; print the steps and send nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--policy",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Judge by these rules instead of those of RUN.",
)
@limited
@changing
def replay(
    options: Options,
    run: str,
    until: int | None,
    into: Path | None,
    dry_run: bool,
    yes: bool,
    policy: Path | None,
    **limits: Any,
) -> Exit:
    """Carry out the decisions of RUN, an analyze or apply of this home, on the server of --server.

    Pictures are matched by what they hold. All that a decision rests on is gathered anew there; a group that does not
    match exactly, or would be decided otherwise, is left out and listed. The replay has a home of its own, with its own
    journal and backups.
    """
    if options.server is None:
        raise click.UsageError("Name the other server with --server.")
    with reading(options) as journal:
        wanted = decided(journal, run, until)
    rules = _rules(wanted, policy)
    other = evolve(options, home=_home(options, into))
    with working(other, "analyze", needed=(*ANALYZE, *APPLY), files=True) as work:
        options.api_key = other.api_key  # so that no message shows it
        found = match(
            work.context,
            server=work.server,
            wanted=wanted,
            policy=rules,
            exif=work.exif,
            folder=work.home.root,
        )
        if work.context.stop.requested():
            tell("Stopped before anything was changed. Run it again to begin anew.")
            return Exit.INTERRUPTED
        _tell(options, work, wanted, found)
        settings = (
            settings_of(other, **within(work.journal, found.plan or "", limits)) if found.plan else None
        )
    if settings is None or not found.groups or found.plan is None:
        return Exit.CONFLICT
    settings = evolve(settings, only=frozenset(found.groups))
    done = foretell(other, settings, found.plan) if dry_run else carry(other, settings, found.plan, yes=yes)
    return worst([done, Exit.CONFLICT]) if found.left else done


def _rules(wanted: Decided, named: Path | None) -> Policy:
    """Return the policy to judge by; raises click.UsageError where nobody knows it."""
    if named is not None:
        return policy_from(named)
    if wanted.policy is None:
        raise click.UsageError(
            f"{wanted.run} was made by a winnow that did not keep its rules: name them with --policy."
        )
    return wanted.policy


def _home(options: Options, into: Path | None) -> Path:
    """Return the home of the replay; raises click.UsageError where that is this very home."""
    home = home_of(options)
    if into is None:
        assert options.server is not None
        place = Address.parse(options.server).base.partition("://")[2]
        return home.root / FOLDER / "".join(c if c.isalnum() or c in ".-" else "-" for c in place)
    other = Home(into.expanduser().absolute())
    if other.root.resolve() == home.root.resolve():
        raise click.UsageError("A replay has a home of its own: name another folder with --into.")
    return other.root


def _tell(options: Options, work: Work, wanted: Decided, found: Replay) -> None:
    if options.json:
        for one in found.left:
            emit({"left-out": {"group": one.group, "name": one.name, "why": one.why}})
        numbers = {"decided": len(wanted.plans), "replayed": len(found.groups), "left-out": len(found.left)}
        emit({"replay": {"of": wanted.run, "home": str(work.home.root), "plan": found.plan, **numbers}})
        return
    for one in found.left:
        line(f"left out: {clean(one.name)}: {clean(one.why)}  [{clean(one.group[:8])}]", error=True)
    line(
        f"Of {wanted.run}: {counted(len(wanted.plans), 'group')} decided, {len(found.groups):,} the same there, "
        f"{len(found.left):,} left out. Its home is {clean(work.home.root)}",
        error=True,
    )
