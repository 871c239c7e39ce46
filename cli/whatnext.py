"""What to do next in this home: read from the disk and the journal alone, no server is asked."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from cli.account import read_config
from cli.home import Home, require_no_backups
from cli.render.text import clean, counted, first_few, listed, short, size
from cli.render.totals import KEEP_APART, narrowing, taken_back
from cli.undoable import applied as applied_courses
from cli.undoable import undoable
from engine.audit.open_faults import open_faults
from engine.base.errors import NoPlan
from engine.base.settings import Settings
from engine.runs.outdated import is_outdated, left_of
from engine.runs.runs import applied, newest_plan, plans_of, runs
from engine.runs.since import TAKEN_BACK, said_since
from engine.verbs.forecast import changed_anything
from engine.verbs.past import returned
from engine.verbs.ruled import left_alone
from engine.verbs.todo import unresolved
from journal.errors import JournalMissing
from journal.lock import held_by
from journal.port import JournalReader
from journal.reader import SqliteReader, open_readonly

LOOKED_AFTER: Final = ("apply", "audit", "restore")
"""Of these the newest tells whether somebody should look: an apply asks for it, the others have."""

CANARY: Final = 5
"""Groups of a first try, where there are more."""

FEW: Final = 3
"""Groups that are named."""

ONLY_LOOKED: Final = ("analyze", "audit")
"""What was interrupted in these is begun anew, and nothing has to be settled."""


def tilde(path: Path) -> str:
    """Return a path as people write it, with ~ for their own folder."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)


def next_steps(home: Home, environment: Mapping[str, str] = os.environ) -> Iterator[str]:
    """Yield where this home is, how things stand, and the command to go on with.

    Raises the leaves of JournalError but JournalMissing, and click.UsageError for a config that cannot be read.
    """
    yield f"Home: {clean(tilde(home.root))}"
    require_no_backups(home)
    try:
        with open_readonly(home.journal) as journal:
            yield from _in_trash(journal)
            yield from _faults(journal)
            yield from standing(journal, home)
    except JournalMissing:
        yield "Nothing was analyzed yet."
        known = "server" in read_config(home) or environment.get("IMMICH_URL")
        look = "Next: winnow analyze; to look at server, key and disk before it: winnow check"
        yield look if known else "Next: winnow login"


def _in_trash(journal: SqliteReader) -> Iterator[str]:
    """Yield how many pictures all runs together have put away, and where to read how they come back, and what stands
    of runs that put none away or whose losers are live again."""
    found = list(undoable(journal, applied_courses(journal)))
    if away := sum(one.in_trash for one in found):
        they = "it comes" if away == 1 else "they come"
        yield f"{counted(away, 'picture')} went to the trash by Winnow; how {they} back: winnow status"
    for one in found:
        if one.stands_alone and one.result is not None:
            changes = f"{counted(one.given, 'change')} of winners, with no loser in the trash"
            yield f"Still there: {changes}; to undo that: winnow restore {clean(one.name)}"


def _faults(journal: JournalReader) -> Iterator[str]:
    """Yield how many faults audits found that no later one found gone."""
    if faults := open_faults(journal):
        yield f"{counted(faults, 'fault')} found by audits, none seen mended; to look again: winnow audit --since-last"


def standing(journal: JournalReader, home: Home) -> Iterator[str]:
    """Yield how far the newest plan, or what was interrupted, has come, and the command to go on with.

    Raises click.UsageError for a config that cannot be read.
    """
    open_ = [run.opened for run in runs(journal) if run.result is None]
    if (holder := held_by(home.journal)) is not None:
        what = f": {clean(open_[-1].run)}" if open_ else ""
        yield f"At work, or waiting for an answer in its own window{holder}{what}"
        return
    if open_ and all(one.verb in ONLY_LOOKED for one in open_):
        yield f"Interrupted, with nothing changed: {listed([one.run for one in open_])}"
        yield f"Next: winnow {open_[-1].verb}"
        return
    if open_:
        back = any(one.verb == "restore" for one in open_)
        doubts = len(journal.in_doubt())
        yield (
            f"{counted(doubts, 'step')} in doubt, from {'a restore' if back else 'a run'} that was interrupted."
            if doubts
            else f"Not finished: {listed([one.run for one in open_])}"
        )
        from cli.unfinished import still_to_do  # which takes its time to import

        yield "Next, to carry it on: winnow resume"
        for left in runs(journal):
            if left.result is None:
                yield f"  {still_to_do(journal, left, Settings())}"
        for one in open_:
            if one.verb == "apply" and (doubts or changed_anything(journal, one.run)):
                yield f"Or, to take it back: winnow restore {clean(one.run)}"
        return
    try:
        run = newest_plan(journal)
    except NoPlan:
        yield "No analysis came to its end yet."
        yield "Next: winnow analyze"
        return
    yield from _of_plan(journal, run)


def _of_plan(journal: JournalReader, run: str) -> Iterator[str]:
    since = said_since(journal, run)
    left = list(unresolved(journal, run, plans_of(journal, run)))
    review = [plan for plan in plans_of(journal, run) if plan.review]
    why = {plan.group: words for plan in (*left, *review) if (words := since.overtakes(plan))}
    decided = {group for group, words in why.items() if words != TAKEN_BACK}
    taken = why.keys() - decided
    before = left_of(journal, run)
    changed = before.skipped.keys() - why.keys()
    stale = [plan for plan in left if plan.group in changed]
    ready = [plan for plan in left if plan.group not in why and plan.group not in changed]
    # Whose decision was taken back waits for a person again, as on the page of `winnow review`.
    undone = {plan.group for plan in review if since.undone(plan)}
    decided -= undone
    open_ = [
        plan for plan in review if plan.group in undone or (plan.group not in why and not left_alone(plan))
    ]
    freed = size(sum(plan.bytes_freed for plan in ready))
    name = f"{clean(run)}{narrowing(journal, run)}"
    alone = sum(left_alone(plan) for plan in review if plan.group not in undone)
    also = f", {alone:,} left alone as you decided" if alone else ""
    yield f"Newest analysis {name}: {len(ready):,} ready ({freed}), {len(open_):,} for review{also}"
    if again := len(returned(journal, [plan.group for plan in ready])):
        yield f"{taken_back(again)}, and would be once more; {KEEP_APART}"
    if taken:
        yield f"{counted(len(taken), 'group')} taken back by name since: winnow analyze leaves it to you which to keep"
    if decided:
        yield f"{counted(len(decided), 'group')} decided by you since: winnow analyze follows that"
    if stale:
        yield f"{counted(len(stale), 'group')} changed since it was made, and skipped: winnow analyze judges anew"
    if failed := [plan for plan in ready if plan.group in before.failed]:
        which = first_few([short(plan.name_of(plan.winner)) for plan in failed[:FEW]], len(failed))
        yield (
            f"{counted(len(failed), 'ready group')} failed before ({which}): winnow analyze judges anew, an apply "
            "tries again; winnow explain NAME tells why"
        )
    old = is_outdated(journal, run)
    if old and not why:
        yield "It was made while what was taken back since still stood, and no longer fits all of that."
    unseen, rest = is_unaudited(journal), f"with the rest: winnow apply --plan {clean(run)}"
    begun = len(left) < sum(bool(plan.steps) for plan in plans_of(journal, run))
    steps = []
    if unseen and not why and not (ready and not begun):
        steps.append("winnow audit")
    if why or old or (stale and not ready) or (failed and len(failed) == len(ready)):
        steps.append("winnow analyze")
    elif ready and begun:
        steps.append(rest)
    elif ready:
        few = len(ready) < CANARY
        steps += ["winnow apply --dry-run", "winnow apply" if few else f"winnow apply --canary {CANARY}"]
    if steps:
        then = ", then, " if rest in steps else ", then "
        yield f"Next{',' if steps == [rest] else ':'} {then.join(steps)}"
    if open_:
        yield f"{'And' if steps else 'Next'}: winnow review"
    if not steps and not open_:
        yield (
            "Next: winnow audit"
            if applied(journal)
            else "Next, when the server has found more: winnow analyze"
        )


def is_unaudited(journal: JournalReader) -> bool:
    """Tell whether nobody looked since the newest apply that came to its end, and that was not taken back."""
    last = next((run.opened.verb for run in reversed(runs(journal)) if run.opened.verb in LOOKED_AFTER), "")
    return last == "apply"
