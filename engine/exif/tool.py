"""A few long-lived exiftool processes, for all threads; they start when they are needed.

The files that it reads were written by strangers. So it gets no configuration, no name of theirs, and where the system
can hold a running process to limits (Linux), neither other programs, nor large files, nor all of the memory.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from queue import LifoQueue
from typing import Any

from engine.base.errors import ExiftoolMissing
from engine.exif.child import Child, ChildEnded, ChildSilent, ToolAnswer
from engine.exif.embedded import READ, Embedded

PATIENCE = 60.0
"""Seconds for one question; a large video takes a few."""

PROCESSES = min(4, os.cpu_count() or 1)
"""How many may run at a time; each takes some 30 MB."""

LIMITS = {
    resource.RLIMIT_NPROC: 0,
    resource.RLIMIT_FSIZE: 256 * 1024 * 1024,
    resource.RLIMIT_AS: 4 * 1024 * 1024 * 1024,
}
"""What exiftool may use: no further process, and bytes of one file and of memory, many times what it ever needs."""

GROUPED = ("-j", "-n", "-m", "-G0:1")
"""All tags with their groups, numbers as numbers."""


class Exif:
    """exiftool, asked by many threads at once. Every method raises `ExiftoolMissing` where it does not work."""

    def __init__(
        self, executable: str | None = None, patience: float = PATIENCE, processes: int = PROCESSES
    ) -> None:
        self._executable = executable
        self._patience = patience
        # The last one used comes first, so that whoever asks alone needs but one process.
        self._idle: LifoQueue[Child | None] = LifoQueue()
        self._processes = processes
        for _ in range(processes):
            self._idle.put(None)

    def begin(self) -> None:
        """Start the processes and do not wait for them: each is ready a sixth of a second later, in which there is
        other work to do. Where one cannot be started the first question says so."""
        children = self._taken()
        try:
            for place, child in enumerate(children):
                with suppress(OSError):
                    children[place] = self._running(child)
        finally:
            for child in children:
                self._idle.put(child)

    def version(self) -> str:
        """Return the version of exiftool."""
        return self._ask(("-ver",)).text.strip()

    def embedded(self, file: Path) -> Embedded:
        """Return what a file says of itself, as far as the server would listen."""
        return Embedded.of(self.read(file, READ))

    def read(self, file: Path, names: Sequence[str]) -> Mapping[str, Any]:
        """Return the named tags of a file, numbers as they are spelt; a file that cannot be read has none."""
        return self._found("-j", "-n", "-m", *(f"-{name}" for name in names), argument(str(file)))

    def everything(self, file: Path, *, composed: bool = True, behind: bool = False) -> Mapping[str, Any]:
        """Return all tags of a file by group and name, such as `EXIF:ExifIFD:ISO`, numbers as they are spelt.

        Those that are `composed` of others take exiftool half of its time for a picture. Those `behind` the picture of
        a JPEG are looked for only where somebody asks for them.
        """
        how = (*(() if behind else ("-fast",)), *(() if composed else ("-e",)))
        return self._found(*GROUPED, *how, argument(str(file)))

    def structures(self, file: Path) -> Mapping[str, Any]:
        """Return the fields of a file's XMP as they are nested; `everything` has of a list of them the first alone."""
        return self._found("-j", "-n", "-m", "-fast", "-struct", "-XMP:all", argument(str(file)))

    def _found(self, *arguments: str) -> Mapping[str, Any]:
        text = self._ask(arguments).text
        try:
            # A description such as 007 must not come back as the number 7.
            found = json.loads(text, parse_int=str, parse_float=str)
        except (ValueError, RecursionError):
            return {}
        return found[0] if isinstance(found, list) and found and isinstance(found[0], dict) else {}

    def write(self, file: Path, tags: Sequence[tuple[str, str]]) -> str:
        """Set tags of a sidecar, creating it; return what exiftool has to complain, or ""."""
        # -E belongs to this question alone: it would change what is read as well.
        arguments = ["-E", *(f"-{name}={entities(value)}" for name, value in tags)]
        arguments += ["-m", "-overwrite_original", argument(str(file))]

        said = self._ask(arguments)
        return "" if said.status == "0" else said.complaint.strip() or "unknown"

    def close(self) -> None:
        """Stop the processes that run; they start again when they are needed."""
        children = self._taken()
        running = [child for child in children if child is not None]
        for child in running:
            child.dismiss()
        for child in running:
            child.end()
        for _ in children:
            self._idle.put(None)

    def _taken(self) -> list[Child | None]:
        """Return all processes, once nobody asks them anything; whoever takes them puts as many back."""
        return [self._idle.get() for _ in range(self._processes)]

    def _ask(self, arguments: Sequence[str]) -> ToolAnswer:
        child = self._idle.get()
        try:
            try:
                child = self._running(child)
                return child.ask(arguments, self._patience)
            except (ChildEnded, ChildSilent):
                # Somebody may have killed it, or the machine may have slept: a fresh one is asked once more.
                child = self._running(child)
                return child.ask(arguments, self._patience)
        except ChildEnded:
            failure = "it ended without an answer"
        except ChildSilent:
            failure = f"it gave no answer within {self._patience:g} s"
        except OSError as error:
            failure = error.strerror or type(error).__name__
        finally:
            if child is not None and not child.quiet:
                child.kill()
                child = None
            self._idle.put(child)
        raise ExiftoolMissing(detail=failure)

    def _running(self, child: Child | None) -> Child:
        """Return the process, or a new one in the place of one that has ended."""
        if child is not None:
            if child.quiet and child.alive:
                return child
            child.kill()
        named = self._executable or "exiftool"
        executable = shutil.which(named)
        if executable is None:
            raise FileNotFoundError(2, f"no program {named} in PATH")
        child = Child.start(executable)
        _confine(child.pid)
        return child


def _confine(process: int) -> None:
    """Hold a running process to the limits, as far as the system and its own lower limits allow."""
    if not hasattr(resource, "prlimit"):
        return
    for limit, wanted in LIMITS.items():
        with suppress(OSError, ValueError):
            most = resource.prlimit(process, limit)[1]
            least = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
            resource.prlimit(process, limit, (least, least))


def argument(text: str) -> str:
    """Return one line that exiftool reads as this path, which may hold line breaks where a home folder does."""
    if text.isprintable() and not text.startswith("#"):
        return text
    return "#[CSTR]" + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def entities(text: str) -> str:
    """Return one line that exiftool reads, under -E, as this text: people write line breaks and entities too."""
    return "".join(c if c.isalnum() or c in " .,:/+-_" else f"&#{ord(c)};" for c in text)
