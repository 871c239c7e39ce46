"""What Winnow reported for review, from the JSON lines of `analyze`."""

from __future__ import annotations

from typing import Any


def review_codes(objects: list[dict[str, Any]]) -> dict[str, set[str]]:
    """Return the codes of every group that was reported for review, by group id."""
    found: dict[str, set[str]] = {}
    for line in objects:
        group, review = line.get("group"), line.get("review")
        if isinstance(group, str) and review:
            found.setdefault(group, set()).update(_code(finding) for finding in review)
    return found


def _code(finding: Any) -> str:
    return str(finding["code"]) if isinstance(finding, dict) else str(finding)
