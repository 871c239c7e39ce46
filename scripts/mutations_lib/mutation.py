"""A small, deliberate mistake in the source."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen


class DoesNotApply(Exception):
    """The source has changed, so the mistake can no longer be made like this; the message says where."""


@frozen
class Edit:
    """Replace a text that must occur exactly once in a file."""

    file: str
    old: str
    new: str

    def apply(self, tree: Path) -> None:
        """Change the file under `tree`; raises `DoesNotApply`."""
        path = tree / self.file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        found = text.count(self.old)
        if found != 1:
            raise DoesNotApply(
                f"{self.file}: the text to replace occurs {found} times: {self.old.strip()[:60]!r}"
            )
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")


@frozen(kw_only=True)
class Mutation:
    """One mistake.

    `shown_by` names scenarios of which at least one must show it; `purge` whether that is needed. `tests` are pytest's
    ids of tests of which at least one must fail: the quick way for what a whole round does not reach. A mistake may
    take several edits: Winnow checks most things more than once, and all of the checks are removed.
    """

    name: str
    edits: tuple[Edit, ...]
    shown_by: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    purge: bool = False
