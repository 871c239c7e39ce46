"""Every reason for which a group goes to review: a stable code and what it means."""

from __future__ import annotations

IMPOSSIBLE: dict[str, str] = {
    "no-group": "fewer than two copies are left that could be judged",
    "trashed": "a copy lies in the trash",
    "offline": "the file of a copy is missing on the server",
    "locked": "a copy lies in the locked folder, where it can be neither read nor written",
    "hidden": "a copy is hidden, as the video part of a Live Photo is",
    "foreign": "a copy belongs to another user",
    "external-loser": "a loser belongs to an external library, whose files are not ours to remove",
    "relations-unread": "the albums, faces and tags of a copy have not been read",
}
"""Codes that stand in the way whatever anybody decides: acting would be impossible."""

FOR_A_PERSON: dict[str, str] = {
    "one-stack": "the copies already are one stack, which is somebody's decision",
    "in-other-group": "one of the two versions of a shot is in a duplicate group of its own",
    "decided-before": "you decided otherwise about some of these pictures, when the group held others",
    "failed-before": "an earlier run wrote what the server does not keep, and was taken back",
    "winner-damaged": "the winner's own file was not whole when its losers were to go, and is not today",
    "brought-back-by-hand": "somebody brought a copy back that an earlier run had trashed",
    "letterbox-ambiguous": "more than two pictures of one second may be versions of one shot",
    "pictures-differ": "a look found that the pictures are not the same",
    "winner-is-crop": "the winner is a part cut out of a loser",
    "black-bars": "of two films one lies between black bars",
    "look-unsure": "a look could not tell whether the pictures are the same",
    "not-looked-at": "nobody has looked at the pictures",
}
"""Codes that no policy lets pass, and a person may, for one group at a time: it would act blind, or against the hand of
somebody."""

NEVER_ALLOWED: dict[str, str] = IMPOSSIBLE | FOR_A_PERSON
"""Codes that no policy can switch off."""

ALLOWABLE: dict[str, str] = {
    "unknown-pixels": "the server has not measured a copy yet",
    "kinds-differ": "pictures and videos are mixed",
    "raw-beside-jpeg": "a RAW file lies beside a developed picture",
    "heic-beside-jpeg": "a HEIC file lies beside a JPEG, and the policy asks about that",
    "live-beside-still": "a Live Photo lies beside a still, and the policy asks about that",
    "screenshot": "a copy is a screenshot, and the policy asks about those",
    "panorama": "a copy is a panorama, and the policy asks about those",
    "motion-only-on-loser": "only a loser is a Live Photo, and the policy leaves motion parts behind",
    "motion-differs": "the copies are Live Photos, and the film of a loser is another one than the winner's",
    "animation-differs": "some copies move and some do not",
    "external-beside-upload": "an external library has the best copy, and the policy does not name it",
    "external-winner": "the winner belongs to an external library, which may silently lose what is written",
    "stacked": "a copy is part of a stack in which the winner cannot take its place, or which a new one would end",
    "edited": "a copy was edited on the server",
    "projection-differs": "a panorama is mixed with a flat picture",
    "aspect-differs": "the copies have different shapes: one is cropped or turned",
    "unknown-duration": "the server does not know how long a video is",
    "durations-differ": "the videos are not equally long",
    "bytes-unread": "the bytes of a copy have not been read, so nobody knows what would go with it",
    "cropped": "a loser is a part cut out of the winner",
    "recoloured": "a copy is in black-and-white, filtered or graded",
    "poster-only": "of a film only one frame was seen",
    "original-is-smaller": "the camera's own file is the smaller one, and a larger copy may show more",
    "larger-shows-no-more": "a larger copy shows no more than the winner: it was enlarged, or it is a soft original",
    "loss": "a loser has something that the winner will not have",
    "burst": "the copies look like frames of one burst",
    "pages": "the names count pages of a document",
    "shots-differ": "the copies were exposed differently, so they are different shots",
    "dates-differ": "the copies were taken at different times",
    "zone-shift": "the copies were taken whole quarter hours apart and nothing proves a wrong time zone",
    "zone-only-on-loser": "only a loser knows the time zone, and its clock shows another time",
    "future-date": "a copy claims to be taken in the future",
    "video-clock-unknown": "the inherited place would move a video's clock by an unknown amount",
    "date-not-storable": "the server cannot hold the date: its year, or an offset with seconds",
    "places-differ": "the copies were taken at different places",
    "offset-contradicts-place": "the date's own offset is not the one at the place, or nothing shows that it is",
    "cameras-differ": "the copies come from different cameras",
    "ratings-differ": "the winner is rejected and a loser is rated",
    "description-not-storable": "a description holds characters that the server would change",
    "tag-not-storable": "a tag of a loser, or one that the winner has already, would be changed by the server",
    "album-not-writable": "a loser is in an album to which you may not add the winner",
    "person-only-on-loser": "a face is somebody else on the winner than on a loser, or the policy leaves people behind",
    "link-only-on-loser": "a shared link shows only a loser, and the policy leaves links behind",
    "memory-only-on-loser": "a memory shows only a loser; the winner is archived, or the policy leaves memories behind",
    "note-only-on-loser": "the copies have different notes of one program, or the policy leaves notes behind",
    "comments-on-loser": "comments or likes of others, yours where none can be made, or left behind by policy",
}
"""Codes that a policy may name in `review.allow` to act on such groups anyway."""

LOSSES: dict[str, str] = {
    "camera": "make or model of the camera",
    "lens": "the lens",
    "exposure": "exposure time, aperture, ISO or focal length",
    "serial": "the serial number of the camera",
    "notes": "the camera's own notes",
    "software": "the program that wrote the file",
    "sub-seconds": "the fraction of the second",
    "fields": "fields that the server does not show",
    "name": "a file name that says something",
    "sound": "the sound",
    "motion": "a film inside the picture",
    "behind": "what lies in the file behind its picture: a sound, depth, a gain map, a program's data",
    "frames": "the frames of a moving picture",
    "pages": "the pages",
    "rate": "frames per second",
    "bit-depth": "bits per colour",
}
"""Everything in the ledger of loss: what no API can move from a loser to its winner."""
