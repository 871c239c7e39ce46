"""`winnow check`: is everything ready?"""

from __future__ import annotations

import click

from cli.checks import checks
from cli.console import emit, fits, line
from cli.exits import Exit
from cli.options import Options, online


@click.command()
@online
def check(options: Options) -> Exit:
    """Look at the server, the key's permissions, the trash, exiftool, the disk, the journal and the vault."""
    worst = Exit.DONE
    good, bad, unknown = fits("✓", "ok  "), fits("✗", "FAIL"), fits("–", "?   ")
    for one in checks(options):
        worst = worst or one.exit
        if options.json:
            emit({"check": one.name, "ok": one.exit is Exit.DONE, "known": one.known, "text": one.text})
        else:
            mark = bad if one.exit else good if one.known else unknown
            line(f"{mark} {one.name}: {one.text}")
    if not options.json:
        line("Not ready yet: see to what is marked." if worst else "Ready. Next: winnow analyze")
    return worst
