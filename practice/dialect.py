"""What differs between the two server generations, in one place."""

from __future__ import annotations

import json
import random
from http import HTTPStatus
from typing import Any

from attrs import frozen

from engine.model.server import Version
from practice.problems import Problem


@frozen(kw_only=True)
class Dialect:
    """One generation of the server.

    `modern` is 3.x: other error bodies, durations in milliseconds, no device ids, no faces inside people.
    """

    version: Version
    modern: bool

    @property
    def lowest_rating(self) -> int:
        """Return the lowest rating that survives extraction."""
        return 1 if self.modern else -1

    @property
    def correlation_header(self) -> str:
        """Return the name of the header that carries the correlation id."""
        return "X-Correlation-ID" if self.modern else "x-immich-cid"

    def duration(self, seconds: float | None) -> int | str | None:
        """Return a duration as the API writes it: milliseconds, or text of one of two widths."""
        if self.modern:
            return None if seconds is None else round(seconds * 1000)
        if seconds is None:
            return "0:00:00.00000"
        whole, fraction = divmod(round(seconds * 1000), 1000)
        minutes, second = divmod(whole, 60)
        hours, minute = divmod(minutes, 60)
        return f"{hours:02}:{minute:02}:{second:02}.{fraction:03}"

    def error(self, problem: Problem, correlation: str) -> dict[str, Any]:
        """Return the JSON body of a refusal."""
        if self.modern:
            if problem.issues:
                errors = [issue.modern | {"path": list(issue.path)} for issue in problem.issues]
                return {"message": problem.message, "errors": errors}
            return {"message": problem.message}
        message: str | list[str] = problem.message
        if problem.issues:
            message = [text for issue in problem.issues for text in issue.classic]
        return {
            "message": message,
            "error": HTTPStatus(problem.status).phrase,
            "statusCode": problem.status,
            "correlationId": correlation,
        }


CLASSIC = Dialect(version=Version(2, 7, 5), modern=False)
MODERN = Dialect(version=Version(3, 1, 0), modern=True)
DIALECTS = {"2.7": CLASSIC, "3.1": MODERN}


def dump(data: Any) -> bytes:
    """Return JSON as the server writes it: compact, not escaped."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def correlation(chance: random.Random) -> str:
    """Return a new correlation id."""
    return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=8))
