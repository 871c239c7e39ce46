"""`winnow explain`: a group in the words of a person, by its id or by one of its pictures."""

from __future__ import annotations

from datetime import UTC, datetime

from attrs import evolve

from cli.render.groups import Scene
from cli.render.looks import Looks
from cli.render.other_dates import dates_chosen
from cli.render.reasons import explained
from engine.evidence.kept import LOOK, LOOKER, content_of
from engine.model.choice import Choice, Ruling
from engine.model.codec import to_json
from engine.model.decision import Finding, Inheritance, Loss, Reason
from engine.model.likeness import Difference, Likeness, Verdict
from engine.model.moment import Moment
from engine.plan.plan import GroupPlan, Sketch
from engine.runs.rulings import Rulings
from engine.verbs.ruled import DECIDED
from journal.memory import MemoryJournal
from journal.records import FactRecorded, RunOpened
from tests.cli_tests.conftest import Winnow

KEPT = Sketch(asset="a", name="IMG_1.JPG", fingerprint="", width=4000, height=3000, size=4_000_000)
COPY = Sketch(asset="b", name="Oma.jpg", fingerprint="", width=1600, height=1200, size=300_000)
OTHER = Sketch(asset="c", name="IMG_2.JPG", fingerprint="", width=4000, height=3000, size=4_000_000)


def plan(**given: object) -> GroupPlan:
    about = {
        "group": "g",
        "winner": "a",
        "losers": ("b",),
        "because": (Reason("original", "the winner is the camera's own file: it still has its lens", "b"),),
        "members": (KEPT, COPY, OTHER),
    }
    return GroupPlan(**(about | given))  # type: ignore[arg-type]


def test_a_copy_goes_and_its_neighbour_stays() -> None:
    told = Finding("pictures-differ", "IMG_2.JPG stays: something moved between the two", ("c",))
    assert list(explained(plan(told=(told,), stays=("c",)), Scene())) == [
        "Group g: IMG_1.JPG (4000 × 3000, 4.0 MB) is kept.",
        "  Oma.jpg (1600 × 1200, 300 kB) goes in favour of IMG_1.JPG: the winner is the camera's own file: it still "
        "has its lens (rule original).",
        "  IMG_2.JPG stays: something moved between the two.",
    ]


def test_what_would_be_lost_and_what_is_to_be_decided_are_named_with_values() -> None:
    finding = Finding("loss", "the winner will not have: name of Oma.jpg (Oma.jpg)", ("b",))
    words = list(explained(plan(review=(finding,), losses=(Loss("b", "name", "Oma.jpg"),)), Scene()))
    assert words[0] == "Group g is left to you. Suggested to keep: IMG_1.JPG (4000 × 3000, 4.0 MB)."
    assert "    Only it has name: Oma.jpg." in words
    assert words[-1] == "  Yours to decide: the winner will not have: name of Oma.jpg (Oma.jpg) [loss]."


def test_a_group_is_found_by_its_id_and_by_a_picture(online: Winnow) -> None:
    online("analyze")
    group = online.json("plan").objects[0]
    by_id = online("explain", group["group"][:8])
    by_name = online("explain", group["members"][0]["name"])
    assert by_id.exit == by_name.exit == 0
    assert by_id.out == by_name.out
    assert "is kept." in by_id.out


def test_nothing_by_that_name_is_said(online: Winnow) -> None:
    online("analyze")
    ran = online("explain", "nothing-like-it")
    assert ran.exit == 2
    assert "nothing-like-it" in ran.err


def seen(kept: Sketch, other: Sketch, likeness: Likeness) -> Scene:
    """A scene in whose journal a look found something of two members."""
    journal = MemoryJournal()
    body = {"looker": LOOKER, "likeness": to_json(likeness)}
    subject = f"{kept.checksum} {other.checksum}"
    journal.append(RunOpened(run="r", verb="analyze", origin={}))
    journal.append(FactRecorded(run="r", topic=LOOK, subject=subject, body=body))
    return Scene(looks=Looks(journal))


def test_the_plan_names_the_date_that_goes_too() -> None:
    kept, copy = dated(KEPT, THEN), dated(COPY, LATER)
    one = plan(members=(kept, copy))
    assert list(dates_chosen(one, seen(kept, copy, SAME).looks)) == [
        "date 2018-08-01 12:00:00 of IMG_1.JPG stays, not 2020-01-02 03:00:00 of Oma.jpg"
    ]
    given = Inheritance(moment=Moment(LATER.replace(tzinfo=UTC), LATER), sources=(("moment", "b"),))
    text = "\n".join(explained(evolve(one, inherits=given), seen(kept, copy, SAME)))
    assert "goes with it" not in text, "its date is the one that stays"


def dated(sketch: Sketch, wall: datetime) -> Sketch:
    return evolve(sketch, checksum=f"sum-{sketch.asset}", wall=wall)


THEN, LATER = datetime(2018, 8, 1, 12), datetime(2020, 1, 2, 3)  # noqa: DTZ001 - wall clocks
SAME = Likeness(verdict=Verdict.SAME, kind="same", detail=(4000, 1000))


def test_a_look_is_told_beside_each_loser_and_why_its_other_date_may_go() -> None:
    kept, copy = dated(KEPT, THEN), dated(COPY, LATER)
    words = list(explained(plan(members=(kept, copy)), seen(kept, copy, SAME)))
    assert words[2:] == [
        "    Looked at beside IMG_1.JPG: shows the same picture; the winner shows more detail.",
        "    Two dates, and one picture was taken once: 2018-08-01 12:00:00 of IMG_1.JPG stays; its own, "
        "2020-01-02 03:00:00, goes with it and is kept in its backup.",
    ]


def test_a_date_that_a_finding_tells_of_is_told_once() -> None:
    kept, copy = dated(KEPT, THEN), dated(COPY, LATER)
    finding = Finding("dates-differ", "taken 519 days apart", ("a", "b"))
    words = "\n".join(explained(plan(members=(kept, copy), review=(finding,)), seen(kept, copy, SAME)))
    assert "one picture was taken once" not in words
    assert "shows the same picture" in words


def test_a_look_that_found_a_difference_or_none_at_all_is_told_too() -> None:
    kept, copy = dated(KEPT, THEN), dated(COPY, THEN)
    differs = Likeness(verdict=Verdict.DIFFERS, difference=Difference.TURNED, why="one is the mirror image")
    words = list(explained(plan(members=(kept, copy)), seen(kept, copy, differs)))
    assert words[-1] == "    Looked at beside IMG_1.JPG: one is the mirror image."
    unseen = list(explained(plan(members=(kept, copy)), Scene(looks=Looks(MemoryJournal()))))
    assert unseen[-1] == "    No look at it beside IMG_1.JPG is on record."


def test_a_look_at_a_file_of_an_external_library_is_found() -> None:
    there = evolve(dated(KEPT, THEN), library="lib", file_modified=datetime(2020, 1, 1, tzinfo=UTC))
    copy = dated(COPY, THEN)
    scene = seen(evolve(there, checksum=content_of(there)), copy, SAME)
    words = list(explained(plan(members=(there, copy)), scene))
    assert "shows the same picture" in words[-1]


def test_a_decided_group_is_not_left_to_anybody() -> None:
    kept, copy = dated(KEPT, THEN), dated(COPY, LATER)
    ruling = Ruling(choice=Choice.SKIP, members=frozenset(("sum-a", "sum-b")))
    scene = Scene(rulings=Rulings({ruling.members: ruling}))
    before = plan(members=(kept, copy), review=(Finding("dates-differ", "apart", ("a", "b")),))
    words = "\n".join(explained(before, scene))
    assert "left to you" not in words
    assert "Was to be decided: apart" in words
    after = evolve(before, review=(DECIDED[Choice.SKIP],))
    assert list(explained(after, scene)) == [
        "Group g is left alone: IMG_1.JPG (4000 × 3000, 4.0 MB), Oma.jpg (1600 × 1200, 300 kB).",
        "  You decided: left alone.",
    ]
    opened = list(explained(after, Scene()))
    assert "by a decision that you have taken back since" in opened[0]


def test_what_apply_proves_first_is_told(online: Winnow) -> None:
    online("analyze")
    ran = online("explain", "IMG_0002.jpg")
    assert "Looked at beside IMG_0002.jpg: shows the same picture" in ran.out
    assert "each backup is read again and has the server's checksum, IMG_0002.jpg is read whole" in ran.out
    looks = online.json("explain", "IMG_0002.jpg").objects[0]["looks"]
    assert [look["verdict"] for look in looks.values()] == ["same"]
    assert "same picture; most pixels" in online("plan").out


def test_of_what_is_done_it_tells_what_was_proven_and_the_way_back(online: Winnow) -> None:
    online("analyze")
    run = online.json("apply", "--yes").summary["run"]
    told = online("explain", "IMG_0002.jpg").out
    assert (
        f"by run {run}; before that each backup was verified, IMG_0002.jpg was read whole, IMG_0002.jpg"
        in told
    )
    assert f"To take it back: winnow restore {run} --group " in told
    assert "Before anything goes" not in told
    assert "IMG_0002 (1).jpg (320 × 240, 9.6 kB) went in favour of IMG_0002.jpg: " in told
    online("restore", "--yes")
    again = online("explain", "IMG_0002.jpg").out
    assert "Before anything goes" in again
    assert "Was applied before, and taken back" in again
