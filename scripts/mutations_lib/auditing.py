"""What an audit of what is new must not forget, and how long a backup is kept, each broken alone."""

from scripts.mutations_lib.mutation import Edit, Mutation

NIGHTS = "tests/engine_tests/audit/test_since_last.py"
AUDIT = "engine/audit/audit.py"

AUDITING = (
    Mutation(
        name="an audit of what is new forgets the faults that stand",
        edits=(
            Edit(
                AUDIT,
                "unique(touched(context.journal, since), known.groups())",
                "unique(touched(context.journal, since))",
            ),
        ),
        tests=(f"{NIGHTS}::test_a_fault_is_looked_at_again_every_night_until_it_is_mended",),
    ),
    Mutation(
        name="a look that cannot see a fault calls it gone",
        edits=(
            Edit(AUDIT, "asked.rehash or known.coded(REHASHED, group)", "asked.rehash"),
            Edit(AUDIT, "asked.deep or known.coded({BROKEN}, group)", "asked.deep"),
        ),
        tests=(f"{NIGHTS}::test_a_shallow_look_calls_no_fault_gone_that_it_cannot_see",),
    ),
    Mutation(
        name="the rest of a failed part is mended by taking back the whole group",
        edits=(
            Edit(
                "engine/undo/takeback.py",
                'part = {"part": True} if self.narrowed else {}',
                "part: dict[str, bool] = {}",
            ),
        ),
        tests=(f"{NIGHTS}::test_a_part_that_failed_is_never_mended_by_taking_back_the_whole",),
    ),
    Mutation(
        name="the days of a backup count from its download alone",
        edits=(
            Edit(
                "engine/verbs/prune.py",
                "in (DownloadOriginal.NAME, TrashAsset.NAME)",
                "in (DownloadOriginal.NAME,)",
            ),
        ),
        tests=(
            "tests/cli_tests/test_prune.py::test_the_days_count_from_the_last_time_that_a_picture_was_trashed",
        ),
    ),
)
