"""The way back broken, one promise of docs/safety.md at a time, and what is out of reach."""

from scripts.mutations_lib.mutation import Edit, Mutation

FIRST = "tests/engine_tests/undo/test_first_image.py"
MEANWHILE = "tests/engine_tests/undo/test_meanwhile.py"
SEEN = "tests/engine_tests/undo/test_seen_again.py"
PART = "tests/engine_tests/undo/test_some_of_it.py"
BETWEEN = "tests/crash_tests/test_trashed_between.py"
HIDDEN = "tests/engine_tests/undo/test_hidden_winner.py"
STACKS = "tests/engine_tests/verbs/test_stack_places.py"
CLOCKS = "tests/engine_tests/verbs/test_old_clocks.py"
CHAINS = "tests/engine_tests/undo/test_chains.py"
HAND = "tests/engine_tests/verbs/test_by_hand.py"
TAKEBACK = "engine/undo/takeback.py"
AGAIN = "engine/undo/again.py"

UNDOING = (
    Mutation(
        name="a restore leads to the image before the last write",
        edits=(
            Edit(
                "engine/undo/fold.py",
                "            first[field] = intent.before.get(field)  # the oldest is the last to say\n",
                "            first.setdefault(field, intent.before.get(field))\n",
            ),
        ),
        tests=(f"{FIRST}::test_a_clock_moved_by_a_place_and_put_right_comes_back",),
    ),
    Mutation(
        name="a clock with seconds is sent without them",
        edits=(
            Edit(
                "engine/action/fields.py",
                "    return wall - offset + timedelta(minutes=minutes), minutes\n",
                "    return wall, minutes\n",
            ),
        ),
        tests=(f"{CLOCKS}::test_the_exact_instant_is_written",),
    ),
    Mutation(
        name="a date is sent with an offset that the server does not read",
        edits=(
            Edit(
                "engine/action/fields.py",
                "    return date if is_sendable(timedelta(minutes=offset_minutes)) else date.astimezone(UTC)\n",
                "    return date\n",
            ),
        ),
        tests=(f"{CLOCKS}::test_an_offset_out_of_use_needs_nobody",),
    ),
    Mutation(
        name="a restore does not look at what it wrote",
        edits=(Edit(TAKEBACK, "            fields.look_again(whole, since)\n", "            pass\n"),),
        tests=(f"{SEEN}::test_a_field_that_ends_off_its_first_image_is_named",),
    ),
    Mutation(
        name="the winner gives up what no loser shows again",
        edits=(
            Edit(
                "engine/undo/way.py",
                "        return lacking | self.unshown | self.waiting\n",
                "        return frozenset()\n",
            ),
        ),
        tests=(f"{SEEN}::test_what_a_loser_came_back_without_stays_on_the_winner",),
    ),
    Mutation(
        name="the winner gives up what it got though its loser is not back",
        edits=(
            Edit(TAKEBACK, "if not way.faults and not way.unseen]", "if not way.faults]"),
            Edit(TAKEBACK, "[way for way in whole if not way.unseen]", "whole"),
        ),
        tests=(f"{FIRST}::test_what_nobody_shows_again_stays_on_the_winner",),
    ),
    Mutation(
        name="the winner gives up what it got for a loser that was deleted meanwhile",
        edits=(Edit(TAKEBACK, "            self._look_again(whole, since)\n", ""),),
        tests=(f"{MEANWHILE}::test_a_winner_gives_up_nothing_more_once_its_loser_is_deleted_again",),
    ),
    Mutation(
        name="two stacks are made one",
        edits=(
            Edit(
                "engine/action/stack_place.py",
                "        if other is not None and other.id != self.stack:\n",
                "        if other is None and self.stack == self.asset:\n",
            ),
        ),
        tests=(f"{STACKS}::test_what_happens_between_the_last_look_and_the_call_is_refused",),
    ),
    Mutation(
        name="a winner leaves its stack before who lay on top is back",
        edits=(
            Edit(
                "engine/undo/relations.py",
                "        if isinstance(back, LeaveStack) and (tops := self._tops_by_us(way, back)):\n",
                "        if isinstance(back, LeaveStack) and not way:\n",
            ),
        ),
        tests=(f"{STACKS}::test_the_place_alone_goes_back_by_its_word",),
    ),
    Mutation(
        name="nobody looks whether the camera came back",
        edits=(Edit("engine/undo/lacking.py", "        wanted |= was.asset.camera_facts\n", ""),),
        tests=(f"{SEEN}::test_what_of_the_camera_does_not_come_back_is_named",),
    ),
    Mutation(
        name="the camera is not sent with an upload",
        edits=(
            Edit(
                "engine/vault/sidecar.py",
                "        camera=tuple(camera.unsaid(asset, embedded.camera).items()) or None,\n",
                "        camera=None,\n",
            ),
        ),
        tests=(f"{SEEN}::test_the_camera_of_a_sidecar_comes_back_with_an_upload",),
    ),
    Mutation(
        name="a restore does not follow a new id",
        edits=(
            Edit(
                "engine/runs/identity.py",
                "    return {was: now for was, now in today.items() if was != now}\n",
                "    return {}\n",
            ),
        ),
        tests=(f"{FIRST}::test_two_runs_that_share_a_picture",),
    ),
    Mutation(
        name="an audit does not follow a new id",
        edits=(
            Edit(
                "engine/audit/audit.py",
                "    return evolve(expected, winner=lives_on(journal, expected.winner), losers=losers)\n",
                "    return expected\n",
            ),
        ),
        tests=(f"{SEEN}::test_an_audit_follows_a_winner_to_its_new_id",),
    ),
    Mutation(
        name="a Live Photo comes back without its motion part",
        edits=(Edit("engine/undo/revive.py", "        self._upload_motions(gone)\n", ""),),
        tests=(
            "tests/engine_tests/verbs/test_restore.py::test_a_live_photo_comes_back_with_its_motion_part",
        ),
    ),
    Mutation(
        name="what can never come back is tried for ever",
        edits=(
            Edit(
                "engine/runs/history.py",
                "            settled[name] = settled.get(name, frozenset()) | {*fields}\n",
                "            settled[name] = frozenset()\n",
            ),
        ),
        tests=(f"{FIRST}::test_what_can_never_come_back_is_named_once",),
    ),
    Mutation(
        name="nobody looks at the copies that stay where they are",
        edits=(Edit(TAKEBACK, "        look_at_copies(self._doing, ways)\n", ""),),
        tests=(
            f"{PART}::test_what_only_a_purged_copy_had_stays_until_that_is_back",
            f"{PART}::test_what_a_deleted_copy_had_stays_for_good",
        ),
    ),
    Mutation(
        name="a decision that was taken back still settles what a hand brought back",
        edits=(
            Edit(
                "engine/runs/hands.py",
                "bool(folded(ruling for _, ruling in _said(journal, group, seq)).by_members)",
                "any(True for _ in _said(journal, group, seq))",
            ),
        ),
        tests=(
            "tests/engine_tests/verbs/test_by_hand.py::test_a_decision_that_was_taken_back_again_settles_nothing",
        ),
    ),
    Mutation(
        name="who agrees to a suggestion gives up what was no copy",
        edits=(Edit("engine/verbs/decide.py", "if agreed else []", "if False else []"),),
        tests=(
            "tests/engine_tests/verbs/test_suggested.py::test_to_agree_to_a_ready_group_changes_nothing_of_it",
        ),
    ),
    Mutation(
        name="what the server set back counts as taken back",
        edits=(
            Edit("engine/runs/void.py", "if found else frozenset()", "if found and False else frozenset()"),
        ),
        tests=("tests/cli_tests/test_set_back.py::test_a_restore_by_name_brings_all_back_once_more",),
    ),
    Mutation(
        name="nobody looks at losers that were never trashed by us",
        edits=(Edit(TAKEBACK, "        look_at_untouched(self._doing, ways)\n", ""),),
        tests=(f"{BETWEEN}::test_a_winner_keeps_what_only_a_copy_had_that_a_person_trashed",),
    ),
    Mutation(
        name="a group that was joined once is not joined again",
        edits=(Edit(TAKEBACK, ", anew=look.asset.group != way.group", ""),),
        tests=(
            "tests/engine_tests/verbs/test_back_and_forth.py::test_back_and_forth_a_group_is_a_group_again",
        ),
    ),
    Mutation(
        name="a part taken back counts as all of it",
        edits=(
            Edit(
                "engine/undo/fields.py",
                "        return () if all_go else tuple(sorted(going))\n",
                "        return ()\n",
            ),
        ),
        tests=(f"{PART}::test_the_rest_goes_back_afterwards_and_all_is_as_before",),
    ),
    Mutation(
        name="a loser goes again though its winner lacks what it got for it",
        edits=(
            Edit(
                AGAIN,
                "            if lacks := not_shown(ledger, intent, whole_image(winner), whole_image(loser)):\n",
                "            if lacks := list[str]():\n",
            ),
        ),
        tests=(f"{PART}::test_trashing_alone_is_not_done_again_while_the_winner_lacks_what_it_was_given",),
    ),
    Mutation(
        name="the newest write of two runs goes back last",
        edits=(Edit("engine/undo/fields.py", "key=lambda one: -one.newest)", "key=lambda one: one.newest)"),),
        tests=(f"{PART}::test_everything_at_once_folds_two_runs_on_one_winner",),
    ),
    Mutation(
        name="what waited for a later run is forgotten",
        edits=(Edit(TAKEBACK, "        ways += owed_to(self.settler.context.journal, ways)\n", ""),),
        tests=(f"{PART}::test_two_runs_that_wrote_to_one_winner_are_taken_back_in_either_order",),
    ),
    Mutation(
        name="a restore is undone without a look at the loser",
        edits=(
            Edit(
                AGAIN,
                "    if changed := [f for f in differing(expected, whole_image(loser)) if f not in NOT_COMPARED]:\n",
                "    if changed := [f for f in differing(expected, expected) if f not in NOT_COMPARED]:\n",
            ),
        ),
        tests=(f"{FIRST}::test_words_written_after_a_restore_survive_its_undoing",),
    ),
    Mutation(
        name="a restore is undone without a backup",
        edits=(
            Edit(AGAIN, "    if doing.context.vault.proven(action.checksum) is None:\n", "    if False:\n"),
        ),
        tests=(f"{SEEN}::test_nothing_goes_again_whose_backup_does_not_hold",),
    ),
    Mutation(
        name="an undone winner keeps a zone that nobody gave it",
        edits=(
            Edit(
                "engine/judge/copies.py",
                "    return evolve(moment, zone=None) if ours else moment\n",
                "    return moment\n",
            ),
        ),
        tests=("tests/engine_tests/undo/test_plans_again.py",),
    ),
)

REACHING = (
    Mutation(
        name="what lies in the locked folder is gone",
        edits=(
            Edit(
                "engine/immich/reach.py",
                "    if listed is None or listed.asset == asset_id:\n",
                "    if listed is None:\n",
            ),
            Edit(
                "engine/immich/reach.py",
                "    if listed.asset is not None and asset(",
                "    if False and asset(",
            ),
        ),
        tests=(
            "tests/engine_tests/immich/test_reach.py",
            f"{HIDDEN}::test_an_audit_advises_nothing_and_mends_nothing",
        ),
    ),
    Mutation(
        name="the copy of a hidden picture comes back into sight",
        edits=(
            Edit(
                TAKEBACK,
                "        stay = [] if self.even_hidden else hidden(self._doing, ways, glance)\n",
                "        stay = list[Way]()\n",
            ),
        ),
        tests=(f"{HIDDEN}::test_no_way_back_shows_what_was_hidden",),
    ),
    Mutation(
        name="what a person brought back is trashed again",
        edits=(
            Edit(
                "engine/verbs/judging.py",
                "        noticed(context.journal, group) if dossier.remembered else None,\n",
                "",
            ),
        ),
        tests=(f"{HAND}::test_what_a_hand_brought_back_is_left_to_a_person",),
    ),
    Mutation(
        name="what people said of a winner in an album goes with its place there",
        edits=(Edit("engine/action/albums.py", "        if not said:\n", "        if True:\n"),),
        tests=("tests/engine_tests/undo/test_albums_since.py",),
    ),
    Mutation(
        name="an older run takes what a later one rests on",
        edits=(Edit(TAKEBACK, "        wait_for_later(self._doing, ways)\n", ""),),
        tests=(f"{CHAINS}::test_a_winner_keeps_what_a_later_copy_went_for",),
    ),
    Mutation(
        name="what a later restore uploaded again is deleted for good",
        edits=(Edit(TAKEBACK, "            way.rename(renamed)\n", "            pass\n"),),
        tests=(f"{CHAINS}::test_every_fact_is_back_where_it_was",),
    ),
    Mutation(
        name="what does not show in the trash is gone",
        edits=(
            Edit("engine/undo/relations.py", "if place := action.out_of_sight(asset):", 'if place := "":'),
        ),
        tests=("tests/engine_tests/undo/test_out_of_sight.py",),
    ),
    Mutation(
        name="nobody is told what partners lose",
        edits=(
            Edit(
                "cli/render/totals.py",
                '    return [f"partners: {partners_text(names)}"] if names and losers else []\n',
                "    return []\n",
            ),
        ),
        tests=("tests/cli_tests/test_partners.py",),
    ),
)
