"""The command line's front door: commands by name, and the one place where errors become exit codes."""

from __future__ import annotations

import atexit
import os
import re
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import Final

import click

from cli.confirm import NOTHING_CHANGED
from cli.console import flush, line, tell
from cli.entries import ELSEWHERE, ENTRIES
from cli.exits import Exit, exit_of, table
from cli.faults import of_system, report
from cli.lazy import Lazy, all_imported
from cli.options import Options, everything, options_of
from cli.streams import OutputLost, close_quietly, open_streams, silence, spell_everything
from engine.base.errors import EngineError
from journal import __version__
from journal.errors import JournalError

EPILOG = "\b\nExit codes:\n" + table()
VARIABLE = "_WINNOW_COMPLETE"
"""The variable by which a shell asks winnow for completions (click's own convention)."""

LONGEST_LINE = 2000
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(
    cls=Lazy,
    entries=ENTRIES,
    elsewhere=ELSEWHERE,
    epilog=EPILOG,
    context_settings=SETTINGS,
    invoke_without_command=True,
)
@click.version_option(__version__, prog_name="winnow")
@everything
@click.pass_context
def _app(context: click.Context) -> None:
    """Resolve the duplicate photographs of an Immich library, with a journal that can take all of it back.

    In this order: login, check, analyze, apply --dry-run, apply --canary 5, audit; review for what is left to you; and
    restore, at any time. Without a command it tells what comes next in this home.
    """
    context.obj = options = options_of(context)
    if context.invoked_subcommand is None:
        from cli.home import home_of
        from cli.whatnext import next_steps

        all_imported()
        for text in next_steps(home_of(options)):
            line(text)
        line("All commands: winnow --help")


assert isinstance(_app, Lazy)
app: Lazy = _app


def main() -> None:
    """Run winnow and end the process with its exit code."""
    open_streams()
    if instruction := os.environ.get(VARIABLE):
        # A shell asks for completions, which is no command.
        from click.shell_completion import shell_complete

        sys.exit(shell_complete(app, {}, "winnow", VARIABLE, instruction))
    leave(run(sys.argv[1:]))


def leave(code: int) -> None:
    """End the process with this code.

    Everything that had to be closed was closed by whoever opened it. What is left is memory, and to take that apart
    piece by piece, as Python does, takes a tenth of a second.
    """
    close_quietly()
    if threading.active_count() > 1:
        if code == Exit.INTERRUPTED:
            # Requests may hang for minutes. Dying here leaves what a crash leaves, and `resume` settles that.
            os._exit(code)
        sys.exit(code)  # which waits for them
    atexit._run_exitfuncs()
    close_quietly()
    os._exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; every error ends here, in one line."""
    options = Options()
    try:
        spell_everything()
        refuse_unreadable(arguments, os.environ)
        refuse_empty(arguments)
        with app.make_context("winnow", list(arguments), obj=options) as context:
            code = app.invoke(context)
        flush()
        return int(code or Exit.DONE)
    except click.exceptions.Exit as done:
        return done.exit_code
    except BrokenPipeError:
        silence(sys.stdout.fileno())
        return Exit.INTERRUPTED
    except OutputLost as error:
        silence(sys.stdout.fileno())
        return _end(Exit.GUARD, str(error), options, error)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return Exit.USAGE
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else _command_of(arguments)
        return _end(Exit.USAGE, f"{_sentence(error.format_message())} See `{where} --help`.", options, error)
    except click.ClickException as error:
        return _end(Exit.USAGE, error.format_message(), options, error)
    except click.Abort as error:
        return _end(Exit.INTERRUPTED, str(error) or NOTHING_CHANGED, options, error)
    except KeyboardInterrupt as error:
        after = "" if options.advice else " How things stand, and what comes next: winnow"
        return _end(Exit.INTERRUPTED, f"Interrupted.{after}", options, error)
    except EngineError as error:
        from cli.account import told_with_origin

        return _end(exit_of(error), told_with_origin(error, options), options, error)
    except JournalError as error:
        return _end(exit_of(error), str(error), options, error)
    except OSError as error:
        return _end(*of_system(error), options, error)
    except Exception as error:
        return _end(Exit.BUG, report(error), options, error)


def _command_of(arguments: Sequence[str]) -> str:
    """Return the command that was called, as far as its name goes, where click does not say it."""
    name = next((one for one in arguments if not one.startswith("-")), "")
    known = app.get_command(click.Context(app, info_name="winnow"), name) if name else None
    return f"winnow {known.name}" if known is not None else "winnow"


LIKE_A_KEY: Final = re.compile(r"\w{32,}", re.ASCII)
"""What may be a key of Immich, as in engine/immich/address.py, which takes its time to import."""


def _sentence(text: str) -> str:
    """Return a text with an end, where whoever wrote it left that out, and without what may be a key.

    click repeats an argument that nobody asked for, and a key lands there easily.
    """
    if text.startswith(("Got unexpected extra argument", "No such command")):
        text = LIKE_A_KEY.sub("not shown, as it may be a key", text)
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _end(code: Exit, text: str, options: Options, error: BaseException) -> Exit:
    """Tell in one line what happened, without the key, and where it came from if that was asked for."""
    if options.debug:
        import traceback

        tell_lines("".join(traceback.format_exception(error)), options)
    text = _without_secrets(text, options)
    tell(text if len(text) <= LONGEST_LINE else f"{text[: LONGEST_LINE - 1]}…")
    for advice in options.advice:
        tell(advice)
    return code


def tell_lines(text: str, options: Options) -> None:
    """Say several lines, each of them cleaned."""
    for one in _without_secrets(text, options).splitlines():
        tell(one)


def _without_secrets(text: str, options: Options) -> str:
    """Return text without any API key that this invocation was given."""
    for secret in (options.api_key, os.environ.get("IMMICH_API_KEY")):
        if secret and secret.strip():
            text = text.replace(secret.strip(), "[API key]")
    return text


def refuse_unreadable(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Raise click.UsageError for words that are no text in this system's encoding: nothing could be said of them."""
    named = {name: environment.get(name, "") for name in ("WINNOW_HOME", "IMMICH_URL", "IMMICH_API_KEY_FILE")}
    places = [(f"Argument {number}", one) for number, one in enumerate(arguments, 1)] + list(named.items())
    for place, text in places:
        try:
            text.encode()
        except UnicodeEncodeError:
            raise click.UsageError(f"{place} is no UTF-8 text.") from None
        if "\0" in text:
            raise click.UsageError(f"{place} holds a NUL character.")


def refuse_empty(arguments: Sequence[str]) -> None:
    """Raise click.UsageError for an argument in which nothing stands: a script's variable that was never set.

    As a filter it would fit every picture, as a folder it would be the one that somebody happens to be in.
    """
    for number, one in enumerate(arguments, 1):
        name, given, value = one.partition("=")
        if not one.strip():
            before = arguments[number - 2] if number > 1 else ""
            place = f"What follows {before}" if before.startswith("--") else f"Argument {number}"
        elif one.startswith("--") and given and not value.strip():
            place = f"What follows {name}="
        else:
            continue
        raise click.UsageError(f"{place} is empty: say what is meant, or leave it out.")
