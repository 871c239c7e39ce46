"""What proves that a larger picture, a scan or a film shows no more than another, broken one at a time."""

from scripts.mutations_lib.mutation import Edit, Mutation

ENLARGED = "tests/engine_tests/look/test_enlarged.py"
ORIGINALS = "tests/engine_tests/evidence/test_originals.py"
FILMS = "tests/engine_tests/look/test_films.py"
CASES = "tests/engine_tests/judge/test_cases.py::test_case"
TRANSPARENT = "tests/engine_tests/evidence/test_transparent.py"

LOOKING = (
    Mutation(
        name="what a preview does not show of a still is nobody's care",
        edits=(
            Edit(
                "engine/evidence/pairs.py",
                "    return kind in TRANSPARENT or _moves(facts)",
                "    return False",
            ),
        ),
        tests=(TRANSPARENT,),
    ),
    Mutation(
        name="a film goes for one with another sound",
        edits=(Edit("engine/look/sounds.py", "apart(ones, others) <= APART", "True"),),
        tests=("tests/engine_tests/evidence/test_hearing.py",),
    ),
    Mutation(
        name="ink on nothing is looked at on white alone",
        edits=(Edit("engine/look/layers.py", "GROUNDS[:1] if whole else GROUNDS", "GROUNDS[:1]"),),
        tests=("tests/engine_tests/look/test_layers.py",),
    ),
    Mutation(
        name="a locked picture answers where it is in an album still",
        edits=(
            Edit(
                "engine/immich/reader.py",
                'return None if found is None or found.text_or_none_at("visibility") == LOCKED else found',
                "return found",
            ),
        ),
        tests=("tests/engine_tests/undo/test_hidden_winner.py",),
    ),
    Mutation(
        name="a new journal is begun beside the backups of a lost one",
        edits=(Edit("cli/home.py", "if backups := len(", "if False and len("),),
        tests=("tests/cli_tests/test_lost_journal.py",),
    ),
    Mutation(
        name="what cannot be read on a smaller page is called the same",
        edits=(Edit("engine/look/look.py", "if _is_fine_print(winner, loser) and not", "if False and not"),),
        tests=("tests/engine_tests/look/test_pages.py",),
    ),
    Mutation(
        name="only on light ground is there print",
        edits=(Edit("engine/look/page.py", " or _ground(picture, FLAT) >= 0)", ")"),),
        tests=("tests/engine_tests/look/test_pages.py",),
    ),
    Mutation(
        name="a larger picture that shows more is an enlargement",
        edits=(Edit("engine/look/enlarged.py", "left < LEFT * own", "left < own"),),
        tests=(f"{ENLARGED}::test_no_photograph_is_taken_for_its_reduced_copy_enlarged",),
    ),
    Mutation(
        name="a picture of coarse compression is an enlargement",
        edits=(Edit("engine/look/enlarged.py", "added < LOUD * own and left", "left"),),
        tests=(f"{ENLARGED}::test_of_coarse_compression_nothing_can_be_told",),
    ),
    Mutation(
        name="a page is another one reduced though a digit of it is another",
        edits=(
            Edit("engine/look/reduced.py", "left(larger, smaller) <= LEFT", "left(larger, smaller) <= 1"),
        ),
        tests=(f"{ORIGINALS}::test_a_reduced_page_goes_where_the_originals_show_every_digit",),
    ),
    Mutation(
        name="a poor copy is the larger picture packed again though something on it was changed",
        edits=(Edit("engine/look/remade.py", "<= LEFT for", "<= 64 for"),),
        tests=(f"{ORIGINALS}::test_a_poor_copy_goes_where_the_originals_show_that_nothing_was_changed",),
    ),
    Mutation(
        name="the same numbers are the same colours in any profile",
        edits=(Edit("engine/look/remade.py", " or smaller.profile != larger.profile:", ":"),),
        tests=("tests/engine_tests/look/test_remade.py",),
    ),
    Mutation(
        name="a date that no file holds is a file time, however early it is",
        edits=(Edit("engine/judge/judge.py", "return with_older([", "return list(["),),
        tests=(CASES,),
    ),
    Mutation(
        name="a text is said under whatever tag it stands",
        edits=(Edit("engine/judge/said.py", "return MEANING.get(name, name)", 'return ""'),),
        tests=(CASES,),
    ),
    Mutation(
        name="the longer film of a Live Photo goes with it",
        edits=(
            Edit(
                "engine/verbs/judging.py", "decision = _with_films(group, decision, motions, policy)", "pass"
            ),
        ),
        tests=("tests/engine_tests/verbs/test_motions.py",),
    ),
    Mutation(
        name="a shared link that was deleted ends every restore",
        edits=(Edit("engine/immich/refusals.py", '        "Shared link not found",\n', ""),),
        tests=("tests/engine_tests/undo/test_deleted_since.py",),
    ),
    Mutation(
        name="other bytes than the server names prove an enlargement",
        edits=(
            Edit(
                "engine/evidence/originals.py",
                "if one.library is None and window.sha1() != one.checksum:",
                "if one.library is None and window.sha1() is None:",
            ),
        ),
        tests=(f"{ORIGINALS}::test_nothing_is_proven_by_a_file_that_cannot_be_read",),
    ),
    Mutation(
        name="films are the same where one of their frames is",
        edits=(
            Edit(
                "engine/look/films.py",
                "            break\n    return _told(found)\n",
                "            break\n    return min(found, key=_unlike)\n",
            ),
        ),
        tests=(f"{FILMS}::test_films_at_other_rates_that_show_something_else_differ",),
    ),
    Mutation(
        name="a still beside a moving picture needs nobody",
        edits=(
            Edit(
                "engine/judge/proof.py",
                "(a.frames or 1, b.frames or 1, b.pages or 1) == (1, 1, 1)",
                "(b.frames or 1, b.pages or 1) == (1, 1)",
            ),
        ),
        tests=(
            f"{CASES}[looks: a still beside a moving picture is a question, where only its first frame was seen]",
        ),
    ),
)
