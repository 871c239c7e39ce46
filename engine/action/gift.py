"""What a loser hands on to its winner, kind by kind: a rule stands in the file of the action that carries it out.

A rule looks at the members in rank order and says what the first of them lacks. It is asked three times: by the
judge, whether anything about it is doubtful; by the planner, for the steps; and by a restore that had to upload
a loser again, for what the new asset lacks of the old one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from attrs import frozen

from engine.action.action import Action
from engine.model.carried import Carried
from engine.model.decision import Finding
from engine.model.group import Member


@frozen(kw_only=True)
class Terms:
    """What a policy says of handing on: kinds that stay behind, and notes that are worth nothing.

    `archive` puts the winner into the archive where any copy was, instead of out of it.
    """

    leave: tuple[str, ...] = ()
    ignore_notes: tuple[str, ...] = ()
    archive: bool = False


@frozen
class Handed:
    """One thing that the winner gets: the action that gives it, and the loser that it comes from."""

    action: Action
    source: str


@frozen
class Given:
    """Everything that the winner gets, and what a person has to decide about it."""

    things: tuple[Handed, ...] = ()
    doubts: tuple[Finding, ...] = ()

    @property
    def actions(self) -> tuple[Action, ...]:
        return tuple(thing.action for thing in self.things)

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """Return for each thing its action's name with the loser that it comes from, each pair once."""
        return tuple(dict.fromkeys((thing.action.NAME, thing.source) for thing in self.things))

    def __add__(self, other: Given) -> Given:
        return Given(self.things + other.things, self.doubts + other.doubts)


NOTHING = Given()

Rule: TypeAlias = Callable[[Sequence[Member], Terms], Given]


@frozen(kw_only=True)
class Gift:
    """One kind of thing that is handed on.

    `name` is the policy's word for it, `left` the code of the doubt where the policy leaves it behind and a loser
    has it; None: then nobody is asked.
    """

    name: str
    rule: Rule
    left: str | None = None

    def give(self, order: Sequence[Member], terms: Terms) -> Given:
        """Return what the first of `order` gets of this kind."""
        given = self.rule(order, terms)
        if self.name not in terms.leave:
            return given
        sources = tuple(dict.fromkeys(thing.source for thing in given.things))
        if self.left is None or not sources:
            return NOTHING
        text = f"the policy leaves {self.name} behind, which only a copy that would go has"
        return Given(doubts=(Finding(self.left, text, sources),))


NOT_READ = Carried()


def carried(member: Member) -> Carried:
    """Return what refers to a member; nothing where that was not read."""
    return member.carried or NOT_READ
