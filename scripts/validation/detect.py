"""Which scenarios the server recognised as groups, read from the assets themselves.

`GET /duplicates` is never asked: it clears the ids of groups of one, so it is no reading.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import Any

from scripts.validation.api import Api
from scripts.validation.stage import Staged
from scripts.validation.wait import Snapshot, tell, until_quiet

GROUP = 1
"""Place of the group id in a snapshot's tuple."""


def members(manifest: dict[str, Any]) -> dict[str, list[str]]:
    """Return the file keys of every scenario that ought to be a group."""
    return {s["id"]: [f["key"] for f in s["files"]] for s in manifest["scenarios"] if len(s["files"]) > 1}


def await_groups(api: Api, manifest: dict[str, Any], staged: Staged, *, limit: float, quiet: float) -> None:
    """Wait until every scenario is a group of its own, or until the server has stopped; fill `staged.groups`.

    Groups that are not exactly one scenario are dissolved: Winnow must not see what nobody has specified.
    """
    wanted = members(manifest)

    def complete(seen: Snapshot) -> bool:
        groups = {s: {seen[staged.ids[k]][GROUP] for k in keys} for s, keys in wanted.items()}
        return all(len(ids) == 1 and None not in ids for ids in groups.values())

    finished = until_quiet(
        api, quiet=quiet, limit=limit, what="waiting for duplicate detection", enough=complete
    )
    # Detection goes on while files are still being looked at; be sure that it has ended.
    until_quiet(api, quiet=min(3, quiet), limit=60, what="detection ends")
    _sort_out(api, manifest, staged, quiet, late=not finished)
    tell(f"  {len(staged.groups)} of {len(wanted)} scenarios are groups")


def _sort_out(api: Api, manifest: dict[str, Any], staged: Staged, quiet: float, *, late: bool) -> None:
    seen = {a["id"]: a for a in api.search()}
    of_asset = {staged.ids[k]: s for s, keys in members(manifest).items() for k in keys}
    inside: dict[str, set[str]] = defaultdict(set)
    for asset in seen.values():
        if asset.get("duplicateId"):
            inside[asset["duplicateId"]].add(asset["id"])
    dissolve: list[str] = []
    reasons = {s["id"]: s["undetected"] for s in manifest["scenarios"]}
    for scenario, keys in members(manifest).items():
        ids = {staged.ids[k] for k in keys}
        found = {str(seen[i]["duplicateId"]) for i in ids if seen[i].get("duplicateId")}
        group = next(iter(found), "")
        if len(found) == 1 and inside[group] == ids:
            staged.groups[scenario] = group
            continue
        strangers = sorted({of_asset.get(i, "?") for g in found for i in inside[g] - ids})
        lone = [k for k in keys if seen[staged.ids[k]].get("thumbhash") is None]
        if strangers:
            reason = f"merged with {', '.join(strangers)}"
        elif lone:
            reason = f"no preview of {', '.join(lone)}, so there was nothing to compare"
        elif group:
            reason = "only some of the copies were recognised"
        else:
            reason = "not recognised as copies" + (" in time" if late else "")
        if reasons[scenario] and not strangers:
            reason += f" ({reasons[scenario]})"
        staged.undetected[scenario] = reason
        dissolve += [i for i in ids if seen[i].get("duplicateId")]
    if dissolve:
        api.call("PUT", "/assets", json={"ids": dissolve, "duplicateId": None})
        until_quiet(api, quiet=min(3, quiet), limit=120, what="dissolving mixed groups")


def group_by_hand(api: Api, manifest: dict[str, Any], staged: Staged, quiet: float = 3) -> None:
    """Give undetected scenarios a group id, as a person may through the interface, so that they are judged too."""
    for scenario, keys in members(manifest).items():
        if scenario in staged.undetected:
            group = str(uuid.uuid4())
            api.call("PUT", "/assets", json={"ids": [staged.ids[k] for k in keys], "duplicateId": group})
            staged.by_hand[scenario] = staged.undetected.pop(scenario)
            staged.groups[scenario] = group
    until_quiet(api, quiet=quiet, limit=120, what="grouping by hand")
