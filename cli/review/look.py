"""Where the pictures of a group differ, found by looking at their previews when somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import asdict, frozen

from cli.render.text import clean
from engine.base.errors import EngineError, Undecodable
from engine.plan.plan import Sketch

if TYPE_CHECKING:
    from engine.look.picture import Picture


@frozen
class Preview:
    """A preview's bytes, None where the server has none; `plain` tells that its profile is to be left aside."""

    sketch: Sketch
    data: bytes | None
    plain: bool


def seen(first: Preview, second: Preview) -> dict[str, Any]:
    """Return what a look at two previews finds: the verdict, why, and boxes in thousandths of the first.

    Where nothing can be seen, the verdict is "unsure" and `why` says so.
    """
    # numpy and Pillow are slow to import, and most people never ask.
    from engine.look.look import look

    try:
        likeness = look(_decoded(first), _decoded(second))
    except EngineError as error:
        return {"verdict": "unsure", "why": clean(error), "boxes": []}
    return {
        "verdict": likeness.verdict.value,
        "why": clean(likeness.why),
        "boxes": [asdict(box) for box in likeness.boxes],
    }


def _decoded(preview: Preview) -> Picture:
    from engine.look.decode import decode

    if preview.data is None:
        raise Undecodable(detail="the server has no preview")
    sketch = preview.sketch
    return decode(preview.data, sketch.width or 0, sketch.height or 0, plain=preview.plain)
