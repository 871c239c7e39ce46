"""Plans of groups for the terminal: who stays, who goes, why, and what is inherited; a table where there is room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import field, frozen
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from cli.render.inherits import inherited
from cli.render.links import page_of
from cli.render.looks import Looks, brief, differs
from cli.render.other_dates import dates_chosen
from cli.render.text import GROUP_ID, clean, moment, short, size
from engine.model.choice import Choice, Ruling
from engine.model.decision import Finding
from engine.plan.plan import GroupPlan, Sketch
from engine.runs.rulings import Rulings
from engine.runs.since import Since
from engine.verbs.past import Resolved
from engine.verbs.ruled import DIFFERENT, left_alone, unlike

ROOMY = 110
"""Columns from which a table is easier to read than lines: beside names and sizes an id needs 42 of its own."""

COLOURS = {"winner": "green", "stack": "green", "loser": "red", "review": "yellow", "decided": "cyan"}
PIXELS, BYTES, MARK = 13, 8, 8


@frozen(kw_only=True)
class Scene:
    """What groups are shown with: the server that has their pages, what persons decided, and what looks found.

    `since` is what of the decisions is newer than the plan, `returned` are groups that an earlier run resolved and that
    were taken back, `skipped` and `failed` those that an apply of the plan left alone, with why. `applied` tells of a
    plan how it was carried out, where it was and stands.
    """

    server: str = ""
    rulings: Rulings = field(factory=Rulings)
    since: Since = field(factory=Since)
    looks: Looks = field(factory=Looks)
    returned: frozenset[str] = frozenset()
    skipped: Mapping[str, str] = field(factory=dict)
    failed: Mapping[str, str] = field(factory=dict)
    applied: Callable[[GroupPlan], Resolved | None] = lambda _: None


def groups_shown(plans: Iterable[GroupPlan], scene: Scene, width: int) -> RenderableType:
    """Return groups as a table, or line by line where the terminal is narrow; ids are never broken."""
    if width >= ROOMY:
        return _table(plans, scene)
    return Group(*(line for plan in plans for line in _lines(plan, scene, width)))


def _table(plans: Iterable[GroupPlan], scene: Scene) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", no_wrap=True)
    table.add_column("picture", no_wrap=True)
    table.add_column("pixels", no_wrap=True)
    table.add_column("size", justify="right", no_wrap=True)
    table.add_column("why", overflow="fold", ratio=1)
    for plan in plans:
        for mark, sketch, why in _pictures(plan, scene):
            name = _linked(sketch, scene, 40)
            table.add_row(_mark(mark), name, _pixels(sketch), size(sketch.size), why)
        for text in _remarks(plan, scene):
            table.add_row("", "", "", "", text)
        table.add_row()
    return table


def _lines(plan: GroupPlan, scene: Scene, width: int) -> Iterator[RenderableType]:
    longest = max((len(clean(sketch.name)) for sketch in plan.members), default=0)
    room = max(12, min(longest, width - MARK - PIXELS - BYTES - 2))
    remarks = []
    for mark, sketch, why in _pictures(plan, scene):
        line = _mark(mark)
        line.pad_right(MARK - len(mark))
        name = _linked(sketch, scene, room)
        name.pad_right(max(0, room - name.cell_len + 2))
        line.append_text(name)
        line.append(f"{_pixels(sketch):<{PIXELS}}{size(sketch.size):>{BYTES}}")
        line.no_wrap = True
        yield line
        if why.plain and sketch.asset != plan.winner:
            remarks.append(why)
    remarks += [*_remarks(plan, scene), Text(f"group {clean(plan.group)}", style="dim")]
    for text in {text.plain: text for text in remarks}.values():
        yield Padding(text, (0, 0, 0, MARK))
    yield Text("")


def _pictures(plan: GroupPlan, scene: Scene) -> Iterator[tuple[str, Sketch, Text]]:
    """Yield the winner, the losers and who stays beside them, each with its mark and why it is what it is."""
    if plan.stack is not None:
        yield "stack", plan.sketch(plan.winner), Text(f"group {clean(plan.group)}")
        for asset in plan.stays:
            yield "", plan.sketch(asset), Text("stays, below it")
        return
    against = {reason.against: clean(reason.text) for reason in plan.because if reason.against}
    decided = bool(overtaken(plan, scene)) or (not plan.steps and ruling_on(plan, scene.rulings) is not None)
    for sketch in plan.members:
        if sketch.asset == plan.winner:
            mark = "decided" if decided else "review" if plan.review else "winner"
            hint = (
                "; this one is suggested"
                if mark == "review" and not (unlike(plan) or left_alone(plan))
                else ""
            )
            yield mark, sketch, Text(f"group {clean(plan.group)}{hint}")
    for loser in plan.losers:
        sketch = plan.sketch(loser)
        look = scene.looks.of(plan, loser)
        apart = unlike(plan)
        told = any(loser in finding.assets and finding.code in DIFFERENT for finding in plan.review)
        seen = brief(look, sketch) or (not told and (plan.steps or apart) and differs(look)) or ""
        # Of a group for review the findings tell; which copy ranks higher, and why, `explain` does.
        reason = "" if apart or (plan.review and not decided and seen) else against.get(loser, "")
        why = "; ".join(filter(None, (seen, reason)))
        yield "" if plan.review or decided else "loser", sketch, Text(why)
    for sketch in plan.members:
        if sketch.asset in plan.stays:
            why = next((f.text for f in plan.told if sketch.asset in f.assets), "it is no copy of any other")
            both = f"{clean(sketch.name)} against {clean(plan.name_of(plan.winner))}: "
            lead = f"{clean(sketch.name)} stays: "
            said = clean(why).removeprefix(lead).removeprefix(both)
            yield "stays", sketch, Text(f"{lead}{said}", style="dim")


def _remarks(plan: GroupPlan, scene: Scene) -> Iterator[Text]:
    ruling, overtaken_by = ruling_on(plan, scene.rulings), overtaken(plan, scene)
    if ruling is not None and (overtaken_by or not plan.steps or too_late(plan, scene)):
        yield Text(f"decided: {ruling_text(plan, ruling, scene)}", style="cyan")
    if overtaken_by:
        yield Text(overtaken_by, style="cyan")
    elif plan.steps and plan.group in scene.returned:
        yield Text("was applied before, and taken back", style="cyan")
    elif plan.steps and (end := scene.applied(plan)) is not None:
        yield Text(f"done {moment(end.at)} by run {clean(end.run)}", style="green")
    if why := skipped(plan, scene):
        yield Text(f"skipped, {why}", style="yellow")
    if why := failed(plan, scene):
        yield Text(f"failed before: {why}", style="yellow")
    if plan.review:
        for finding in () if left_alone(plan) else plan.review:
            yield Text(f"! {finding_text(finding)}", style="yellow")
    elif texts := inherited(plan):
        yield Text(f"the winner inherits {'; '.join(texts)}", style="cyan")
    if plan.steps:
        yield from (Text(text, style="cyan") for text in dates_chosen(plan, scene.looks))
    if plan.stack is not None:
        yield from (Text(f"stacked: {finding_text(finding)}", style="cyan") for finding in plan.told)
    for finding in plan.allowed:
        yield Text(f"allowed: {finding_text(finding)}", style="dim")


def ruling_on(plan: GroupPlan, rulings: Rulings) -> Ruling | None:
    """Return what a person decided about the pictures of a plan."""
    return rulings.of([sketch.checksum for sketch in plan.members])


def overtaken(plan: GroupPlan, scene: Scene) -> str:
    """Return in words that a plan with something to do is older than what a person said, "" where it is not.

    One that was carried out is done, whatever was said since.
    """
    why = scene.since.overtakes(plan) if plan.steps else None
    return f"left alone until you run winnow analyze: {why}" if why and not scene.applied(plan) else ""


def skipped(plan: GroupPlan, scene: Scene) -> str:
    """Return in words that an apply left a group alone, as it had changed, "" where none did, or one did it since."""
    why = scene.skipped.get(plan.group) if plan.steps and not overtaken(plan, scene) else None
    if why is None or scene.applied(plan):
        return ""
    return f"and will be again unless that was undone: {clean(why)}; winnow analyze judges anew"


def failed(plan: GroupPlan, scene: Scene) -> str:
    """Return in words why the newest apply that tried a group failed at it, "" where none did, or one did it since."""
    why = scene.failed.get(plan.group) if plan.steps and not overtaken(plan, scene) else None
    return "" if why is None or scene.applied(plan) else f"{clean(why)}; winnow analyze judges anew"


def too_late(plan: GroupPlan, scene: Scene) -> bool:
    """Tell whether a person decided otherwise after a plan was carried out: that needs a restore first."""
    return bool(plan.steps and scene.since.overtakes(plan) and scene.applied(plan))


def ruling_text(plan: GroupPlan, ruling: Ruling, scene: Scene) -> str:
    """Return a decision in words, and whether this plan is older than it."""
    kept = next((s.name for s in plan.members if s.checksum == ruling.kept), "?")
    words = {
        Choice.KEEP: f"keep {short(kept)}",
        Choice.NOT_DUPLICATES: "no duplicates, all stay",
        Choice.STACK: "all stay, as one stack",
        Choice.SKIP: "left alone",
    }.get(ruling.choice, ruling.choice.value)
    if too_late(plan, scene):
        back = f"winnow restore --group {clean(plan.group)[:GROUP_ID]}"
        return f"{words}, but only after it was carried out: {back} takes that back first"
    return f"{words}; the next analyze follows it" if scene.since.overtakes(plan) else words


def finding_text(finding: Finding) -> str:
    """Return a finding with its code, by which `decide --reason` finds others like it."""
    return f"{clean(finding.text)} [{clean(finding.code)}]"


def _mark(mark: str) -> Text:
    return Text(mark, style=COLOURS.get(mark, ""))


def _pixels(sketch: Sketch) -> str:
    return f"{sketch.width} × {sketch.height}" if sketch.width and sketch.height else "?"


def _linked(sketch: Sketch, scene: Scene, longest: int) -> Text:
    """Return the name, leading to the server's page of the picture where the terminal can show links."""
    style = Style(link=page_of(scene.server, sketch.asset)) if scene.server else Style()
    return Text().append(short(sketch.name, longest), style=style)
