"""How much is left to a person, with true files and all evidence in force: of what is plain next to nothing.

The table is printed: `pytest -s tests/engine_tests/verbs/test_shares.py`, and stands in docs/judging.md.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from attrs import define, field

from engine.judge.policy import Missing, Policy
from engine.runs.runs import newest_plan, plans_of
from engine.verbs.analyze import analyze
from practice.world import World
from tests.support.likely import CONFLICTS, PLAIN, likely
from tests.support.naive import flagged
from tests.support.rehearsal import _exif, rehearsal

DOCUMENT = Path(__file__).parents[3] / "docs" / "judging.md"
TWENTIES, OF_EACH = 3, 5
WANTED = 0.98
NAMES = [maker.__name__ for maker, _ in PLAIN] + [maker.__name__ for maker in CONFLICTS]
TITLES = {maker.__name__: (maker.__doc__ or "").rstrip(".") for maker in (*(m for m, _ in PLAIN), *CONFLICTS)}


@define
class Share:
    """What became of the groups of one kind: `naive` are those that a comparison of texts would have flagged."""

    groups: int = 0
    naive: int = 0
    left: int = 0
    rules: Counter[str] = field(factory=Counter)


def measured(home: Path) -> dict[str, Share]:
    """Judge a library by the default policy, with all evidence, and count what is left by kind and by rule."""
    kinds: dict[str, str] = {}

    def fill(world: World) -> None:
        kinds.update(likely(world, TWENTIES, OF_EACH))

    shares = {name: Share() for name in NAMES}
    with rehearsal(home, fill=fill) as stage, stage.process() as (context, _, server):
        policy = Policy()
        assert policy.evidence.missing is Missing.REVIEW
        for group in context.reader.groups():
            shares[kinds[group.id]].naive += flagged([member.asset for member in group.members])
        analyze(context, server=server, policy=policy, exif=_exif())
        for plan in plans_of(context.journal, newest_plan(context.journal)):
            share = shares[kinds[plan.group]]
            share.groups += 1
            share.left += bool(plan.review)
            share.rules.update({finding.code for finding in plan.review})
    return shares


def table(shares: dict[str, Share]) -> str:
    """Return the shares as the document shows them."""
    rows = ["| kind of group | groups | texts compared | left to you | by |", "|---|---|---|---|---|"]
    for name, share in shares.items():
        codes = ", ".join(f"`{code}`" for code in sorted(share.rules))
        rows.append(f"| {TITLES[name]} | {share.groups} | {share.naive} | {share.left} | {codes} |")
    return "\n".join(rows)


def test_plain_groups_are_resolved_and_true_conflicts_are_not(tmp_path: Path) -> None:
    shares = measured(tmp_path / "home")
    shown = table(shares)
    print(f"\n{shown}")  # noqa: T201 - the table is for people
    plain = [shares[maker.__name__] for maker, _ in PLAIN]
    groups, left = sum(share.groups for share in plain), sum(share.left for share in plain)
    print(f"{groups - left} of {groups} plain groups are resolved")  # noqa: T201
    assert groups == 20 * TWENTIES
    assert groups - left >= WANTED * groups, shown
    for maker in CONFLICTS:
        share = shares[maker.__name__]
        assert share.groups == share.left == OF_EACH, shown
    assert shown in DOCUMENT.read_text(encoding="utf-8"), f"docs/judging.md should hold:\n{shown}"
    flagged_for_nothing = sum(share.naive for share in plain)
    conflicts = [shares[maker.__name__] for maker in CONFLICTS]
    through = sum(share.groups - share.naive for share in conflicts)
    said = (
        f"Of {groups} groups in which nothing truly conflicts {'all' if not left else groups - left} are resolved; "
        f"of {sum(share.groups for share in conflicts)} true conflicts none is."
    )
    also = f"asks about {flagged_for_nothing} of the {groups} for nothing, and lets {through} of the"
    page = " ".join(DOCUMENT.read_text(encoding="utf-8").split())
    assert said in page, said
    assert also in page, also
