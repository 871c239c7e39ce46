"""A word that is newer than the plan is obeyed, though the plan knows nothing of it: nobody is overruled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import evolve

from engine.base.report import Ending
from engine.base.settings import Settings
from engine.model.choice import Choice, Ruling
from engine.plan.plan import GroupPlan
from engine.runs.rulings import Rulings
from engine.runs.runs import newest_plan, plans_of
from engine.runs.since import said_since
from engine.verbs.decide import decide
from engine.verbs.forecast import ahead
from engine.verbs.todo import overtaken, preview
from journal.clock import SystemClock
from practice import removal
from practice.world import World
from tests.support.mortal import Fate, Killed, mortal
from tests.support.rehearsal import LONG_AGO, NOON, TOKYO, Rehearsal, rehearsal

ABOUT = {"file_created": LONG_AGO, "make": "Canon", "model": "R5", "taken": NOON, "group": "g"}


def trio(world: World) -> None:
    """Fill a world with one ready group whose copy has something to give, and one that stays out of this."""
    world.add_picture("kept.jpg", width=640, height=480, **ABOUT)
    world.add_picture("copy.jpg", width=320, height=240, rating=4, place=TOKYO, **ABOUT)
    for name, width in (("far.jpg", 640), ("near.jpg", 320)):
        world.add_picture(name, width=width, height=width * 3 // 4, **(ABOUT | {"group": "other"}))


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path / "home", fill=trio) as stage:
        stage.analyze()
        yield stage


def plan_of(stage: Rehearsal, name: str = "copy.jpg") -> GroupPlan:
    with stage.process() as (context, _, _server):
        plans = plans_of(context.journal, newest_plan(context.journal))
        return next(plan for plan in plans if any(sketch.name == name for sketch in plan.members))


def say(stage: Rehearsal, choice: Choice, keep: str | None = None) -> None:
    plan = plan_of(stage)
    with stage.process() as (context, _, server):
        decide(context.journal, SystemClock(), server.origin(), [plan], choice, keep)


def by(choice: Choice) -> Callable[[Rehearsal], None]:
    return lambda stage: say(stage, choice)


def another_one(stage: Rehearsal) -> None:
    say(stage, Choice.KEEP, plan_of(stage).losers[0])


def taken_back(stage: Rehearsal) -> None:
    """Decide for it, let the plan follow, and take the word back."""
    say(stage, Choice.KEEP)
    stage.analyze()
    assert plan_of(stage).steps
    say(stage, Choice.UNDECIDED)


AGAINST = {choice.value: by(choice) for choice in (Choice.NOT_DUPLICATES, Choice.SKIP, Choice.STACK)} | {
    "another one": another_one,
    "taken back": taken_back,
}
against = pytest.mark.parametrize("word", AGAINST.values(), ids=AGAINST.keys())


@against
def test_apply_leaves_alone_what_was_decided_since(
    stage: Rehearsal, word: Callable[[Rehearsal], None]
) -> None:
    """Its loser went to the trash."""
    word(stage)
    before = stage.state()
    report = stage.apply()
    assert report.trashed == 1
    assert [end.ending for end in report.ends] == [Ending.DONE]
    after = stage.state()
    assert all(after[name] == before[name] for name in ("kept.jpg", "copy.jpg"))
    assert stage.apply().ends == []
    assert stage.state() == after


@against
def test_a_dry_run_and_the_question_before_know_it(
    stage: Rehearsal, word: Callable[[Rehearsal], None]
) -> None:
    word(stage)
    group = plan_of(stage).group
    with stage.process() as (context, _, _server):
        run = newest_plan(context.journal)
        assert group not in {plan.group for _, _, plan, _ in preview(context.journal, run, Settings())}
        sums = ahead(context.journal, run, Settings())
        assert (sums.groups, sums.losers, sums.overtaken) == (1, 1, 1)
        assert [plan.group for plan in overtaken(context.journal, run, Settings())] == [group]
        assert overtaken(context.journal, run, Settings(only=frozenset())) == []


def test_whoever_agrees_with_the_plan_need_not_analyze_again(stage: Rehearsal) -> None:
    say(stage, Choice.NOT_DUPLICATES)
    say(stage, Choice.KEEP)
    assert stage.apply().trashed == 2


def test_the_newest_plan_that_followed_a_word_is_not_overtaken(stage: Rehearsal) -> None:
    another_one(stage)
    stage.analyze()
    assert stage.apply().trashed == 2
    assert not stage.state()["copy.jpg"]["trashed"]


def test_an_older_plan_by_name_is_overtaken_by_what_a_newer_one_followed(stage: Rehearsal) -> None:
    with stage.process() as (context, _, _server):
        old = newest_plan(context.journal)
    plan = plan_of(stage)
    another_one(stage)
    stage.analyze()
    with stage.process() as (context, _, _server):
        assert said_since(context.journal, old).overtakes(plan)
        assert not said_since(context.journal, newest_plan(context.journal))


@against
def test_resume_takes_back_what_was_begun_before_the_word(
    tmp_path: Path, word: Callable[[Rehearsal], None]
) -> None:
    """Killed between the gifts and the trash, decided, resumed: the winner is as it was, and nothing goes."""
    with rehearsal(tmp_path / "home", fill=trio) as stage:
        stage.analyze()
        before = stage.state()
        fate = Fate()
        stage.wrap = lambda context, writer: mortal(fate)(context, _Trashless(writer, fate))
        with pytest.raises(Killed):
            stage.apply()
        stage.wrap = lambda context, writer: (context, writer)
        stage.settle()
        assert stage.state()["kept.jpg"] != before["kept.jpg"]
        say(stage, Choice.NOT_DUPLICATES) if word is AGAINST["taken back"] else word(stage)
        stage.resume()
        stage.settle()
        after = stage.state()
        assert after["copy.jpg"] == before["copy.jpg"]
        assert after["kept.jpg"] == before["kept.jpg"]
        stage.check_book()


class _Trashless:
    """Die where the first loser would go."""

    def __init__(self, inner: object, fate: Fate) -> None:
        self.inner, self.fate = inner, fate

    def __getattr__(self, name: str) -> object:
        if name == "trash":
            self.fate.die_at = self.fate.passed + 1
            self.fate("before trash")
        return getattr(self.inner, name)


def test_the_gate_hears_a_word_that_the_plan_did_not(
    stage: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where nothing else noticed that the plan is overtaken."""
    say(stage, Choice.NOT_DUPLICATES)
    monkeypatch.setattr("engine.runs.since.Since.overtakes", lambda since, plan: None)
    before = stage.state()
    report = stage.apply()
    assert report.trashed == 1
    (failed,) = (end for end in report.ends if end.ending is Ending.FAILED)
    assert failed.reasons == (
        "somebody decided that copy.jpg is not to go for kept.jpg: run `winnow analyze`",
    )
    stage.settle()
    assert stage.state()["kept.jpg"] == before["kept.jpg"]


def by_its_name(stage: Rehearsal) -> None:
    stage.restore(asset=plan_of(stage).losers[0])


def by_its_group(stage: Rehearsal) -> None:
    stage.restore(group=plan_of(stage).group)


def on_the_server(stage: Rehearsal) -> None:
    world = stage.server.world
    removal.restore(world, [row for row in world.assets.values() if row.name == "copy.jpg"])


@pytest.mark.parametrize("hand", [by_its_name, by_its_group, on_the_server])
def test_what_was_taken_back_by_hand_does_not_go_again_by_the_same_plan(
    stage: Rehearsal, hand: Callable[[Rehearsal], None]
) -> None:
    assert stage.apply().trashed == 2
    stage.settle()
    hand(stage)
    stage.settle()
    before = stage.state()
    assert stage.apply().trashed == 0
    assert stage.state() == before


def test_a_restore_of_the_whole_run_takes_no_word_back(stage: Rehearsal) -> None:
    stage.apply()
    stage.settle()
    stage.restore()
    stage.settle()
    assert stage.apply().trashed == 2


@pytest.mark.parametrize("word", ["not-duplicates", "stack", "another one"])
def test_an_audit_finds_a_loser_that_a_person_wants_kept(stage: Rehearsal, word: str) -> None:
    before = stage.state()
    stage.apply()
    stage.settle()
    assert stage.audit().faults == []
    AGAINST[word](stage)
    (fault,) = stage.audit().faults
    assert (fault.code, fault.name, fault.fix) == ("decided-otherwise", "copy.jpg", "winnow restore --audit")
    stage.restore(group=plan_of(stage).group)
    stage.settle()
    assert stage.audit().faults == []
    after = stage.state()
    assert all(after[name] == before[name] for name in ("kept.jpg", "copy.jpg"))


@pytest.mark.parametrize("choice", [Choice.SKIP, Choice.KEEP])
def test_an_audit_is_content_with_a_word_that_asks_for_nothing(stage: Rehearsal, choice: Choice) -> None:
    stage.apply()
    stage.settle()
    say(stage, choice)
    assert stage.audit().faults == []


A, B, C = "a", "b", "c"


@pytest.mark.parametrize(
    ("said", "members", "forbidden"),
    [
        (None, (A, B), False),
        ((Choice.KEEP, {A, B}, A), (A, B), False),
        ((Choice.KEEP, {A, B}, B), (A, B), True),
        ((Choice.SKIP, {A, B}, None), (A, B), True),
        ((Choice.STACK, {A, B}, A), (A, B), True),
        ((Choice.NOT_DUPLICATES, {A, B, C}, None), (A, B), True),
        ((Choice.NOT_DUPLICATES, {A, B}, None), (A, B, C), True),
        ((Choice.NOT_DUPLICATES, {A, C}, None), (A, B, C), False),
        ((Choice.SKIP, {A, B, C}, None), (A, B), True),
        ((Choice.SKIP, {A, B}, None), (A, B, C), True),
        ((Choice.STACK, {A, B, C}, A), (A, B), True),
        ((Choice.KEEP, {A, B, C}, B), (A, B), True),
        ((Choice.KEEP, {A, B, C}, C), (A, B), False),
    ],
)
def test_whose_word_forbids_that_one_goes_for_another(
    said: tuple[Choice, set[str], str | None] | None, members: tuple[str, ...], forbidden: bool
) -> None:
    words = Rulings()
    if said is not None:
        choice, about, kept = said
        words = Rulings({frozenset(about): Ruling(choice=choice, members=frozenset(about), kept=kept)})
    assert words.against(A, B, members) is forbidden


def test_a_word_about_one_picture_of_a_group_is_about_another_group(stage: Rehearsal) -> None:
    plan = plan_of(stage)
    say(stage, Choice.NOT_DUPLICATES)
    with stage.process() as (context, _, _server):
        since = said_since(context.journal, newest_plan(context.journal))
    strangers = tuple(
        evolve(s, checksum=s.checksum if s.asset == plan.winner else "other") for s in plan.members
    )
    assert since.overtakes(plan)
    assert not since.overtakes(evolve(plan, members=strangers))
