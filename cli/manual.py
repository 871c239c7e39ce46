"""The man page, made from the help texts, so that it never says anything else."""

from __future__ import annotations

from collections.abc import Iterator

import click

from cli.exits import MEANING
from cli.lazy import Lazy
from journal import __version__


def manual(root: click.Group) -> str:
    """Return the man page of winnow in roff."""
    return "\n".join(_page(root)) + "\n"


def _page(root: click.Group) -> Iterator[str]:
    yield f'.TH WINNOW 1 "" "winnow {__version__}" "User Commands"'
    yield ".SH NAME"
    yield "winnow \\- resolve the duplicate photographs of an Immich library"
    yield from (".SH SYNOPSIS", ".B winnow", "[OPTIONS] COMMAND [ARGS]...", ".SH DESCRIPTION")
    yield from _prose(root.help or "")
    yield ".SH OPTIONS"
    with click.Context(root, info_name="winnow") as context:
        yield from _options(root, context)
        yield ".SH COMMANDS"
        for path, command in _commands(root, "winnow"):
            yield from _command(path, command, context)
    yield ".SH EXIT STATUS"
    for code, meaning in MEANING.items():
        yield from (".TP", f".B {code.value}", _safe(meaning))


def _commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in (group.every() if isinstance(group, Lazy) else group.commands).items():
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")


def _command(path: str, command: click.Command, above: click.Context) -> Iterator[str]:
    with click.Context(command, info_name=path, parent=None) as context:
        pieces = " ".join(command.collect_usage_pieces(context))
        yield f".SS {_safe(path)} {_safe(pieces)}".rstrip()
        yield from _prose(command.help or "")
        yield from _options(command, context, {o for p in above.command.params for o in p.opts})


def _options(command: click.Command, context: click.Context, known: set[str] | None = None) -> Iterator[str]:
    """Yield the options that are this command's own; what every command takes stands at the top once."""
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None and not (known and (known | {"--help"}) & {*parameter.opts}):
            yield from (".TP", f".B {_safe(record[0])}", _safe(record[1]))


def _prose(text: str) -> Iterator[str]:
    """Yield paragraphs; what a help text marks as it stands keeps its lines."""
    for paragraph in text.strip().split("\n\n"):
        lines = [one.strip() for one in paragraph.splitlines()]
        yield ".PP"
        if lines and lines[0] == "\b":
            yield from (".nf", *(_safe(one) for one in lines[1:]), ".fi")
        else:
            yield _safe(" ".join(lines))


def _safe(text: str) -> str:
    """Return text in which roff sees no command of its own."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text[:1] in (".", "'") else text
