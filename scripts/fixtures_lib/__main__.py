"""Write the fixture files into a folder: scripts/fixtures OUT."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path

from scripts.fixtures_lib.sets import ALL
from scripts.fixtures_lib.write import write_fixtures


def main() -> int:
    """Write the fixtures and say in one line what was written."""
    parser = argparse.ArgumentParser(prog="scripts/fixtures", description=__doc__)
    parser.add_argument("out", type=Path, help="folder to write, created if missing")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other pictures (default 1)")
    parser.add_argument("--only", action="append", metavar="ID", help="only this scenario, may be repeated")
    options = parser.parse_args()
    if shutil.which("exiftool") is None:
        print(
            "exiftool was not found: install libimage-exiftool-perl (brew install exiftool)", file=sys.stderr
        )
        return 2
    if options.out.is_dir() and any(options.out.iterdir()) and not (options.out / "manifest.json").exists():
        print(f"{options.out} is not empty and holds no fixtures: choose another folder", file=sys.stderr)
        return 2
    known = {s.id for s in ALL}
    if unknown := sorted(set(options.only or ()) - known):
        print(
            f"no such scenario: {', '.join(unknown)}; there are {', '.join(sorted(known))}", file=sys.stderr
        )
        return 2
    chosen = tuple(s for s in ALL if not options.only or s.id in options.only)
    begun = time.monotonic()
    manifest = write_fixtures(chosen, options.out, seed=options.seed)
    for left in manifest["left_out"]:
        print(f"left out {left['id']}: {left['reason']}", file=sys.stderr)
    files = [f for s in manifest["scenarios"] for f in s["files"]]
    size = sum(f["size"] for f in files) / 1e6
    print(
        f"{len(manifest['scenarios'])} scenarios, {len(files)} files, {size:.1f} MB in {options.out}"
        f" ({time.monotonic() - begun:.0f} s)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
