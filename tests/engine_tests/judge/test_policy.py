"""A policy says exactly what it means, or is refused with the key that is wrong."""

from __future__ import annotations

import pytest
from attrs import evolve

from engine.base.errors import BadPolicy
from engine.judge.codes import ALLOWABLE, FOR_A_PERSON, NEVER_ALLOWED
from engine.judge.policy import CRITERIA_TOLD, Evidence, Inherit, Policy, ProveWinner, Ranking, Tolerances
from engine.judge.policy_toml import policy_toml, read_policy
from engine.judge.ranking import CRITERIA as RANKED_BY


def test_the_documented_default_is_the_default() -> None:
    assert read_policy(policy_toml(Policy())) == Policy()


def test_a_policy_as_written_is_the_same_policy() -> None:
    odd = evolve(
        Policy(),
        ranking=Ranking(order=("size",), names=('a"b\\c', "\x00\n日本")),
        limits=Tolerances(metres=0.5),
        evidence=Evidence(prove_winner=ProveWinner.NEVER),
        inherit=Inherit(tags=False),
    )
    assert read_policy(policy_toml(odd)) == odd


def test_nothing_said_is_the_default() -> None:
    assert read_policy("") == Policy()


def test_every_criterion_is_explained_and_can_be_ranked_by() -> None:
    assert set(CRITERIA_TOLD) == set(RANKED_BY)
    assert all(name in policy_toml(Policy()) for name in CRITERIA_TOLD)


def test_no_code_is_both_allowable_and_never_allowed() -> None:
    assert not set(ALLOWABLE) & set(NEVER_ALLOWED)


def test_values_are_read() -> None:
    policy = read_policy(
        """
        [ranking]
        order = ["format", "pixels"]
        formats = [".HEIC", "JPG"]
        [limits]
        metres = 50
        [inherit]
        tags = false
        [review]
        allow = ["stacked", "dates-differ"]
        """
    )
    assert policy.ranking.order == ("format", "pixels")
    assert policy.ranking.formats == ("heic", "jpg")
    assert policy.limits.metres == 50.0
    assert not policy.inherit.tags
    assert policy.inherit.place
    assert policy.review.allow == ("stacked", "dates-differ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[ranking", "it is not TOML"),
        (
            "x = 1",
            "unknown section 'x'; there are ranking, limits, inherit, media, letterbox, evidence, review, apply",
        ),
        ("rankings = 1", "unknown section 'rankings'; the nearest is ranking"),
        ("ranking = 1", "'ranking' must be a section, written as [ranking]"),
        ("[ranking]\nweights = []", "unknown key ranking.weights; there are order, formats, names"),
        ('[ranking]\norder = ["beauty"]', "ranking.order has the unknown criterion 'beauty'"),
        ('[ranking]\norder = ["size", "size"]', "ranking.order names something twice"),
        ('[ranking]\norder = "size"', "ranking.order must be a list of texts"),
        ("[ranking]\nformats = [1]", "ranking.formats must be a list of texts"),
        ('[ranking]\nnames = [""]', "ranking.names must be a list of texts"),
        ("[limits]\nmetres = -1", "limits.metres must be between 0 and 1000, not -1"),
        ("[limits]\nmetres = 5000", "limits.metres must be between 0 and 1000"),
        ("[limits]\nseconds = nan", "limits.seconds must be a number"),
        ("[limits]\nseconds = true", "limits.seconds must be a number, not True"),
        ('[limits]\nseconds = "2"', "limits.seconds must be a number, not '2'"),
        ("[inherit]\ntags = 1", "inherit.tags must be true or false, not 1"),
        ("[inherit]\nfaces = true", "unknown key inherit.faces"),
        ("[evidence]\nprove-winer = 1", "unknown key evidence.prove-winer; the nearest is prove-winner"),
        ('[evidence]\nprove_winner = "no"', "evidence.prove-winner must be one of always, never, not 'no'"),
        ('[review]\nworthless = ["len"]', "review.worthless has the unknown loss 'len'; the nearest is lens"),
        (
            '[review]\nallow = ["locked"]',
            "review.allow cannot hold 'locked': a copy lies in the locked folder",
        ),
        ('[review]\nallow = ["trashed"]', "review.allow cannot hold 'trashed'"),
        ('[review]\nallow = ["all"]', "review.allow has the unknown code 'all'; there are "),
    ],
)
def test_what_is_wrong_is_named(text: str, words: str) -> None:
    with pytest.raises(BadPolicy) as caught:
        read_policy(text, "home/policy.toml")
    assert str(caught.value).startswith("The policy home/policy.toml cannot be used: ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("code", sorted(NEVER_ALLOWED))
def test_nothing_dangerous_can_be_allowed(code: str) -> None:
    with pytest.raises(BadPolicy):
        read_policy(f'[review]\nallow = ["{code}"]')


@pytest.mark.parametrize(
    "code", ["brought-back-by-hand", "failed-before", "in-other-group", "winner-damaged"]
)
def test_what_only_a_person_may_pass_is_refused_with_the_command_that_does(code: str) -> None:
    """Allowed it had no effect, so whoever had it in a policy believed in what never happened."""
    with pytest.raises(BadPolicy) as caught:
        read_policy(f'[review]\nallow = ["{code}"]')
    assert f"review.allow cannot hold '{code}', which no policy lets pass" in str(caught.value)
    assert f"`winnow decide --reason {code}`" in str(caught.value)


@pytest.mark.parametrize("code", sorted(FOR_A_PERSON))
def test_a_policy_that_a_journal_holds_is_read_without_what_it_could_name_once(code: str) -> None:
    text = f'[review]\nallow = ["burst", "{code}"]'
    assert read_policy(text, recorded=True).review.allow == ("burst",)
