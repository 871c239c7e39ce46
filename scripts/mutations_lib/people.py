"""Faces and albums on their way back, whatever persons made of them since."""

from scripts.mutations_lib.mutation import Edit, Mutation

SINCE = "tests/engine_tests/verbs/test_faces_since.py"
FACES = "engine/action/faces.py"

PEOPLE = (
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
