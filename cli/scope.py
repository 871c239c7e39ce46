"""How much `winnow restore` is to take back, as a person says it: any of these narrows what the others leave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Final

import click
from attrs import evolve, frozen

from cli.naming import asset_named, group_named, not_a_run
from cli.stop import plain_signals
from cli.types import Word
from cli.when import When
from engine.action.named import WORDS
from engine.action.registry import REVERSIBLE
from engine.audit.discrepancy import Remedy
from engine.audit.remedies import remedies
from engine.base.errors import NothingToRestore
from engine.undo.extent import Extent, extent
from engine.verbs.fix import audit_run
from journal.ask import run_sql
from journal.reader import SqliteReader

NEWEST: Final = "newest"

_KINDS: Final = Word(sorted({*WORDS, *REVERSIBLE}))


@frozen(kw_only=True)
class ScopeWords:
    """The words of a person about the extent, before the journal was asked what they mean."""

    run: str | None
    everything: bool
    groups: tuple[str, ...]
    assets: tuple[str, ...]
    since: datetime | None
    until: datetime | None
    kinds: tuple[str, ...]
    where: str | None
    audit: str | None
    force: tuple[str, ...]
    even_hidden: bool

    @property
    def names_it(self) -> bool:
        """Tell whether a person named a run, a group or a picture."""
        return bool(self.run or self.groups or self.assets)


one_group: Final = click.option(
    "--group",
    "groups",
    multiple=True,
    metavar="ID",
    help="Only this group (id, its first characters, or a picture's file name); repeatable.",
)
"""The option that names a group, wherever it narrows what is done."""

_OPTIONS: Final = (
    click.option("--all", "everything", is_flag=True, help="What all apply runs did."),
    one_group,
    click.option(
        "--asset",
        "assets",
        multiple=True,
        metavar="NAME",
        help="Only what concerns this picture: its id or its file name; repeatable.",
    ),
    click.option(
        "--since", type=When(), metavar="TIME", help="Only what was done since: 2026-11-25, 12:04, 3d."
    ),
    click.option("--until", type=When(), metavar="TIME", help="Only what was done until then."),
    click.option(
        "--action",
        "kinds",
        multiple=True,
        type=_KINDS,
        metavar="WHAT",
        help=f"Only this, repeatable: {', '.join(WORDS)}, or an action by the name that the journal has for it.",
    ),
    click.option(
        "--where", metavar="SQL", help="Only steps of the journal's view `steps` for which this holds."
    ),
    click.option(
        "--audit",
        is_flag=False,
        flag_value=NEWEST,
        metavar="[ID]",
        help="Only groups whose losers must come back, as an audit (the newest) found.",
    ),
    click.option(
        "--force-field",
        "force",
        multiple=True,
        type=Word(sorted(WORDS)),
        metavar="WHAT",
        help="Put this back although somebody changed it since; repeatable, the words are those of --action.",
    ),
    click.option(
        "--even-hidden",
        is_flag=True,
        help="Bring copies back also where you hid the winner in the locked folder.",
    ),
)


def scoped(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the argument RUN and the options of `Said`, and what was said as its argument `said`."""

    @wraps(command)
    def scoping(*args: Any, **given: Any) -> Any:
        said = ScopeWords(**{name: given.pop(name) for name in ScopeWords.__annotations__})
        return command(*args, said=said, **given)

    for option in reversed(_OPTIONS):
        scoping = option(scoping)
    return click.argument("run", required=False)(scoping)


def meant(journal: SqliteReader, said: ScopeWords) -> Extent | None:
    """Return what a person means; None where that is what an audit found, and it found nothing.

    Raises NotKnown, Ambiguous, BadQuery, KeyboardInterrupt, NothingToRestore where nothing can be meant, and
    click.UsageError for words that contradict one another.
    """
    if said.audit is not None and said.even_hidden:
        raise click.UsageError(
            "--even-hidden cannot go with --audit: an audit advises nothing for what is hidden"
        )
    not_a_run(journal, said.run, "restore")
    wanted = Extent(
        run=said.run,
        everything=said.everything,
        groups=frozenset(group_named(journal, one) for one in said.groups),
        assets=frozenset(asset_named(journal, one) for one in said.assets),
        since=said.since,
        until=said.until,
        kinds=frozenset(said.kinds),
        chosen=None if said.where is None else _chosen(journal, said.where),
        force=frozenset(said.force),
        even_hidden=said.even_hidden,
    )
    if said.audit is None:
        return extent(journal, wanted)
    narrowed = _audited(journal, wanted, said.audit)
    return narrowed and extent(journal, narrowed)


def _chosen(journal: SqliteReader, where: str) -> frozenset[str]:
    """Return the steps for which a condition holds; nothing can be changed by asking, and Ctrl-C ends it at once."""
    with plain_signals():
        _, rows = run_sql(journal, f"SELECT intent FROM steps WHERE (\n{where}\n)")
        found = frozenset(str(row[0]) for row in rows)
    if not found:
        raise NothingToRestore(what=f"steps where {where}")
    return found


def _audited(journal: SqliteReader, wanted: Extent, named: str) -> Extent | None:
    """Narrow an extent to the groups whose losers an audit found necessary to bring back."""
    audit = audit_run(journal, None if named == NEWEST else named)
    found = remedies(journal, audit, frozenset({Remedy.RESTORE})).groups
    groups = wanted.groups & set(found) if wanted.groups else frozenset(found)
    return evolve(wanted, audit=audit, groups=groups, everything=wanted.run is None) if groups else None
