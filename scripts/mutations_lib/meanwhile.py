"""What happens in the middle: an owner's edit, an unusable answer, a closed terminal, a lost record, a trailer."""

from scripts.mutations_lib.mutation import Edit, Mutation

FOLD = "tests/engine_tests/undo/test_fold.py"
OWNER = "tests/engine_tests/verbs/test_owner_meanwhile.py"

MEANWHILE = (
    Mutation(
        name="what the owner wrote beside us counts as ours",
        edits=(Edit("engine/undo/fold.py", "not kin(field, ours, outcome.seen[field])", "False"),),
        tests=(f"{OWNER}::test_what_the_owner_wrote_meanwhile_stays",),
    ),
    Mutation(
        name="a date that somebody wrote meanwhile is put back to the plan's",
        edits=(Edit("engine/effect/perform.py", "not moved_by_zone(intent.after, sighting.image)", "False"),),
        tests=(f"{FOLD}::test_a_clock_that_is_further_off_than_any_zone_is_left_alone",),
    ),
    Mutation(
        name="a clock that was moved by more than a zone counts as ours",
        edits=(Edit("engine/undo/fold.py", "dated or moved_by_zone(intent.before, outcome.seen)", "True"),),
        tests=(f"{FOLD}::test_a_clock_is_moved_by_a_zone_and_no_further",),
    ),
    Mutation(
        name="groups that wait count as done",
        edits=(
            Edit(
                "engine/carry/wave.py",
                "self._stages(going_on, winners_read, ready.stopped)",
                "ready.stopped or self._stages(going_on, winners_read, None)",
            ),
        ),
        tests=("tests/cli_tests/test_unanswered.py",),
    ),
    Mutation(
        name="what another user's key cannot see is gone",
        edits=(
            Edit("engine/effect/settle.py", "(other := parted(self.settler.context)) is not None", "False"),
        ),
        tests=("tests/cli_tests/test_other_key.py",),
    ),
    Mutation(
        name="bytes without a record are never used",
        edits=(Edit("engine/action/upload.py", " or hands.vault.unrecorded(self.checksum)", ""),),
        tests=(
            "tests/cli_tests/test_vault_begin.py::test_a_backup_whose_record_is_lost_comes_back_by_its_bytes",
        ),
    ),
    Mutation(
        name="bytes without a record are uploaded whatever they are",
        edits=(Edit("engine/vault/shelf.py", "if found.sha1 == name:", "if True:"),),
        tests=("tests/cli_tests/test_vault_begin.py::test_bytes_that_are_no_backup_are_never_uploaded",),
    ),
    Mutation(
        name="what follows the picture of a JPEG is not looked for",
        edits=(
            Edit("engine/evidence/behind.py", "return bool(end) and not end.endswith(END)", "return False"),
        ),
        tests=("tests/engine_tests/evidence/test_behind.py",),
    ),
    Mutation(
        name="what nearly lasts in a film is the same",
        edits=(Edit("engine/evidence/pairs.py", " and (steady.amount or 0) <= STEADILY", ""),),
        tests=("tests/engine_tests/evidence/test_steady.py::test_what_nearly_lasts_is_a_question_too",),
    ),
    Mutation(
        name="any picture with a palette is the winner painted anew",
        edits=(Edit("engine/look/painted.py", 'alike(made.convert("RGB"), shown)', "True"),),
        tests=("tests/engine_tests/look/test_painted.py::test_what_was_changed_is_left_over",),
    ),
    Mutation(
        name="a terminal that is closed leaves the run open",
        edits=(
            Edit("cli/stop.py", "signal.signal(signal.SIGHUP, _closed)", "signal.getsignal(signal.SIGHUP)"),
        ),
        tests=("tests/cli_tests/test_hangup.py::test_at_the_question_after_a_canary",),
    ),
)
