"""`winnow decide`: the word of a person about groups, kept for good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import click

from cli.console import emit, line
from cli.exits import Exit
from cli.home import home_of, reading, require_journal
from cli.naming import plan_with
from cli.options import Options, local
from cli.render.groups import finding_text
from cli.render.text import GROUP_ID, clean, counted, short
from cli.selection import Selection, whole
from engine.base.errors import CannotDecide, NotKnown
from engine.model.choice import Choice
from engine.plan.plan import GroupPlan, Sketch
from engine.runs.naming import called, meant
from engine.runs.runs import find_run, plan_run, plans_of
from engine.runs.since import said_since
from engine.verbs.decide import decide as write_down
from engine.verbs.decide import ruling_of
from engine.verbs.ruled import in_the_way, passed_by, unlike
from engine.verbs.todo import unresolved
from journal.clock import SystemClock
from journal.port import JournalReader
from journal.reader import SqliteReader
from journal.store import open_journal

CHOICES = {
    "suggested": Choice.KEEP,
    "not-duplicates": Choice.NOT_DUPLICATES,
    "stack": Choice.STACK,
    "skip": Choice.SKIP,
    "undo": Choice.UNDECIDED,
}

WORDS = {
    Choice.KEEP: "Keep {first}; to the trash after the next analyze and apply: {others}",
    Choice.NOT_DUPLICATES: "No duplicates: {first}, {others}",
    Choice.STACK: "Stack {first} on top of {others}",
    Choice.SKIP: "Leave alone {first}, {others}",
    Choice.UNDECIDED: "Open again: {first}, {others}",
}

AGREED = "Keep {first}, as the plan does; to the trash: {others}"
"""The same of what changes no plan."""

LEFT_ALONE = (Choice.NOT_DUPLICATES, Choice.SKIP)
"""Words after which nothing is to be done: no analysis has to follow them."""

SHOWN = 20
"""Groups that are named one by one."""

DOUBTS_SHOWN = 3
"""Groups at once, of which each doubt is told again that the decision passes over; of more, `explain` tells it."""


SAID = "winnow decide: words said"
"""Where the words of one invocation are gathered; two of them would contradict each other."""

Decorated = TypeVar("Decorated", bound=Callable[..., object])


def _word(name: str, told: str) -> Callable[[Decorated], Decorated]:
    """Return the option by which a person says one word."""

    def gather(context: click.Context, parameter: click.Parameter, value: bool) -> None:
        del parameter
        if value:
            context.meta.setdefault(SAID, []).append(name)

    return click.option(f"--{name}", is_flag=True, expose_value=False, callback=gather, help=told)


def _choice() -> str | None:
    """Return the word that was said, None where none was; raises click.UsageError for two."""
    said = click.get_current_context().meta.get(SAID, [])
    if len(said) > 1:
        words = " and ".join(f"--{one}" for one in said)
        raise click.UsageError(f"{words} are two decisions: say one of them.")
    return said[0] if said else None


@click.command()
@click.argument("groups", nargs=-1, metavar="GROUP...")
@click.option("--keep", metavar="ASSET", help="Keep this picture: its id, or its file name.")
@_word("suggested", "Keep what the plan suggests.")
@_word("not-duplicates", "They are different pictures.")
@_word("stack", "Keep all, as one stack: the one of --keep on top, or the one that the plan suggests.")
@_word("skip", "Leave it alone, and do not ask again.")
@_word("undo", "Take the earlier decision back.")
@click.option("--reason", metavar="CODE", help="All groups for review for this reason, instead of GROUP.")
@click.option("--plan", metavar="RUN", help="The analyze run that shows them (the newest).")
@local
def decide(
    options: Options,
    groups: tuple[str, ...],
    keep: str | None,
    reason: str | None,
    plan: str | None,
) -> Exit:
    """Decide about groups: which picture stays, or that they are no duplicates.

    GROUP is the id of a group, of which the beginning will do, or the file name of one of its pictures.

    A decision is written into the journal and kept by what the pictures hold, so that it is remembered when the server
    finds them again. Nothing is changed on the server: the next analyze follows it.
    """
    choice = _choice()
    if keep is not None and choice not in (None, "stack"):
        raise click.UsageError(f"Say one of --keep and --{choice}: they are two decisions.")
    if keep is None and choice is None:
        raise click.UsageError(
            "What is decided? Say one of --keep ASSET, --suggested, --not-duplicates, --stack, --skip, --undo."
        )
    if not groups and reason is None:
        raise click.UsageError("Which groups? Name a GROUP, or a --reason for many.")
    if keep is not None and len(groups) != 1:
        raise click.UsageError("--keep names one picture, so it decides one GROUP: name that one.")
    word = Choice.KEEP if choice is None else CHOICES[choice]
    with reading(options) as journal:
        run, chosen = _meant(journal, plan, groups, reason)
        plans = [one for one in plans_of(journal, run) if chosen.takes(one)]
        kept = _member(plans[0], keep) if keep is not None else None
        if word is Choice.KEEP and kept is None and (other := next(filter(unlike, plans), None)):
            why = "they were found to be different pictures, so none is suggested: name the one to keep by --keep NAME"
            raise CannotDecide(group=clean(other.group)[:GROUP_ID], detail=why)
        origin = _origin(journal, run)
        done = _carried_out(journal, run, plans)
        applied = (
            [] if word is Choice.UNDECIDED else [one.group for one in done if _is_against(one, word, kept)]
        )
        is_newest = run == plan_run(journal, None)
    home = home_of(options)
    require_journal(home)
    book = open_journal(home.journal)
    try:
        written = write_down(book, SystemClock(), origin, plans, word, kept)
        since = said_since(book, run)
        changes = any(since.overtakes(one) for one in plans if one not in done)
    finally:
        book.close()
    if options.json:
        decided = [one.group for one in plans]
        emit({"summary": {"run": written, "choice": word.value, "groups": decided, "applied": applied}})
    else:
        names = " ".join(clean(one.group)[:GROUP_ID] for one in plans)
        again = names if groups else f"--reason {clean(reason or '')}"
        again += f" --plan {clean(run)}" if plan is not None else ""
        if plan is None and not is_newest:
            line(f"Of an earlier plan, {clean(run)}: the newest has no such group.")
        _tell(plans, word, kept, applied, changes=changes, again=again)
    return Exit.DONE


def _meant(
    journal: SqliteReader, plan: str | None, groups: tuple[str, ...], reason: str | None
) -> tuple[str, Selection]:
    """Return the plan and what is meant of it; where the newest has no such group, the newest plan that had it.

    Raises NoPlan, NotKnown, Ambiguous, NothingChosen.
    """
    run, said = plan_run(journal, plan), Selection(groups=groups, reason=reason)
    try:
        return run, whole(journal, run, said)
    except NotKnown:
        if plan is not None or (earlier := plan_with(journal, groups)) is None:
            raise
        return earlier, whole(journal, earlier, said)


def _tell(
    plans: Sequence[GroupPlan],
    word: Choice,
    kept: str | None,
    applied: Sequence[str],
    *,
    changes: bool,
    again: str,
) -> None:
    """Say what was decided, group by group with its file names, where that changes nothing, and how it is taken back.

    `again` names the groups for another `winnow decide`.
    """
    if applied:
        groups = " ".join(f"--group {clean(group)[:GROUP_ID]}" for group in applied)
        line(
            f"{counted(len(applied), 'group')} applied already, which stands until you take it back: "
            f"winnow restore {groups}"
        )
    for plan in plans[:SHOWN]:
        first = plan.sketch(kept or plan.winner) if kept or plan.winner else plan.members[0]
        ruling = ruling_of(plan, word, kept)
        keeps = ruling.choice is Choice.KEEP
        beside = [one for one in plan.members if one.checksum in ruling.stays]
        others = _names(one for one in plan.members if one is not first and one not in beside)
        agrees = keeps and not changes and plan.group not in applied
        words = AGREED if agrees else WORDS[ruling.choice]
        said = words.format(first=short(first.name), others=others)
        line(f"{said}  [{clean(plan.group)[:GROUP_ID]}]")
        if beside:
            line(f"  Beside it stays, because it is no copy: {_names(beside)}")
        elif keeps and (lost := [one for one in map(plan.sketch, plan.stays) if one is not first]):
            line(f"  By your word alone goes what was found to be no copy: {_names(lost)}")
        if kept is not None and word is Choice.KEEP and (larger := _larger(plan, first)) is not None:
            line(
                f"  It has fewer pixels than {short(larger.name)}: {first.width} x {first.height} against "
                f"{larger.width} x {larger.height}"
            )
        if kept is not None and word is Choice.KEEP and first.asset != plan.winner and not unlike(plan):
            line(
                "  What goes with the others and is not on it the next plan tells: winnow analyze, then winnow plan"
            )
        if word is Choice.KEEP and unlike(plan):
            line("  By your word alone: they were found to be different pictures.")
        if word is Choice.KEEP and len(plans) <= DOUBTS_SHOWN:
            for finding in passed_by(plan):
                line(f"  Passed by your word: {finding_text(finding)}")
        if word in (Choice.KEEP, Choice.STACK):
            for finding in in_the_way(plan):
                line(f"  In the way all the same: {finding_text(finding)}")
    if len(plans) > SHOWN:
        line(f"and {len(plans) - SHOWN:,} more")
    if word is Choice.KEEP and len(plans) > DOUBTS_SHOWN:
        passed = Counter(code for plan in plans for code in {finding.code for finding in passed_by(plan)})
        told = ", ".join(f"{clean(code)} {number:,}" for code, number in passed.most_common())
        line(f"Passed by your word, in so many groups: {told}; winnow explain NAME tells each.")
    follows = ""
    if changes:
        follows = "; to follow it: winnow analyze"
        follows += ", then winnow plan shows what it inherits" if word is Choice.KEEP else ""
    if word in LEFT_ALONE and not applied:
        follows = (
            "; left alone from now on, also by a plan made before. Immich goes on listing them, as before"
        )
    if word is Choice.UNDECIDED and not changes:
        follows = ": as the analysis left it"
    line(f"{counted(len(plans), 'group')}: {word.value}{follows}")
    if word is not Choice.UNDECIDED:
        line(f"To take that word back: winnow decide {again} --undo")


def _larger(plan: GroupPlan, kept: Sketch) -> Sketch | None:
    """Return the member with most pixels, where that is another one."""
    most = max(plan.members, key=_pixels)
    return most if _pixels(most) > _pixels(kept) > 0 else None


def _pixels(sketch: Sketch) -> int:
    return (sketch.width or 0) * (sketch.height or 0)


def _names(sketches: Iterable[Sketch]) -> str:
    return ", ".join(short(one.name) for one in sketches)


def _carried_out(journal: JournalReader, run: str, plans: Sequence[GroupPlan]) -> list[GroupPlan]:
    """Return the plans that are carried out, and stand."""
    left = {plan.group for plan in unresolved(journal, run, plans)}
    return [plan for plan in plans if plan.steps and plan.group not in left]


def _is_against(plan: GroupPlan, word: Choice, kept: str | None) -> bool:
    """Tell whether a word is otherwise than a plan that was carried out, so that it needs a restore first."""
    return word is not Choice.KEEP or kept not in (None, plan.winner)


def _member(plan: GroupPlan, name: str) -> str:
    """Return the member that is meant, by id or file name.

    Raises NotKnown, Ambiguous.
    """
    named = [sketch.asset for sketch in plan.members if sketch.name == name]
    group = clean(plan.group)[:GROUP_ID]
    what, see = f"picture in group {group} called", f"winnow plan --group {group}"
    if (found := called(name, named, "picture")) is not None:
        return found
    ids = [sketch.asset for sketch in plan.members]
    return meant(name, ids, what, see, lambda: [sketch.name for sketch in plan.members])


def _origin(journal: JournalReader, run: str) -> dict[str, str]:
    found = find_run(journal, run)
    assert found is not None
    return {name: str(value) for name, value in found.opened.origin.items()}
