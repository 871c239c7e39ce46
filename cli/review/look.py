"""Where the pictures of a group differ, found by looking at their previews when somebody asks."""

from __future__ import annotations

from typing import Any

from attrs import asdict

from cli.render.text import clean
from engine.base.errors import EngineError
from engine.plan.plan import Sketch


def seen(first: Sketch, second: Sketch, one: bytes | None, other: bytes | None) -> dict[str, Any]:
    """Return what a look at two previews finds: the verdict, why, and boxes in thousandths of the first.

    Where nothing can be seen, the verdict is "unsure" and `why` says so.
    """
    # numpy and Pillow are slow to import, and most people never ask.
    from engine.look.decode import decode
    from engine.look.look import look

    if one is None or other is None:
        return {"verdict": "unsure", "why": "the server has no preview", "boxes": []}
    try:
        pictures = (
            decode(one, first.width or 0, first.height or 0),
            decode(other, second.width or 0, second.height or 0),
        )
        likeness = look(*pictures)
    except EngineError as error:
        return {"verdict": "unsure", "why": clean(error), "boxes": []}
    return {
        "verdict": likeness.verdict.value,
        "why": clean(likeness.why),
        "boxes": [asdict(box) for box in likeness.boxes],
    }
