"""A write whose answer never came may still be on its way: through a proxy that gave up, or while the run ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import define, evolve, field

from engine.base.errors import ReplyLost
from engine.base.report import Ending
from practice.world import World
from tests.support.rehearsal import LONG_AGO, NOON, QUICK, Rehearsal, rehearsal

ABOUT: dict[str, Any] = {"file_created": LONG_AGO, "make": "Canon", "model": "R5", "taken": NOON}
PATIENT = evolve(QUICK, quiet=0.3)


def library(world: World) -> None:
    world.add_picture("kept.jpg", group="g", **ABOUT)
    world.add_picture("lost.jpg", group="g", width=320, height=240, rating=4, **ABOUT)


@define
class Proxy:
    """Stands before the server and gives up on the first call of a name: what it was given it delivers later, or never.

    `late` are seconds until it delivers by itself.
    """

    name: str
    late: float | None = None
    then: Callable[[], None] = lambda: None
    kept: list[Callable[[], None]] = field(factory=list)
    calls: int = 0

    def before(self, writer: Any) -> Any:
        proxy = self

        class Through:
            def __getattr__(self, name: str) -> Any:
                real = getattr(writer, name)
                return proxy.giving_up(real) if name == proxy.name else real

        return Through()

    def giving_up(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            self.calls += 1
            if self.calls > 1:
                return real(*args, **named)
            if self.late is None:
                self.kept.append(lambda: real(*args, **named))
            else:
                threading.Timer(self.late, real, args, named).start()
            self.then()
            raise ReplyLost(method="PUT", path="/assets/x", detail="504 Gateway Timeout")

        return call


@pytest.mark.parametrize("dialect", ["3.1", "2.7"])
@pytest.mark.parametrize("name", ["patch", "trash"])
def test_a_write_that_arrives_long_after_the_proxy_gave_up_is_not_sent_twice(
    tmp_path: Path, dialect: str, name: str
) -> None:
    """It was sent again after one pause; then two writes of one picture met, and the server lost one."""
    proxy = Proxy(name, late=PATIENT.quiet * 2.5)
    with rehearsal(tmp_path, fill=library, settings=PATIENT, dialect=dialect) as stage:
        stage.analyze()
        stage.wrap = lambda context, writer: (context, proxy.before(writer))
        report = stage.apply()
        assert [end.ending for end in report.ends] == [Ending.DONE], report.ends
        assert proxy.calls == 1
        stage.settle()
        assert stage.state()["kept.jpg"]["rating"] == 4
        assert stage.state()["lost.jpg"]["trashed"]
        stage.check_book()


def test_a_write_that_never_arrives_is_sent_again_once_it_is_provably_gone(tmp_path: Path) -> None:
    proxy = Proxy("patch")
    with rehearsal(tmp_path, fill=library) as stage:
        stage.analyze()
        stage.wrap = lambda context, writer: (context, proxy.before(writer))
        assert [end.ending for end in stage.apply().ends] == [Ending.DONE]
        assert proxy.calls == 2


@pytest.mark.parametrize("delivered", [True, False], ids=["it lands", "it is lost"])
def test_a_lost_reply_stays_in_doubt_where_the_run_is_ending(tmp_path: Path, delivered: bool) -> None:
    """It was called not sent, and landed afterwards without anybody knowing."""
    stop = threading.Event()

    class Stopping:
        def requested(self) -> bool:
            return stop.is_set()

    proxy = Proxy("patch", then=stop.set)
    with rehearsal(tmp_path, fill=library) as stage:
        before = stage.state()
        stage.analyze()
        stage.wrap = lambda context, writer: (evolve(context, stop=Stopping()), proxy.before(writer))
        report = stage.apply()
        assert [end.ending for end in report.ends] == [Ending.IN_DOUBT], report.ends
        assert doubts(stage) == ["patch-fields"]
        if delivered:
            proxy.kept.pop()()
            stage.settle()
        stop.clear()
        stage.resume()
        assert proxy.calls == (1 if delivered else 2)
        assert stage.state()["kept.jpg"]["rating"] == 4
        stage.check_book()
        stage.restore()
        stage.settle()
        assert stage.state() == before


def doubts(stage: Rehearsal) -> list[str]:
    """Return the actions of the steps in doubt."""
    with stage.process() as (context, _, _server):
        return [intent.action for intent in context.journal.in_doubt()]
