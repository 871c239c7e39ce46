"""Everything the journal refuses to do, each with the facts that explain it.

The class docstring is the message; `slug` is the stable name that the command line maps to an exit code.
"""

from __future__ import annotations


class JournalError(Exception):
    """The journal refused."""

    slug = "journal"

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__((type(self).__doc__ or "").format_map(facts))


class JournalMissing(JournalError):
    """There is no journal at {path}: run `winnow analyze` first, or point --home at the right folder."""

    slug = "journal-missing"


class JournalLocked(JournalError):
    """Another winnow is writing to {path}: wait until it has ended, or stop it."""

    slug = "journal-locked"


class JournalTooNew(JournalError):
    """The journal {path} was written by a newer winnow ({found}, this one knows {known}): upgrade winnow."""

    slug = "journal-too-new"


class JournalDamaged(JournalError):
    """The journal {path} is damaged at entry {seq}: {detail}. Nothing was changed; keep the file and a copy of it."""

    slug = "journal-damaged"


class JournalFull(JournalError):
    """The journal {path} could not be written ({detail}): free some space, then run `winnow resume`."""

    slug = "journal-full"


class KeyTaken(JournalError):
    """The step {key} already has an intent ({intent}): nothing is ever promised twice."""

    slug = "key-taken"


class RunStillOpen(JournalError):
    """The run {run} cannot be closed: {count} of its intents are in doubt. Run `winnow resume`."""

    slug = "in-doubt"


class UnknownRecord(JournalError):
    """Entry {seq} has the kind {kind!r} in version {version}, which this winnow does not know: upgrade winnow."""

    slug = "journal-unknown-record"
