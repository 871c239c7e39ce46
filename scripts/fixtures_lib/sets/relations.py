"""R1 to R19: albums, tags, people, Live Photos, flags, and dates that only look different."""

from scripts.fixtures_lib.scenario import REVIEW, File, Scenario, Stage
from scripts.fixtures_lib.sets.consolidation import LATER
from scripts.fixtures_lib.sets.winners import SMALL
from scripts.fixtures_lib.tags import at, camera, described, rated, taken

RELATIONS = (
    Scenario(
        id="R1",
        title="albums of every copy, and the cover of one",
        files=(
            File(key="r1_winner", stage=Stage(albums=("Holiday",))),
            File(
                key="r1_loser",
                size=SMALL,
                quality=80,
                stage=Stage(albums=("Holiday", "Best of 2024"), cover_of=("Best of 2024",)),
            ),
        ),
        winner="r1_winner",
        holds={"albums": ["Best of 2024", "Holiday"], "covers": ["Best of 2024"]},
    ),
    Scenario(
        id="R2",
        title="nested tags",
        files=(
            File(key="r2_winner", stage=Stage(tags=("Food",))),
            File(
                key="r2_loser",
                size=SMALL,
                quality=80,
                stage=Stage(tags=("Food", "Travel/Japan/Kyoto", "Travel/Café ☕")),
            ),
        ),
        winner="r2_winner",
        holds={"tags": ["Food", "Travel/Café ☕", "Travel/Japan/Kyoto"]},
    ),
    Scenario(
        id="R3",
        title="a favourite loser makes a favourite winner",
        files=(
            File(key="r3_winner"),
            File(key="r3_loser", size=SMALL, quality=80, stage=Stage(favourite=True)),
        ),
        winner="r3_winner",
        holds={"favourite": True},
    ),
    Scenario(
        id="R4",
        title="a rating",
        files=(File(key="r4_winner"), File(key="r4_loser", size=SMALL, quality=80, exif=rated(4))),
        winner="r4_winner",
        holds={"rating": 4},
    ),
    Scenario(
        id="R5",
        title="archived copies stay archived",
        files=(
            File(key="r5_winner", stage=Stage(archived=True)),
            File(key="r5_loser", size=SMALL, quality=80, stage=Stage(archived=True, tags=("Archive/Old",))),
        ),
        winner="r5_winner",
        holds={"visibility": "archive", "tags": ["Archive/Old"]},
    ),
    Scenario(
        id="R6",
        title="an archived loser does not hide the winner",
        files=(
            File(key="r6_winner"),
            File(key="r6_loser", size=SMALL, quality=80, stage=Stage(archived=True)),
        ),
        winner="r6_winner",
        holds={"visibility": "timeline"},
    ),
    Scenario(
        id="R7",
        title="one instant, written in two zones",
        files=(
            File(key="r7_local", exif=taken("2024-07-04T12:00:00", "-07:00")),
            File(key="r7_utc", size=SMALL, quality=80, exif=taken("2024-07-04T19:00:00", "+00:00")),
        ),
        winner="r7_local",
    ),
    Scenario(
        id="R8",
        title="one wall clock, with and without a zone",
        files=(
            File(key="r8_naive", exif=taken("2024-07-04T12:00:00")),
            File(key="r8_zoned", size=SMALL, quality=80, exif=taken("2024-07-04T12:00:00", "-07:00")),
        ),
        winner="r8_naive",
        # Only the loser knows which noon it was.
        holds={"wall": "2024-07-04T12:00:00", "instant": "2024-07-04T19:00:00Z"},
    ),
    Scenario(
        id="R9",
        title="a date two seconds off is the same shot, five seconds off is not",
        files=(
            File(key="r9_first", exif=taken("2024-07-04T12:00:00", "+00:00")),
            File(key="r9_later", size=SMALL, quality=80, exif=taken("2024-07-04T12:00:05", "+00:00")),
        ),
        outcome=REVIEW,
        review=("dates-differ",),
    ),
    Scenario(
        id="R10",
        title="three losers, each with something of its own",
        files=(
            File(key="r10_winner"),
            File(
                key="r10_words",
                size=SMALL,
                quality=80,
                exif=described("Three of us\nat the lake"),
                created=LATER,
            ),
            File(
                key="r10_place",
                size=(588, 392),
                quality=80,
                exif=at(46.4531, 6.8496),
                stage=Stage(albums=("Lake",)),
            ),
            File(
                key="r10_marks",
                size=(582, 388),
                quality=80,
                exif=rated(5),
                stage=Stage(tags=("People/Us",), favourite=True),
            ),
        ),
        winner="r10_winner",
        holds={
            "description": "Three of us\nat the lake",
            "place": [46.4531, 6.8496],
            "albums": ["Lake"],
            "tags": ["People/Us"],
            "rating": 5,
            "favourite": True,
        },
    ),
    Scenario(
        id="R11",
        title="pixels count before bytes",
        files=(
            File(key="r11_pixels", quality=70),
            File(key="r11_bytes", size=SMALL, quality=99),
        ),
        winner="r11_pixels",
    ),
    Scenario(
        id="R12",
        title="a picture stored on its side counts upright",
        files=(
            File(key="r12_turned", turned=True, exif={"EXIF:Orientation": 6}),
            File(key="r12_upright", size=SMALL, quality=80),
        ),
        winner="r12_turned",
    ),
    Scenario(
        id="R13",
        title="the winner's own words are never replaced, the loser's never lost",
        files=(
            File(key="r13_winner", exif=described("What the owner wrote")),
            File(
                key="r13_loser",
                size=SMALL,
                quality=80,
                exif=described("What a friend wrote\nWhat the owner wrote"),
                created=LATER,
            ),
        ),
        winner="r13_winner",
        holds={"lines": ["What the owner wrote", "What a friend wrote"]},
    ),
    Scenario(
        id="R14",
        title="everything at once, in another zone",
        files=(
            File(
                key="r14_winner",
                exif={**taken("2023-07-10T10:00:00"), **camera("FUJIFILM", "X-T5")},
                stage=Stage(tags=("Trip",), albums=("Japan",)),
            ),
            File(
                key="r14_loser",
                size=SMALL,
                quality=80,
                exif={
                    **taken("2023-07-10T10:00:00"),
                    **camera("FUJIFILM", "X-T5"),
                    **at(35.6762, 139.6503),
                    **described("Shibuya & friends"),
                    **rated(3),
                },
                stage=Stage(favourite=True, tags=("Trip", "City/Tokyo"), albums=("Japan", "Printed")),
            ),
        ),
        winner="r14_winner",
        holds={
            "place": [35.6762, 139.6503],
            "wall": "2023-07-10T10:00:00",
            "instant": "2023-07-10T01:00:00Z",
            "description": "Shibuya & friends",
            "rating": 3,
            "favourite": True,
            "tags": ["City/Tokyo", "Trip"],
            "albums": ["Japan", "Printed"],
        },
    ),
    Scenario(
        id="R15",
        title="another shape of the same picture is a crop, not a copy",
        files=(File(key="r15_wide", size=(500, 480)), File(key="r15_tall", size=(480, 500), quality=80)),
        outcome=REVIEW,
        review=("winner-is-crop|cropped|look-unsure",),
    ),
    Scenario(
        id="R16",
        title="a person who is named on a loser only",
        files=(
            File(key="r16_winner"),
            File(key="r16_loser", size=SMALL, quality=80, stage=Stage(people=("Ada Fixture",))),
        ),
        winner="r16_winner",
        holds={"people": ["Ada Fixture"]},
    ),
    Scenario(
        id="R17",
        title="a person who is named on both copies",
        files=(
            File(key="r17_winner", stage=Stage(people=("Grace Fixture",))),
            File(key="r17_loser", size=SMALL, quality=80, stage=Stage(people=("Grace Fixture",))),
        ),
        winner="r17_winner",
    ),
    Scenario(
        id="R18",
        title="two Live Photos: each keeps its video",
        files=(File(key="r18_winner", live=True), File(key="r18_loser", size=SMALL, quality=80, live=True)),
        winner="r18_winner",
    ),
    Scenario(
        id="R19",
        title="only a loser is a Live Photo",
        files=(File(key="r19_winner"), File(key="r19_loser", size=SMALL, quality=80, live=True)),
        winner="r19_winner",
        holds={"motion": "r19_loser_motion"},
    ),
    Scenario(
        id="R20",
        title="a person who is somebody else on the winner",
        files=(
            File(key="r20_winner", stage=Stage(people=("Ada Fixture",))),
            File(key="r20_loser", quality=80, stage=Stage(people=("Grace Fixture",))),
        ),
        outcome=REVIEW,
        review=("person-only-on-loser",),
    ),
    Scenario(
        id="R21",
        title="a winner in the archive whose copy is in sight",
        files=(
            File(key="r21_winner", stage=Stage(archived=True)),
            File(key="r21_loser", size=SMALL, quality=80),
        ),
        winner="r21_winner",
        holds={"visibility": "timeline"},
    ),
    Scenario(
        id="R22",
        title="shared links, a memory and a note that only a loser has",
        files=(
            File(key="r22_winner", stage=Stage(links=("fixture-both",))),
            File(
                key="r22_loser",
                size=SMALL,
                quality=80,
                stage=Stage(
                    links=("fixture-both", "fixture-one"),
                    memories=(1987,),
                    notes=(("fixture.plant", "Rosa"),),
                ),
            ),
        ),
        winner="r22_winner",
        holds={
            "links": ["fixture-both", "fixture-one"],
            "memories": [1987],
            "notes": [["fixture.plant", {"text": "Rosa"}]],
        },
    ),
    Scenario(
        id="R23",
        title="comments and likes of one's own",
        files=(
            File(key="r23_winner"),
            File(
                key="r23_loser",
                size=SMALL,
                quality=80,
                stage=Stage(albums=("Talk",), remarks=(("Talk", "Lovely"), ("Talk", None))),
            ),
        ),
        winner="r23_winner",
        holds={"albums": ["Talk"], "remarks": [["Talk", "", "like"], ["Talk", "Lovely", "comment"]]},
    ),
)
