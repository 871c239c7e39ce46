"""Descriptions and tags: what the winner lacks, and whether the server can keep it letter for letter.

The server decodes HTML entities, turns control characters into dots, drops a leading byte order mark and
trims (docs/immich.md, Text). Text that would come back changed is not inherited, and a person is asked.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from engine.judge.wording import ids, named, printable
from engine.model.asset import Asset, Tag
from engine.model.decision import Finding

CHANGED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that do not survive; tab, newline, carriage return and NEL do."""

LINE_END = re.compile("\r\n|\n|\r")


def is_storable(text: str) -> bool:
    """Tell whether the server will show exactly this text after it has stored it."""
    return not CHANGED.search(text) and html.unescape(text) == text


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in LINE_END.split(text or "") if line.strip()]


def joined_description(ranked: Sequence[Asset]) -> tuple[str | None, list[Asset], list[Finding]]:
    """Return the winner's description with what losers add, who added, and what could not be.

    The winner's own text stays as it is; where it has none, the first loser's does. None if nothing is new.
    """
    winner = ranked[0]
    text = (winner.description or "").strip()
    known = set(_lines(text))
    sources: list[Asset] = []
    unstorable: list[Asset] = []
    for loser in ranked[1:]:
        whole = (loser.description or "").strip()
        new = [line for line in dict.fromkeys(_lines(whole)) if line not in known]
        good = [line for line in new if is_storable(line)]
        if len(good) < len(new):
            unstorable.append(loser)
        if not good:
            continue
        added = whole if not text and is_storable(whole) else "\n".join(good)
        text = f"{text}\n{added}" if text else added
        known.update(good)
        sources.append(loser)
    if sources and not is_storable(text):
        # Only the winner's own words can be at fault here: writing them again would change them.
        text, sources, unstorable = "", [], [winner, *unstorable]
    return (
        (text if sources else None),
        sources,
        _unstorable("description-not-storable", "description", unstorable),
    )


def added_tags(ranked: Sequence[Asset]) -> tuple[tuple[Tag, ...], list[Asset], list[Finding]]:
    """Return the losers' tags that the winner lacks by path, who had them, and what could not be stored."""
    known = {tag.value for tag in ranked[0].tags or ()}
    added: list[Tag] = []
    sources: list[Asset] = []
    unstorable: list[Asset] = []
    for loser in ranked[1:]:
        for tag in sorted(loser.tags or (), key=lambda tag: (tag.value, tag.id)):
            if tag.value in known:
                continue
            if not is_storable(tag.value):
                unstorable.append(loser)
                continue
            known.add(tag.value)
            added.append(tag)
            sources.append(loser)
    return tuple(added), sources, _unstorable("tag-not-storable", "tag", unstorable)


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
