"""What an answer means for who asked: a pure decision over status, headers and words."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from engine.base.errors import NotImmich, ReplyLost, ServerError, Unreachable
from engine.immich.heard import Heard
from engine.immich.questions import Question
from engine.immich.refusals import refusal
from engine.immich.waits import wish

TRY_AGAIN = frozenset({429, 502, 503, 504})
"""What a server, or a proxy before it, says while it is busy."""


@frozen
class Failure:
    """Why there is no answer; `again` tells whether asking again may help, `wish` the seconds to wait before."""

    error: ServerError
    again: bool = False
    wish: float | None = None


@frozen
class Judge:
    """Judges the answers of one server; `tries` is how often we ask."""

    url: str
    tries: int

    def of_read(self, heard: Heard, question: Question, now: datetime) -> Failure | None:
        """Return what an unwelcome answer to a read means, None for a welcome one."""
        asked = f"{question.method} {question.path}"
        if heard.status in TRY_AGAIN:
            detail = f"{asked} gives {heard.status} {heard.reason}, {self.tries} times"
            error: ServerError = Unreachable(url=self.url, detail=detail)
            if heard.status == 429:
                error = self._refusal(heard, question)
            return Failure(error, again=True, wish=wish(heard, now))
        if not 200 <= heard.status < 300:
            return Failure(self._refusal(heard, question))
        if heard.is_html:
            return Failure(NotImmich(url=self.url, detail=f"{asked} gives a web page"))
        return None

    def of_write(self, heard: Heard, question: Question, now: datetime) -> Failure | None:
        """Return what an unwelcome answer to a write means, None for a welcome one.

        429, and 503 with a Retry-After, say that nothing was taken (RFC 6585, 4; RFC 9110, 15.6.4): it may be sent
        again, whole, once the time has passed.
        """
        if heard.status == 429 or (heard.status == 503 and "retry-after" in heard.headers):
            words = self._refusal(heard, question).facts["detail"]
            detail = f"it is too busy ({heard.status}: {words}) and took nothing, {self.tries} times"
            return Failure(Unreachable(url=self.url, detail=detail), again=True, wish=wish(heard, now))
        if heard.status >= 500:
            # Also a proxy in between may say this, while the server goes on working.
            facts = self._refusal(heard, question).facts
            return Failure(lost(question, f"{heard.status}: {facts['detail']}{facts['correlation']}"))
        if not 200 <= heard.status < 300:
            return Failure(self._refusal(heard, question))
        if heard.is_html:
            return Failure(lost(question, "a web page came instead of an answer"))
        return None

    def _refusal(self, heard: Heard, question: Question) -> ServerError:
        return refusal(heard, question.method, question.path, self.url)


def lost(question: Question, detail: str) -> ReplyLost:
    """Return the error for a write of which nobody knows what became."""
    return ReplyLost(method=question.method, path=question.path, detail=detail)
