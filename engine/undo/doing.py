"""Do and ask on the way back: everything stops with the first error after which nothing more can succeed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from attrs import define

from engine.base.context import Context
from engine.base.errors import BadKey, EngineError, KeyUnusable, ServerError, VaultMissing
from engine.effect.ending import UNASKED
from engine.effect.foresee import Foresight
from engine.effect.perform import Loop, Performed, Result, Todo, perform

T = TypeVar("T")
R = TypeVar("R")


@define
class Doing:
    """The effect loop of one way back, and why it stopped, where it did."""

    settler: Loop
    stopped: EngineError | None = None

    @property
    def context(self) -> Context:
        return self.settler.context

    @property
    def foresees(self) -> bool:
        """Tell whether nothing is really done, so that nothing can be read back."""
        return isinstance(self.settler, Foresight)

    @property
    def unasked(self) -> str:
        """Return in words why the server was not asked any more."""
        if isinstance(self.stopped, VaultMissing):
            return "the vault with its backup is not there"
        if isinstance(self.stopped, (BadKey, KeyUnusable)):
            return "the server did not accept the key any more"
        return UNASKED

    def perform(self, todos: Sequence[Todo]) -> Mapping[str, Result]:
        """Carry out todos and return what became of each by key; nothing once something has stopped us."""
        if self.stopped is not None or not todos:
            return {}
        done: Performed = perform(self.settler, todos)
        self.stopped = done.stopped
        return done.results

    def ask(self, question: Callable[[T], R], items: Sequence[T]) -> list[R | None]:
        """Ask the server about each item; None where it could not be asked."""

        def answer(item: T) -> R | None:
            if self.stopped is not None:
                return None
            try:
                return question(item)
            except ServerError as error:
                self.stopped = self.stopped or error
                return None

        return self.context.each(answer, items)
