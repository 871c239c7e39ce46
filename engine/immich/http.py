"""The only place where bytes go to the server and come back.

Reads are repeated with growing, random pauses. A write is sent again only where the server says that it did not take
it. What a failure of a write proves decides the error: nothing was sent or taken (`Unreachable`), the server said no
(`Refused`), or nobody knows (`ReplyLost`).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import requests
from attrs import field, frozen

from engine.base.errors import BadAnswer, Unreachable
from engine.immich import waits
from engine.immich.address import Address
from engine.immich.failures import BROKEN, is_hopeless, reason, was_never_sent
from engine.immich.heard import Heard, TooLong
from engine.immich.key import Key
from engine.immich.pace import Pace
from engine.immich.questions import Question, SentBody, Timeouts, target_of
from engine.immich.sessions import Session, Surroundings
from engine.immich.sundial import Sundial
from engine.immich.verdicts import Failure, Judge, lost
from journal.clock import Clock

T = TypeVar("T")

MOST_HOPS = 3


@frozen(kw_only=True)
class Wire:
    """A connection to one server, shared by all threads."""

    address: Address
    timeouts: Timeouts
    pace: Pace
    clock: Clock
    key: Key
    attempts: int = 5
    _around: Surroundings = field(repr=False)
    _reads: Session = field(repr=False)
    sundial: Sundial = field(factory=Sundial, repr=False)
    _chance: Callable[[], float] = field(default=random.SystemRandom().random, repr=False)

    @classmethod
    def open(
        cls,
        address: Address,
        key: Key,
        *,
        workers: int,
        timeouts: Timeouts,
        pace: Pace,
        clock: Clock,
        attempts: int = 5,
    ) -> Wire:
        """Prepare the connection; nothing is sent yet."""
        around = Surroundings.of(address, key)
        return cls(
            address=address,
            timeouts=timeouts,
            pace=pace,
            clock=clock,
            key=key,
            attempts=attempts,
            around=around,
            reads=around.session(workers),
        )

    def close(self) -> None:
        self._reads.close()

    def read(
        self, method: str, path: str, *, params: Mapping[str, str] | None = None, body: object = None
    ) -> Any:
        """Return the JSON of an answer that may be asked for again.

        Raises `Unreachable`, `NotImmich`, `Refused`, `BadAnswer`.
        """
        question = Question.of(method, path, params=params, body=body)
        heard = self._until(lambda: self._heard(question))
        try:
            return heard.json()
        except TooLong as error:
            detail = str(error)
        except ValueError as error:
            detail = f"it is not JSON ({str(error)[:80]})"
        raise BadAnswer(method=method, path=path, detail=detail)

    @contextmanager
    def stream(
        self,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Iterator[requests.Response]:
        """Yield an answer whose body has not been read yet; only the way to its first byte is repeated."""
        question = Question.of("GET", path, params=params, headers=headers)
        response = self._until(lambda: self._begun(question))
        try:
            yield response
        finally:
            response.close()

    def write(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        data: SentBody | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Heard:
        """Send one change; return its answer.

        `body` is sent as JSON, `data` as it is. It goes out once, and again only where the server says that it was
        too busy to take it. Raises `Unreachable` when nothing was sent or taken, `Refused` when the server said
        no, `ReplyLost` in every other case.
        """
        rest = {} if data is None else {"data": data}
        question = Question.of(method, path, body=body, headers=headers, **rest)

        def send() -> Heard | Failure:
            if data is not None:
                data.rewind()
            return self._written(question)

        return self._until(send)

    def pause(self, attempt: int, wish: float | None = None) -> None:
        """Wait before asking again."""
        self.clock.sleep(waits.growing(attempt, self._chance()) if wish is None else wish)

    def _until(self, ask: Callable[[], T | Failure]) -> T:
        """Return the first answer. Errors are raised here, so that no chain holds the request and its headers."""
        attempt = 1
        while True:
            outcome = ask()
            if not isinstance(outcome, Failure):
                return outcome
            if not outcome.again or attempt >= self.attempts:
                raise outcome.error
            self.pause(attempt, outcome.wish)
            attempt += 1

    def _heard(self, question: Question) -> Heard | Failure:
        response = self._begun(question)
        if isinstance(response, Failure):
            return response
        try:
            return Heard.of(response, self.key)
        except TooLong as error:
            return Failure(BadAnswer(method=question.method, path=question.path, detail=str(error)))
        except BROKEN as error:
            return Failure(self._unreachable(error), again=True)

    def _begun(self, question: Question) -> requests.Response | Failure:
        """Return an answer that is none of the unwelcome ones, its body unread."""
        try:
            response = self._followed(question)
        except BROKEN as error:
            return Failure(self._unreachable(error), again=not is_hopeless(error))
        judge, now, head = self._judge, self.clock.now(), Heard.head(response, self.key)
        self.sundial.look(head.headers, now)
        if judge.of_read(head, question, now) is None:
            return response
        return judge.of_read(self._words(response), question, now) or response

    def _followed(self, question: Question) -> requests.Response:
        """Send a read, also to where the same host redirects it; elsewhere the key would travel along."""
        url, params = self.address.api + question.path, question.params
        for _ in range(MOST_HOPS + 1):
            response = self._ask(question, url, params)
            target = target_of(response, url)
            if question.method != "GET" or target is None:
                return response
            response.close()
            url, params = target, None
        return response

    def _ask(self, question: Question, url: str, params: Mapping[str, str] | None) -> requests.Response:
        self.pace.wait()
        return self._reads.ask(
            question.method,
            url,
            params=params or {},
            data=question.data,
            headers=question.headers,
            timeout=(self.timeouts.connect, self.timeouts.read),
        )

    def _send(self, session: requests.Session, question: Question) -> requests.Response:
        self.pace.wait()
        return session.request(
            question.method,
            self.address.api + question.path,
            data=question.data,
            headers=question.headers,
            timeout=(self.timeouts.connect, self.timeouts.write),
            stream=True,
            allow_redirects=False,
        )

    def _words(self, response: requests.Response) -> Heard:
        """Return an unwelcome answer, without its body where that breaks off: the status has to do then."""
        try:
            return Heard.of(response, self.key)
        except (TooLong, *BROKEN):
            return Heard.head(response, self.key)

    def _written(self, question: Question) -> Heard | Failure:
        """Send a change once, on a connection that nothing else uses: a server may close a kept one any moment."""
        try:
            with self._around.session() as session:
                session.headers["Connection"] = "close"
                response = self._send(session, question)
                heard = self._words(response) if response.status_code >= 300 else Heard.of(response, self.key)
        except (TooLong, *BROKEN) as error:
            if was_never_sent(error):
                return Failure(self._unreachable(error))
            return Failure(lost(question, self.key.hidden(reason(error))))
        return self._judge.of_write(heard, question, self.clock.now()) or heard

    @property
    def _judge(self) -> Judge:
        return Judge(self.address.base, self.attempts)

    def _unreachable(self, error: BaseException) -> Unreachable:
        return Unreachable(url=self.address.base, detail=self.key.hidden(reason(error)))
