"""Who is on a copy and not on its winner: named, drawn, or a question where somebody else is in that place. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, field

from engine.action.action import Action
from engine.action.faces import DrawFace, NameFace, PixelBox
from engine.action.gift import Gift, Given, Handed, Terms, carried
from engine.model.asset import Asset
from engine.model.carried import Face
from engine.model.decision import Finding
from engine.model.group import Member
from engine.model.printable import printable

OVERLAP = 0.3
"""The share of two boxes' common area in their whole, above which they are about one face."""


@define
class _Cast:
    """The people of a winner while its copies hand theirs on; `taken` are its faces that got a name."""

    winner: Asset
    faces: list[Face]
    taken: set[str] = field(factory=set)

    @property
    def people(self) -> set[str | None]:
        return {face.person for face in self.faces if face.person}

    def there(self, face: Face) -> Face | None:
        """Return the face of the winner in the place of a copy's face: the one that it shares most with.

        Of two that share as much, the one that nobody named.
        """
        shares = [(overlap(face, other), not other.person, other.id, other) for other in self.faces]
        best = max(shares, default=None, key=lambda row: row[:3])
        return best[3] if best is not None and best[0] >= OVERLAP else None

    def add(self, face: Face, source: Asset) -> Action:
        """Return what puts a copy's person on the winner; nobody else is in that place.

        A file that comes back as it was gets its box just as it was, too: in whatever pixels somebody drew it.
        """
        there = self.there(face)
        person, name = face.person or "", face.person_name
        if there is None:
            again = source.checksum == self.winner.checksum
            box, image = (face.box, face.image) if again else scaled(face, self.winner)
            drawn = Face(
                id=f"drawn {person}", person=person, person_name=name, box=box, image=image, source="manual"
            )
            self.faces.append(drawn)
            return DrawFace(asset=self.winner.id, person=person, name=name, box=box, image=image)
        self.faces[self.faces.index(there)] = Face(
            id=there.id,
            person=person,
            person_name=name,
            box=there.box,
            image=there.image,
            source=there.source,
        )
        return NameFace(
            asset=self.winner.id, person=person, name=name, face=there.id, box=there.box, image=there.image
        )


def people(order: Sequence[Member], terms: Terms) -> Given:
    """Return the people whom only copies show. Nobody is put on a picture twice.

    A face that nobody named says nothing; a person without a name gives way to whoever is there.
    """
    winner, *losers = order
    cast = _Cast(winner.asset, list(carried(winner).faces))
    things: list[Handed] = []
    doubts: list[Finding] = []
    for loser in losers:
        for face in carried(loser).faces:
            if not face.person or face.person in cast.people:
                continue
            if winner.asset.edited or loser.asset.edited:
                # Boxes are in the pixels of the edited picture, and nothing tells where that is on the other one.
                doubts += [_unplaced(winner.asset, loser.asset, face)] if face.person_name else []
                continue
            there = cast.there(face)
            if there is None or not there.person:
                things.append(Handed(cast.add(face, loser.asset), loser.asset.id))
            elif face.person_name:
                doubts.append(_elsewhere(winner.asset, loser.asset, there, face))
    return Given(tuple(things), tuple(doubts))


def _elsewhere(winner: Asset, loser: Asset, there: Face, face: Face) -> Finding:
    kept = _said(there.person_name) or "somebody without a name"
    text = f"the same face is {_said(face.person_name)} on {_said(loser.name)} and {kept} on {_said(winner.name)}"
    return Finding("person-only-on-loser", text, (winner.id, loser.id))


def _unplaced(winner: Asset, loser: Asset, face: Face) -> Finding:
    edited = loser if loser.edited else winner
    text = (
        f"only {_said(loser.name)} shows {_said(face.person_name)}, and {_said(edited.name)} was edited on the "
        f"server, so that it is not known where the face is on {_said(winner.name)}"
    )
    return Finding("person-only-on-loser", text, (winner.id, loser.id))


def overlap(one: Face, other: Face) -> float:
    """Return the common share of two boxes, each as a part of its own image: 0 apart, 1 the same."""
    a, b = (_parts(face) for face in (one, other))
    if a is None or b is None:
        return 0.0
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    if wide <= 0 or high <= 0:
        return 0.0
    common = wide * high
    return common / (_area(a) + _area(b) - common)


def scaled(face: Face, winner: Asset) -> tuple[PixelBox, tuple[int, int]]:
    """Return a copy's box in the pixels of the winner, and the winner's size; as it is where that is unknown."""
    parts = _parts(face)
    if parts is None or not winner.width or not winner.height:
        return face.box, face.image
    size = (winner.width, winner.height)
    left, top, right, bottom = (round(part * side) for part, side in zip(parts, (*size, *size), strict=True))
    return (left, top, max(right, left + 1), max(bottom, top + 1)), size


def _parts(face: Face) -> tuple[float, float, float, float] | None:
    width, height = face.image
    if width <= 0 or height <= 0:
        return None
    left, top, right, bottom = face.box
    return left / width, top / height, right / width, bottom / height


def _area(parts: tuple[float, float, float, float]) -> float:
    return (parts[2] - parts[0]) * (parts[3] - parts[1])


def _said(text: str) -> str:
    return printable(text, 40, ".")


PEOPLE = Gift(name="people", rule=people, left="person-only-on-loser")
