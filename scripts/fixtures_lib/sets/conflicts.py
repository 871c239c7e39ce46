"""F1 to F7: copies that contradict each other are left alone and reported; seeming contradictions are not."""

from scripts.fixtures_lib.scenario import REVIEW, File, Scenario
from scripts.fixtures_lib.sets.winners import SMALL
from scripts.fixtures_lib.tags import Exif, at, camera, taken


def pair(first: str, first_exif: Exif, second: str, second_exif: Exif) -> tuple[File, ...]:
    """Return a large and a small copy with different facts."""
    return (File(key=first, exif=first_exif), File(key=second, size=SMALL, quality=80, exif=second_exif))


CANON = camera("Canon", "Canon EOS R5")
NIKON = camera("NIKON CORPORATION", "NIKON Z 6_2")
LONDON, PARIS, NEW_YORK = at(51.5074, -0.1278), at(48.8566, 2.3522), at(40.7128, -74.006)

CONFLICTS = (
    Scenario(
        id="F1",
        title="London against Paris",
        files=pair("f1_london", LONDON, "f1_paris", PARIS),
        outcome=REVIEW,
        review=("places-differ",),
    ),
    Scenario(
        id="F2",
        title="six metres apart is the same place",
        files=pair("f2_pos_a", at(51.5074, -0.1278), "f2_pos_b", at(51.50745, -0.12785)),
        winner="f2_pos_a",
    ),
    Scenario(
        id="F3",
        title="one wall clock, two explicit zones: two different instants",
        files=pair(
            "f3_tz_a",
            taken("2024-01-15T12:00:00", "+00:00"),
            "f3_tz_b",
            taken("2024-01-15T12:00:00", "-08:00"),
        ),
        outcome=REVIEW,
        review=("zone-shift|dates-differ",),
        differs="two zones that name one instant would be no conflict (R7)",
    ),
    Scenario(
        id="F4",
        title="two cameras",
        files=pair("f4_canon", CANON, "f4_nikon", NIKON),
        outcome=REVIEW,
        review=("cameras-differ",),
    ),
    Scenario(
        id="F5",
        title="morning against evening",
        files=pair(
            "f5_morning",
            taken("2024-01-15T08:00:00", "+00:00"),
            "f5_evening",
            taken("2024-01-15T20:00:00", "+00:00"),
        ),
        outcome=REVIEW,
        review=("zone-shift|dates-differ",),
    ),
    Scenario(
        id="F6",
        title="place, zone and camera all differ",
        files=pair(
            "f6_a",
            {**LONDON, **CANON, **taken("2024-01-15T12:00:00", "+00:00")},
            "f6_b",
            {**NEW_YORK, **camera("SONY", "ILCE-7RM4"), **taken("2024-01-15T12:00:00", "-05:00")},
        ),
        outcome=REVIEW,
        review=("places-differ", "cameras-differ"),
    ),
    Scenario(
        id="F7",
        title="same place and camera",
        files=pair("f7_a", {**LONDON, **CANON}, "f7_b", {**LONDON, **CANON}),
        winner="f7_a",
    ),
)
