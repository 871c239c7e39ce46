"""One long-lived exiftool process, for all threads.

exiftool is asked through `-stay_open`, one argument per line. The library that does so has two habits that we guard
against: it waits forever for a process that died, and it ties the life of exiftool to the *thread* that started it.
So a thread of our own starts it and alone talks to it, and whoever waits for that thread waits only so long.

The files that it reads were written by strangers. So it gets no configuration, no name of theirs, and where the system
can hold a running process to limits (Linux), neither other programs, nor large files, nor all of the memory.
"""

from __future__ import annotations

import json
import os
import resource
import warnings
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import exiftool
from exiftool.exceptions import ExifToolException

from engine.base.errors import ExiftoolMissing
from engine.exif.embedded import READ, Embedded

T = TypeVar("T")

PATIENCE = 60.0
"""Seconds for one question; a large video takes a few."""

LIMITS = {
    resource.RLIMIT_NPROC: 0,
    resource.RLIMIT_FSIZE: 256 * 1024 * 1024,
    resource.RLIMIT_AS: 4 * 1024 * 1024 * 1024,
}
"""What exiftool may use: no further process, and bytes of one file and of memory, many times what it ever needs."""

GROUPED = ("-j", "-n", "-m", "-fast", "-G0:1")
"""All tags with their groups, numbers as numbers; what follows the picture in a JPEG is not looked for."""


class _Tool(exiftool.ExifTool):  # type: ignore[misc]  # it ships no types
    """The library's process; it may be dead already when the interpreter ends, which is nobody's concern."""

    def __del__(self) -> None:
        with suppress(Exception), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            super().__del__()


class Exif:
    """exiftool, started when it is first needed. Every method raises `ExiftoolMissing` where it does not work."""

    def __init__(self, executable: str | None = None, patience: float = PATIENCE) -> None:
        self._executable = executable
        self._patience = patience
        self._lock = Lock()
        self._thread: ThreadPoolExecutor | None = None
        self._tool: Any = None

    def version(self) -> str:
        """Return the version of exiftool."""
        return self._ask(lambda tool: str(tool.execute("-ver")).strip())

    def embedded(self, file: Path) -> Embedded:
        """Return what a file says of itself, as far as the server would listen."""
        return Embedded.of(self.read(file, READ))

    def read(self, file: Path, names: Sequence[str]) -> Mapping[str, Any]:
        """Return the named tags of a file, numbers as they are spelt; a file that cannot be read has none."""
        return self._found("-j", "-n", "-m", *(f"-{name}" for name in names), argument(str(file)))

    def everything(self, file: Path) -> Mapping[str, Any]:
        """Return all tags of a file by group and name, such as `EXIF:ExifIFD:ISO`, numbers as they are spelt."""
        return self._found(*GROUPED, argument(str(file)))

    def _found(self, *arguments: str) -> Mapping[str, Any]:
        text = self._ask(lambda tool: tool.execute(*arguments))
        try:
            # A description such as 007 must not come back as the number 7.
            found = json.loads(text, parse_int=str, parse_float=str)
        except ValueError:
            return {}
        return found[0] if isinstance(found, list) and found and isinstance(found[0], dict) else {}

    def write(self, file: Path, tags: Sequence[tuple[str, str]]) -> str:
        """Set tags of a sidecar, creating it; return what exiftool has to complain, or ""."""
        # -E belongs to this question alone: it would change what is read as well.
        arguments = ["-E", *(f"-{name}={entities(value)}" for name, value in tags)]
        arguments += ["-m", "-overwrite_original", argument(str(file))]

        def write(tool: Any) -> str:
            tool.execute(*arguments)
            return "" if tool.last_status == 0 else str(tool.last_stderr).strip() or "unknown"

        return self._ask(write)

    def close(self) -> None:
        """Stop the process if there is one; it starts again when it is needed."""
        with self._lock:
            thread, self._thread = self._thread, None
            if thread is not None:
                thread.submit(self._stop)
                thread.shutdown(wait=True)

    def _ask(self, question: Callable[[Any], T]) -> T:
        with self._lock:
            if self._thread is None:
                self._thread = ThreadPoolExecutor(1, thread_name_prefix="exiftool")
            answer = self._thread.submit(self._answer, question)
            try:
                return answer.result(self._patience)
            except TooLate:
                self._abandon()
                failure = f"it gave no answer within {self._patience:g} s"
            except (ExifToolException, OSError, RuntimeError, ValueError) as error:
                self._abandon()
                failure = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise ExiftoolMissing(detail=failure)

    def _answer(self, question: Callable[[Any], T]) -> T:
        if self._tool is None or _has_died(self._tool):
            tool = _Tool(
                executable=self._executable,
                common_args=["-charset", "utf8"],
                config_file="",  # nobody's own configuration
                encoding="utf-8",
            )
            self._tool = tool
            tool.run()
            _confine(tool._process.pid)
        return question(self._tool)

    def _stop(self) -> None:
        tool, self._tool = self._tool, None
        if tool is not None and tool.running:
            tool.terminate(timeout=5)

    def _abandon(self) -> None:
        """Kill the process and free the thread that may wait for it; the next question starts anew."""
        tool, self._tool = self._tool, None
        thread, self._thread = self._thread, None
        process = getattr(tool, "_process", None)
        if process is not None:
            process.kill()
            # The library reads on at the end of a pipe, for ever. A folder in the pipe's place makes it fail.
            folder = os.open(os.sep, os.O_RDONLY)
            try:
                for pipe in (process.stdout, process.stderr):
                    if pipe is not None and not pipe.closed:
                        os.dup2(folder, pipe.fileno())
            finally:
                os.close(folder)
            tool._flag_running_false()
            process.wait(5)
        if thread is not None:
            thread.shutdown(wait=False)


def _confine(process: int) -> None:
    """Hold a running process to the limits, as far as the system and its own lower limits allow."""
    if not hasattr(resource, "prlimit"):
        return
    for limit, wanted in LIMITS.items():
        with suppress(OSError, ValueError):
            most = resource.prlimit(process, limit)[1]
            least = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
            resource.prlimit(process, limit, (least, least))


def _has_died(tool: Any) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return not tool.running


def argument(text: str) -> str:
    """Return one line that exiftool reads as this path, which may hold line breaks where a home folder does."""
    if text.isprintable() and not text.startswith("#"):
        return text
    return "#[CSTR]" + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def entities(text: str) -> str:
    """Return one line that exiftool reads, under -E, as this text: people write line breaks and entities too."""
    return "".join(c if c.isalnum() or c in " .,:/+-_" else f"&#{ord(c)};" for c in text)
