"""Print the table by kind, the share of copies, and what each limit does when halved or doubled."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from engine.model.likeness import Verdict
from scripts.looks_lib.measure import Seen, changed, measured
from scripts.looks_lib.pairs import pairs
from scripts.looks_lib.sources import PROVE, TUNE
from scripts.looks_lib.table import table


def main() -> None:
    """Look at the set and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=(TUNE, PROVE))
    parser.add_argument("--kind", help="only this kind of pair")
    parser.add_argument("--each", action="store_true", help="name each pair that was not called what it is")
    parser.add_argument(
        "--write", type=Path, metavar="FOLDER", help="write the pictures of every pair instead"
    )
    chosen = parser.parse_args()
    if chosen.write:
        _write(chosen.write, chosen.half, chosen.kind)
        return
    seen = measured(chosen.half, chosen.kind)
    for half in (TUNE, PROVE):
        mine = [one for one in seen if one.half == half]
        for copies in (True, False):
            print("\n".join(("", f"{half}: {'copies' if copies else 'no copies'}", "", *table(mine, copies))))
    _summary(seen)
    for one in seen if chosen.each else ():
        if one.copy is not (one.verdict is Verdict.SAME):
            print(f"{one.half} | {one.kind} | {one.source} | {one.verdict} {one.found} | {one.figures}")


def _summary(seen: Sequence[Seen]) -> None:
    for half in (TUNE, PROVE):
        mine = [one for one in seen if one.half == half]
        copies, others = [one for one in mine if one.copy], [one for one in mine if not one.copy]
        if not copies or not others:
            continue
        for name, factor, limits in (("limits as they are", 1.0, None), *changed()):
            right, wrong = (
                sum(one.same_under(limits) if limits else one.verdict is Verdict.SAME for one in part)
                for part in (copies, others)
            )
            share = f"{right / len(copies):.1%} of copies and {wrong} of {len(others)} others are same"
            print(f"{half}: {name} x {factor}: {share}")
        print(f"{half}: {1000 * sum(one.cost for one in mine) / len(mine):.0f} ms of processor a look")


def _write(folder: Path, half: str | None, kind: str | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, pair in enumerate(one for one in pairs(half) if kind in (None, one.kind)):
        for name, picture in zip(("winner", "loser"), pair.make(), strict=True):
            label = f"{number:04} {'copy' if pair.copy else 'other'} {pair.kind} {pair.source} {name}"
            picture.save(folder / f"{label.replace('/', ' of ')}.png", compress_level=1)


if __name__ == "__main__":
    main()
