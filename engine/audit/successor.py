"""A winner that is not there because it lost to a better one in a later run of ours: who stands for it."""

from __future__ import annotations

from engine.audit.expect import Expectation
from engine.base.context import Context
from engine.base.whereabouts import Whereabouts
from engine.runs.identity import lives_on
from engine.runs.lost import Lost, went_on


def successor(context: Context, expected: Expectation) -> str:
    """Say in words to whom a winner lost after its own losers went, and to whom that one lost; "" where it did not.

    Where who stands at the end is gone for good and nobody on the way there can come back either, that is no answer:
    the losers of this group may be the last copies. Raises the leaves of ServerError.
    """
    ways = list(went_on(context.journal, expected.winner, expected.newest))
    if not ways or lives_on(context.journal, ways[-1].action.winner) == expected.winner:
        return ""
    if _is_gone(context, ways[-1]) and not any(_can_come_back(context, one) for one in ways):
        return ""
    return ", and ".join(map(str, ways))


def _is_gone(context: Context, last: Lost) -> bool:
    """Tell whether the one that stands at the end was deleted for good."""
    asset = lives_on(context.journal, last.action.winner)
    return context.reader.reach({asset: last.checksum})[asset].whereabouts is Whereabouts.GONE


def _can_come_back(context: Context, one: Lost) -> bool:
    """Tell whether a loser lies in the trash, or in the vault."""
    return (
        context.vault.find(one.action.checksum) is not None
        or context.reader.asset(one.action.asset) is not None
    )
