"""When a group becomes one stack instead of being reduced: kinds of media of which none replaces another.

Nothing goes then, so what would be lost with a loser, and what a look could not tell, is no reason to stop. What
speaks against one shot still is: other times, places, cameras, other pictures.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from engine.action.stacks import StackAssets
from engine.judge.policy import Handling, Media, Policy
from engine.judge.wording import ids, named
from engine.model.asset import Asset
from engine.model.decision import Decision, Finding, Inheritance

HARMLESS = frozenset((
    "bytes-unread", "loss", "original-is-smaller", "poster-only", "look-unsure", "not-looked-at", "cropped",
    "winner-is-crop", "black-bars", "recoloured", "aspect-differs", "unknown-pixels", "animation-differs",
    "projection-differs", "motion-only-on-loser", "person-only-on-loser", "link-only-on-loser", "memory-only-on-loser",
    "note-only-on-loser", "comments-on-loser", "album-not-writable", "external-loser", "external-winner",
    "external-beside-upload", "ratings-differ", "description-not-storable", "tag-not-storable",
    "date-not-storable", "offset-contradicts-place", "video-clock-unknown",
))  # fmt: skip
"""Doubts about what goes, what is inherited, or how the pictures are cut: where nothing goes they do not matter."""

FRAMES = frozenset({"pictures-differ", "shots-differ"})
"""What frames of one burst are by their nature."""


def kinds_to_stack(media: Media) -> frozenset[str]:
    """Return the codes of the kinds of media that the policy stacks."""
    kinds = {
        "raw-beside-jpeg": media.raw,
        "burst": media.burst,
        "edited": media.edited,
        "cropped": media.crop,
        "winner-is-crop": media.crop,
        "recoloured": media.colours,
        "heic-beside-jpeg": media.heic,
        "live-beside-still": media.live,
        "screenshot": media.screenshot,
        "panorama": media.panorama,
    }
    return frozenset(code for code, handling in kinds.items() if handling is Handling.STACK)


def reason_to_stack(found: Iterable[Finding], policy: Policy) -> Finding | None:
    """Return the finding for which the policy makes one stack of the whole group; None where it does not."""
    findings = list(found)
    stacked = kinds_to_stack(policy.media)
    reason = next((finding for finding in findings if finding.code in stacked), None)
    if reason is None:
        return None
    passing = HARMLESS | stacked | set(policy.review.allow) | (FRAMES if "burst" in stacked else set())
    return reason if all(finding.code in passing for finding in findings) else None


def in_stacks(assets: Iterable[Asset]) -> Finding | None:
    """Return that some pictures lie in a stack already, which another one would end or take them out of."""
    stacked = [asset for asset in assets if asset.stack]
    return Finding("stacked", f"{named(stacked[0])} is part of a stack", ids(stacked)) if stacked else None


def as_stack(decision: Decision, told: Finding) -> Decision:
    """Return the decision that keeps every member, the winner on top of the others."""
    others = (*decision.losers, *decision.stays)
    return evolve(
        decision,
        losers=(),
        stays=others,
        because=(),
        inherits=Inheritance(),
        gives=(StackAssets(asset=decision.winner, others=others),),
        losses=(),
        review=(),
        allowed=(),
        told=(told,),
    )
