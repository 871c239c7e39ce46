"""Find 4:3 and 16:9 versions of one shot in the whole library, by bulk reads and in little memory."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator
from itertools import pairwise

from engine.base.context import Context
from engine.judge.letterbox import ShotKey, shot_of, versions
from engine.judge.policy import Policy
from engine.judge.ratios import Ratio, ratio_of
from engine.model.asset import Asset
from engine.verbs.dossier import Dossier

STAGE = "read the library"


def pairs(context: Context, policy: Policy) -> Iterator[Dossier]:
    """Yield the versions of each shot of which there are both shapes, in order of their ids, with what is doubtful.

    The library is read twice: for the first time eight bytes are kept of each picture that may be one of two, for the
    second time only pictures of shots with both shapes. Raises the leaves of ServerError.
    """
    both = _with_both_shapes(context, policy)
    found: dict[ShotKey, list[Asset]] = {}
    for asset in _library(context) if both else ():
        shot = shot_of(asset, policy)
        if shot is not None and _mark(shot) in both:
            found.setdefault(shot, []).append(asset)
    made = (versions(assets, policy) for assets in found.values())
    for one in sorted((one for one in made if one is not None), key=lambda one: one.group.id):
        yield Dossier(one.group, one.doubt)


def _with_both_shapes(context: Context, policy: Policy) -> frozenset[int]:
    """Return the marks of shots of which there is a picture of each shape."""
    marks = array("Q")
    for asset in _library(context):
        if (shot := shot_of(asset, policy)) is not None:
            marks.append(_mark(shot) | (ratio_of(asset) is Ratio.WIDE))
    rows = sorted(marks)
    return frozenset(one & ~1 for one, other in pairwise(rows) if one ^ other == 1)


def _library(context: Context) -> Iterator[Asset]:
    context.progress.start(STAGE, None)
    for asset in context.reader.sweep():
        context.progress.advance(STAGE)
        if context.stop.requested():
            return
        yield asset
    context.progress.finish(STAGE)


def _mark(shot: ShotKey) -> int:
    """Return 63 bits of a shot, the last one left for the shape."""
    digest = hashlib.blake2b(repr(shot).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") & ~1
