"""Descriptions and tags: what the winner lacks, and whether the server can keep it letter for letter.

The server decodes HTML entities, turns control characters into dots, drops a leading byte order mark and
trims (docs/immich.md, Text). Text that would come back changed is not inherited, and a person is asked.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence, Set

from engine.judge.wording import ids, named
from engine.model.asset import Asset, Tag
from engine.model.decision import Finding
from engine.model.printable import printable

CHANGED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that do not survive; tab, newline, carriage return and NEL do."""

LINE_END = re.compile("\r\n|\n|\r")


def is_storable(text: str) -> bool:
    """Tell whether the server will show exactly this text after it has stored it."""
    return not CHANGED.search(text) and html.unescape(text) == text


DEFAULT_CAPTIONS = re.compile(
    r"olympus digital camera|kodak digital still camera|konica minolta digital camera|minolta digital camera"
    r"|samsung (digital )?camera( pictures)?|sony dsc|dcf ?1\.0|digital still camera|exif[_ ]jpeg[_ ]picture"
    r"|<?\s*digimax [\w -]+>?|<kenox [\w -]+>|(?-i:hdrpl|edf|oznor(yl)?\w*|rbt\w*|cof|sdr|dav|vhdr|bty|mde)",
    re.IGNORECASE,
)
"""What makers write as a caption into every file; it says nothing about one picture. Nothing that a person may have
written is among it: a caption too many is no loss."""


def plain(text: str | None) -> str:
    """Return what a text says: composed letters, decoded entities, single spaces, without regard to case."""
    decoded = html.unescape(text or "")
    return " ".join(unicodedata.normalize("NFC", decoded).lower().split())


def is_default(text: str | None) -> bool:
    """Tell whether a caption is one that a camera or program writes into every file."""
    return DEFAULT_CAPTIONS.fullmatch(" ".join((text or "").split())) is not None


def _lines(text: str | None) -> list[str]:
    lines = (line.strip() for line in LINE_END.split(text or ""))
    return [line for line in lines if line and not is_default(line)]


def is_said(line: str, known: Iterable[str]) -> bool:
    """Tell whether a line is one of the known ones, or a whole part of one of them."""
    words = plain(line)
    return any(words == other or re.search(rf"(?<!\w){re.escape(words)}(?!\w)", other) for other in known)


def joined_description(ranked: Sequence[Asset]) -> tuple[str | None, list[Asset], list[Finding]]:
    """Return the winner's description with what losers add, who added, and what could not be.

    The winner's own text stays as it is, byte for byte; where it has none, the first loser's does. What a text says
    counts, not how it is composed or encoded: a line that is part of a longer one is not said twice. None if nothing
    is new.
    """
    winner = ranked[0]
    own = (winner.description or "").strip()
    text = "" if is_default(own) else own
    known = [plain(line) for line in _lines(text)]
    said = {plain(line) for loser in ranked[1:] for line in _lines(loser.description) if is_storable(line)}
    sources: list[Asset] = []
    unstorable: list[Asset] = []
    for loser in ranked[1:]:
        whole = (loser.description or "").strip()
        new = _new_lines(whole, known, said)
        good = [line for line in new if is_storable(line)]
        if len(good) < len(new):
            unstorable.append(loser)
        if not good:
            continue
        added = whole if not text and _is_kept_whole(whole, good) else "\n".join(good)
        text = f"{text}\n{added}" if text else added
        known += [plain(line) for line in good]
        sources.append(loser)
    if sources and not is_storable(text):
        # Only the winner's own words can be at fault here: writing them again would change them.
        text, sources, unstorable = "", [], [winner, *unstorable]
    return (
        (text if sources else None),
        sources,
        _unstorable("description-not-storable", "description", unstorable),
    )


def _new_lines(whole: str, known: Sequence[str], said: Set[str]) -> list[str]:
    """Return the lines that say something new; one that a longer line of another loser will say too is left to it."""
    found: dict[str, str] = {}
    for line in _lines(whole):
        longer = [other for other in said if other != plain(line) and is_said(line, [other])]
        if not is_said(line, known) and not longer:
            found.setdefault(plain(line), line)
    return list(found.values())


def _is_kept_whole(whole: str, good: Sequence[str]) -> bool:
    """Tell whether a text can be taken over as it stands, blank lines included."""
    lines = [line.strip() for line in LINE_END.split(whole) if line.strip()]
    return is_storable(whole) and lines == list(good)


def added_tags(ranked: Sequence[Asset]) -> tuple[tuple[Tag, ...], list[Asset], list[Finding]]:
    """Return the losers' tags that the winner lacks by path, who had them, and what could not be stored.

    A tag that the winner has in another spelling is the winner's. Every tag of a picture is written again with a new
    one, so a winner that has one which the server would change (docs/immich.md, Text) is given none.
    """
    known = {plain_tag(tag.value) for tag in ranked[0].tags or ()}
    added: list[Tag] = []
    sources: list[Asset] = []
    unstorable: list[Asset] = []
    for loser in ranked[1:]:
        for tag in sorted(loser.tags or (), key=lambda tag: (tag.value, tag.id)):
            if plain_tag(tag.value) in known:
                continue
            if not is_storable(tag.value):
                unstorable.append(loser)
                continue
            known.add(plain_tag(tag.value))
            added.append(tag)
            sources.append(loser)
    if added and any(not is_storable(tag.value) for tag in ranked[0].tags or ()):
        added, sources, unstorable = [], [], [ranked[0], *unstorable]
    return tuple(added), sources, _unstorable("tag-not-storable", "tag", unstorable)


def plain_tag(path: str) -> str:
    """Return a tag's path as it is compared: one spelling of each of its parts."""
    return "/".join(plain(part) for part in path.split("/"))


def _unstorable(code: str, what: str, at: Sequence[Asset]) -> list[Finding]:
    if not at:
        return []
    first = at[0]
    if what == "tag":
        bad = next(tag.value for tag in first.tags or () if not is_storable(tag.value))
    else:
        bad = next((line for line in _lines(first.description) if not is_storable(line)), "")
    text = f"the server would change the {what} of {named(first)}: {printable(bad, 60)}"
    return [Finding(code, text, ids(at))]
