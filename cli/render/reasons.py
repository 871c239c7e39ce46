"""One group explained: who stays and why, who goes, what was proven, what goes with it, and what is to be decided."""

from __future__ import annotations

from collections.abc import Iterator

from cli.render.groups import Scene, failed, finding_text, overtaken, ruling_on, ruling_text, skipped
from cli.render.inherits import inherited
from cli.render.looks import told as look_told
from cli.render.other_dates import other_date
from cli.render.text import GROUP_ID, clean, moment, short, size
from engine.model.choice import Choice
from engine.model.decision import Finding
from engine.plan.plan import GroupPlan, Sketch
from engine.verbs.past import Resolved
from engine.verbs.ruled import in_the_way, is_one_stack, left_alone, unlike


def explained(plan: GroupPlan, scene: Scene, end: Resolved | None = None) -> Iterator[str]:
    """Yield the explanation of a group's plan, line by line; `end` is how it was carried out, if it was."""
    kept = plan.sketch(plan.winner) if plan.winner else None
    ruling = ruling_on(plan, scene.rulings)
    yield _opening(plan, kept, decided=ruling is not None, done=end is not None)
    if ruling is not None:
        yield f"  You decided: {ruling_text(plan, ruling, scene)}."
    if words := overtaken(plan, scene):
        yield f"  Overtaken, {words}."
    if words := skipped(plan, scene):
        yield f"  Skipped by an apply, {words}."
    if words := failed(plan, scene):
        yield f"  An apply failed at it: {words}."
    if left_alone(plan):
        return
    if ruling is None or plan.steps or (ruling.choice is Choice.KEEP and _keeps(plan, ruling.kept)):
        yield from _losers(plan, scene, gone=end is not None)
    for told in plan.told:
        if plan.stack is None and set(told.assets) & set(plan.stays):
            yield f"  {_sentence(told)}"
    if texts := inherited(plan):
        gets = "inherits" if ruling is not None or not plan.review else "would inherit, if it is kept,"
        yield f"  {clean(kept.name) if kept else 'It'} {gets} {'; '.join(texts)}."
    for told in plan.told:
        if plan.stack is not None or not set(told.assets) & set(plan.stays):
            yield f"  Told: {_sentence(told)}"
    by = "decision" if plan.is_by_word else "policy"
    for finding in plan.allowed:
        yield f"  Passed by your {by}: {finding_text(finding)}."
    for finding in plan.review:
        if finding in in_the_way(plan):
            yield f"  In the way, whatever is decided: {finding_text(finding)}."
        else:
            yield f"  {'Was to be decided' if ruling else 'Yours to decide'}: {finding_text(finding)}."
    if end is not None:
        yield from _proven(plan, end)
        return
    alive = not overtaken(plan, scene)
    if plan.steps and alive and plan.group in scene.returned:
        yield f"  Was applied before, and taken back: winnow journal show {clean(plan.group)[:GROUP_ID]} tells it."
    if kept is not None and plan.steps and plan.losers and alive:
        yield f"  {_still_to_prove(plan, kept)}"


def _opening(plan: GroupPlan, kept: Sketch | None, *, decided: bool, done: bool) -> str:
    group = f"Group {clean(plan.group)}"
    if kept is None:
        return f"{group}: nothing in it can be judged."
    if plan.stack is not None:
        others = ", ".join(_pictured(plan.sketch(asset)) for asset in plan.stays)
        return f"{group} becomes one stack: {_pictured(kept)} on top of {others}. Nothing goes."
    if is_one_stack(plan):
        return f"{group} is left alone: its pictures already are one stack."
    if left_alone(plan):
        names = ", ".join(_pictured(sketch) for sketch in plan.members)
        alone = "is left alone" if decided else "was left alone, by a decision that you have taken back since"
        return f"{group} {alone}: {names}."
    if in_the_way(plan):
        return f"{group} is left alone, as nothing can be done with it now. Suggested to keep: {_pictured(kept)}."
    if plan.review and decided:
        return f"{group} was for review, and you decided. Suggested to keep was: {_pictured(kept)}."
    if unlike(plan):
        names = ", ".join(_pictured(sketch) for sketch in plan.members)
        return f"{group} is left to you, and nothing is suggested, as they are different pictures: {names}."
    if plan.review:
        return f"{group} is left to you. Suggested to keep: {_pictured(kept)}."
    return f"{group}: {_pictured(kept)} {'was' if done else 'is'} kept."


def _keeps(plan: GroupPlan, checksum: str | None) -> bool:
    """Tell whether a content is that of the suggested winner."""
    return any(s.asset == plan.winner and s.checksum == checksum for s in plan.members)


def _losers(plan: GroupPlan, scene: Scene, *, gone: bool) -> Iterator[str]:
    against = {reason.against: reason for reason in plan.because}
    winner = short(plan.sketch(plan.winner).name)
    for loser in plan.losers:
        sketch = plan.sketch(loser)
        goes = "went" if gone else "would go" if plan.review or overtaken(plan, scene) else "goes"
        reason = against.get(loser)
        if unlike(plan) and ruling_on(plan, scene.rulings) is None:
            yield f"  {short(sketch.name, 60)} beside {winner}:"
        else:
            why = (
                f" in favour of {winner}: {clean(reason.text)} (rule {clean(reason.code)})" if reason else ""
            )
            yield f"  {_pictured(sketch)} {goes}{why}."
        look = scene.looks.of(plan, loser)
        if look is not None or scene.looks.journal is not None:
            yield f"    {look_told(look, sketch, plan.sketch(plan.winner))}"
        if words := other_date(plan, sketch, scene.looks):
            yield f"    {words}"
        for loss in plan.losses:
            if loss.asset == loser:
                yield f"    Only it has {clean(loss.kind)}: {clean(loss.value)}."


def _proven(plan: GroupPlan, end: Resolved) -> Iterator[str]:
    """Yield what was done, what was proven before it, and the way back."""
    winner = clean(plan.name_of(plan.winner))
    proofs = ["each backup was verified"] if plan.losers else []
    proofs += [f"{winner} was read whole"] * end.proven + [
        f"{winner} showed all that it was given"
    ] * end.read_back
    before = f"; before that {', '.join(proofs)}" if proofs else ""
    yield f"  Done {moment(end.at)} by run {clean(end.run)}{before}."
    yield f"  To take it back: winnow restore {clean(end.run)} --group {clean(plan.group)[:GROUP_ID]}"


def _still_to_prove(plan: GroupPlan, winner: Sketch) -> str:
    """Return what apply proves before the first loser goes, as the gate asks for it."""
    proofs = ["each backup is read again and has the server's checksum"]
    if plan.prove:
        proofs.append(f"{clean(winner.name)} is read whole")
    proofs.append(f"{clean(winner.name)} shows all that it was given")
    return f"Before anything goes: {', '.join(proofs[:-1])}, and {proofs[-1]}."


def _pictured(sketch: Sketch) -> str:
    pixels = f"{sketch.width} × {sketch.height}" if sketch.width and sketch.height else "size unknown"
    return f"{short(sketch.name, 60)} ({pixels}, {size(sketch.size)})"


def _sentence(finding: Finding) -> str:
    text = clean(finding.text)
    return f"{text[:1].upper()}{text[1:]}."
