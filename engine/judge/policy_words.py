"""What every key of a policy means, as it stands above the key in the TOML."""

from __future__ import annotations

ABOUT: dict[str, str] = {
    "ranking.order": "The winner is the copy that comes first in this order; the asset id decides what is left.",
    "ranking.formats": "Types of files, best first, by what the bytes are.\n"
    "A camera's own HEIC is smaller than the JPEG made from it.",
    "ranking.names": "Shell patterns for file names, best first, for the criterion `name`.",
    "ranking.avoid": "Shell patterns for file names of copies, for the criterion `plain-name`.",
    "ranking.albums": "Names of albums, best first, for the criterion `album`.",
    "ranking.libraries": "Ids of external libraries, best first, for the criterion `library`.",
    "ranking.paths": "Shell patterns for the path on the server, best first, for the criterion `path`.",
    "limits.metres": "Places further apart than this are different places.",
    "limits.seconds": "Dates closer than this are the same date.",
    "limits.duration_percent": "Videos agree in length within the larger of the two.",
    "limits.aspect_percent": "Shapes (width by height) agree within this.",
    "inherit.place": "What the winner receives from the losers where it lacks it.",
    "inherit.leave": 'Names of other things that stay behind, such as ["visibility"]; nothing else does.',
    "inherit.visibility": 'Where only some copies are archived, the winner is shown in the "timeline",\n'
    'or put into the "archive".',
    "media.raw": 'For each kind: "review" asks you, "reduce" treats it as any other copy,\n'
    '"stack" keeps all as one stack.\n'
    "A RAW file beside its developed picture:",
    "media.burst": "Frames of one burst:",
    "media.edited": "A copy that was edited on the server:",
    "media.crop": "A plain crop of the winner:",
    "media.colours": "Black-and-white, filters, graded colours of the winner:",
    "media.heic": "What follows goes only where a look finds one picture, and nothing is lost.\n"
    "HEIC beside the JPEG made from it:",
    "media.live": "A Live Photo beside a still of its shot:",
    "media.screenshot": "Screenshots:",
    "media.panorama": "Panoramas:",
    "letterbox.cameras": "Whose 4:3 and 16:9 versions of one shot `winnow analyze --letterbox` looks for:\n"
    "shell patterns for make and model.",
    "evidence.missing": 'What was not looked into goes to "review"; "trust" takes it for what it seems to be.',
    "evidence.prove_winner": 'The winner is read whole before its losers go: "always" or "never".',
    "evidence.same_picture": "One picture whose copies contradict each other in date, place or camera:\n"
    '"review" or "keep-winner".',
    "review.allow": 'Codes of doubt to act on anyway, such as ["aspect-differs"]. Empty is safest.',
    "review.worthless": 'Losses nobody would miss, such as ["software", "name"]; winnow explain still tells each.',
    "review.ignore_notes": "Notes that programs leave on their own uploads, and that say nothing about the picture.",
    "apply.max_share": "No run trashes more per cent of the library than this; 50 losers always may.\n"
    "What `winnow apply` is told on the command line comes before all of these.",
    "apply.min_trash_days": "Nothing is trashed where the server's trash keeps it for fewer days.",
    "apply.min_free_gb": "Gigabytes that stay free on the disk of the backups.",
}
