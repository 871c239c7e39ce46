"""The options with which a person limits what one run may do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import click

from cli.types import Percent, Whole
from engine.base.settings import Settings
from engine.base.units import size_of, size_text
from engine.runs.runs import find_run
from journal.port import JournalReader

DEFAULT = Settings()


class Size(click.ParamType[int]):
    """Bytes as people write them: 5GB, 500M."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            return value if isinstance(value, int) else size_of(str(value))
        except ValueError:
            self.fail(f"{value!r} is no size: write it as 500MB or 5GB.", param, ctx)


def _kept(days: str, free: str) -> tuple[Callable[..., Any], ...]:
    """Return the options for what is to be kept: pictures in the trash, and space on the disk; both end as said."""
    return (
        click.option(
            "--min-trash-days", type=Whole(0, 10**6), metavar="N",
            help=f"Refuse if the server's trash keeps less{days}."),
        click.option(
            "--min-free", "spare_bytes", type=Size(), metavar="SIZE",
            help=f"Leave so much of the home's disk free{free}."),
    )  # fmt: skip


OPTIONS = (
    click.option(
        "--max-share", type=Percent(), metavar="PERCENT",
        help=f"Trash no more of the library in one run ({DEFAULT.max_share:g}; {DEFAULT.few} losers always may)."),
    *_kept(f" ({DEFAULT.min_trash_days})", f" ({size_text(DEFAULT.spare_bytes)})"),
)  # fmt: skip


AGAIN = _kept(", whatever the run was begun with", ", whatever the run was begun with")


def limited(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the limits; a share that somebody names counts for few losers too."""

    @wraps(command)
    def limiting(*args: Any, max_share: float | None, **kwargs: Any) -> Any:
        few = None if max_share is None else 0
        return command(*args, max_share=max_share, few=few, **kwargs)

    for option in reversed(OPTIONS):
        limiting = option(limiting)
    return limiting


def relimited(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command those limits that may change while a run waits, as `instead`: {} where none is named."""

    @wraps(command)
    def relimiting(*args: Any, min_trash_days: int | None, spare_bytes: int | None, **kwargs: Any) -> Any:
        said = {"min_trash_days": min_trash_days, "spare_bytes": spare_bytes}
        instead = {name: value for name, value in said.items() if value is not None}
        return command(*args, instead=instead, **kwargs)

    for option in reversed(AGAIN):
        relimiting = option(relimiting)
    return relimiting


def within(journal: JournalReader, run: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the limits of a plan: what a person said, else what its policy says."""
    return of_policy(journal, run) | {name: value for name, value in said.items() if value is not None}


def of_policy(journal: JournalReader, run: str) -> dict[str, Any]:
    """Return the limits of the policy by which a plan was made; {} for plans that noted none."""
    found = find_run(journal, run)
    policy = found.opened.detail.get("policy") if found else None
    said = policy.get("apply", {}) if isinstance(policy, dict) else {}
    if not said:
        return {}
    return {
        "max_share": said["max_share"],
        "min_trash_days": round(said["min_trash_days"]),
        "spare_bytes": round(said["min_free_gb"] * 1e9),
    }
