"""X1 to X11: odd sizes, numbers, formats, names and dates."""

from scripts.fixtures_lib.scenario import REVIEW, UNTOUCHED, File, Scenario, Stage
from scripts.fixtures_lib.sets.winners import SMALL
from scripts.fixtures_lib.tags import described, filmed, taken

_TWELVE = tuple(
    File(
        key=f"x2_dup_{n:02}",
        size=((600, 400), (594, 396), (588, 392), (582, 388))[min(n // 3, 3)] if n < 11 else (600, 400),
        quality=97 if n == 11 else 76 + 2 * n,
    )
    for n in range(12)
)

EDGES = (
    Scenario(
        id="X1",
        title="a picture without any copy",
        # In an album of R1: a cover that is lost there falls back on this picture.
        files=(
            File(
                key="x1_single",
                exif=taken("2025-12-31T12:00:00", "+00:00"),
                stage=Stage(albums=("Best of 2024",)),
            ),
        ),
        outcome=UNTOUCHED,
        differs="not a group, so nothing is ever called for it",
    ),
    Scenario(id="X2", title="twelve copies", files=_TWELVE, winner="x2_dup_11"),
    Scenario(
        id="X3",
        title="a large file",
        files=(
            File(key="x3_large", size=(3000, 2000), quality=100),
            File(key="x3_small", size=(2970, 1980), quality=60),
        ),
        winner="x3_large",
    ),
    Scenario(
        id="X4",
        title="names with blanks and brackets",
        files=(
            File(key="x4_photo_1", name="x4_photo (1).jpg"),
            File(key="x4_photo_copy", name="x4_photo-copy_2024.jpg", size=SMALL, quality=80),
        ),
        winner="x4_photo_1",
    ),
    Scenario(
        id="X5",
        title="one video in two sizes",
        files=(
            File(key="x5_hd", form="mp4", size=(1920, 1080), exif=filmed("2024-05-05T10:00:00")),
            File(key="x5_sd", form="mp4", size=(640, 360), exif=filmed("2024-05-05T10:00:00")),
        ),
        winner="x5_hd",
        differs="only because both last equally long; 640x360 keeps the shape, so that the thumbnails agree",
    ),
    Scenario(
        id="X6",
        title="HEIC and the JPEG made from it",
        files=(
            File(key="x6_original", form="heic", quality=60),
            File(key="x6_converted", quality=98),
        ),
        winner="x6_original",
        undetected="the server cannot decode HEIC",
    ),
    Scenario(
        id="X7",
        title="PNG and JPEG",
        files=(File(key="x7_image", form="png"), File(key="x7_photo", size=SMALL, quality=80)),
        winner="x7_image",
    ),
    Scenario(
        id="X8",
        title="RAW and JPEG of one shot belong together",
        files=(File(key="x8_raw", form="dng"), File(key="x8_jpeg")),
        outcome=REVIEW,
        review=("raw-beside-jpeg",),
        differs="nobody may take the negative or its print from a photographer unasked",
        undetected="the server cannot decode the RAW file, or sees another picture in it",
    ),
    Scenario(
        id="X9",
        title="a description in several scripts",
        files=(
            File(key="x9_unicode", exif=described("日本の桜 🌸 Cherry blossoms")),
            File(key="x9_plain", size=SMALL, quality=80),
        ),
        winner="x9_unicode",
        holds={"description": "日本の桜 🌸 Cherry blossoms"},
    ),
    Scenario(
        id="X10",
        title="an old date against a fallback",
        files=(
            File(key="x10_old", exif=taken("1985-07-20T15:00:00", "+00:00")),
            File(key="x10_undated", size=SMALL, quality=80),
        ),
        winner="x10_old",
        differs="an upload time does not contradict 1985",
    ),
    Scenario(
        id="X11",
        title="a date in the future against a plausible one",
        files=(
            File(key="x11_future", exif=taken("2030-01-01T00:00:00", "+00:00")),
            File(key="x11_past", size=SMALL, quality=80, exif=taken("2024-06-15T12:00:00", "+00:00")),
        ),
        winner="x11_future",
        holds={"wall": "2024-06-15T12:00:00", "instant": "2024-06-15T12:00:00Z"},
        differs="of one picture the date that has come counts, and the other is told",
    ),
)
