"""C1 to C8: what only a loser knew must be on the winner afterwards."""

from scripts.fixtures_lib.scenario import File, Scenario
from scripts.fixtures_lib.sets.winners import SMALL
from scripts.fixtures_lib.tags import at, camera, described, taken

LATER = "2026-01-18T09:30:00.000Z"
"""Another upload time for undated copies, so that their fallback dates differ."""

CONSOLIDATION = (
    Scenario(
        id="C1",
        title="coordinates",
        files=(
            File(key="c1_winner_no_gps"),
            File(key="c1_loser", size=SMALL, quality=80, exif=at(51.5074, -0.1278), created=LATER),
        ),
        winner="c1_winner_no_gps",
        holds={"place": [51.5074, -0.1278]},
    ),
    Scenario(
        id="C2",
        title="capture date",
        files=(
            File(key="c2_winner_no_dt"),
            File(key="c2_loser", size=SMALL, quality=80, exif=taken("2024-06-15T14:30:00", "+00:00")),
        ),
        winner="c2_winner_no_dt",
        holds={"wall": "2024-06-15T14:30:00", "instant": "2024-06-15T14:30:00Z"},
        differs="the winner's date is an upload time, so there is no conflict and the real date is inherited",
    ),
    Scenario(
        id="C3",
        title="description",
        files=(
            File(key="c3_winner_no_desc"),
            File(key="c3_loser", size=SMALL, quality=80, exif=described("Delicious salad"), created=LATER),
        ),
        winner="c3_winner_no_desc",
        holds={"description": "Delicious salad"},
        differs="an empty text is no description, so the loser's is inherited",
    ),
    Scenario(
        id="C4",
        title="coordinates, date and description, all in the camera's own file",
        files=(
            File(key="c4_winner_bare"),
            File(
                key="c4_loser",
                size=SMALL,
                quality=80,
                exif={
                    **taken("2023-12-25T10:00:00", "-05:00"),
                    **at(40.7128, -74.006),
                    **camera("Canon", "Canon EOS R5"),
                    **described("Lion at the zoo"),
                },
            ),
        ),
        winner="c4_loser",
        differs="the camera's own file beats an export that is hardly larger, and lacks nothing",
    ),
    Scenario(
        id="C5",
        title="both have the same coordinates",
        files=(
            File(key="c5_a_gps", exif=at(48.8566, 2.3522)),
            File(key="c5_b_gps", size=SMALL, quality=80, exif=at(48.8566, 2.3522), created=LATER),
        ),
        winner="c5_a_gps",
    ),
    Scenario(
        id="C6",
        title="coordinates from one loser, date from another",
        files=(
            File(key="c6_winner"),
            File(key="c6_loser_gps", size=SMALL, quality=80, exif=at(35.6762, 139.6503), created=LATER),
            File(key="c6_loser_dt", size=(588, 392), quality=80, exif=taken("2024-03-20T09:00:00")),
        ),
        winner="c6_winner",
        # Nine in the morning on the camera's clock is nine in the morning in Tokyo.
        holds={
            "place": [35.6762, 139.6503],
            "wall": "2024-03-20T09:00:00",
            "instant": "2024-03-20T00:00:00Z",
        },
        differs="the date is inherited too, with the clock that the camera showed",
    ),
    Scenario(
        id="C7",
        title="nobody knows anything",
        files=(File(key="c7_winner"), File(key="c7_loser", size=SMALL, quality=80, created=LATER)),
        winner="c7_winner",
    ),
    Scenario(
        id="C8",
        title="the winner knows everything and is not overwritten",
        files=(
            File(
                key="c8_winner_full",
                exif={
                    **taken("2024-07-04T12:00:00", "-07:00"),
                    **at(37.7749, -122.4194),
                    **camera("SONY", "ILCE-7RM4"),
                    **described("Golden Gate at noon"),
                },
            ),
            File(key="c8_loser", size=SMALL, quality=80),
        ),
        winner="c8_winner_full",
        differs="the loser's fallback date is no conflict",
    ),
)
