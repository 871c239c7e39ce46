"""A restore that was only foreseen: its steps, wave by wave, and what would stay."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, field

from cli.console import emit, line
from cli.render.names import Names
from cli.render.reports import end_text, troubles
from cli.render.steps import action_text
from cli.render.text import GROUP_ID, clean, counted
from cli.spelled import without_dry_run
from engine.action.registry import args_of
from engine.action.upload import UploadOriginal
from engine.base.report import Ending, Report
from engine.effect.foresee import Foreseen
from engine.effect.imagined import NEW
from journal.reader import SqliteReader


@define
class Telling:
    """Print what was foreseen, as `winnow apply --dry-run` prints its steps."""

    journal: SqliteReader
    json: bool
    _names: Names = field(init=False)
    _steps: int = field(default=0, init=False)
    _uploads: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        self._names = Names(self.journal)

    def wave(self, number: int, steps: Sequence[Foreseen], report: Report) -> None:
        """Print the steps of one wave, and how its groups would end where that is not well."""
        if not self.json and steps and number > 1:
            line(f"Part {number}:")
        for step in steps:
            self._steps += 1
            self._uploads += isinstance(step.action, UploadOriginal)
            self._step(number, step)
        for end in report.ends:
            if self.json and end.ending is not Ending.DONE:
                emit({"group": end.group, "ending": end.ending.value, "reasons": list(end.reasons)})
        for text in () if self.json else troubles(report, self._names.group):
            line(f"  {text}")
        for end in () if self.json else report.ends:
            if end.ending is Ending.DONE and end.reasons:
                line(f"  {end_text(end, self._names.group)}")

    def _step(self, wave: int, step: Foreseen) -> None:
        text = action_text(step.action, lambda asset: self._names.name(asset.removeprefix(NEW), step.group))
        if not self.json:
            line(f"  {text}  [{clean(step.group[:GROUP_ID])}]")
            return
        about = {"wave": wave, "group": step.group, "number": self._steps}
        emit({**about, "action": step.action.NAME, "args": dict(args_of(step.action)), "text": text})

    def end(self, *, doubts: int) -> None:
        """Print the count, and what cannot be foreseen."""
        if self.json:
            return
        line(f"{counted(self._steps, 'step')}. Nothing was sent.")
        if self._steps:
            line(f"Next: {without_dry_run(['run'])}, which asks first.")
        if self._uploads:
            line(
                "What an upload lacks beyond this, and what a file's own date says, shows only once it is there."
            )
        if doubts:
            line(
                f"{counted(doubts, 'step')} in doubt are not among them: winnow restore looks at those first, and "
                "undoes what happened of them; winnow resume would carry the run on to its end."
            )
