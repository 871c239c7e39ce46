"""The command that does what a dry run showed, as a person would type it."""

from __future__ import annotations

from collections.abc import Collection

import click
from click.core import ParameterSource

from cli.render.text import clean


def without_dry_run(spelled: Collection[str]) -> str:
    """Return the running command without its --dry-run; of its parameters those named in `spelled` can be written out.

    With any other, such as a filter or a home, it is only said that the rest stays the same.
    """
    context = click.get_current_context()
    given = [
        one
        for one in context.command.params
        if one.name
        and one.name != "dry_run"
        and context.get_parameter_source(one.name) is ParameterSource.COMMANDLINE
    ]
    if any(one.name not in spelled for one in given):
        return "the same without --dry-run"
    words = ["winnow", str(context.info_name)]
    for one in given:
        words += [] if isinstance(one, click.Argument) else [one.opts[0]]
        words.append(clean(str(context.params[str(one.name)])))
    return " ".join(words)
