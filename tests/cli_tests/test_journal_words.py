"""The log in words: what happened to which picture, and what became of it."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest

from cli.render.past import PAST, ended, past
from cli.render.steps import action_text
from cli.rows import SHEET
from engine.action.registry import KINDS, action_from
from journal.reader import open_readonly
from journal.records import FactRecorded, IntentRecorded, OutcomeRecorded, RunClosed, RunOpened, Status
from journal.store import open_journal
from tests.cli_tests.conftest import Winnow
from tests.journal_tests.golden_home import FOLDER
from tests.journal_tests.made import Ticking

LOSER = "00000012-0000-4000-8000-000000000000"
SAMPLE = {
    "stack": "s",
    "asset": "a", "was": "a", "group": "g", "album": "b", "name": "Trip", "person": "p", "box": [0, 0, 1, 1],
    "image": [2, 2], "checksum": "c", "winner": "w", "size": 5, "suffix": "jpg", "tags": [], "favourite": True,
    "wall": "2024-01-01T00:00:00", "link": "l", "source": "s", "memory": "m", "key": "k", "value": None, "part": "m",
    "still": "a", "face": "f", "text": None, "others": ["b"], "stacks": [],
}  # fmt: skip
"""A value for every field that an action may have."""


@pytest.fixture
def old(winnow: Winnow, monkeypatch: pytest.MonkeyPatch) -> Winnow:
    """A home in which much has happened already."""
    monkeypatch.setenv("TZ", "UTC")
    shutil.copytree(FOLDER / "first", winnow.home)
    return winnow


def said(old: Winnow, *arguments: str) -> list[str]:
    """Return the lines of a log without place and time."""
    ran = old("journal", *arguments)
    assert (ran.exit, ran.err) == (0, "")
    return [line[18:] if line.startswith(" ") else line for line in ran.out.splitlines()]


def test_a_trash_is_told_with_its_backup_and_the_restore_that_undid_it(old: Winnow) -> None:
    (heading, trashed, *_) = said(old, "log", "--asset", "IMG_0004 copy.jpg", "--action", "trash-asset")
    assert heading == "2026-11-25  20261125-165603-apply-f6fd"
    assert trashed == "trashed IMG_0004 copy.jpg, backup f368b123… verified; undone 16:56:03 by restore 0a38"


def test_a_group_s_story_names_every_picture_by_its_file(old: Winnow) -> None:
    lines = said(old, "show", "81df6358-0cc9-4f15-90c9-0d918ec234f1")
    assert lines[1] == (
        "judged IMG_0001 (1).jpg against IMG_0001.jpg, which stays: most pixels: 4000x3000 against 800x600"
    )
    for sentence in (
        "noted how IMG_0001.jpg was before",
        "downloaded IMG_0001 (1).jpg (270 B)",
        "wrote place 35.6762, 139.6503, with the clock at 2023-07-10 12:00:00+09:00, to IMG_0001.jpg",
        "place: none → [35.6762, 139.6503]",
        "left as it was, nothing was sent: keep the wall clock of IMG_0001.jpg at 2023-07-10 12:00:00",
        "added tags Travel/Japan to IMG_0001.jpg",
        "read IMG_0001.jpg back, as promised",
        "trashed IMG_0001 (1).jpg, backup 80fb52b7… verified",
        "in doubt: bring IMG_0001 (1).jpg back from the trash",
    ):
        assert sentence in lines
    assert not any(LOSER in line for line in lines)


def test_the_log_can_be_narrowed(old: Winnow) -> None:
    def seqs(*filters: str) -> list[int]:
        return [one["seq"] for one in old.json("journal", "log", "--limit", "999", *filters).objects]

    everything = seqs()
    assert len(everything) == 73 - 27  # an intent whose outcome is there is told by it
    assert seqs("--status", "in-doubt") == [72, 73]
    assert seqs("--status", "skipped") == [23, 67, 69]
    assert seqs("--action", "trash-asset") == [34, 35, 55, 56, 57]
    assert seqs("--action", "trash-asset", "--run", "f6fd") == [55, 56, 57]
    assert seqs("--asset", LOSER) == seqs("--asset", "IMG_0001 (1).jpg") == [18, 34, 73]
    assert seqs("--group", "982d9e3e-b996-4559-a633-f4d194def376", "--status", "failed") == []
    assert seqs("--since", "2026-11-25T16:56:03.55+00:00") == [seq for seq in everything if seq >= 59]
    assert seqs("--since", "2026-11-25") == everything
    assert seqs("--since", "2031-01-01") == []
    assert seqs("--before", "18") == [seq for seq in everything if seq < 18]
    assert old("journal", "log", "--limit", "2").out.splitlines()[-1] == "... the page before: --before 72"


def test_what_another_run_saw_belongs_to_the_promise_and_to_the_run_that_saw_it(winnow: Winnow) -> None:
    winnow.home.mkdir()
    journal = open_journal(winnow.home / "journal.db", Ticking())
    journal.append_all(
        [
            RunOpened(run="1-apply-aaaa", verb="apply", origin={}),
            IntentRecorded(run="1-apply-aaaa", intent="i", action="trash-asset", subject="x", group="g",
                           args={"asset": "x", "checksum": "c", "winner": "w"}),
            RunOpened(run="2-resume-bbbb", verb="resume", origin={}),
            OutcomeRecorded(run="2-resume-bbbb", intent="i", status=Status.DONE),
        ]
    )  # fmt: skip
    journal.close()
    assert said(winnow, "log", "--run", "aaaa")[-1] == "trashed x, as resume bbbb saw"
    assert said(winnow, "log", "--run", "bbbb")[-1] == "trashed x"
    assert sum("trashed x" in line for line in said(winnow, "log")) == 1


def test_a_redo_is_told_behind_the_undo(old: Winnow) -> None:
    journal = open_journal(old.home / "journal.db")
    back = next(i for i in journal.entries(run="20261125-165603-restore-0a38", kinds=["intent"])).record
    assert isinstance(back, IntentRecorded)
    again = IntentRecorded(run="9-restore-cccc", intent="again", action="trash-asset", subject=back.subject,
                           group=back.group, args=back.args, compensates=back.intent)  # fmt: skip
    journal.append_all(
        [
            RunOpened(run="9-restore-cccc", verb="restore", origin={}),
            again,
            OutcomeRecorded(run="9-restore-cccc", intent="again", status=Status.DONE),
        ]
    )
    journal.close()
    first = next(line for line in said(old, "log", "--action", "trash-asset") if "by restore 0a38" in line)
    assert "; undone 16:56:03 by restore 0a38; done again " in first
    assert first.endswith(" by restore cccc")
    (row,) = [
        r
        for r in old.json("journal", "query", "losers").objects
        if r["loser"] == "IMG_0004 copy.jpg" and r["at"] < "2026-11-25T16:57"
    ]
    assert row["taken_back_by"] is None


def test_the_journal_is_told_as_it_stood_then(old: Winnow) -> None:
    now = old.json("journal", "runs").objects
    then = old.json("journal", "runs", "--as-of", "40").objects
    assert [run["result"] for run in now] == ["complete", "done", "done", "done", None]
    assert [run["result"] for run in then] == ["complete", "done", None]
    assert then[-1]["counts"] == {"in doubt": 1}
    by_time = old.json("journal", "runs", "--as-of", "2026-11-25T16:56:03.336+00:00").objects
    assert by_time == then
    assert said(old, "show", LOSER, "--as-of", "33")[-3].startswith("in doubt: trash IMG_0001 (1).jpg")
    assert old("journal", "show", LOSER, "--as-of", "1").exit == 2
    for wrong in ("-3", "soon", "2026-13-01", "9" * 30):
        assert old("journal", "runs", f"--as-of={wrong}").exit == 2


def test_a_name_that_two_pictures_have_is_not_guessed(old: Winnow) -> None:
    journal = open_journal(old.home / "journal.db")
    entries = [
        e.record for e in journal.entries(kinds=["outcome"]) if "plan" in getattr(e.record, "seen", {})
    ]
    plan = json.loads(json.dumps(entries[0].seen["plan"]).replace("00000011", "00000099"))
    journal.append_all(
        [
            RunOpened(run="8-analyze-dddd", verb="analyze", origin={}),
            IntentRecorded(run="8-analyze-dddd", intent="s", action="score-group", subject="g2", group="g2"),
            OutcomeRecorded(run="8-analyze-dddd", intent="s", status=Status.DONE, seen={"plan": plan}),
        ]
    )
    journal.close()
    ran = old("journal", "show", "IMG_0001.jpg")
    assert ran.exit == 2
    assert "2 pictures are called IMG_0001.jpg" in ran.err
    assert old("journal", "log", "--asset", "IMG_9999.jpg").exit == 2


def test_facts_are_told_by_what_they_are_about(old: Winnow) -> None:
    journal = open_journal(old.home / "journal.db")
    group = "982d9e3e-b996-4559-a633-f4d194def376"
    winner, loser = (f"{number:08}-0000-4000-8000-000000000000" for number in (31, 32))
    likeness = {"verdict": "same", "why": "both show the lake"}
    facts: list[dict[str, Any]] = [
        {"topic": "look", "subject": "x y", "body": {"first": winner, "second": loser, "likeness": likeness}},
        {"topic": "evidence", "subject": "checksum", "body": {"facts": {}}},
        {"topic": "group-ended", "group": group, "body": {"ending": "done"}},
        {"topic": "left", "group": group, "body": {"text": "album “Trip” is gone", "intents": []}},
        {"topic": "taken-back-by-hand", "subject": loser, "group": group},
        {"topic": "left-alone", "subject": winner, "group": group, "body": {"reasons": ["one", "two"]}},
        {"topic": "something-new", "subject": winner, "group": group, "body": {"text": 5}},
    ]
    journal.append(RunOpened(run="7-x-eeee", verb="x", origin={}))
    journal.append_all([FactRecorded(run="7-x-eeee", **fact) for fact in facts])
    journal.close()
    assert said(old, "log", "--run", "eeee")[2:] == [
        "looked: IMG_0004 copy.jpg against IMG_0004.jpg: both show the lake",
        "read what a file says of itself",
        "ended: the group of IMG_0004 copy.jpg: done",
        "cannot be brought back: the group of IMG_0004 copy.jpg: album “Trip” is gone",
        "IMG_0004 copy.jpg was taken back by hand",
        "left alone: IMG_0004.jpg: one; two",
        "something-new: IMG_0004.jpg",
    ]


def test_every_step_has_a_past(old: Winnow) -> None:
    with open_readonly(old.home / "journal.db") as reader:
        trash = next(intent for intent in reader.in_doubt()).args
    for name, kind in KINDS.items():
        sample = {**SAMPLE, "snapshot": trash["snapshot"], "motion": trash["snapshot"]["asset"]}
        if name == "link-motion":
            sample["motion"] = "m"
        fields = {field.name for field in kind.__attrs_attrs__}
        sentence = action_text(action_from(name, {key: sample[key] for key in fields & sample.keys()}), str)
        assert sentence.split()[0] in PAST, sentence
    assert past("trash a.jpg") == "trashed a.jpg"
    assert ended("trash a.jpg", Status.FAILED, "HTTP 500") == "failed to trash a.jpg: HTTP 500"
    assert ended("trash a.jpg", Status.CONFLICT, "") == "left alone, somebody changed it: trash a.jpg"


@pytest.mark.parametrize(
    ("flags", "out"),
    [
        (["--csv"], "a,b\r\n1,x y\r\n,\"2,5\"\r\n"),
        (["--tsv", "--no-headers"], "1\tx y\r\n\t2,5\r\n"),
        (["--nl"], '{"a": 1, "b": "x y"}\n{"a": null, "b": "2,5"}\n'),
        (["--json"], '{"a": 1, "b": "x y"}\n{"a": null, "b": "2,5"}\n'),
        (["--table"], "a    b\n---  ---\n1    x y\n     2,5\n"),
        (["--fmt", "github"], "| a   | b   |\n|-----|-----|\n| 1   | x y |\n|     | 2,5 |\n"),
        ([], "a    b\n---  ---\n1    x y\n     2,5\n"),
    ],
)  # fmt: skip
def test_rows_are_printed_as_sqlite_utils_does(old: Winnow, flags: list[str], out: str) -> None:
    ran = old("journal", "sql", "SELECT 1 AS a, 'x y' AS b UNION ALL SELECT NULL, '2,5'", *flags)
    assert (ran.exit, ran.out) == (0, out)


def test_backups_are_rows_too(old: Winnow) -> None:
    ran = old("vault", "list", "--csv")
    assert ran.exit == 0
    assert ran.out.splitlines()[0] == "sha1,sha256,size,name"
    assert sorted(line.rsplit(",", 1)[1] for line in ran.out.splitlines()[1:])[0] == "IMG_0001 (1).jpg"
    assert [one["size"] for one in old.json("vault", "list").objects] == [270] * 5
    assert old("vault", "list").out.splitlines()[-1] == "5 backups, 1.4 kB"


def test_formats_that_contradict_each_other_are_refused(old: Winnow) -> None:
    for flags in (["--csv", "--tsv"], ["--nl", "--fmt", "github"]):
        ran = old("journal", "query", "runs", *flags)
        assert (ran.exit, ran.out) == (2, "")
        assert "Name one format" in ran.err


def test_a_long_answer_is_several_tables(old: Winnow) -> None:
    many = f"WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n WHERE x < {SHEET + 1}) SELECT x FROM n"
    lines = old("journal", "sql", many).out.splitlines()
    assert lines.count("  x") + lines.count("x") == 2
    assert lines[-1].strip() == str(SHEET + 1)


def test_nothing_in_a_name_reaches_a_terminal_raw(old: Winnow) -> None:
    for flags in ([], ["--nl"]):
        assert old("journal", "sql", "SELECT char(8238) || char(27) AS x", *flags).out.isascii()
    book = open_journal(old.home / "journal.db")
    book.append_all(
        [
            RunOpened(run="9-decide-ffff", verb="decide", origin={}),
            FactRecorded(run="9-decide-ffff", topic="note", body={"name": "gpj.\u202e\u001b[31mphoto"}),
            RunClosed(run="9-decide-ffff", result="done"),
        ]
    )
    book.close()
    said = old("journal", "export").out
    assert "u202e" in said
    assert said.isascii()
    assert "\x1b" not in said


def test_a_question_without_an_answer_says_so(online: Winnow) -> None:
    online("analyze")
    ran = online("journal", "query", "skipped")
    assert "No row." in ran.err
    assert "No row." not in online("journal", "query", "skipped", "--csv").err
