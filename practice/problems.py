"""Refusals of the practice server, before a dialect gives them their shape."""

from __future__ import annotations

from typing import Any

from attrs import frozen


@frozen
class Issue:
    """One validation fault: where, what 3.x says (a zod issue without its path), what 2.x says."""

    path: tuple[str | int, ...]
    modern: dict[str, Any]
    classic: tuple[str, ...]


class Problem(Exception):
    """A request that is answered with an error status."""

    def __init__(self, status: int, message: str, issues: tuple[Issue, ...] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.issues = issues


def invalid(*issues: Issue) -> Problem:
    """Return the refusal of a body or query that is not well-formed."""
    return Problem(400, "Validation failed", issues)


def no_access(permission: str) -> Problem:
    """Return the refusal of an id that does not exist or is not yours; the server does not say which."""
    return Problem(400, f"Not found or no {permission} access")


def missing_file(modern: bool) -> Problem:
    """Return the refusal of a download that has no bytes to send."""
    return Problem(404, "Not Found") if modern else Problem(500, "Internal server error")
