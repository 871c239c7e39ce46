"""Progress for people: one bar per stage on stderr, and nothing where stderr is no terminal."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from threading import Lock
from types import TracebackType
from typing import Self

from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
)
from rich.text import Text

from cli.console import tell
from cli.render.text import clean, size

WORDS = {
    "analyze": "judging groups",
    "pictures": "looking at pictures and files",
    "bytes": "read for that",
    "look again": "looking again",
    "download": "backing up",
    "patch": "writing dates, places and texts",
    "clock": "checking the clocks",
    "tags": "adding tags",
    "flags": "marking favourites",
    "relations": "adding to albums and the like",
    "covers": "setting covers",
    "prove": "reading the winners whole",
    "trash": "moving to the trash",
    "stack": "making stacks",
    "recover": "settling what is in doubt",
    "audit": "auditing groups",
    "bring back": "bringing pictures back",
    "put back": "putting fields back",
    "regroup": "rebuilding groups",
    "trash again": "moving to the trash again",
}

BAR = 12
"""Columns of a bar, so that the longest words, a count of five digits and the time fit beside it into 80."""


class Amount(ProgressColumn):
    """How far a stage is: a count, of how many where that is known; or of bytes their sum, and how many a second."""

    def render(self, task: Task) -> Text:
        if task.fields.get("stage") == "bytes":
            return Text(f"{size(int(task.completed))}, {size(int(task.speed or 0))}/s")
        return Text(f"{int(task.completed):,}" + ("" if task.total is None else f"/{int(task.total):,}"))


class Known(ProgressColumn):
    """A bar, where the end is known: one that runs to and fro says nothing that the count beside it does not."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = BarColumn(bar_width=BAR)

    def render(self, task: Task) -> RenderableType:
        return Text() if task.total is None else self._bar.render(task)


class Time(ProgressColumn):
    """How long is left, as far as the last minute tells; where that can't be told, how long it has taken."""

    max_refresh = 0.5

    def render(self, task: Task) -> Text:
        if task.total is not None and (left := task.time_remaining) is not None:
            return Text(f"{timedelta(seconds=ceil(left))} left")
        return Text(str(timedelta(seconds=int(task.elapsed or 0))))


class Bars:
    """A `Progress` that draws bars while its context lasts."""

    def __init__(self, *, shown: bool) -> None:
        console = Console(stderr=True)
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            Known(),
            Amount(),
            Time(),
            console=console,
            transient=True,
            speed_estimate_period=60,
            disable=not (shown and console.is_terminal),
        )
        self._tasks: dict[str, TaskID] = {}
        self._shown, self._said, self._saying = shown, set[str](), Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def start(self, stage: str, total: int | None) -> None:
        if total == 0:
            return
        if not self._tasks:
            # Only while there is something to draw: live bars would swallow a question.
            self._bars.start()
        self._tasks[stage] = self._bars.add_task(WORDS.get(stage, stage), total=total, stage=stage)

    def advance(self, stage: str, by: int = 1) -> None:
        if stage in self._tasks:
            self._bars.advance(self._tasks[stage], by)

    def say(self, text: str) -> None:
        with self._saying:
            if not self._shown or text in self._said:
                return
            self._said.add(text)
        words = f"{clean(text)}."
        if self._bars.console.is_terminal and self._tasks:
            # Above the bars, which would else be drawn over it.
            self._bars.console.print(Text(words))
        else:
            tell(words)

    def finish(self, stage: str) -> None:
        if stage in self._tasks:
            self._bars.remove_task(self._tasks.pop(stage))
        if not self._tasks:
            self._bars.stop()
