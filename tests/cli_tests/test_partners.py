"""With partner sharing on, what becomes of a partner's albums is said before anything goes."""

from __future__ import annotations

import pytest

from engine.immich.permissions import EVERYTHING
from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow

WORDS = "Zoe sees your timeline, and no key of yours sees their albums"


@pytest.fixture
def shared(world: World) -> None:
    """Let Zoe see the timeline."""
    world.add_user("Zoe").partners.add(world.user.id)


def test_nobody_is_named_where_nothing_is_shared(online: Winnow) -> None:
    assert "nobody else sees your timeline" in online("check").out
    assert "partners" not in online("analyze").out
    assert "timeline" not in online("apply", "--yes").err


@pytest.mark.usefixtures("shared")
def test_check_analysis_plan_and_question_say_it_before(online: Winnow) -> None:
    assert WORDS in online("check").out
    ran = online("analyze")
    assert f"partners: {WORDS}" in ran.out
    assert f"partners: {WORDS}" in online("plan").out
    assert WORDS in online("apply", "--yes").err


@pytest.mark.usefixtures("shared")
def test_a_script_reads_their_names(online: Winnow) -> None:
    assert online.json("analyze").summary["partners"] == ["Zoe"]


@pytest.mark.usefixtures("shared")
def test_nothing_is_said_where_nothing_goes(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes")
    assert "partners" not in online("analyze").out


@pytest.mark.usefixtures("shared")
def test_who_began_to_share_since_the_analysis_is_named_in_the_question(online: Winnow, world: World) -> None:
    online("analyze")
    world.add_user("Ada").partners.add(world.user.id)
    assert "Ada and Zoe see your timeline" in online("apply", "--yes").err


def test_a_key_that_may_not_ask_is_said(
    online: Winnow, server: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest = tuple(name for name in EVERYTHING if name != "partner.read")
    monkeypatch.setenv("IMMICH_API_KEY", server.key(rest))
    assert "the key lacks partner.read, needed by partners" in online("check").out
    assert online("analyze").exit == 0
    ran = online("apply", "--yes")
    assert ran.exit == 0
    assert "whether partners see your timeline is not known" in ran.err
