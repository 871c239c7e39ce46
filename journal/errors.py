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
    """There is no journal at {path}, so nothing was analyzed here yet: run `winnow login` once, then `winnow analyze`, or point --home at the right folder."""

    slug = "journal-missing"


class JournalLost(JournalError):
    """There is no journal at {path}, or an empty file, and {vault} holds {backups} backups that one wrote: put the journal back; to begin anew without it, move that folder elsewhere first."""

    slug = "journal-lost"


class JournalLocked(JournalError):
    """Another winnow, or another program, holds {path}{holder}: wait until it has ended; if it waits for an answer in its own window, answer there."""

    slug = "journal-locked"


class JournalTooNew(JournalError):
    """The journal {path} was written by a newer winnow ({found}, this one knows {known}): upgrade winnow."""

    slug = "journal-too-new"


class JournalDamaged(JournalError):
    """The journal {path} is damaged: {detail}. Nothing was changed; keep the file and a copy of it."""

    slug = "journal-damaged"


class JournalGone(JournalError):
    """The journal {path} was moved or replaced while it was written ({detail}): put it back, then run `winnow resume`."""

    slug = "journal-gone"


class JournalFull(JournalError):
    """The journal {path} could not be written ({detail}): free some space, and `winnow` says how it goes on."""

    slug = "journal-full"


class JournalUnwritable(JournalError):
    """The journal {path} could not be written ({detail}): look at its disk, its space and your quota, then `winnow resume`."""

    slug = "journal-unwritable"


class JournalUnreadable(JournalError):
    """The journal {path} could not be read ({detail}): look at its disk or network folder, then try again."""

    slug = "journal-unreadable"


class JournalUnreachable(JournalError):
    """The journal {path} cannot be opened ({detail}): check that its folder is yours and writable."""

    slug = "journal-unreachable"


class RecordRefused(JournalError):
    """The record cannot be written: {detail}."""

    slug = "record-refused"


class KeyTaken(JournalError):
    """The step {key} already has an intent ({intent}): nothing is ever promised twice."""

    slug = "key-taken"


class RunStillOpen(JournalError):
    """The run {run} cannot be closed: {count} of its intents are in doubt. Run `winnow resume`."""

    slug = "in-doubt"


class RunTaken(JournalError):
    """The run {run} exists already: every run needs a name of its own."""

    slug = "run-taken"


class RunUnknown(JournalError):
    """The run {run} is not open ({detail}): nothing can be recorded for it."""

    slug = "run-unknown"


class IntentTaken(JournalError):
    """The intent {intent} exists already: every intent needs a name of its own."""

    slug = "intent-taken"


class IntentUnknown(JournalError):
    """There is no intent {intent} in the journal: nothing can refer to it."""

    slug = "intent-unknown"


class OutcomeTaken(JournalError):
    """The intent {intent} already has the outcome {status}: what was seen is never seen anew."""

    slug = "outcome-taken"


class OutOfOrder(JournalError):
    """Entry {seq} came after entry {last}: a ledger is folded in the order of the journal."""

    slug = "journal-out-of-order"


class BadQuery(JournalError):
    """The query cannot be run: {detail}."""

    slug = "bad-query"


class UnknownRecord(JournalError):
    """Entry {seq} has the kind {kind!r} in version {version}, unknown to this winnow: upgrade it."""

    slug = "journal-unknown-record"
