"""Every reason for which a group goes to review: a stable code and what it means."""

from __future__ import annotations

NEVER_ALLOWED: dict[str, str] = {
    "no-group": "fewer than two copies are left that could be judged",
    "trashed": "a copy lies in the trash",
    "offline": "the file of a copy is missing on the server",
    "locked": "a copy lies in the locked folder, where it can be neither read nor written",
    "hidden": "a copy is hidden, as the video part of a Live Photo is",
    "foreign": "a copy belongs to another user",
    "relations-unread": "the albums, faces and tags of a copy have not been read",
}
"""Codes that no policy can switch off: acting would be impossible or blind."""

ALLOWABLE: dict[str, str] = {
    "brought-back-by-hand": "somebody brought a copy back that an earlier run had trashed",
    "unknown-pixels": "the server has not measured a copy yet",
    "kinds-differ": "pictures and videos are mixed",
    "raw-beside-jpeg": "a RAW file lies beside a developed picture",
    "motion-only-on-loser": "only a loser is a Live Photo",
    "animation-differs": "some copies move and some do not",
    "external-loser": "a loser belongs to an external library",
    "external-winner": "the winner belongs to an external library, which may silently lose what is written",
    "stacked": "a copy is part of a stack",
    "edited": "a copy was edited on the server",
    "projection-differs": "a panorama is mixed with a flat picture",
    "aspect-differs": "the copies have different shapes: one is cropped or turned",
    "unknown-duration": "the server does not know how long a video is",
    "durations-differ": "the videos are not equally long",
    "burst": "the copies look like frames of one burst",
    "shots-differ": "the copies were exposed differently, so they are different shots",
    "dates-differ": "the copies were taken at different times",
    "zone-shift": "the copies were taken whole quarter hours apart and nothing proves a wrong time zone",
    "zone-only-on-loser": "only a loser knows the time zone, and its clock shows another time",
    "future-date": "a copy claims to be taken in the future",
    "video-clock-unknown": "the inherited place would move a video's clock by an unknown amount",
    "date-not-storable": "the date is too old for the server to store",
    "places-differ": "the copies were taken at different places",
    "offset-contradicts-place": "the date's own offset contradicts the clock at the inherited place",
    "cameras-differ": "the copies come from different cameras",
    "ratings-differ": "the winner is rejected and a loser is rated",
    "description-not-storable": "a description holds characters that the server would change",
    "tag-not-storable": "a tag holds characters that the server would change",
    "album-not-writable": "a loser is in an album to which you may not add the winner",
    "person-only-on-loser": "a person is named on a loser only",
    "link-only-on-loser": "a shared link shows a loser but not the winner",
    "memory-only-on-loser": "a memory shows a loser but not the winner",
    "note-only-on-loser": "a program's note hangs on a loser only",
    "comments-on-loser": "a loser has comments or likes, which cannot be moved",
}
"""Codes that a policy may name in `review.allow` to act on such groups anyway."""
