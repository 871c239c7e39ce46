"""The clock trap: coordinates that arrive on a picture move its clock, unless its date travels with them.

Five zones (summer time of both hemispheres, quarter hours, rules of the past), each on a winner whose date
has no zone, has one, or is missing. Afterwards the clock on the wall must show what the camera showed.
"""

from datetime import datetime, timedelta

from scripts.fixtures_lib.scenario import REVIEW, File, Scenario
from scripts.fixtures_lib.sets.consolidation import LATER
from scripts.fixtures_lib.sets.winners import SMALL
from scripts.fixtures_lib.tags import Exif, at, described, taken

ZONES = (
    ("tokyo", (35.6762, 139.6503), "2023-07-10T10:00:00", "+09:00"),
    ("adelaide", (-34.9285, 138.6007), "2024-01-10T10:00:00", "+10:30"),
    ("kathmandu", (27.7172, 85.324), "2023-07-10T10:00:00", "+05:45"),
    ("saopaulo", (-23.5505, -46.6333), "2015-01-15T10:00:00", "-02:00"),
    ("newyork", (40.7128, -74.006), "2024-07-04T10:00:00", "-04:00"),
)


def utc(wall: str, offset: str) -> str:
    """Return the instant of a wall clock reading, `…Z` style."""
    hours, minutes = offset[1:].split(":")
    away = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if offset[0] == "-" else 1)
    return (datetime.fromisoformat(wall) - away).isoformat() + "Z"


def _zone(number: int, city: str, place: tuple[float, float], wall: str, offset: str) -> tuple[Scenario, ...]:
    there = {"place": list(place), "wall": wall, "instant": utc(wall, offset)}
    dated = {**at(*place), **taken(wall)}
    kinds: tuple[tuple[str, str, Exif], ...] = (
        ("N", "without zone", taken(wall)),
        ("Z", "with the right zone", taken(wall, offset)),
        ("D", "without any date", {}),
    )
    return tuple(
        Scenario(
            id=f"T{number}{letter}",
            title=f"{city}: coordinates onto a winner {how}",
            files=(
                File(key=f"t{number}{letter.lower()}_{city}", exif=mine),
                File(key=f"t{number}{letter.lower()}_loser", size=SMALL, quality=80, exif=dated),
            ),
            winner=f"t{number}{letter.lower()}_{city}",
            holds=there,
        )
        for letter, how, mine in kinds
    )


CLOCK = (
    *(scenario for number, zone in enumerate(ZONES, 1) for scenario in _zone(number, *zone)),
    Scenario(
        id="T6",
        title="coordinates of an undated loser: nobody knows the offset beforehand",
        files=(
            File(key="t6_naive", exif=taken("2023-07-10T10:00:00")),
            File(key="t6_loser", size=SMALL, quality=80, exif=at(27.7172, 85.324), created=LATER),
        ),
        winner="t6_naive",
        holds={
            "place": [27.7172, 85.324],
            "wall": "2023-07-10T10:00:00",
            "instant": "2023-07-10T04:15:00Z",
        },
    ),
    Scenario(
        id="T7",
        title="coordinates onto a picture whose only date is its upload: the clock stays",
        files=(
            File(key="t7_undated", exif=described("no date, but a word")),
            File(key="t7_loser", size=SMALL, quality=80, exif=at(35.6762, 139.6503), created=LATER),
        ),
        winner="t7_undated",
        holds={"place": [35.6762, 139.6503]},
    ),
    Scenario(
        id="T9",
        title="the winner's own zone contradicts the place",
        files=(
            File(key="t9_zoned", exif=taken("2023-07-10T10:00:00", "+02:00")),
            File(
                key="t9_loser",
                size=SMALL,
                quality=80,
                exif={**at(35.6762, 139.6503), **taken("2023-07-10T10:00:00")},
            ),
        ),
        outcome=REVIEW,
        review=("offset-contradicts-place",),
    ),
    Scenario(
        id="T10",
        title="the same contradiction, which a loser without a date shows by its zone alone",
        files=(
            File(key="t10_zoned", exif=taken("2023-07-10T10:00:00", "+02:00")),
            File(key="t10_loser", size=SMALL, quality=80, exif=at(35.6762, 139.6503), created=LATER),
        ),
        outcome=REVIEW,
        review=("offset-contradicts-place",),
    ),
    Scenario(
        id="T8",
        title="milliseconds survive the journey",
        files=(
            File(key="t8_precise", exif={**taken("2023-07-10T10:00:00"), "EXIF:SubSecTimeOriginal": "456"}),
            File(
                key="t8_loser",
                size=SMALL,
                quality=80,
                exif={
                    **at(35.6762, 139.6503),
                    **taken("2023-07-10T10:00:00"),
                    "EXIF:SubSecTimeOriginal": "456",
                },
            ),
        ),
        winner="t8_precise",
        holds={
            "place": [35.6762, 139.6503],
            "wall": "2023-07-10T10:00:00.456",
            "instant": "2023-07-10T01:00:00.456Z",
        },
    ),
)
