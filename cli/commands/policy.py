"""`winnow policy`: print the rules of judging, or check a file of them."""

from __future__ import annotations

from pathlib import Path

import click

from cli.console import emit, line, verbatim
from cli.context import policy_from, policy_of
from cli.exits import Exit
from cli.options import Options, local, ruled
from engine.judge.policy import Policy
from engine.judge.policy_toml import policy_toml


@click.group(invoke_without_command=True)
@local
def policy(options: Options) -> Exit:
    """Print the default policy as TOML, to change and to pass with --policy."""
    del options
    context = click.get_current_context()
    if context.invoked_subcommand is None:
        verbatim(policy_toml(Policy()).rstrip("\n"))
    return Exit.DONE


@policy.command()
@ruled
def show(options: Options) -> Exit:
    """Print the policy that holds, every key of it: the default, or with --policy that of a file."""
    verbatim(policy_toml(policy_of(options)).rstrip("\n"))
    return Exit.DONE


@policy.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@local
def check(options: Options, file: Path) -> Exit:
    """Say whether FILE can be used, and what is wrong with it."""
    policy_from(file)
    if options.json:
        emit({"policy": str(file), "ok": True})
    else:
        line(f"{file} can be used.")
    return Exit.DONE
