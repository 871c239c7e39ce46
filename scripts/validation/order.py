"""Judge the order of calls on the wire: protect, verify, and only then destroy."""

from __future__ import annotations

from typing import Any

from scripts.validation.relay import Exchange
from scripts.validation.row import Row

FORBIDDEN = ("/api/duplicates/resolve", "/api/trash/empty", "/api/trash/restore")
"""Calls that reach further than Winnow may: whole trashes, and merges that nobody can take back."""

COPIED = ("albums", "stack", "favorite", "sidecar")
"""What a copy must leave alone: only shared links may be copied, for which 2.x has no other way."""


def reckless(log: list[Exchange]) -> list[str]:
    """Return every call that must never be made, whatever for."""
    faults = []
    for exchange in log:
        if exchange.path in FORBIDDEN:
            faults.append(f"{exchange.verb} called {exchange.method} {exchange.path}")
        body = exchange.body if isinstance(exchange.body, dict) else {}
        if exchange.path == "/api/assets/copy" and any(body.get(what) is not False for what in COPIED):
            faults.append(f"{exchange.verb} copied more than shared links")
        # A face can only be erased by force, or it is hidden for good.
        if body.get("force") is True and not exchange.path.startswith("/api/faces/"):
            faults.append(f"{exchange.verb} deleted with force ({exchange.method} {exchange.path})")
    return faults


def judge_order(row: Row, log: list[Exchange], winner: str, losers: list[str]) -> None:
    """Judge one group by asset ids: each loser was downloaded and the winner finished before a loser was trashed."""
    trashed = {loser: _first(log, lambda e, i=loser: _trashes(e, i)) for loser in losers}
    begun = min((n for n in trashed.values() if n is not None), default=None)
    if begun is None:
        return
    for loser, when in trashed.items():
        fetched = _first(log, lambda e, i=loser: e.method == "GET" and e.path == f"/api/assets/{i}/original")
        early = when is None or (fetched is not None and fetched < when)
        row.check("backup", early, f"{loser} was trashed before its original was downloaded")
    late = [e for e in log[begun:] if _edits(e, winner)]
    row.check("trashed", not late, f"losers were trashed before {len(late)} edits of the winner")
    edits = [n for n, e in enumerate(log) if _edits(e, winner)]
    if edits and edits[-1] < begun:
        read = any(_reads(e, winner) for e in log[edits[-1] + 1 : begun])
        row.check("inherited", read, "the winner was not read back between its last edit and the trash")


def _first(log: list[Exchange], wanted: Any) -> int | None:
    return next((n for n, exchange in enumerate(log) if wanted(exchange)), None)


def _trashes(exchange: Exchange, asset: str) -> bool:
    body = exchange.body if isinstance(exchange.body, dict) else {}
    return exchange.method == "DELETE" and exchange.path == "/api/assets" and asset in body.get("ids", ())


def _edits(exchange: Exchange, asset: str) -> bool:
    """Tell whether a call gives the asset something it inherits; its group id and flags of others do not count."""
    if not exchange.writes or exchange.method == "DELETE":
        return False
    if exchange.path == f"/api/assets/{asset}":
        return True
    body = exchange.body if isinstance(exchange.body, dict) else {}
    if exchange.path == "/api/assets" and "duplicateId" in body:
        return False
    named = [*body.get("ids", ()), *body.get("assetIds", ()), body.get("assetId")]
    return asset in named


def _reads(exchange: Exchange, asset: str) -> bool:
    return (exchange.method == "GET" and asset in exchange.path) or exchange.path == "/api/search/metadata"
