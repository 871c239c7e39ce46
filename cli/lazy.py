"""A group of commands that are imported when somebody asks for one: `winnow --help` needs none of them."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any, Final

import click
from attrs import frozen

NEARLY: Final = 0.8
"""How alike a mistyped name and a command are where no other can be meant, as difflib counts it."""


@frozen
class LazyCommand:
    """One command: its name, the module that holds it, what `--help` says of it, and its name there if it differs."""

    name: str
    module: str
    summary: str
    attribute: str = ""


def all_imported() -> None:
    """Look for garbage again, where the door ended that for the time of the imports, and not among what these made."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


class Lazy(click.Group):
    """Lists its commands in the order in which people use them."""

    def __init__(
        self,
        *args: Any,
        entries: Sequence[LazyCommand] = (),
        elsewhere: Mapping[str, str] | None = None,
        **rest: Any,
    ) -> None:
        """Take the commands, and the names that other tools give to such, each with what it is called here."""
        super().__init__(*args, **rest)
        self.elsewhere = elsewhere or {}
        self.entries: Mapping[str, LazyCommand] = {entry.name: entry for entry in entries}

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        command = getattr(import_module(entry.module), entry.attribute or entry.name)
        all_imported()
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is named; of a name that is none, the nearest are told, and `help` is `--help`."""
        if args[0] == "help" and "help" not in self.entries:
            if not args[1:]:
                click.echo(ctx.get_help(), color=ctx.color)
                ctx.exit()
            return self.resolve_command(ctx, [*args[1:], "--help"])
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = self.elsewhere.get(args[0]) or " or ".join(self._near(args[0]))
            if near:
                text = f"There is no command {args[0]}: did you mean {near}?"
                raise click.UsageError(text, ctx) from error
            raise

    def _near(self, name: str) -> list[str]:
        """Return the commands that a mistyped name may mean: where one is nearly it, not those that are only alike."""
        return get_close_matches(name, self.entries, 2, NEARLY) or get_close_matches(name, self.entries, 2)

    def every(self) -> dict[str, click.Command]:
        """Import every command and return them by name."""
        context = click.Context(self)
        found = {name: self.get_command(context, name) for name in self.entries}
        return {name: command for name, command in found.items() if command is not None}

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(entry.name, entry.summary) for entry in self.entries.values()])
