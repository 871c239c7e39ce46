"""A fingerprint says whether anything changed, and nearly always what."""

from __future__ import annotations

import pytest
from attrs import evolve

from engine.model.carried import Album, Carried
from engine.model.group import Member
from engine.plan.fingerprint import WHOLE, alike, changed, fingerprint
from tests.support.assets import asset, taken

PLAIN = Member(asset(), Carried())
CHANGES = {
    "description": evolve(PLAIN, asset=evolve(PLAIN.asset, description="Oma \ud800")),
    "date": evolve(PLAIN, asset=evolve(PLAIN.asset, moment=taken("2024-06-15T14:30:00+09:00"))),
    "favourite mark": evolve(PLAIN, asset=evolve(PLAIN.asset, favourite=True)),
    "albums": evolve(PLAIN, carried=Carried(albums=(Album(id="x", name="Trip", role="owner"),))),
    "notes": evolve(PLAIN, carried=Carried(notes=(("k", "1"),))),
}


@pytest.mark.parametrize("what", CHANGES)
def test_it_names_what_changed(what: str) -> None:
    before, now = fingerprint(PLAIN), fingerprint(CHANGES[what])
    assert not alike(before, now)
    assert changed(before, now) == (what,)


def test_the_same_facts_are_alike() -> None:
    other = evolve(PLAIN, asset=evolve(PLAIN.asset))
    assert alike(fingerprint(PLAIN), fingerprint(other))
    assert changed(fingerprint(PLAIN), fingerprint(other)) == ()


def test_one_of_an_earlier_plan_tells_whether_and_not_what() -> None:
    earlier = fingerprint(PLAIN)[:WHOLE]
    assert alike(earlier, fingerprint(PLAIN))
    assert not alike(earlier, fingerprint(CHANGES["description"]))
    assert changed(earlier, fingerprint(CHANGES["description"])) == ()
