"""`winnow completion`: what a shell needs to complete winnow's words."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from cli.console import verbatim
from cli.exits import Exit
from cli.options import Options, local


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@local
def completion(options: Options, shell: str) -> Exit:
    """Print the completions for bash, zsh or fish, to be stored where the shell looks for them.

    \b
    bash  winnow completion bash > ~/.local/share/bash-completion/completions/winnow
    zsh   winnow completion zsh > ~/.zfunc/_winnow     (a folder of $fpath)
    fish  winnow completion fish > ~/.config/fish/completions/winnow.fish
    """
    from cli.main import VARIABLE

    del options
    kind = get_completion_class(shell)
    assert kind is not None
    root = click.get_current_context().find_root().command
    # Written by hand: click's own bash script first asks the bash at hand for its version.
    text = kind.source_template % kind(root, {}, "winnow", VARIABLE).source_vars()
    verbatim(text.strip("\n"))
    return Exit.DONE
