"""Judge every asset after the run against the manifest: the winner, the losers, and all that had to stay as it was."""

from __future__ import annotations

from typing import Any

from scripts.validation.compare import unavoidable
from scripts.validation.dump import Dump, Fields
from scripts.validation.facts import changes, instant, said, same
from scripts.validation.row import Row
from scripts.validation.stage import Staged

STAMPS = {"updatedAt"}
"""The server's own stamp, moved by everything."""

HIDDEN = {"links", "memories", "remarks"}
"""What the server does not show of a picture in its trash, though it is kept there."""

ALONE = {
    "place": {"exifInfo.latitude", "exifInfo.longitude"},
    "wall": {"localDateTime"},
    "instant": {"exifInfo.dateTimeOriginal", "fileCreatedAt"},
    "description": {"exifInfo.description"},
    "lines": {"exifInfo.description"},
    "rating": {"exifInfo.rating"},
    "favourite": {"isFavorite"},
    "visibility": {"visibility", "isArchived"},
    "tags": {"tags"},
    "albums": {"albums"},
    "covers": set(),
    "people": {"faces"},
    "motion": {"livePhotoVideoId"},
    "links": {"links"},
    "memories": {"memories"},
    "notes": {"notes"},
    "remarks": {"remarks"},
}
"""The fields that a fact of the manifest lives in."""

FOLLOWING = {
    "place": {"exifInfo.city", "exifInfo.state", "exifInfo.country", "exifInfo.timeZone"},
    "wall": {"exifInfo.timeZone"},
    "instant": {"exifInfo.timeZone"},
}
"""What the server derives by itself when such a fact is written."""


def kept_key(scenario: dict[str, Any], staged: Staged) -> str | None:
    """Return the file key of the wanted winner; the lowest asset id is only known on the server."""
    if scenario["winner"] == "lowest-id":
        return min((str(f["key"]) for f in scenario["files"]), key=lambda k: staged.ids[k])
    winner: str | None = scenario["winner"]
    return winner


def has_fact(name: str, wanted: Any, fields: Fields) -> bool:
    """Tell whether an asset shows one fact of the manifest."""
    match name:
        case "place":
            seen = (fields["exifInfo.latitude"], fields["exifInfo.longitude"])
            pairs = zip(("exifInfo.latitude", "exifInfo.longitude"), seen, wanted, strict=True)
            return all(same(field, a, b) for field, a, b in pairs)
        case "wall":
            return instant(fields["localDateTime"]) == instant(wanted)
        case "instant":
            dates = (fields["exifInfo.dateTimeOriginal"], fields["fileCreatedAt"])
            return all(instant(date) == instant(wanted) for date in dates)
        case "lines":
            return sorted((fields["exifInfo.description"] or "").splitlines()) == sorted(wanted)
        case "tags" | "albums":
            return bool(fields[name] == sorted(wanted))
        case "covers":
            return True
        case "people":
            return sorted(face["person"] for face in fields["faces"] if face["person"]) == sorted(wanted)
    (field,) = {**ALONE, "visibility": {"visibility"}}[name]
    return bool(fields[field] == wanted)


def judge_resolved(scenario: dict[str, Any], row: Row, before: Dump, after: Dump, staged: Staged) -> None:
    """Judge a group that had to be reduced to one."""
    winner = kept_key(scenario, staged)
    assert winner is not None
    losers = [f["key"] for f in scenario["files"] if f["key"] != winner]
    state = {k: "gone" if k not in after.assets else after.assets[k]["isTrashed"] for k in [winner, *losers]}
    row.check("winner", state[winner] is False, f"{winner} should be kept and is {_word(state[winner])}")
    for loser in losers:
        row.check(
            "trashed", state[loser] is True, f"{loser} should be in the trash and is {_word(state[loser])}"
        )
    if state[winner] == "gone":
        return
    kept = after.assets[winner]
    for name, wanted in scenario["holds"].items():
        fields = {field: kept.get(field) for field in sorted(ALONE[name])}
        row.check(
            "inherited", has_fact(name, wanted, kept), f"{winner} should have {name} {wanted!r}, has {fields}"
        )
    for album in scenario["holds"].get("covers", ()):
        cover = after.albums.get(album, {}).get("cover")
        row.check("inherited", cover == winner, f"the cover of {album!r} should be {winner} and is {cover}")
    free = STAMPS.union(*(ALONE[n] | FOLLOWING.get(n, set()) for n in scenario["holds"]))
    other = {f: v for f, v in changes(before.assets[winner], kept).items() if f not in free}
    _drop_cleared_group(other)
    row.check("winner", not other, f"{winner} changed beyond what it inherits: {said(other)}")
    for loser in losers:
        if loser in after.assets:
            other = changes(before.assets[loser], after.assets[loser])
            _drop_cleared_group(other)
            other = {f: v for f, v in other.items() if f not in STAMPS | HIDDEN | {"isTrashed"}}
            row.check("trashed", not other, f"{loser} changed on its way to the trash: {said(other)}")


def judge_untouched(scenario: dict[str, Any], row: Row, before: Dump, after: Dump, column: str) -> None:
    """Judge a group, or a picture without one, of which nothing at all may have changed."""
    for file in scenario["files"]:
        key = file["key"]
        if key not in after.assets:
            row.check(column, False, f"{key} is gone")
            continue
        change = changes(before.assets[key], after.assets[key])
        row.check(column, not change, f"{key} changed: {said(change)}")


def judge_skipped(scenario: dict[str, Any], row: Row, before: Dump, after: Dump) -> None:
    """Judge a group in which a step failed on purpose: no member may be trashed, no fact may be lost."""
    for file in scenario["files"]:
        key = file["key"]
        if key not in after.assets:
            row.check("trashed", False, f"{key} is gone")
            continue
        row.check(
            "trashed",
            not after.assets[key]["isTrashed"],
            f"{key} was trashed although a step of its group failed",
        )
        change = changes(before.assets[key], after.assets[key])
        other = {f: v for f, v in change.items() if f != "isTrashed" and not unavoidable(f, *v, purged=False)}
        row.check("winner", not other, f"{key} changed: {said(other)}")


def judge_review(scenario: dict[str, Any], row: Row, codes: set[str] | None) -> None:
    """Judge what was reported: the right reasons for a review group, and none for any other."""
    if scenario["outcome"] != "review":
        row.check("review", not codes, f"reported for review without need: {sorted(codes or ())}")
        return
    row.check("review", codes is not None, "not reported for review")
    for wanted in scenario["review"] if codes is not None else ():
        found = codes and codes & set(wanted.split("|"))
        row.check("review", bool(found), f"should be reported as {wanted}, is as {sorted(codes or ())}")


def judge_albums(manifest: dict[str, Any], before: Dump, after: Dump, staged: Staged) -> list[str]:
    """Return what is wrong with the albums as wholes: each may only have gained the winners that inherit it."""
    gained: dict[str, set[str]] = {name: set() for name in before.albums}
    for scenario in manifest["scenarios"]:
        winner = kept_key(scenario, staged)
        if winner and scenario["id"] not in staged.undetected:
            for album in scenario["holds"].get("albums", ()):
                gained[album].add(winner)
    faults = []
    if before.albums.keys() != after.albums.keys():
        faults.append(f"the albums changed from {sorted(before.albums)} to {sorted(after.albums)}")
    for name in before.albums.keys() & after.albums.keys():
        wanted = sorted(set(before.albums[name]["members"]) | gained[name])
        if after.albums[name]["members"] != wanted:
            faults.append(f"album {name!r} should hold {wanted} and holds {after.albums[name]['members']}")
    return faults


def _drop_cleared_group(change: dict[str, tuple[Any, Any]]) -> None:
    """Forgive a cleared group id: the server clears it as soon as anyone lists the duplicates."""
    if "duplicateId" in change and change["duplicateId"][1] is None:
        del change["duplicateId"]


def _word(state: object) -> str:
    return (
        {True: "in the trash", False: "still there"}.get(state, "gone") if isinstance(state, bool) else "gone"
    )
