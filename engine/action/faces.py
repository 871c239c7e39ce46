"""Faces: drawing a known person on a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen

from engine.action.action import Action, Eyes, Hands, Sighting, Words
from engine.action.image import Image


@frozen(kw_only=True)
class DrawFace(Action):
    """Draw the face of a known person on a picture that was uploaded again; pixels of an image of that size."""

    NAME = "draw-face"
    NEEDS = ("face.create",)

    asset: str
    person: str
    name: str
    box: tuple[int, int, int, int]
    image: tuple[int, int]

    def of(self, names: Mapping[str, str]) -> DrawFace:
        return evolve(self, asset=names.get(self.asset, self.asset))

    def observe(self, eyes: Eyes) -> Sighting:
        people = {face.person for face in eyes.reader.faces_of(self.asset)}
        return Sighting({f"face:{self.person}": self.person in people})

    def expected(self) -> dict[str, Any]:
        return {f"face:{self.person}": True}

    def inverse(self, before: Image, seen: Image) -> None:
        """Return None: it goes with the upload that it was drawn on."""
        return

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        hands.writer.add_face(self.asset, self.person, self.box, self.image)
        return {}

    def sentence(self, words: Words) -> str:
        return f"draw the face of {words.quoted(self.name)} on {words.name(self.asset)}"
