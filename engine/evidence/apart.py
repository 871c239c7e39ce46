"""An eye in a process of its own: asked one question after the other, each a line of JSON and two previews.

It sees no key and no configuration. Ctrl-C at a terminal goes to the whole group of processes; this one is not in ours,
so that a look under way can end. When we are gone there is nothing more to read for it, and it ends itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Timer
from typing import IO, TYPE_CHECKING, Any

from attrs import define, field

import engine
from engine.base.errors import Undecodable
from engine.exif.child import put_down
from engine.model.codec import from_json
from engine.model.likeness import Likeness

if TYPE_CHECKING:
    from engine.look.preview import Preview

PASSED_ON = (
    *("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    *("PYTHONHOME", "PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE"),
)
"""What of our environment Python and its libraries may need to run at all, and to find what is compiled already."""
PATIENCE = 120.0
"""Seconds for one look, which takes a thirtieth of one; the machine may be busy."""
KEPT = str(64 * 1024 * 1024)
"""Bytes that the C library keeps (glibc's reads this). A look takes and gives back some megabytes a hundred times, and
to have each emptied by the system anew takes an eighth of it."""


class ApartEnded(Exception):
    """It ended before it answered, or was ended because it did not."""


class ApartUnable(Exception):
    """It did not even begin: this Python cannot run what is imported here, or the system has no room for it."""


@define(eq=False)
class Apart:
    """A running eye, for one thread at a time."""

    _process: subprocess.Popen[bytes]
    _ready: bool = field(default=False, init=False)

    @classmethod
    def start(cls, environment: Mapping[str, str] = os.environ) -> Apart:
        """Start it. Raises ApartUnable."""
        ours = {name: environment[name] for name in PASSED_ON if name in environment}
        ours |= {"PYTHONPATH": os.pathsep.join(_places()), "OPENBLAS_NUM_THREADS": "1"}
        ours |= {"MALLOC_MMAP_THRESHOLD_": KEPT, "MALLOC_TRIM_THRESHOLD_": KEPT}
        try:
            process = subprocess.Popen(
                [sys.executable, "-P", "-s", "-m", "engine.evidence.eye"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=ours,
                start_new_session=True,
            )
        except OSError as error:
            raise ApartUnable from error
        return cls(process)

    @property
    def pid(self) -> int:
        return self._process.pid

    def look(self, first: Preview, second: Preview, *, film: bool) -> Likeness:
        """Return what it finds, as `Eye.look` does.

        Raises Undecodable; ApartEnded and ApartUnable, after which it is of no use.
        """
        watch = Timer(PATIENCE, self._process.kill)
        watch.daemon = True
        watch.start()
        try:
            if not self._ready and heard(self._ear) is None:
                raise ApartUnable
            self._ready = True
            tell(self._hand, {"film": film, "pair": [_said(first), _said(second)]}, first.data, second.data)
            found = heard(self._ear)
        except OSError as error:
            raise ApartEnded from error
        finally:
            watch.cancel()
        if found is None:
            raise ApartEnded
        if "undecodable" in found:
            raise Undecodable(detail=found["undecodable"])
        return from_json(found["likeness"], Likeness)

    def end(self) -> None:
        """End it at once: there is nothing in it that anybody needs."""
        if self._process.returncode is None:  # else its number may be another's by now
            put_down(self._process)

    @property
    def _hand(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def _ear(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout


def tell(pipe: IO[bytes], what: Mapping[str, Any], *data: bytes) -> None:
    """Write a line of JSON, and bytes behind it. Raises OSError where nobody reads."""
    pipe.write(json.dumps(what).encode("ascii") + b"\n")
    for one in data:
        pipe.write(one)
    pipe.flush()


def heard(pipe: IO[bytes]) -> Any:
    """Return the next line of JSON, None where nothing more comes."""
    line = pipe.readline()
    return json.loads(line) if line.endswith(b"\n") else None


def _said(preview: Preview) -> dict[str, Any]:
    about = {"name": preview.name, "width": preview.width, "height": preview.height, "plain": preview.plain}
    return about | {"bytes": len(preview.data)}


def _places() -> list[str]:
    """Return where Python finds what is imported here, this package first, and never the folder that we are in."""
    own = str(Path(engine.__file__).resolve().parents[1])
    return list(dict.fromkeys([own, *(str(Path(one).absolute()) for one in sys.path if one)]))
