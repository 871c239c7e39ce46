"""Corners of the promises: what a person's hand did meanwhile, what failed before, and a journal that breaks."""

from scripts.mutations_lib.mutation import Edit, Mutation

MEANWHILE = "tests/engine_tests/undo/test_meanwhile.py"
HAND = "tests/engine_tests/verbs/test_by_hand.py"
LOST = "tests/crash_tests/test_lost_replies.py"
JUDGING = "engine/verbs/judging.py"
TAKEBACK = "engine/undo/takeback.py"

CORNERS = (
    Mutation(
        name="what failed is forgotten under another group id",
        edits=(
            Edit(
                JUDGING,
                "        judgement.failures.of(contents),\n",
                "        judgement.failures.of(contents) if context.journal.touched([], [group.id]) else None,\n",
            ),
        ),
        tests=(
            "tests/engine_tests/verbs/test_apply.py::"
            "test_what_failed_is_known_by_its_contents_under_another_group_id",
        ),
    ),
    Mutation(
        name="a tag of the winner is changed by the next one",
        edits=(Edit("engine/judge/texts.py", "    if added and any(not", "    if not added and any(not"),),
        tests=(
            "tests/engine_tests/judge/test_cases.py::test_case"
            "[relations: a tag of the winner that would be changed with the next one]",
        ),
    ),
    Mutation(
        name="what a hand did on the server is not written down",
        edits=(
            Edit(
                "engine/runs/hands.py",
                "        for asset in finding.assets if finding.code == CODE else ():\n",
                "        for asset in finding.assets if finding.code != CODE else ():\n",
            ),
        ),
        tests=(f"{HAND}::test_what_was_written_down_outlives_a_restore_of_the_whole_run",),
    ),
    Mutation(
        name="an earlier word settles what a hand did since",
        edits=(Edit(JUDGING, " if _may_act(ruling) else decision\n", " if ruling is None else decision\n"),),
        tests=(f"{HAND}::test_a_decision_made_before_does_not_settle_it",),
    ),
    Mutation(
        name="a broken journal is asked for its head",
        edits=(
            Edit(
                "engine/verbs/course.py",
                "    if isinstance(why, JournalError):\n",
                "    if isinstance(why, JournalError) and not context:\n",
            ),
        ),
        tests=(
            "tests/cli_tests/test_damaged_home.py::test_a_journal_that_breaks_in_mid_run_ends_with_what_is_known",
        ),
    ),
    Mutation(
        name="the winner gives up what it got for a loser that was trashed meanwhile",
        edits=(
            Edit(
                TAKEBACK,
                "look is None or look.asset is None or look.asset.trashed\n        self",
                "look is None or look.asset is None\n        self",
            ),
        ),
        tests=(f"{MEANWHILE}::test_a_winner_gives_up_nothing_more_once_its_loser_is_trashed_again",),
    ),
    Mutation(
        name="what a person put into the trash counts as shown",
        edits=(
            Edit(
                "engine/undo/copies.py",
                "    if now is None or (now.asset.trashed and not _is_ours(copy)):\n",
                "    if now is None:\n",
            ),
        ),
        tests=(f"{MEANWHILE}::test_a_winner_gives_up_nothing_more_once_its_loser_is_trashed_again",),
    ),
    Mutation(
        name="a picture is torn out of the group into which it came",
        edits=(
            Edit(
                TAKEBACK,
                "            elif group and news and group in news",
                "            elif not group and news",
            ),
        ),
        tests=(
            "tests/engine_tests/undo/test_elsewhere.py::"
            "test_a_winner_that_is_in_a_group_with_others_stays_there_and_that_is_said",
        ),
    ),
    Mutation(
        name="a face that was given to another person counts as taken back",
        edits=(
            Edit(
                "engine/undo/relations.py",
                "        return _Look(action.observe(eyes), action.overruled(eyes))\n",
                "        return _Look(action.observe(eyes))\n",
            ),
        ),
        tests=(
            "tests/engine_tests/undo/test_people_since.py::"
            "test_a_face_that_is_somebody_else_s_now_stays_and_is_named_once",
        ),
    ),
    Mutation(
        name="a write is sent again while a proxy may still deliver it",
        edits=(Edit("engine/effect/settle.py", "PATIENCE = 10\n", "PATIENCE = 1\n"),),
        tests=(f"{LOST}::test_a_write_that_arrives_long_after_the_proxy_gave_up_is_not_sent_twice",),
    ),
    Mutation(
        name="a lost reply counts as not sent where the run is ending",
        edits=(
            Edit(
                "engine/effect/settle.py",
                "        return None if self._ending() else self._conclude(",
                "        return self._conclude(",
            ),
            Edit(
                "engine/effect/settle.py",
                "case Recourse.REDO if resent or self._ending():",
                "case Recourse.REDO if resent:",
            ),
        ),
        tests=(f"{LOST}::test_a_lost_reply_stays_in_doubt_where_the_run_is_ending",),
    ),
)
