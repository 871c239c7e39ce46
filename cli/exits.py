"""Exit codes: what each one means, and which refusal ends with which."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from engine.base.errors import EngineError
from engine.base.report import Ending, Report
from journal.errors import JournalError


class Exit(IntEnum):
    """How a command ended, for scripts."""

    DONE = 0
    BUG = 1
    USAGE = 2
    FAILED = 3
    CONFLICT = 4
    IN_DOUBT = 5
    GUARD = 6
    LIMIT = 7
    LOCKED = 10
    DAMAGED = 11
    UNREACHABLE = 12
    REFUSED = 13
    INTERRUPTED = 130


MEANING: dict[Exit, str] = {
    Exit.DONE: "done, also where you said no to the rest after a canary",
    Exit.BUG: "a bug in winnow",
    Exit.USAGE: "wrong usage, or a policy or query that cannot be used",
    Exit.FAILED: "some steps failed, or the audit found faults",
    Exit.CONFLICT: "conflict or drift: somebody changed something, it was left alone",
    Exit.IN_DOUBT: "in doubt, or the audit found a run that is not finished: run `winnow resume`",
    Exit.GUARD: "refused by a guard, nothing more was done",
    Exit.LIMIT: "refused by a limit of yours: share of the library, days in the trash, free space",
    Exit.LOCKED: "the journal is locked by another writer",
    Exit.DAMAGED: "the journal is damaged, too new, or no longer at its place",
    Exit.UNREACHABLE: "the server is unreachable",
    Exit.REFUSED: "the server refused",
    Exit.INTERRUPTED: "interrupted, also at a question, or you said no before anything was done",
}

BY_SLUG: dict[str, Exit] = {
    "engine": Exit.BUG,
    "server": Exit.REFUSED,
    "unreachable": Exit.UNREACHABLE,
    "not-immich": Exit.UNREACHABLE,
    "refused": Exit.REFUSED,
    "bad-key": Exit.REFUSED,
    "no-permission": Exit.REFUSED,
    "key-unusable": Exit.USAGE,
    "bad-answer": Exit.REFUSED,
    "reply-lost": Exit.IN_DOUBT,
    "unsupported-version": Exit.GUARD,
    "guard": Exit.GUARD,
    "trash-off": Exit.GUARD,
    "wrong-server": Exit.GUARD,
    "no-plan": Exit.GUARD,
    "no-such-plan": Exit.USAGE,
    "plan-unlooked": Exit.GUARD,
    "not-known": Exit.USAGE,
    "ambiguous": Exit.USAGE,
    "nothing-chosen": Exit.USAGE,
    "cannot-apply": Exit.GUARD,
    "cannot-decide": Exit.GUARD,
    "no-report": Exit.GUARD,
    "nothing-to-restore": Exit.GUARD,
    "nothing-to-replay": Exit.GUARD,
    "nothing-to-rehearse": Exit.GUARD,
    "still-needed": Exit.GUARD,
    "vault-missing": Exit.GUARD,
    "folder-unusable": Exit.GUARD,
    "limit": Exit.LIMIT,
    "share-exceeded": Exit.LIMIT,
    "trash-too-short": Exit.LIMIT,
    "vault-full": Exit.LIMIT,
    "spool-unusable": Exit.GUARD,
    "backup-mismatch": Exit.FAILED,
    "backup-missing": Exit.FAILED,
    "canary-stopped": Exit.GUARD,
    "too-many-failures": Exit.GUARD,
    "exiftool-missing": Exit.GUARD,
    "not-invertible": Exit.GUARD,
    "bad-policy": Exit.USAGE,
    "in-doubt": Exit.IN_DOUBT,
    "undecodable": Exit.FAILED,
    "journal": Exit.BUG,
    "journal-missing": Exit.GUARD,
    "journal-locked": Exit.LOCKED,
    "journal-too-new": Exit.DAMAGED,
    "journal-damaged": Exit.DAMAGED,
    "journal-gone": Exit.DAMAGED,
    "journal-lost": Exit.DAMAGED,
    "journal-full": Exit.GUARD,
    "journal-unwritable": Exit.GUARD,
    "journal-unreadable": Exit.GUARD,
    "journal-unreachable": Exit.GUARD,
    "journal-unknown-record": Exit.DAMAGED,
    "journal-out-of-order": Exit.DAMAGED,
    "record-refused": Exit.BUG,
    "key-taken": Exit.BUG,
    "run-taken": Exit.BUG,
    "run-unknown": Exit.BUG,
    "intent-taken": Exit.BUG,
    "intent-unknown": Exit.BUG,
    "outcome-taken": Exit.BUG,
    "bad-query": Exit.USAGE,
}
"""Every slug of the engine and the journal, once; a test counts them."""


def exit_of(error: EngineError | JournalError) -> Exit:
    """Return the exit code of a refusal."""
    return BY_SLUG.get(error.slug, Exit.BUG)


def exit_of_report(report: Report) -> Exit:
    """Return the exit code of a run, the gravest first."""
    if report.interrupted:
        return Exit.INTERRUPTED
    if report.count(Ending.IN_DOUBT):
        return Exit.IN_DOUBT
    if report.count(Ending.FAILED):
        return Exit.FAILED
    return Exit.CONFLICT if report.count(Ending.CONFLICT, Ending.SKIPPED, Ending.WAITING) else Exit.DONE


def outcome(report: Report) -> Exit:
    """Return the exit code of a run that has been told of; raises what ended it early."""
    if report.stopped is not None:
        raise report.stopped
    return exit_of_report(report)


def worst(codes: Iterable[Exit]) -> Exit:
    """Return the gravest of several exit codes, by meaning and not by number."""
    return min(codes, key=GRAVEST_FIRST.index, default=Exit.DONE)


GRAVEST_FIRST = (
    Exit.BUG,
    Exit.DAMAGED,
    Exit.LOCKED,
    Exit.USAGE,
    Exit.INTERRUPTED,
    Exit.IN_DOUBT,
    Exit.UNREACHABLE,
    Exit.REFUSED,
    Exit.GUARD,
    Exit.LIMIT,
    Exit.FAILED,
    Exit.CONFLICT,
    Exit.DONE,
)


def table() -> str:
    """Return the exit codes as lines for `--help`."""
    return "\n".join(f"{code.value:>3}  {meaning}" for code, meaning in MEANING.items())
