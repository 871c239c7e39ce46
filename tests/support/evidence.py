"""Evidence for the built assets of `tests.support.assets`: what their bytes would say, and what a look would find."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import PurePosixPath
from typing import Any

from attrs import evolve

from engine.model.asset import Asset, Kind
from engine.model.evidence import Dated, FileFacts, Shot, Sound
from engine.model.group import Group
from engine.model.known import Known
from engine.model.likeness import Difference, Likeness, Verdict

SAME = Likeness(verdict=Verdict.SAME, amount=3.0)


def facts(asset: Asset, **given: Any) -> FileFacts:
    """Return what the bytes of an asset hold where the server shows just that; `given` replaces fields.

    A date that is the file's own time is not in the bytes. `dates` may be "tag text" pairs as in a test case.
    """
    if "dates" in given:
        given["dates"] = tuple(
            dated(*date) if isinstance(date, list | tuple) else date for date in given["dates"]
        )
    for name, kind in (("shot", Shot), ("sound", Sound)):
        if isinstance(given.get(name), Mapping):
            given[name] = kind(**given[name])
    if "unshown" in given:
        given["unshown"] = tuple(tuple(pair) for pair in given["unshown"])
    camera = asset.camera
    extension = PurePosixPath(asset.name).suffix.lower().lstrip(".")
    usual = "jpeg" if asset.kind is Kind.IMAGE else "mov"
    made = FileFacts(
        container={"jpg": "jpeg", "": usual}.get(extension, extension),
        size=asset.size,
        width=asset.width,
        height=asset.height,
        dates=_dates(asset),
        shot=Shot(make=camera.make, model=camera.model, lens=camera.lens, iso=camera.iso),
        place=asset.place,
        place_step=asset.place.step() if asset.place is not None else None,
        length=asset.duration,
        films=asset.kind is Kind.VIDEO,
    )
    return evolve(made, **given)


def dated(tag: str, text: str) -> Dated:
    """Read "2024-06-15T12:00:00.25+02:00" as a date of a file; a Z makes it UTC by definition."""
    parsed = datetime.fromisoformat(text)
    utc = text.endswith("Z")
    away = parsed.utcoffset()
    offset = None if utc or away is None else int(away / timedelta(seconds=1))
    digits = len(text.partition(".")[2].partition("+")[0].partition("-")[0].rstrip("Z"))
    return Dated(tag=tag, wall=parsed.replace(tzinfo=None), digits=digits, offset=offset, utc=utc)


def _dates(asset: Asset) -> tuple[Dated, ...]:
    moment = asset.moment
    if moment is None or (moment.instant == asset.file_modified and not moment.offset):
        return ()
    if asset.kind is Kind.VIDEO and not moment.zone_is_explicit:
        bare = moment.instant.replace(tzinfo=None)
        return (Dated(tag="QuickTime:CreateDate", wall=bare, utc=True),)
    offset = int(moment.offset / timedelta(seconds=1)) if moment.zone_is_explicit else None
    return (Dated(tag="ExifIFD:DateTimeOriginal", wall=moment.wall, offset=offset),)


def known(
    group: Group,
    *,
    bytes: Mapping[str, Mapping[str, Any] | None] | None = None,
    looks: Iterable[Mapping[str, Any]] | None = None,
    same: bool = True,
    kept: str | None = None,
    apart: Iterable[Iterable[str]] = (),
) -> Known:
    """Return evidence of a whole group: every file read, every pair the same, unless something else is said.

    `bytes` maps an asset id to fields of its facts, or to None where it was not read. `looks` are mappings with
    `first`, `second` (ids) and fields of a likeness. `same=False`: no pair was looked at.
    `kept` is the id that a person chose, `apart` lists ids told apart.
    """
    bytes = bytes or {}
    read = {
        member.asset.checksum: facts(member.asset, **said)
        for member in group.members
        if (said := bytes.get(member.asset.id, {})) is not None
    }
    sums = {member.asset.id: member.asset.checksum for member in group.members}
    seen = dict.fromkeys(permutations(sums.values(), 2), SAME) if same else {}
    for look in looks or ():
        said = dict(look)
        pair = sums[said.pop("first")], sums[said.pop("second")]
        said["verdict"] = Verdict(said["verdict"])
        said["difference"] = Difference(said.get("difference", ""))
        if said.get("detail"):
            said["detail"] = tuple(said["detail"])
        seen.pop(pair[::-1], None)
        seen[pair] = Likeness(**said)
    return Known(
        facts=read,
        looks=seen,
        kept=sums[kept] if kept else None,
        apart=tuple(frozenset(sums[one] for one in told) for told in apart),
    )
