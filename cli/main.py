"""The command line's front door: commands by name, and the one place where errors become exit codes."""

from __future__ import annotations

import errno
import os
import sys
import threading
import traceback
from collections.abc import Sequence
from types import TracebackType

import click
from click.shell_completion import shell_complete

from cli.commands.analyze import analyze
from cli.commands.apply import apply
from cli.commands.audit import audit
from cli.commands.check import check
from cli.commands.completion import VARIABLE, completion
from cli.commands.decide import decide
from cli.commands.demo import demo
from cli.commands.journal import journal
from cli.commands.login import login
from cli.commands.manual import manual
from cli.commands.plan import plan
from cli.commands.policy import policy
from cli.commands.report import report
from cli.commands.restore import restore
from cli.commands.resume import resume
from cli.commands.review import review
from cli.commands.status import status
from cli.commands.vault import vault
from cli.console import line, tell
from cli.exits import Exit, exit_of, table
from cli.home import home_of
from cli.options import Options, everything, options_of
from cli.whatnext import next_steps
from engine.base.errors import EngineError
from journal import __version__
from journal.errors import JournalError

SHORT = {
    "login": "store the server's address and your key",
    "check": "is everything ready?",
    "analyze": "judge the duplicate groups; changes nothing",
    "plan": "show what an analysis decided",
    "review": "decide with your eyes, on a page in the browser",
    "decide": "decide about a group on the command line",
    "apply": "carry a plan out: back up, complete, trash",
    "resume": "finish what was interrupted",
    "audit": "hold server and backups against the journal",
    "restore": "take back a run, a group or a picture",
    "status": "what can be undone, how, and until when",
    "report": "write one page of a run, to keep or to show",
    "journal": "read what was promised and seen",
    "vault": "list, verify and copy out the backups",
    "policy": "the rules by which winners are chosen",
    "demo": "watch it all on a practice server",
    "completion": "completions for bash, zsh or fish",
    "manual": "print the man page",
}
"""What each command does, short enough for a line."""

EPILOG = "\b\nExit codes:\n" + table()
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class InOrder(click.Group):
    """Lists its commands in the order in which people use them."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Print one line per command, whole at 80 columns: no sentence is cut."""
        rows = [(name, SHORT.get(name, "")) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(self.commands)


@click.group(cls=InOrder, epilog=EPILOG, context_settings=SETTINGS, invoke_without_command=True)
@click.version_option(__version__, prog_name="winnow")
@everything
@click.pass_context
def app(context: click.Context) -> None:
    """Resolve the duplicate photographs of an Immich library, with a journal that can take all of it back.

    In this order: login, check, analyze, apply --dry-run, apply, audit. And restore, at any time. Without a command it
    tells what comes next in this home.
    """
    context.obj = options = options_of(context)
    if context.invoked_subcommand is None:
        for text in next_steps(home_of(options)):
            line(text)
        line("All commands: winnow --help")


COMMANDS = (
    login,
    check,
    analyze,
    plan,
    review,
    decide,
    apply,
    resume,
    audit,
    restore,
    status,
    report,
    journal,
    vault,
    policy,
    demo,
)
for command in (*COMMANDS, completion, manual):
    app.add_command(command)


def main() -> None:
    """Run winnow and end the process with its exit code."""
    if instruction := os.environ.get(VARIABLE):
        # A shell asks for completions, which is no command.
        sys.exit(shell_complete(app, {}, "winnow", VARIABLE, instruction))
    code = run(sys.argv[1:])
    if code == Exit.INTERRUPTED and threading.active_count() > 1:
        # Requests may hang for minutes. Dying here leaves what a crash leaves, and `resume` settles that.
        sys.stdout.flush()
        os._exit(code)
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; every error ends here, in one line."""
    options = Options()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        with app.make_context("winnow", list(arguments), obj=options) as context:
            code = app.invoke(context)
        sys.stdout.flush()
        return int(code or Exit.DONE)
    except click.exceptions.Exit as done:
        return done.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return Exit.USAGE
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "winnow"
        return _end(Exit.USAGE, f"{error.format_message()} See `{where} --help`.", options, error)
    except click.ClickException as error:
        return _end(Exit.USAGE, error.format_message(), options, error)
    except click.Abort as error:
        return _end(Exit.INTERRUPTED, "Stopped. Nothing was changed.", options, error)
    except KeyboardInterrupt as error:
        return _end(Exit.INTERRUPTED, "Interrupted.", options, error)
    except (EngineError, JournalError) as error:
        return _end(exit_of(error), str(error), options, error)
    except OSError as error:
        return _end(*_of_system(error), options, error)
    except Exception as error:
        return _end(Exit.BUG, _report(error), options, error)


def _end(code: Exit, text: str, options: Options, error: BaseException) -> Exit:
    """Tell in one line what happened, without the key, and where it came from if that was asked for."""
    if options.debug:
        tell_lines("".join(traceback.format_exception(error)), options)
    tell(_without_secrets(text, options))
    for advice in options.advice:
        tell(advice)
    return code


def tell_lines(text: str, options: Options) -> None:
    """Say several lines, each of them cleaned."""
    for one in _without_secrets(text, options).splitlines():
        tell(one)


def _of_system(error: OSError) -> tuple[Exit, str]:
    """Return what an error of the operating system means to a person."""
    place = f" {error.filename}" if error.filename else ""
    reason = error.strerror or type(error).__name__
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Exit.GUARD, f"No space is left{place and ' for' + place}: free some, then run `winnow resume`."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.EEXIST):
        return (
            Exit.GUARD,
            f"The file or folder{place} cannot be used ({reason}): check --home and its permissions.",
        )
    if error.filename is not None:
        return Exit.GUARD, f"The file or folder{place} cannot be used ({reason})."
    return Exit.BUG, _report(error)


def _report(error: Exception) -> str:
    """Return one line that is worth reporting: what failed, where, in which version."""
    where = _innermost(error.__traceback__)
    return (
        f"This is a bug in winnow {__version__}: {type(error).__name__} at {where}: {error}. "
        "Please report this line; --debug shows more."
    )


def _innermost(trace: TracebackType | None) -> str:
    place = "an unknown place"
    for frame, number in traceback.walk_tb(trace):
        module = frame.f_globals.get("__name__", "?")
        if module.split(".")[0] in ("cli", "engine", "journal"):
            place = f"{module}:{number}"
    return place


def _without_secrets(text: str, options: Options) -> str:
    """Return text without any API key that this invocation was given."""
    for secret in (options.api_key, os.environ.get("IMMICH_API_KEY")):
        if secret and secret.strip():
            text = text.replace(secret.strip(), "[API key]")
    return text
