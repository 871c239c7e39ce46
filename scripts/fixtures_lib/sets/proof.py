"""V1 to V5: pictures that only look alike, the camera's own file, and winners that the server's disk has lost."""

from scripts.fixtures_lib.scenario import REVIEW, SKIPPED, File, Scenario
from scripts.fixtures_lib.sets.winners import SMALL
from scripts.fixtures_lib.tags import camera

PHONE = {
    **camera("Apple", "iPhone 13"),
    "EXIF:LensModel": "iPhone 13 back camera",
    "EXIF:ExposureTime": "0.01",
    "EXIF:FNumber": "1.6",
    "EXIF:ISO": "64",
}

PROOF = (
    Scenario(
        id="V1",
        title="a neighbour of a burst: a boat has moved",
        files=(File(key="v1_a", mark="boat 30"), File(key="v1_b", size=SMALL, quality=80, mark="boat 45")),
        outcome=REVIEW,
        review=("pictures-differ",),
        differs="two pictures are no copies, however alike they look to a search by meaning",
        undetected="the server does not take them for copies",
    ),
    Scenario(
        id="V2",
        title="two receipts with different sums",
        files=(File(key="v2_a", mark="sum 12.50"), File(key="v2_b", quality=80, mark="sum 17.58")),
        outcome=REVIEW,
        review=("pictures-differ|look-unsure",),
        differs="what is smaller than a thumbnail shows is looked for in the preview",
        undetected="the server does not take them for copies",
    ),
    Scenario(
        id="V3",
        title="the camera's own file and a larger export of it",
        files=(File(key="v3_original", exif=PHONE), File(key="v3_export", form="png")),
        winner="v3_original",
        differs="the export has more bytes and none of what the camera wrote",
    ),
    Scenario(
        id="V4",
        title="the winner's file is gone from the server's disk",
        files=(File(key="v4_winner"), File(key="v4_loser", size=SMALL, quality=80)),
        outcome=SKIPPED,
        sabotage="winner-gone",
    ),
    Scenario(
        id="V5",
        title="one bit of the winner's file has changed on the server's disk",
        files=(File(key="v5_winner"), File(key="v5_loser", size=SMALL, quality=80)),
        outcome=SKIPPED,
        sabotage="winner-changed",
    ),
)
