"""What holds pictures and has a name that a person knows: albums, people, tags, external libraries."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen


class Holder(StrEnum):
    """The kinds; the word is also the option's."""

    ALBUM = "album"
    PERSON = "person"
    TAG = "tag"
    LIBRARY = "library"


@frozen
class Named:
    """One of a kind, as the server lists it; of a tag the name is the whole path."""

    id: str
    name: str
