"""What the fields of a loser's file say that neither its winner's file says nor the server shows.

A text under another tag of the same meaning is said as well: a title that is the winner's caption, a keyword that is
its tag. One that stands in a field of another meaning is not: somebody who is in a picture is not who took it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from attrs import frozen

from engine.judge.texts import is_default, is_said, plain
from engine.model.asset import Asset
from engine.model.evidence import CAPTIONS, KEYWORDS, FileFacts
from engine.model.printable import abridged, printable

LONGEST_NAME, LONGEST_VALUE = 60, 200

MEANINGS: Final = (
    (*KEYWORDS,),
    (
        *CAPTIONS,
        "Title",
        "Headline",
        "ObjectName",
        "XPTitle",
        "XPSubject",
        "XPComment",
        "UserComment",
        "Comment",
    ),
    ("Artist", "Creator", "By-line", "XPAuthor", "Author"),
    ("Copyright", "Rights", "CopyrightNotice"),
    ("Location", "Sub-location"),
    ("State", "Province-State"),
    ("Country", "Country-PrimaryLocationName"),
    ("CountryCode", "Country-PrimaryLocationCode"),
)
"""Tags that say the same; any other says something of its own."""

MEANING: Final = {name: names[0] for names in MEANINGS for name in names}
WORDS, LABELS = MEANING["Title"], MEANING["Keywords"]


@frozen
class Shown:
    """What the server shows of a group, which its winner keeps or inherits: descriptions and tags, as they are
    compared."""

    texts: frozenset[str]
    labels: frozenset[str]

    @classmethod
    def of(cls, assets: Iterable[Asset]) -> Shown:
        """Return what these assets show; of a tag's path each part is one, too."""
        assets = list(assets)
        texts = {plain(abridged(asset.description)) for asset in assets if asset.description}
        paths = {tag.value for asset in assets for tag in asset.tags or ()}
        labels = {plain(part) for path in paths for part in (path, *path.split("/"))}
        return cls(frozenset(texts), frozenset(labels))

    def says(self, meaning: str, text: str) -> bool:
        """Tell whether a text is shown: as a tag, or as a description or a part of one."""
        if meaning == LABELS:
            return plain(text) in self.labels
        return meaning == WORDS and is_said(text, self.texts)


def unsaid(kept: FileFacts, lost: FileFacts, shown: Shown) -> Iterator[tuple[str, str]]:
    """Yield each field of the loser's file that says what nothing else does, as a loss of the kind `fields`."""
    if kept.unshown == lost.unshown:
        return
    said = {(_meaning(tag), plain(value)) for tag, value in kept.unshown}
    for tag, value in lost.unshown:
        meaning, text = _meaning(tag), plain(value)
        if (meaning, text) in said or shown.says(meaning, value) or (meaning == WORDS and is_default(value)):
            continue
        said.add((meaning, text))
        yield "fields", f"{printable(tag, LONGEST_NAME)}: {printable(value, LONGEST_VALUE)}"


def _meaning(tag: str) -> str:
    name = tag.rpartition(":")[2]
    return MEANING.get(name, name)
