"""In which fields the members of a group differ, as rows to be read side by side. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from cli.render.phrases import spot, wall_clock
from cli.render.text import clean, counted, moment, size
from engine.model.asset import Asset
from engine.model.carried import Carried
from engine.model.group import Member

Spelled = Callable[[Asset, Carried], str]


def _date(asset: Asset, _: Carried) -> str:
    if asset.moment is None:
        return ""
    offset = round(asset.moment.offset.total_seconds() / 60) if asset.moment.zone else None
    return wall_clock(asset.moment.wall, offset)


def _camera(asset: Asset, _: Carried) -> str:
    camera = asset.camera
    return clean(" ".join(part for part in (camera.make, camera.model) if part))


def _albums(_: Asset, carried: Carried) -> str:
    return ", ".join(clean(album.name) for album in carried.albums)


def _people(_: Asset, carried: Carried) -> str:
    named = sorted({clean(face.person_name) for face in carried.faces if face.person_name})
    unnamed = sum(not face.person_name for face in carried.faces)
    return ", ".join(named + ([counted(unnamed, "unnamed face")] if unnamed else []))


def _more(_: Asset, carried: Carried) -> str:
    counts = (
        ("link", "links", carried.links),
        ("memory", "memories", carried.memories),
        ("note", "notes", carried.notes),
        ("comment", "comments", carried.comments),
    )
    return ", ".join(counted(len(found), noun, plural) for noun, plural, found in counts if found)


FIELDS: tuple[tuple[str, Spelled], ...] = (
    ("date", _date),
    ("place", lambda asset, _: spot(asset.place) if asset.place else ""),
    ("near", lambda asset, _: clean(", ".join(p for p in (asset.city, asset.country) if p))),
    ("camera", _camera),
    ("pixels", lambda asset, _: f"{asset.width} × {asset.height}" if asset.width and asset.height else ""),
    ("size", lambda asset, _: size(asset.size)),
    ("type", lambda asset, _: clean(asset.mime or "")),
    ("length", lambda asset, _: f"{asset.duration:.1f} s" if asset.duration else ""),
    ("description", lambda asset, _: clean(asset.description or "")),
    ("rating", lambda asset, _: str(asset.rating) if asset.rating is not None else ""),
    ("favourite", lambda asset, _: "yes" if asset.favourite else ""),
    ("tags", lambda asset, _: ", ".join(clean(tag.value) for tag in asset.tags or ())),
    ("albums", _albums),
    ("people", _people),
    ("also has", _more),
    ("visibility", lambda asset, _: "" if asset.visibility == "timeline" else clean(asset.visibility)),
    ("Live Photo", lambda asset, _: "yes" if asset.motion else ""),
    ("uploaded", lambda asset, _: moment(asset.uploaded)),
)


def rows(members: Sequence[Member | None]) -> list[dict[str, Any]]:
    """Return a row per field that anyone has: its name, a cell per member, and whether they differ."""
    found: list[dict[str, Any]] = []
    for name, said in FIELDS:
        cells = [_cell(said, member) for member in members]
        if any(cells):
            found.append({"name": name, "cells": cells, "differs": len(set(cells)) > 1})
        if name == "place" and (apart := _distance(members)):
            found.append({"name": "apart", "cells": apart, "differs": True})
    return found


def _cell(said: Spelled, member: Member | None) -> str:
    return said(member.asset, member.carried or Carried()) if member is not None else ""


def _distance(members: Sequence[Member | None]) -> list[str]:
    """Return how far each place is from the first one, [] where fewer than two are known."""
    places = [member.asset.place if member else None for member in members]
    first = next((place for place in places if place), None)
    if first is None or sum(place is not None for place in places) < 2:
        return []
    metres = [first.metres_to(place) if place else None for place in places]
    if max(m for m in metres if m is not None) < 1:
        return []
    return ["" if m is None else f"{m:,.0f} m" if m < 10_000 else f"{m / 1000:,.0f} km" for m in metres]
