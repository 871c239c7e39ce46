"""Whether what is gone is really gone, or only out of sight because the key is somebody else's by now."""

from __future__ import annotations

from attrs import evolve

from engine.base.context import Context
from engine.base.errors import EngineError, ServerError, WrongServer
from engine.runs.runs import check_origin


def parted(context: Context) -> EngineError | None:
    """Return why nothing can be said of what is not there: the server answers for another user now, or not at all.

    None where it is our library still, in which it is gone.
    """
    try:
        check_origin(context.journal, evolve(context.reader.server(), user=context.reader.user()))
    except (ServerError, WrongServer) as error:
        return error
    return None
