"""The hash that ties every entry to all before it."""

from __future__ import annotations

from hashlib import sha256
from json.encoder import encode_basestring

from journal.row import Draft, Name, Row


def seal(draft: Draft, *, seq: int, at: str, prev: str) -> Row:
    """Return the draft as a row in its place, chained to the hash of the entry before it."""
    digest = _digest(
        prev,
        seq,
        at,
        draft.run,
        draft.kind,
        draft.version,
        draft.subject,
        draft.group,
        draft.intent,
        draft.key,
        draft.body,
    )
    return Row(
        seq,
        at,
        draft.run,
        draft.kind,
        draft.version,
        draft.subject,
        draft.group,
        draft.intent,
        draft.key,
        draft.body,
        prev,
        digest,
    )


def row_hash(row: Row, *, seq: int | None = None) -> str:
    """Return the hash that this row should carry, in its own place or as if it stood at `seq`."""
    return _digest(row[10], row[0] if seq is None else seq, *row[1:10])


def _digest(
    prev: str,
    seq: int,
    at: str,
    run: str,
    kind: str,
    version: int,
    subject: Name,
    group: Name,
    intent: Name,
    key: Name,
    body: str,
) -> str:
    """Hash the cells as one compact JSON array in UTF-8: quotes and commas keep neighbours apart.

    Spelled out, because every entry that is read is hashed: an encoder made for each takes twice as long.
    """
    quoted = encode_basestring  # leaves everything alone but quotes, backslashes and control characters
    text = (
        f"[{quoted(prev)},{seq:d},{quoted(at)},{quoted(run)},{quoted(kind)},{version:d},"
        f"{'null' if subject is None else quoted(subject)},{'null' if group is None else quoted(group)},"
        f"{'null' if intent is None else quoted(intent)},{'null' if key is None else quoted(key)},"
        f"{quoted(body)}]"
    )
    # A text that is no valid UTF-8 was never written by us: it must hash to something, just not to a match.
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
