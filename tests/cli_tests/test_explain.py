"""`winnow explain`: a group in the words of a person, by its id or by one of its pictures."""

from __future__ import annotations

from cli.render.reasons import explained
from engine.model.decision import Finding, Loss, Reason
from engine.plan.plan import GroupPlan, Sketch
from engine.runs.rulings import Rulings
from tests.cli_tests.conftest import Winnow

KEPT = Sketch(asset="a", name="IMG_1.JPG", fingerprint="", width=4000, height=3000, size=4_000_000)
COPY = Sketch(asset="b", name="Oma.jpg", fingerprint="", width=1600, height=1200, size=300_000)
OTHER = Sketch(asset="c", name="IMG_2.JPG", fingerprint="", width=4000, height=3000, size=4_000_000)


def plan(**given: object) -> GroupPlan:
    about = {
        "group": "g",
        "winner": "a",
        "losers": ("b",),
        "because": (Reason("original", "the camera's own file: it still has its lens", "b"),),
        "members": (KEPT, COPY, OTHER),
    }
    return GroupPlan(**(about | given))  # type: ignore[arg-type]


def test_a_copy_goes_and_its_neighbour_stays() -> None:
    told = Finding("pictures-differ", "IMG_2.JPG stays: something moved between the two", ("c",))
    assert list(explained(plan(told=(told,), stays=("c",)), Rulings())) == [
        "Group g: IMG_1.JPG (4000 × 3000, 4.0 MB) is kept.",
        "  Oma.jpg (1600 × 1200, 300 kB) goes: the camera's own file: it still has its lens (rule original).",
        "  IMG_2.JPG stays: something moved between the two.",
    ]


def test_what_would_be_lost_and_what_is_to_be_decided_are_named_with_values() -> None:
    finding = Finding("loss", "the winner will not have: name of Oma.jpg (Oma.jpg)", ("b",))
    words = list(explained(plan(review=(finding,), losses=(Loss("b", "name", "Oma.jpg"),)), Rulings()))
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
