"""Check a whole Winnow round against a test server, and judge it without Winnow's own eyes."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from scripts.validation.problem import Problem
from scripts.validation.round import Round, Settings
from scripts.validation.wait import tell

ROOT = Path(__file__).resolve().parents[2]


def read_options(argv: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="scripts/validate",
        description=__doc__,
        epilog="Exit codes: 0 everything holds, 1 something does not, 2 the check could not be made.",
    )
    parser.add_argument("--server", metavar="URL", default=os.environ.get("IMMICH_URL"), help="or IMMICH_URL")
    parser.add_argument(
        "--api-key", metavar="KEY", default=os.environ.get("IMMICH_API_KEY"), help="or IMMICH_API_KEY"
    )
    parser.add_argument("--winnow-key", metavar="KEY", help="a narrower key for Winnow itself")
    parser.add_argument("--practice", choices=("2.7", "3.1"), help="start a practice server and check that")
    parser.add_argument("--purge", action="store_true", help="empty the losers for good before restoring")
    parser.add_argument("--keep", action="store_true", help="leave everything on the server afterwards")
    parser.add_argument("--only", action="append", metavar="ID", help="only this scenario, may be repeated")
    parser.add_argument("--fixtures", type=Path, metavar="DIR", help="fixtures written earlier")
    parser.add_argument("--report", type=Path, metavar="DIR", default=ROOT / "build" / "validation")
    parser.add_argument(
        "--wait", type=float, metavar="SECONDS", help="longest wait for jobs (default 300, practice 60)"
    )
    parser.add_argument(
        "--quiet", type=float, metavar="SECONDS", help="silence that ends a wait (default 15, practice 1)"
    )
    parser.add_argument(
        "--group-by-hand", action="store_true", help="group by hand what the server does not recognise"
    )
    options = parser.parse_args(argv)
    if options.wait is None:
        options.wait = 60.0 if options.practice else 300.0
    if options.quiet is None:
        options.quiet = 1.0 if options.practice else 15.0
    # The practice server decodes JPEG and PNG only; the other formats shall be judged there all the same.
    options.group_by_hand = options.group_by_hand or bool(options.practice)
    if not options.practice and not (options.server and options.api_key):
        parser.error("name a test server with --server and --api-key, or use --practice")
    return options


def load_fixtures(folder: Path | None, only: list[str] | None, work: Path) -> tuple[Path, dict[str, Any]]:
    """Return the fixtures' folder and manifest; written now unless a folder was named."""
    if folder is None:
        folder = work / "fixtures"
        command = [sys.executable, "-m", "scripts.fixtures_lib", str(folder)]
        command += [arg for name in only or () for arg in ("--only", name)]
        done = subprocess.run(
            command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=sys.stderr, check=False
        )
        if done.returncode:
            raise Problem("the fixtures could not be written, see above")
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Problem(
            f"{folder} holds no fixtures ({error}): write them with scripts/fixtures {folder}"
        ) from error
    if only:
        manifest["scenarios"] = [s for s in manifest["scenarios"] if s["id"] in only]
    return folder, manifest


@contextmanager
def practice_server(dialect: str) -> Iterator[tuple[str, str]]:
    """Start an empty practice server that reads real files; give its address and a key."""
    from practice.extract import FileReader
    from practice.server import PracticeServer
    from practice.world import World

    with FileReader() as reader, PracticeServer(World(extract=reader), dialect=dialect) as server:
        yield server.url, server.key()


def main() -> int:
    """Make the check, print the table, write the report."""
    options = read_options()
    work = Path(tempfile.mkdtemp(prefix="winnow-validate-"))
    try:
        with ExitStack() as stack:
            server, key = options.server, options.api_key
            if options.practice:
                server, key = stack.enter_context(practice_server(options.practice))
            fixtures, manifest = load_fixtures(options.fixtures, options.only, work)
            settings = Settings(
                server=server,
                key=key,
                winnow_key=options.winnow_key or key,
                fixtures=fixtures,
                home=work / "home",
                purge=options.purge,
                keep=options.keep,
                limit=options.wait,
                quiet=options.quiet,
                by_hand=options.group_by_hand,
            )
            report = Round(settings, manifest).run()
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(
            "interrupted; the fixtures may still be on the server, the next run removes them", file=sys.stderr
        )
        return 130
    finally:
        if options.keep:
            tell(f"kept {work}")
        else:
            shutil.rmtree(work, ignore_errors=True)
    report.write(options.report)
    print(report.text())
    tell(f"report.json and report.md are in {options.report}")
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
