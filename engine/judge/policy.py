"""The rules of judging as data: a frozen Policy with careful defaults. `policy_toml` reads and writes it."""

from __future__ import annotations

from enum import StrEnum

from attrs import evolve, frozen

from engine.action.gift import Terms
from engine.judge.codes import ALLOWABLE

CRITERIA_TOLD: dict[str, str] = {
    "frame": "shows the whole frame of the sensor, 4:3, where another is 16:9",
    "original": "still holds what a camera wrote: make, lens, exposure, its notes, a camera's type of file",
    "whole": "has sound, motion and more pages where another has less of them",
    "pixels": "most pixels, as the server measured them; those of an enlarged copy count as what they show",
    "size": "largest file",
    "format": "earliest in `formats` below",
    "metadata": "most facts about the picture",
    "oldest": "earliest date of the file on the server",
    "favourite": "marked as favourite",
    "in-album": "in any album",
    "album": "in the first that matches of `albums`",
    "upload": "uploaded before external library",
    "library": "earliest in `libraries`, by id",
    "path": "first match in `paths`",
    "name": "first match in `names`",
    "plain-name": "no match in `avoid`",
}
"""What copies may be ranked by; the asset id always follows last, so that there is never a tie."""


class Missing(StrEnum):
    """What becomes of a group whose evidence is missing."""

    REVIEW = "review"
    TRUST = "trust"


class ProveWinner(StrEnum):
    """When the winner's own bytes are read whole before its losers go."""

    ALWAYS = "always"
    NEVER = "never"


class SamePicture(StrEnum):
    """What becomes of contradicting dates, places or cameras where a look finds one picture."""

    REVIEW = "review"
    KEEP_WINNER = "keep-winner"


class Handling(StrEnum):
    """What becomes of a kind of media that is risky to reduce."""

    REVIEW = "review"
    REDUCE = "reduce"
    STACK = "stack"


class Visibility(StrEnum):
    """Where the winner ends when only some copies are archived."""

    TIMELINE = "timeline"
    ARCHIVE = "archive"


@frozen(kw_only=True)
class Ranking:
    """Who wins: criteria in order, and the lists that some of them use."""

    order: tuple[str, ...] = ("original", "whole", "pixels", "format", "size", "metadata", "oldest")
    formats: tuple[str, ...] = ("heic", "heif", "hif")
    names: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ("* (1).*", "* (2).*", "*copy*")
    albums: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


@frozen(kw_only=True)
class Tolerances:
    """How close is the same: metres, seconds, and percent."""

    metres: float = 25.0
    seconds: float = 2.0
    duration_percent: float = 1.0
    duration_seconds: float = 0.5
    aspect_percent: float = 1.0


@frozen(kw_only=True)
class Inherit:
    """Which fields the winner receives; `albums` covers album covers too, `date` the time zone."""

    place: bool = True
    date: bool = True
    description: bool = True
    rating: bool = True
    favourite: bool = True
    tags: bool = True
    albums: bool = True
    leave: tuple[str, ...] = ()
    visibility: Visibility = Visibility.TIMELINE


@frozen(kw_only=True)
class Media:
    """What becomes of each kind of media that is risky to reduce."""

    raw: Handling = Handling.REVIEW
    burst: Handling = Handling.REVIEW
    edited: Handling = Handling.REVIEW
    crop: Handling = Handling.REVIEW
    colours: Handling = Handling.REVIEW
    heic: Handling = Handling.REDUCE
    live: Handling = Handling.REDUCE
    screenshot: Handling = Handling.REDUCE
    panorama: Handling = Handling.REDUCE


@frozen(kw_only=True)
class Letterbox:
    """Whose 4:3 and 16:9 versions of one shot are looked for: shell patterns for make and model."""

    cameras: tuple[str, ...] = ("Apple iPhone*",)


@frozen(kw_only=True)
class Evidence:
    """What has to be proven before a picture may go."""

    missing: Missing = Missing.REVIEW
    prove_winner: ProveWinner = ProveWinner.ALWAYS
    same_picture: SamePicture = SamePicture.REVIEW


@frozen(kw_only=True)
class Review:
    """Which doubts do not stop us, and what is not worth a doubt."""

    allow: tuple[str, ...] = ()
    worthless: tuple[str, ...] = ("software",)
    ignore_notes: tuple[str, ...] = ("mobile-app",)


@frozen(kw_only=True)
class Apply:
    """How much one run of a plan may take: per cent of the library, days in the server's trash, gigabytes left free."""

    max_share: float = 10.0
    min_trash_days: float = 7.0
    min_free_gb: float = 0.25


@frozen(kw_only=True)
class Policy:
    """Everything that a user may decide about judging."""

    ranking: Ranking = Ranking()
    limits: Tolerances = Tolerances()
    inherit: Inherit = Inherit()
    media: Media = Media()
    letterbox: Letterbox = Letterbox()
    evidence: Evidence = Evidence()
    review: Review = Review()
    apply: Apply = Apply()

    @property
    def terms(self) -> Terms:
        """Return what the rules of handing on need to know."""
        return Terms(
            leave=self.inherit.leave,
            ignore_notes=self.review.ignore_notes,
            archive=self.inherit.visibility is Visibility.ARCHIVE,
        )

    def with_review(self) -> Policy:
        """Return the policy that acts on every doubt that a policy may allow; what is allowed stands in the plan."""
        return evolve(self, review=evolve(self.review, allow=tuple(sorted(ALLOWABLE))))

    def for_letterbox(self) -> Policy:
        """Return the policy for 4:3 and 16:9 versions of one shot: the whole frame wins, and its part goes on proof.

        Where the policy stacks crops, the two become one stack.
        """
        order = ("frame", *(name for name in self.ranking.order if name != "frame"))
        crop = self.media.crop if self.media.crop is Handling.STACK else Handling.REDUCE
        return evolve(
            self,
            ranking=evolve(self.ranking, order=order),
            media=evolve(self.media, crop=crop),
            evidence=evolve(self.evidence, missing=Missing.REVIEW),
        )

    @property
    def trust(self) -> bool:
        """Tell whether what was never looked into is taken for what it seems to be."""
        return self.evidence.missing is Missing.TRUST
