"""A child process that answers questions: in its own session, with a clean environment, never waited for in vain.

exiftool parses the files of strangers, so it sees no key and no configuration. Ctrl-C at a terminal goes to the whole
group of processes; this one is not in ours, so that what is under way can end. It ends itself when we are gone.
"""

from __future__ import annotations

import os
import secrets
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from attrs import define, field, frozen

GUARD = Path(__file__).with_name("guard.pl")
PASSED_ON = ("PATH", "HOME", "TMPDIR", "PERL5LIB", "PERLLIB", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What of our environment a Perl program may need to run at all."""

MOST_SAID = 64 * 1024 * 1024
BLOCK = 64 * 1024
LAST_WISH = 5.0
"""Seconds that a child has for ending, asked or killed."""


class ChildEnded(Exception):
    """It ended before it answered."""


class ChildSilent(Exception):
    """It gave no answer in time, or one without end."""


@frozen
class ToolAnswer:
    """An answer: `status` is 0 where exiftool was content, `complaint` what it wrote to stderr."""

    text: str
    complaint: str
    status: str


@define
class Child:
    """A running exiftool that is asked one question after the other, by one thread at a time."""

    _process: subprocess.Popen[bytes]
    quiet: bool = field(default=True, init=False)
    """No question is under way: it was answered to its end, and the next one may be asked."""
    _asked: bool = field(default=False, init=False)

    @classmethod
    def start(cls, executable: str, environment: Mapping[str, str] = os.environ) -> Child:
        """Start it; raises OSError where that cannot be."""
        clean = {name: environment[name] for name in PASSED_ON if name in environment}
        process = subprocess.Popen(  # noqa: S603 - the program that the caller named
            [
                executable,
                "-config",
                str(GUARD),
                "-stay_open",
                "True",
                "-@",
                "-",
                "-common_args",
                "-charset",
                "utf8",
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**clean, "LC_ALL": "C", "WINNOW_PARENT": str(os.getpid())},
            start_new_session=True,
        )
        for pipe in (process.stdin, process.stdout, process.stderr):
            assert pipe is not None
            os.set_blocking(pipe.fileno(), False)
        return cls(process)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, arguments: Sequence[str], patience: float) -> ToolAnswer:
        """Return the answer to one question, one argument per line; it has `patience` seconds.

        Raises `ChildEnded` and `ChildSilent`, after which nothing more may be asked, and OSError.
        """
        self.quiet, self._asked = False, True
        # Both streams get a mark behind the answer, which no file can know; the status stands in the second.
        number = secrets.randbelow(10**18)
        ready, end = f"{{ready{number}}}".encode(), f"=end{number}=".encode()
        lines = [*arguments, "-echo4", f"=${{status}}{end.decode()}", f"-execute{number}", ""]
        text, complaint = self._exchange("\n".join(lines).encode(), (ready, end), time.monotonic() + patience)
        self.quiet = True
        words, _, status = complaint.partition(end)[0].rpartition(b"=")
        return ToolAnswer(_decoded(text.partition(ready)[0]), _decoded(words), _decoded(status))

    def dismiss(self) -> None:
        """Tell it to end by itself, and do not wait for that."""
        with suppress(OSError, ValueError):
            self._stdin.write(b"-stay_open\nFalse\n")
            self._stdin.close()

    def end(self) -> None:
        """Let it end by itself, and kill it where it does not, or where it never had anything to do."""
        self.dismiss()
        if self._asked:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(LAST_WISH)
        self.kill()

    def kill(self) -> None:
        """End it and whatever it started, at once."""
        put_down(self._process)

    @property
    def _stdin(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    def _exchange(self, question: bytes, marks: tuple[bytes, bytes], until: float) -> list[bytes]:
        """Write the question and read both streams up to their marks, whichever is ready first."""
        pipes = [self._process.stdout, self._process.stderr]
        said = {pipe.fileno(): bytearray() for pipe in pipes if pipe is not None}
        wanted = dict(zip(said, marks, strict=True))
        waiting, hand = memoryview(question), self._stdin.fileno()
        with selectors.DefaultSelector() as selector:
            selector.register(hand, selectors.EVENT_WRITE)
            for pipe in said:
                selector.register(pipe, selectors.EVENT_READ)
            while wanted:
                ready = selector.select(max(0.0, until - time.monotonic()))
                if not ready:
                    raise ChildSilent
                for key, _ in ready:
                    if key.fd == hand:
                        waiting = waiting[_write(hand, waiting) :]
                        if not waiting:
                            selector.unregister(hand)
                        continue
                    heard = said[key.fd]
                    known = len(heard)
                    heard += _read(key.fd)
                    if len(heard) > MOST_SAID:
                        raise ChildSilent
                    # Something may stand behind the mark; it belongs to no answer.
                    mark = wanted.get(key.fd)
                    if mark is not None and heard.find(mark, max(0, known - len(mark))) >= 0:
                        del wanted[key.fd]
        return [bytes(heard.rstrip()) for heard in said.values()]


def put_down(process: subprocess.Popen[bytes]) -> None:
    """End a process that leads a session of its own, and whatever it started, at once; close its pipes."""
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(LAST_WISH)
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


def _read(descriptor: int) -> bytes:
    try:
        chunk = os.read(descriptor, BLOCK)
    except BlockingIOError:
        return b""
    if not chunk:
        raise ChildEnded
    return chunk


def _write(descriptor: int, data: memoryview) -> int:
    try:
        return os.write(descriptor, data[:BLOCK])
    except BlockingIOError:
        return 0
    except BrokenPipeError:
        raise ChildEnded from None


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "replace")
