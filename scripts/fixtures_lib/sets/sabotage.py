"""S1 to S4: something goes wrong on the way, and no loser may be lost by it.

The check stands between Winnow and the server for these and breaks one exchange each.
"""

from scripts.fixtures_lib.scenario import RESOLVED, SKIPPED, File, Scenario
from scripts.fixtures_lib.sets.consolidation import LATER
from scripts.fixtures_lib.sets.winners import SMALL
from scripts.fixtures_lib.tags import described


def _pair(stem: str, text: str | None) -> tuple[File, ...]:
    return (
        File(key=f"{stem}_winner"),
        File(
            key=f"{stem}_loser",
            size=SMALL,
            quality=80,
            exif=described(text) if text else {},
            created=LATER,
        ),
    )


SABOTAGE = (
    Scenario(
        id="S1",
        title="the download has the right length and one wrong byte",
        files=_pair("s1", None),
        outcome=SKIPPED,
        sabotage="wrong-bytes",
    ),
    Scenario(
        id="S2",
        title="the server accepts the winner's edit and does not keep it",
        files=_pair("s2", "lost on the way"),
        outcome=SKIPPED,
        sabotage="edit-swallowed",
    ),
    Scenario(
        id="S3",
        title="the server refuses the winner's edit",
        files=_pair("s3", "refused on the way"),
        outcome=SKIPPED,
        sabotage="edit-refused",
    ),
    Scenario(
        id="S4",
        title="a purged loser came back and was trashed again before the restore",
        files=_pair("s4", None),
        outcome=RESOLVED,
        winner="s4_winner",
        sabotage="bytes-in-trash",
    ),
)
