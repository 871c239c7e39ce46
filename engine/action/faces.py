"""Faces: who is on a picture. A known person is drawn, or named where the server has seen somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from attrs import frozen

from engine.action.action import GONE, Action, Eyes, Hands, Sighting, Stage, Words
from engine.action.image import Image
from engine.model.asset import Asset
from engine.model.carried import Face
from engine.model.group import Member

PixelBox: TypeAlias = tuple[int, int, int, int]
CLOSE = 2
"""Pixels by which a box may be off when it is looked for again: 2.x rounds."""


class _OfPerson(Action):
    """What is done about one person on one asset."""

    __slots__ = ()
    asset: str
    person: str
    name: str

    def observe(self, eyes: Eyes) -> Sighting:
        if eyes.reader.asset(self.asset) is None:
            return GONE
        return self._sighting(eyes.reader.faces_of(self.asset))

    def seen_on(self, member: Member) -> Sighting | None:
        return self._sighting(member.carried.faces) if member.carried else None

    def _sighting(self, faces: Sequence[Face]) -> Sighting:
        return Sighting({f"face:{self.person}": any(face.person == self.person for face in faces)})

    def thing(self) -> str:
        return f"the face of {self.name!r}"

    def handed_on(self, words: Words) -> str:
        return f"the person {words.quoted(self.name)}"


class _Given(_OfPerson):
    """A face that a person was given, at a place in the picture."""

    __slots__ = ()
    box: PixelBox

    def overruled(self, eyes: Eyes) -> str:
        """Return what became of the face: somebody gave it to another person, merged the two, drew it elsewhere, or
        edited the picture so that it is out of sight."""
        faces = eyes.reader.faces_of(self.asset)
        if any(face.person == self.person and is_near(face.box, self.box) for face in faces):
            return ""
        asset = eyes.reader.asset(self.asset)
        if asset is None or drawn(faces, self.person, self.box, edited=asset.edited):
            return ""
        if any(face.person == self.person for face in faces):
            return f"{self.thing()} is in another place by now"
        other = next((face for face in faces if face.person and is_near(face.box, self.box)), None)
        if other is not None:
            return f"{self.thing()} is now that of {other.person_name!r}"
        unseen = f"{self.thing()} may lie outside of what {asset.name} shows since it was edited"
        return unseen if asset.edited else ""


def is_near(one: PixelBox, other: PixelBox) -> bool:
    """Tell whether two boxes are the same one."""
    return all(abs(a - b) <= CLOSE for a, b in zip(one, other, strict=True))


def drawn(faces: Sequence[Face], person: str, box: PixelBox, *, edited: bool) -> list[Face]:
    """Return the faces of a person in the place where we drew or named one.

    Of a picture that was edited since, the server shows other coordinates (docs/immich.md, Faces): there the only face
    of that person is it, for there was none before us.
    """
    theirs = [face for face in faces if face.person == person]
    near = [face for face in theirs if is_near(face.box, box)]
    return near or (theirs if edited and len(theirs) == 1 else [])


@frozen(kw_only=True)
class DrawFace(_Given):
    """Draw the face of a known person on a picture; pixels of an image of that size."""

    NAME = "draw-face"
    UNDOING = "undo {} of a person"
    STAGE = Stage.RELATIONS
    NEEDS = ("face.create",)
    NEEDS_BACK = ("face.delete",)
    ORDER_BACK = 34

    asset: str
    person: str
    name: str
    box: PixelBox
    image: tuple[int, int]

    def expected(self) -> dict[str, Any]:
        return {f"face:{self.person}": True}

    def inverse(self, before: Image, seen: Image) -> EraseFace:
        return EraseFace(asset=self.asset, person=self.person, name=self.name, box=self.box, image=self.image)

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        hands.writer.add_face(self.asset, self.person, self.box, self.image)
        return {}

    def sentence(self, words: Words) -> str:
        return f"draw the face of {words.quoted(self.name)} on {words.name(self.asset)}"


@frozen(kw_only=True)
class NameFace(_Given):
    """Say who it is whom the server has seen on a picture.

    The server has no way to take a name off a face again, so the way back erases the face; it can be found anew.
    """

    NAME = "name-face"
    UNDOING = "undo {} of a person"
    STAGE = Stage.RELATIONS
    NEEDS = ("face.update",)
    NEEDS_BACK = ("face.delete",)
    ORDER_BACK = 34

    asset: str
    person: str
    name: str
    face: str
    box: PixelBox
    image: tuple[int, int]

    def expected(self) -> dict[str, Any]:
        return {f"face:{self.person}": True}

    def inverse(self, before: Image, seen: Image) -> EraseFace:
        return EraseFace(asset=self.asset, person=self.person, name=self.name, box=self.box, image=self.image)

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        hands.writer.name_face(self.face, self.person)
        return {}

    def sentence(self, words: Words) -> str:
        return f"name a face on {words.name(self.asset)}: {words.quoted(self.name)}"


@frozen(kw_only=True)
class EraseFace(_OfPerson):
    """Erase the face of a person that we drew or named: that box and no other."""

    NAME = "erase-face"
    UNDOING = "undo {} of a person"
    NEEDS = ("face.delete",)
    NEEDS_BACK = ("face.create",)
    ORDER_BACK = 13

    asset: str
    person: str
    name: str
    box: PixelBox
    image: tuple[int, int]

    def observe(self, eyes: Eyes) -> Sighting:
        """Look for that face alone: another one of the same person, who was merged with somebody, is not ours."""
        asset = eyes.reader.asset(self.asset)
        return GONE if asset is None else self._seen(eyes.reader.faces_of(self.asset), asset)

    def seen_on(self, member: Member) -> Sighting | None:
        return self._seen(member.carried.faces, member.asset) if member.carried else None

    def _seen(self, faces: Sequence[Face], asset: Asset) -> Sighting:
        found = drawn(faces, self.person, self.box, edited=asset.edited)
        return Sighting({f"face:{self.person}": bool(found)})

    def expected(self) -> dict[str, Any]:
        return {f"face:{self.person}": False}

    def inverse(self, before: Image, seen: Image) -> DrawFace:
        return DrawFace(asset=self.asset, person=self.person, name=self.name, box=self.box, image=self.image)

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        asset = hands.reader.asset(self.asset)
        edited = asset is not None and asset.edited
        for face in drawn(hands.reader.faces_of(self.asset), self.person, self.box, edited=edited):
            hands.writer.erase_face(face.id)
        return {}

    def sentence(self, words: Words) -> str:
        return f"erase the face of {words.quoted(self.name)} from {words.name(self.asset)}"
