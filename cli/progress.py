"""Progress for people: one bar per stage on stderr, and nothing where stderr is no terminal."""

from __future__ import annotations

from threading import Lock
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
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
    "patch": "writing dates, places and texts, and waiting for the server",
    "clock": "checking the clocks",
    "tags": "adding tags",
    "flags": "marking favourites",
    "relations": "adding to albums, and whatever else shows a loser",
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


class Amount(ProgressColumn):
    """How far a stage is: a count, or of bytes their sum and how many come in a second."""

    def render(self, task: Task) -> Text:
        if task.fields.get("stage") == "bytes":
            return Text(f"{size(int(task.completed))}, {size(int(task.speed or 0))}/s")
        total = "?" if task.total is None else f"{int(task.total):,}"
        return Text(f"{int(task.completed):,}/{total}")


class Bars:
    """A `Progress` that draws bars while its context lasts."""

    def __init__(self, *, shown: bool) -> None:
        console = Console(stderr=True)
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            Amount(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
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
