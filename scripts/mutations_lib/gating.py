"""The gate, the limits and what is known beforehand broken, one promise of docs/safety.md at a time."""

from scripts.mutations_lib.mutation import Edit, Mutation

CLOCKS = "tests/engine_tests/verbs/test_old_clocks.py"
LAST = "tests/engine_tests/verbs/test_last_moments.py"
SINCE = "tests/engine_tests/verbs/test_decided_since.py"
LIMITS = "tests/engine_tests/verbs/test_limits.py"
STORE = "tests/engine_tests/vault/test_store.py"
GATE = "tests/engine_tests/act/test_gate.py"
CASES = "tests/engine_tests/judge/test_cases.py::test_case"
WAVE = "engine/carry/wave.py"

GATING = (
    Mutation(
        name="a backup is a file of the right length",
        edits=(
            Edit(
                WAVE,
                "            held = {checksum: vault.proven(checksum) for checksum in going.backups}\n",
                "            held = {checksum: vault.find(checksum) for checksum in going.backups}\n",
            ),
        ),
        tests=(f"{LAST}::test_a_backup_that_changed_before_the_trash_keeps_the_whole_group",),
    ),
    Mutation(
        name="a plan holds although a person decided otherwise since",
        edits=(
            Edit(
                "engine/verbs/todo.py",
                "            if plan.group in begun or not since.overtakes(plan):\n                yield plan\n",
                "            yield plan\n",
            ),
            Edit(
                WAVE,
                "            if why := self.since.overtakes(going.plan):\n",
                '            if why := "":\n',
            ),
        ),
        tests=(f"{SINCE}::test_apply_leaves_alone_what_was_decided_since",),
    ),
    Mutation(
        name="the gate does not ask what persons decided",
        edits=(Edit("engine/carry/gate.py", "    nobody_decided_against_it,\n    shows", "    shows"),),
        tests=(f"{SINCE}::test_the_gate_hears_a_word_that_the_plan_did_not",),
    ),
    Mutation(
        name="the last copy of a picture is pruned",
        edits=(Edit("engine/verbs/prune.py", "        if group not in live:\n", "        if False:\n"),),
        tests=("tests/cli_tests/test_prune.py::test_the_last_copy_of_a_picture_is_never_pruned",),
    ),
    Mutation(
        name="the gate is asked for the first loser of a group alone",
        edits=(
            Edit(
                "engine/carry/going.py",
                "for loser in self.plan.losers if loser not in self.trashed]\n",
                "for loser in self.plan.losers if loser not in self.trashed][:1]\n",
            ),
        ),
        tests=(f"{LAST}::test_a_backup_that_changed_before_the_trash_keeps_the_whole_group",),
    ),
    Mutation(
        name="links and memories are read once for a whole run",
        edits=(
            Edit(
                "engine/carry/look.py",
                "        self.context.reader.forget()\n        alive =",
                "        alive =",
            ),
        ),
        tests=(f"{LAST}::test_what_came_to_show_a_loser_meanwhile_keeps_it",),
    ),
    Mutation(
        name="a resume forgets the canary of its run",
        edits=(Edit("engine/runs/limits.py", '        canary=detail.get("canary"),\n', ""),),
        tests=(f"{LIMITS}::test_a_resume_keeps_to_the_canary_of_its_run",),
    ),
    Mutation(
        name="a resume forgets how many failures its run was allowed",
        edits=(Edit("engine/runs/limits.py", '        max_failures=detail.get("max_failures"),\n', ""),),
        tests=(f"{LIMITS}::test_a_resume_keeps_to_the_failures_of_its_run",),
    ),
    Mutation(
        name="a canary that was skipped counts as one that went well",
        edits=(
            Edit(
                "engine/runs/limits.py",
                "            self.done += end.ending is Ending.DONE\n",
                "            self.done += end.ending in (Ending.DONE, Ending.SKIPPED)\n",
            ),
        ),
        tests=(f"{LIMITS}::test_a_canary_that_was_skipped_is_replaced_and_not_counted",),
    ),
    Mutation(
        name="a winner in the archive stays there though its copy was in sight",
        edits=(
            Edit(
                "engine/action/visibility.py",
                "    if winner.visibility != there or source is None:\n",
                "    if True:\n",
            ),
        ),
        tests=(
            "tests/engine_tests/verbs/test_handing_on.py::test_a_winner_in_the_archive_comes_into_sight_where_its_copy_was",
            "tests/engine_tests/verbs/test_handing_on.py::test_a_policy_puts_the_winner_into_the_archive_where_a_copy_is",
        ),
    ),
    Mutation(
        name="what nobody described is a backup",
        edits=(
            Edit(
                "engine/vault/shelf.py",
                "        return same and self.lacks(item) is None\n",
                "        return same\n",
            ),
        ),
        tests=(f"{STORE}::test_what_nobody_described_yet_is_no_backup",),
    ),
    Mutation(
        name="a newer description replaces the older",
        edits=(
            Edit(
                "engine/vault/item.py",
                "        others = tuple(one for one in self.about if one != about)\n",
                "        others = ()\n",
            ),
        ),
        tests=(f"{STORE}::test_a_newer_description_is_added_and_the_older_kept",),
    ),
    Mutation(
        name="each picture of a wave is waited for as long as all",
        edits=(
            Edit(
                "engine/effect/rounds.py",
                "        self._pause = self.context.settings.settle_poll\n",
                "        self._pause = self.context.settings.settle_poll\n"
                "        self.deadline = self.context.clock.monotonic() + self.context.settings.settle_timeout\n",
            ),
        ),
        tests=(f"{LAST}::test_jobs_that_hang_are_waited_for_once_a_wave",),
    ),
    Mutation(
        name="nobody hears Ctrl-C while the server works",
        edits=(
            Edit(
                "engine/effect/rounds.py",
                "        if not self._stopping and self.context.stop.requested():\n",
                "        if False:\n",
            ),
        ),
        tests=(f"{LAST}::test_whoever_stops_is_not_kept_waiting_for_the_server",),
    ),
    Mutation(
        name="nobody is told why a wait takes so long",
        edits=(
            Edit(
                "engine/effect/rounds.py",
                "        if clock.monotonic() >= self._told:\n",
                "        if False:\n",
            ),
        ),
        tests=("tests/cli_tests/test_queues.py::test_whoever_waits_is_told_once",),
    ),
    Mutation(
        name="a true date is taken for a file time before the bytes are read",
        edits=(
            Edit(
                "engine/judge/dates.py",
                "        return Standing.UNSURE if repeats_file_time(asset) else Standing.REAL\n",
                "        return Standing.FALLBACK if repeats_file_time(asset) else Standing.REAL\n",
            ),
        ),
        tests=(
            f"{CASES}[evidence: a true date that equals the file time is not overwritten while the bytes are not read]",
        ),
    ),
    Mutation(
        name="an offset with seconds is found out by writing",
        edits=(
            Edit("engine/judge/offsets.py", "    if proof.moment.offset % MINUTE:\n", "    if False:\n"),
            Edit("engine/judge/offsets.py", "    if target.wall >= until:\n", "    if True:\n"),
        ),
        tests=(f"{CLOCKS}::test_what_the_server_would_not_keep_is_told_in_the_first_plan",),
    ),
    Mutation(
        name="a date's own offset is found out by writing",
        edits=(
            Edit(
                "engine/judge/offsets.py",
                "    if source is not None and _says_the_same(source, target, seconds):\n",
                "    if True:\n",
            ),
        ),
        tests=(f"{CLOCKS}::test_what_the_server_would_not_keep_is_told_in_the_first_plan",),
    ),
    Mutation(
        name="what the server did not keep is planned again",
        edits=(
            Edit(
                "engine/verbs/judging.py",
                "        judgement.failures.of(contents),\n",
                "",
            ),
        ),
        tests=(
            "tests/engine_tests/verbs/test_apply.py::test_what_the_server_did_not_keep_is_not_planned_again",
        ),
    ),
    Mutation(
        name="a damaged winner is written to",
        edits=(Edit("engine/carry/wave.py", "        self._witness.refuse_early(groups)\n", ""),),
        tests=("tests/engine_tests/verbs/test_winners.py",),
    ),
    Mutation(
        name="a winner that was found damaged is planned again",
        edits=(
            Edit("engine/verbs/judging.py", "if decision.winner in judgement.unproven else", "if False else"),
        ),
        tests=("tests/engine_tests/verbs/test_winners.py",),
    ),
)


def _without(check: str, *tests: str) -> Mutation:
    return Mutation(
        name=f"the gate does not ask: {check}",
        edits=(Edit("engine/carry/gate.py", f"    {check},\n", ""),),
        tests=(f"{GATE}::test_stays_shut_for_each_single_thing", *tests),
    )


ROWS = (
    _without("every_step_is_done"),
    _without("is_backed_up", f"{LAST}::test_a_backup_that_changed_before_the_trash_keeps_the_whole_group"),
    _without("winner_was_read_back"),
    _without("is_another_file", "tests/engine_tests/verbs/test_winners.py"),
    _without("is_ours_to_remove"),
    _without("shows_what_the_winner_shows"),
    _without("winner_is_whole", "tests/engine_tests/verbs/test_winners.py"),
    _without("loses_nothing_that_is_missed"),
)
