"""What the judge says of one group: who stays, why, what it inherits, and what a person must look at."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from attrs import frozen

from engine.model.asset import Tag
from engine.model.carried import Album
from engine.model.moment import Moment
from engine.model.place import Place

BY_WORD: Final = "decided"
"""Code of the reason that a person named the one to keep."""


@frozen
class Reason:
    """Why the winner won over the loser `against`, as a stable `code` and a sentence for people."""

    code: str
    text: str
    against: str | None = None


@frozen
class Finding:
    """Why a group goes to review: a stable `code`, a sentence for people, and the assets concerned."""

    code: str
    text: str
    assets: tuple[str, ...] = ()


@frozen
class Loss:
    """One thing that the loser `asset` has and the winner will not have, because no API can move it.

    `kind` is a stable word of the ledger, `value` what is lost, for people. `worthless` tells that by the policy nobody
    misses such a thing.
    """

    asset: str
    kind: str
    value: str
    worthless: bool = False


@frozen(kw_only=True)
class Inheritance:
    """What the winner must receive; None or empty means: nothing to do for this field.

    `moment` is only set when the *date itself* is inherited (the winner has none). `wall` is the wall clock
    that the winner must show in the end whenever `place` or `moment` is written (None: it has no real date and
    gets none, so none is sent). `offset_minutes` is the best known offset of the server at `place`, and
    `offset_is_sure` tells whether a copy with the same place and moment proved it; `offset_is_binding` tells that
    the date carries an explicit offset of its own that must not be contradicted. `sources` pairs each inherited
    field with the asset it comes from; description, tags and albums may come from several, one pair each.
    `rating_before` is the lower one of the winner's own that gives way, None where it has none.
    """

    place: Place | None = None
    moment: Moment | None = None
    wall: datetime | None = None
    offset_minutes: int | None = None
    offset_is_sure: bool = False
    offset_is_binding: bool = False
    description: str | None = None
    rating: int | None = None
    rating_before: int | None = None
    favourite: bool | None = None
    tags: tuple[Tag, ...] = ()
    albums: tuple[Album, ...] = ()
    covers: tuple[Album, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()

    @property
    def touches_exif(self) -> bool:
        """Tell whether any field that the server keeps in the sidecar is written."""
        return any(v is not None for v in (self.place, self.moment, self.description, self.rating))

    @property
    def empty(self) -> bool:
        return not (self.touches_exif or self.favourite or self.tags or self.albums or self.covers)


@frozen(kw_only=True)
class Decision:
    """The judge's word on one group; `review` empty means that it may be reduced without asking.

    `allowed` are the findings that the user's policy lets pass, `told` what is only said: what the evidence settles,
    who stays and why, which losses are worthless. `losers` are in rank order, best first. `stays` are members that no
    look found to be copies of the winner. `losses` is the ledger of what goes with the losers.
    `gives` are actions (values of `engine.action`, which stands above this room) that hand on what has a rule of its
    own.
    """

    group: str
    winner: str
    losers: tuple[str, ...]
    because: tuple[Reason, ...]
    inherits: Inheritance
    review: tuple[Finding, ...] = ()
    allowed: tuple[Finding, ...] = ()
    told: tuple[Finding, ...] = ()
    gives: tuple[Any, ...] = ()
    stays: tuple[str, ...] = ()
    losses: tuple[Loss, ...] = ()

    @property
    def stacks(self) -> bool:
        """Tell whether the members become one stack, so that nothing goes."""
        return bool(self.gives) and bool(self.winner) and not self.losers
