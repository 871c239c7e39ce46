"""Wrong implementations, each of which would cost somebody a picture or a fact about one."""

from scripts.mutations_lib.mutation import Edit, Mutation
from scripts.mutations_lib.promises import PROMISES

LOOK = "engine/carry/look.py"
SETTLE = "engine/effect/settle.py"

NO_READ_BACK = Edit(
    LOOK,
    "            if going.alive and (promised := self._as_promised(going)) is not None:\n",
    "            if going.alive and (promised := {}) is not None:\n",
)
"""Every winner counts as read back, whatever it shows."""

MUTATIONS = (
    Mutation(
        name="skip the read-back",
        # An accepted call counts as done, and the winner is taken as promised without a look.
        edits=(
            Edit(
                SETTLE,
                "        if missing := differing(intent.after, image):\n",
                "        if missing := []:\n",
            ),
            NO_READ_BACK,
        ),
        shown_by=("S2",),
    ),
    Mutation(
        name="copy coordinates without the date",
        edits=(
            Edit("engine/plan/planner.py", "            wall=inherits.wall,\n", "            wall=None,\n"),
            Edit(
                "engine/plan/planner.py",
                "    if wall := _wall_to_keep(winner, inherits):\n",
                "    if wall := None:\n",
            ),
            NO_READ_BACK,
        ),
        shown_by=("T1N", "T2N", "T3N", "T4N", "T5N", "T6"),
    ),
    Mutation(
        name="trash before the patch",
        edits=(
            Edit("engine/action/action.py", "    PATCH = 2\n", "    TRASH = 0\n    PATCH = 2\n"),
            Edit("engine/action/action.py", "    TRASH = 8\n", ""),
            NO_READ_BACK,
            Edit(
                "engine/carry/gate.py",
                "    return [reason for check in checks for reason in check(case)]\n",
                "    return []\n",
            ),
            Edit(
                "engine/plan/guards.py",
                "    stages = [step.stage for step in plan.steps]\n",
                "    stages: list[int] = []\n",
            ),
        ),
        shown_by=("C1", "S3"),
    ),
    Mutation(
        name="the winner is the one with most bytes",
        edits=(
            Edit(
                "engine/judge/policy.py",
                '("original", "whole", "pixels", "format", "size", "metadata", "oldest")\n',
                '("size", "original", "whole", "pixels", "format", "metadata", "oldest")\n',
            ),
        ),
        shown_by=("R11",),
    ),
    Mutation(
        name="no group id on restore",
        edits=(
            Edit(
                "engine/undo/takeback.py",
                "        self._regroup(ways, since)\n",
                "",
            ),
        ),
        shown_by=("W1", "C1"),
    ),
    Mutation(
        name="an album is forgotten",
        edits=(
            Edit(
                "engine/judge/inheritance.py",
                "    for member in ranked[1:]:\n        for album in sorted(",
                "    for member in ():\n        for album in sorted(",
            ),
        ),
        shown_by=("R1", "R10", "R14"),
    ),
    Mutation(
        name="an upload counts as restored when the answer was 200",
        edits=(
            Edit(
                "engine/undo/revive.py",
                "            if asset is not None and asset.trashed:\n",
                "            if asset is None:\n",
            ),
        ),
        shown_by=("S4",),
        purge=True,
    ),
    Mutation(
        name="a backup is not hashed",
        # Nothing is compared, and the file is filed under the checksum that the server claims.
        edits=(
            Edit("engine/vault/store.py", "                    _compare(digest, claimed, size)\n", ""),
            Edit(
                "engine/vault/store.py",
                "self._place(path, digest, safe_suffix(suffix))",
                'self._place(path, __import__("types").SimpleNamespace(sha1=claimed or digest.sha1, '
                "sha256=digest.sha256, size=digest.size), safe_suffix(suffix))",
            ),
        ),
        # The gate hashes it anew, so nothing goes; what is seen is a backup that is no file of the library.
        shown_by=("",),
    ),
    Mutation(
        name="the loser of a conflict is trashed",
        edits=(
            Edit(
                "engine/plan/planner.py",
                "    actions = () if decision.review else tuple(sorted(_actions",
                "    actions = tuple(sorted(_actions",
            ),
            Edit("engine/plan/guards.py", "    review_means_hands_off,\n)", ")"),
            # Their relations must be read too, or the group would count as drifted.
            Edit("engine/verbs/judging.py", "    if not first_look:\n", "    if True:\n"),
        ),
        shown_by=("F1", "F4", "F5"),
    ),
    Mutation(
        name="the description is overwritten",
        edits=(
            Edit(
                "engine/judge/texts.py",
                '        text = f"{text}\\n{added}" if text else added\n',
                "        text = added\n",
            ),
        ),
        shown_by=("R13", "W3"),
    ),
    Mutation(
        name="a picture goes that its winner does not show",
        edits=(
            Edit(
                "engine/judge/likenesses.py",
                "    if look is None:\n        return policy.trust\n",
                "    if True:\n        return True\n",
            ),
            Edit("engine/carry/gate.py", "    shows_what_the_winner_shows,\n", ""),
        ),
        shown_by=("V1", "V2"),
    ),
    Mutation(
        name="a loser goes though its winner is not there",
        edits=(Edit("engine/carry/gate.py", "    winner_is_whole,\n", ""),),
        shown_by=("V4", "V5"),
    ),
    Mutation(
        name="the camera's own file goes for a larger export",
        # Bytes decide, and what would be lost is not asked for.
        edits=(
            Edit(
                "engine/judge/policy.py",
                'order: tuple[str, ...] = ("original", "whole", ',
                'order: tuple[str, ...] = ("whole", ',
            ),
            Edit("engine/judge/judge.py", "        found += missed\n", "        found += ()\n"),
            Edit("engine/carry/gate.py", "    loses_nothing_that_is_missed,\n", ""),
        ),
        shown_by=("V3",),
    ),
    *PROMISES,
)
