"""The word of a person about faults: they know of them, and an audit tells them as notes from then on.

It is added to the journal like any other, and another word takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.audit.discrepancy import Discrepancy
from engine.audit.unmended import KNOWN, OPEN
from engine.model.codec import to_json
from engine.model.server import Server
from engine.runs.naming import meant
from engine.runs.runs import check_origin, new_run
from journal.clock import Clock
from journal.port import Journal
from journal.records import FactRecorded, RunClosed, RunOpened


def named(found: Iterable[Discrepancy], names: Iterable[str], what: str) -> list[Discrepancy]:
    """Return what was found about the pictures that a person names, by id or file name.

    Raises NotKnown where nothing was found about one of them, and Ambiguous.
    """
    all_of = list(found)
    ids = set()
    for text in names:
        near = [one.asset for one in all_of if one.name == text]
        known = near or [one.asset for one in all_of]
        alone = near[0] if len(set(near)) == 1 else None
        ids.add(
            alone or meant(text, known, what, "winnow audit --notes", lambda: [one.name for one in all_of])
        )
    return [one for one in all_of if one.asset in ids]


def say(
    journal: Journal, clock: Clock, server: Server, found: Sequence[Discrepancy], *, known: bool = True
) -> str:
    """Write down that a person knows of faults, or does no longer; return the run that holds it.

    Raises WrongServer, and the leaves of JournalError.
    """
    topic = KNOWN if known else OPEN
    check_origin(journal, server)
    run, sums = new_run(journal, clock, "decide"), {"faults": len(found)}
    facts = [
        FactRecorded(run=run, topic=topic, subject=one.asset, group=one.group or None, body=to_json(one))
        for one in found
    ]
    opened = RunOpened(run=run, verb="decide", origin=server.origin(), detail=sums)
    journal.append_all([opened, *facts, RunClosed(run=run, result="done", detail=sums)])
    return run
