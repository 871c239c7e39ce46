"""The owner edits a winner between our write and the look at it: their word stays, whatever becomes of the group."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from engine.base.report import Ending
from engine.model.place import Place
from practice.world import World
from tests.support.rehearsal import LONG_AGO, NOON, QUICK, TOKYO, Rehearsal, rehearsal

Edit: TypeAlias = dict[str, Any]
ABOUT: dict[str, Any] = {"file_created": LONG_AGO, "make": "Canon", "model": "R5"}


def library(world: World) -> None:
    about = ABOUT | {"taken": NOON}
    world.add_picture("kept.jpg", group="g", **about)
    world.add_picture(
        "lost.jpg",
        group="g",
        width=320,
        height=240,
        rating=4,
        description="At the river",
        place=TOKYO,
        **about,
    )


def row(stage: Rehearsal, name: str) -> Any:
    return next(r for r in stage.server.world.assets.values() if r.name == name)


def right_after(stage: Rehearsal, edit: Edit) -> Callable[[Any, Any], tuple[Any, Any]]:
    """Return what lets the owner edit a winner once, right after our first write of it, through the same API."""
    left = [edit]

    def wrap(context: Any, writer: Any) -> tuple[Any, Any]:
        class Watched:
            def __getattr__(self, name: str) -> Any:
                real = getattr(writer, name)
                if name != "patch":
                    return real

                def patch(asset: str, **fields: Any) -> Any:
                    answer = real(asset, **fields)
                    if left:
                        stage.settle()
                        real(asset, **left.pop())
                    return answer

                return patch

        return context, Watched()

    return wrap


def whole(**fields: Any) -> Edit:
    return {"place": None, "taken": None, "description": None, "rating": None, "clear_rating": False} | fields


@pytest.mark.parametrize(
    ("edit", "shown"),
    [
        (whole(description="MINE"), lambda exif: exif.description == "MINE"),
        (whole(rating=2), lambda exif: exif.rating == 2),
        (whole(place=Place(47.0, 8.0)), lambda exif: (exif.latitude, exif.longitude) == (47.0, 8.0)),
        (
            whole(taken=datetime.fromisoformat("2019-05-05T10:00:00+09:00")),
            lambda exif: exif.taken == datetime.fromisoformat("2019-05-05T01:00:00+00:00"),
        ),
    ],
    ids=["description", "rating", "place", "date"],
)
def test_what_the_owner_wrote_meanwhile_stays(
    tmp_path: Path, edit: Edit, shown: Callable[[Any], bool]
) -> None:
    with rehearsal(tmp_path / "home", fill=library, settings=QUICK) as stage:
        assert stage.analyze().ready == 1
        stage.wrap = right_after(stage, edit)
        report = stage.apply()
        stage.wrap = lambda context, writer: (context, writer)
        stage.settle()
        exif = row(stage, "kept.jpg").exif
        assert shown(exif), exif
        assert not row(stage, "lost.jpg").trashed
        (end,) = report.ends
        assert end.ending is not Ending.DONE
        # What we wrote besides is gone again.
        assert [exif.description or None, exif.rating, exif.latitude] == [
            edit["description"],
            edit["rating"],
            edit["place"] and edit["place"].latitude,
        ]
        assert "since" in "; ".join(end.reasons) or "meanwhile" in "; ".join(end.reasons)
        stage.check_book()
