"""What persons said, and what they made of faces and albums since."""

from scripts.mutations_lib.mutation import Edit, Mutation

SINCE = "tests/engine_tests/verbs/test_faces_since.py"
FACES = "engine/action/faces.py"

PEOPLE = (
    Mutation(
        name="a word about more or fewer pictures is forgotten",
        edits=(
            Edit(
                "engine/verbs/judging.py",
                "_said_before(group, decision, judgement.rulings) if ruling is None else []",
                "[]",
            ),
        ),
        tests=(
            "tests/cli_tests/test_decided_before.py::"
            "test_nothing_goes_against_a_word_that_was_said_of_more_or_fewer",
        ),
    ),
    Mutation(
        name="a canary takes groups that nobody was told of",
        edits=(Edit("engine/verbs/apply.py", "canary and (self.context.asks or not", "canary and (not"),),
        tests=("tests/cli_tests/test_another_plan.py::test_a_canary_takes_no_group_that_nobody_was_told_of",),
    ),
    Mutation(
        name="what another plan did is offered again",
        edits=(Edit("engine/verbs/todo.py", "if ended_otherwise(ledger, run, plan) is None:", "if True:"),),
        tests=(
            "tests/cli_tests/test_another_plan.py::"
            "test_what_a_resume_did_of_an_older_plan_is_done_for_the_newer_one",
        ),
    ),
    Mutation(
        name="a face is looked for where it was before an edit",
        edits=(Edit(FACES, "(theirs if edited and len(theirs) == 1 else [])", "[]"),),
        tests=(f"{SINCE}::test_on_a_picture_that_was_turned_since_the_only_face_of_a_person_is_ours",),
    ),
    Mutation(
        name="any face of a person counts as the one that is erased",
        edits=(
            Edit(
                FACES,
                'return Sighting({f"face:{self.person}": bool(found)})',
                "return self._sighting(faces)",
            ),
        ),
        tests=(f"{SINCE}::test_two_people_who_are_one_since_are_no_failure",),
    ),
    Mutation(
        name="a face is drawn by the pixels of an edited picture",
        edits=(
            Edit(
                "engine/action/people.py", "winner.asset.edited or loser.asset.edited", "winner.asset.edited"
            ),
        ),
        tests=(f"{SINCE}::test_where_a_face_is_on_a_picture_that_was_edited_is_a_question",),
    ),
    Mutation(
        name="our own comment keeps a picture in its album for ever",
        edits=(
            Edit(
                "engine/undo/relations.py",
                "not sighting.gone and self._said_by_us(way, step)",
                "sighting.gone and self._said_by_us(way, step)",
            ),
        ),
        tests=(
            "tests/engine_tests/verbs/test_album_and_comment.py::"
            "test_the_album_alone_waits_for_the_comment_that_we_made_there",
        ),
    ),
)
