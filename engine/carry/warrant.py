"""What this home has on record about the going of one loser, as the gate asks for it."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from engine.evidence.proof import Proof
from engine.model.likeness import Likeness


@frozen(kw_only=True)
class Warrant:
    """Why one loser may go.

    `look` is what a look at this very pair found, `ruled` tells that a person decided for this winner among these very
    contents, `forbidden` that one decided against it. `proof` is what reading the winner whole showed in this run.
    `one_file` tells that the server shows one file as both, which would go with the loser, `external` that the loser
    is a file of an external library.
    """

    look: Likeness | None = None
    ruled: bool = False
    forbidden: bool = False
    proof: Proof | None = None
    one_file: bool = False
    external: bool = False


NOTHING = Warrant()

Warrants = Mapping[str, Warrant]
"""By the id of the loser."""
