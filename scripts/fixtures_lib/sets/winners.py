"""W1 to W8: who is kept, and why."""

from scripts.fixtures_lib.scenario import REVIEW, File, Scenario
from scripts.fixtures_lib.tags import described, measured

SMALL = (594, 396)
"""The usual loser: one per cent smaller on each side, and compressed harder."""

WINNERS = (
    Scenario(
        id="W1",
        title="more pixels win",
        files=(File(key="w1_large"), File(key="w1_small", size=SMALL, quality=80)),
        winner="w1_large",
    ),
    Scenario(
        id="W2",
        title="same pixels: the larger file wins, and two fallback dates a second apart mean nothing",
        files=(
            File(key="w2_a", created="2026-01-15T12:00:00.000Z"),
            File(key="w2_b", quality=80, created="2026-01-15T12:00:01.000Z"),
        ),
        winner="w2_a",
        differs="no time conflict: both dates are only upload times, which are no evidence",
    ),
    Scenario(
        id="W3",
        title="same pixels, same size: the documented last tie-break decides",
        files=(
            File(key="w3_a", exif=described("variant A")),
            File(key="w3_b", exif=described("variant B")),
        ),
        winner="lowest-id",
        holds={"lines": ["variant A", "variant B"]},
        differs="the asset id decides, not the order of the server's list, which nothing guarantees",
    ),
    Scenario(
        id="W4",
        title="one file does not state its size: the server's measure counts",
        files=(
            File(key="w4_with_dims", exif=measured(600, 400)),
            File(key="w4_no_dims", size=SMALL, quality=80),
        ),
        winner="w4_with_dims",
        differs="a size that the server could not measure either would be review, never zero",
    ),
    Scenario(
        id="W5",
        title="a file that claims more pixels than it has does not win",
        files=(
            File(key="w5_with_dims", size=SMALL, quality=80, exif=measured(6000, 4000)),
            File(key="w5_no_dims"),
        ),
        winner="w5_no_dims",
        differs="the server's measured pixels decide; the size in EXIF is only a claim",
    ),
    Scenario(
        id="W6",
        title="no file states its size",
        files=(File(key="w6_a"), File(key="w6_b", size=SMALL, quality=80)),
        winner="w6_a",
    ),
    Scenario(
        id="W7",
        title="three copies, two of them smaller",
        files=(
            File(key="w7_large"),
            File(key="w7_medium", size=(588, 392), quality=80),
            File(key="w7_small", size=(582, 388), quality=80),
        ),
        winner="w7_large",
    ),
    Scenario(
        id="W8",
        title="same number of pixels, one a little wider and one a little taller",
        files=(
            # 753 x 500 and 750 x 502 are both 376,500 pixels, and less than one per cent apart in shape.
            File(key="w8_wide", size=(753, 500)),
            File(key="w8_tall", size=(750, 502), quality=80),
        ),
        outcome=REVIEW,
        review=("look-unsure",),
        differs="drawn anew in another shape, the edges do not meet: a look cannot tell whether it is a crop",
    ),
)
