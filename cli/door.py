"""Where winnow begins: so little is imported here that a Ctrl-C finds somebody to tell it to."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run winnow and end the process with its exit code."""
    # What is imported stays, and to look again and again for what of it might be garbage takes a tenth of the time.
    gc.disable()
    try:
        from cli.main import main as run

        run()
    except KeyboardInterrupt:
        os.write(2, b"Interrupted. How things stand, and what comes next: winnow\n")
        sys.exit(130)
