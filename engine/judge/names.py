"""What a file name says beyond what cameras, messengers and copying programs call every file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import groupby
from pathlib import PurePosixPath

LONGEST = 200
"""A server name may be of any length; what follows is not looked at."""

COPY_ENDS = re.compile(
    r"(?i)(\s*\(\d{1,3}\)|[\s_~.-]+(copy|kopie|copie|copia|edited|bearbeitet|small|large|scaled|resized|thumb"
    r"|web|hd|sd|hq|hires|lowres|mini|thumbnail|preview|compressed"
    r"|duplicate|original|edit|hdr|eff|cover|top|comp|motion|mp|live|burst|portrait)\d{0,3}|~\d{1,3}|\s+\d{1,2})+$"
)
"""What copying, editing and phones append."""

COMMON = """
    img image images imag pic pict picture photo photos foto fotos bild bilder video videos vid mvi mov movie
    clip film dsc dscn dscf dscp dsci dcim pxl mg gopr gp gx gh dji sam wp cimg hpim kic mini sany imgp pana
    rimg csc ekran scan scanned numerisation digitalisierung screenshot screenshots bildschirmfoto screen shot
    capture screenrecording whatsapp wa signal telegram fb facebook received messenger snapchat insta instagram
    viber line wechat mmexport burst cover portrait pano panorama night motion live export exported final
    untitled unnamed file datei doc document download attachment resized original edited edit copy of kopie von
    copia copie camera cam cropped tmp temp temporary image0 ios android iphone heic jpg jpeg png at am pm utc
    date time frame still mvimg
    微信图片 微信 图片 照片 屏幕截图 截屏 截图 複製 写真 画像 スクリーンショット 사진 스크린샷
    снимок экрана фото изображение
"""
SAID_BY_ALL = frozenset(COMMON.split())
"""Words in names that say nothing about one picture."""

LATIN = 0x0590
"""Below are the alphabets of Europe, in which two letters may be a camera's; from here on one letter is a word."""

LONG, SHORT_IN_WORDS = 3, 2
"""Letters of a word: of a name that holds digits, which a camera may have given, and of one that holds none."""

DAY = re.compile(r"(?<!\d)((?:18|19|20)\d\d)[-_. ]?([01]\d)[-_. ]?([0-3]\d)(?!\d)")
MONTH = re.compile(r"(?<!\d)((?:18|19|20)\d\d)[-_. ]([01]\d)(?![\d]|[-_. ]?[0-3]\d(?!\d))")
YEAR = re.compile(r"(?:18[3-9]|19[0-8])\d")
"""A year before cameras counted, where it is all of a name."""
MADE_UP = re.compile(r"(?i)^[0-9a-f-]{16,}$|^[A-Za-z0-9_-]{20,}$")
HUMP = re.compile(r"[A-Z]+[a-z]*|[a-z]+")
SMALL = 4
"""Letters of a word in a name of joined words, on average."""


def words_of(name: str) -> list[str]:
    """Return the words of a name that say something, in lower case, once each."""
    stem = stem_of(name)
    stem = COPY_ENDS.sub("", stem)
    if MADE_UP.match(stem) and not re.search(r"[\s]", stem) and not _is_spelt(stem):
        return []
    return list(dict.fromkeys(word for word in _words(stem) if word not in SAID_BY_ALL))


def _words(text: str) -> Iterator[str]:
    """Yield the words of a text in lower case, in any script."""
    least = SHORT_IN_WORDS if not any(letter.isdigit() for letter in text) else LONG
    for letters, run in groupby(text, key=_is_letter):
        word = "".join(run)
        if letters and (len(word) >= least or ord(max(word)) >= LATIN):
            yield word.casefold()


def _is_letter(character: str) -> bool:
    """Tell letters and the signs that belong to them, which many scripts write vowels with."""
    return unicodedata.category(character)[0] in "LM"


def _is_spelt(stem: str) -> bool:
    """Tell words joined by dashes, underscores or capitals from a made-up identifier."""
    if stem.isalpha() and not _is_hex(stem):
        # Of letters by chance, hardly ever four and more in a row are small.
        return len(stem) >= SMALL * len(HUMP.findall(stem))
    parts = [part for part in re.split(r"[-_]", stem) if part]
    return len(parts) > 1 and any(len(part) > 3 and part.isalpha() for part in parts) and not _is_hex(stem)


def _is_hex(stem: str) -> bool:
    return re.fullmatch(r"(?i)[0-9a-f-]+", stem) is not None


def day_of(name: str) -> date | None:
    """Return the day that a name names, None where it names none."""
    found = DAY.search(name[:LONGEST])
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def month_of(name: str) -> tuple[int, int] | None:
    """Return the year and the month (0: none) that a name names without a day, None where it names none."""
    found = MONTH.search(name[:LONGEST])
    if found is not None and 1 <= int(found[2]) <= 12:
        return int(found[1]), int(found[2])
    stem = stem_of(name)
    return (int(stem), 0) if YEAR.fullmatch(stem) else None


def says_more(loser: str, winner: str, also: str = "") -> list[str]:
    """Return the words that only the loser's name has; `also` is text of the winner that may say them too."""
    known = {*words_of(winner), *_words(also)}
    return [word for word in words_of(loser) if word not in known]


BURST = re.compile(
    r"(?i)^(?P<stem>.*?)(?:_BURST|BURST)(?P<number>\d{1,20})?(?:[_-]?COVER)?(?:_(?P<frame>\d{1,4}))?$"
    r"|^(?P<frame2>\d{5})(?P<stem2>IMG_.*?)(?:_Burst\d*.*)?$"
    r"|^(?P<stem3>.*\d{6,}.*?)_(?P<frame3>\d{3})(?:_COVER)?$"
)
"""How phones name the frames of a burst: `_001`, `BURST…COVER`, `00001IMG_…`."""

RUNNING = re.compile(r"(?s)^(?P<stem>.*?)(?P<number>\d{4,18})(?P<rest>\D*)$")
PAGE = re.compile(r"(?i)^(?P<stem>.*?)(?:^|[\s_.-])(?:page|seite|blatt|p|s)[\s_.-]*(?P<number>\d{1,3})$")
NEXT_FRAMES = 20


@lru_cache(maxsize=256)
def stem_of(name: str) -> str:
    """Return a file's name without its folders and its extension."""
    return PurePosixPath(name[:LONGEST].replace("\\", "/")).stem


def counted_in(name: str, series: str) -> str | None:
    """Return what a name counts frames ("burst") or pages ("pages") of, None where it counts none.

    A series speaks against sameness, until a look has found the pictures to be one.
    """
    stem = stem_of(name)
    if series == "burst":
        return _burst_of(stem)
    found = PAGE.match(stem)
    return f"{found['stem']}|".casefold() if found is not None else None


def _burst_of(stem: str) -> str | None:
    found = BURST.match(stem)
    if found is None:
        return None
    parts = found.groupdict()
    base = parts["stem"] or parts["stem2"] or parts["stem3"] or ""
    return re.sub(r"\d{3}$", "", base).casefold() or None


def are_neighbours(one: str, other: str) -> bool:
    """Tell whether a camera counted two names close after each other."""
    a, b = (RUNNING.match(stem_of(name)) for name in (one, other))
    if a is None or b is None or a["stem"].casefold() != b["stem"].casefold():
        return False
    if len(a["number"]) != len(b["number"]):
        return False
    return 0 < abs(int(a["number"]) - int(b["number"])) <= NEXT_FRAMES
