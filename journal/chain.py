"""The hash that ties every entry to all before it."""

from __future__ import annotations

import hashlib
import json
from typing import Final

from journal.row import Draft, Row


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
    return _digest(
        row.prev,
        row.seq if seq is None else seq,
        row.at,
        row.run,
        row.kind,
        row.version,
        row.subject,
        row.group,
        row.intent,
        row.key,
        row.body,
    )


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _digest(*cells: object) -> str:
    """Hash the cells as one compact JSON array in UTF-8: quotes and commas keep neighbours apart."""
    text = _ENCODER.encode(cells)
    # A text that is no valid UTF-8 was never written by us: it must hash to something, just not to a match.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
