"""The ledger: one pass, in order, and the same answers as the journal and its views."""

from __future__ import annotations

import random

import pytest
from attrs import evolve

from journal.errors import OutcomeTaken, OutOfOrder, UnknownRecord
from journal.ledger import Ledger, fold
from journal.memory import MemoryJournal
from journal.records import Record, Status
from journal.store import SqliteJournal
from tests.journal_tests.made import Ticking, closed, fact, intent, opened, outcome, story


def told(*records: Record) -> Ledger:
    journal = MemoryJournal(Ticking())
    journal.append_all(records)
    return fold(journal.entries())


def picture(ledger: Ledger) -> object:
    return ledger.seq, ledger.steps, ledger.facts, ledger.runs, ledger.in_doubt, ledger.open_runs


@pytest.mark.parametrize("seed", range(10))
def test_a_prefix_and_then_the_rest_is_the_whole(seed: int) -> None:
    journal = MemoryJournal(Ticking())
    journal.append_all(list(story(random.Random(seed), 120)))
    entries = list(journal.entries())
    whole = picture(fold(entries))
    for cut in range(0, 121, 7):
        assert picture(fold(entries[cut:], fold(entries[:cut]))) == whole


@pytest.mark.parametrize("seed", range(10))
def test_ledger_journal_and_views_agree(stored: SqliteJournal, seed: int) -> None:
    stored.append_all(list(story(random.Random(seed), 200)))
    ledger = fold(stored.entries())
    assert ledger.in_doubt == stored.in_doubt()
    for run in ledger.runs:
        assert [step for step in ledger.in_doubt if step.run == run] == stored.in_doubt(run)
    for name in ledger.steps:
        assert ledger.intent(name) == stored.intent(name)
        assert ledger.outcome(name) == stored.outcome(name)

    steps = {row["intent"]: row for row in stored.query("SELECT * FROM steps")}
    assert steps.keys() == ledger.steps.keys()
    for name, step in ledger.steps.items():
        row = steps[name]
        given = step.intent
        assert row["status"] == ("in doubt" if step.outcome is None else step.outcome.status)
        assert (row["seq"], row["ended_seq"]) == (step.seq, step.ended_seq)
        assert (row["run"], row["action"], row["subject"], row["group"], row["key"], row["compensates"]) == (
            (given.run, given.action, given.subject, given.group, given.key, given.compensates)
        )
        assert row["ended_run"] == (step.outcome and step.outcome.run)

    back = sorted((row["intent"], row["taken"]) for row in stored.query("SELECT * FROM takes_back"))
    assert back == sorted((name, taken) for name, s in ledger.steps.items() for taken in s.intent.takes_back)
    assert any(len(step.intent.takes_back) > 1 for step in ledger.steps.values())

    doubtful = [row["intent"] for row in stored.query("SELECT intent FROM in_doubt ORDER BY seq")]
    assert doubtful == [step.intent for step in ledger.in_doubt]

    runs = {row["run"]: row for row in stored.query("SELECT * FROM runs")}
    assert runs.keys() == ledger.runs.keys()
    for run, course in ledger.runs.items():
        mine = [step for step in ledger.steps.values() if step.intent.run == run]
        assert (runs[run]["verb"], runs[run]["intents"]) == (course.opened.verb, len(mine))
        assert runs[run]["result"] == (course.closed and course.closed.result)
        assert runs[run]["in_doubt"] == sum(step.in_doubt for step in mine)
        for status in Status:
            assert runs[run][status] == sum(
                step.outcome is not None and step.outcome.status is status for step in mine
            )

    facts = [(row["seq"], row["topic"]) for row in stored.query("SELECT * FROM facts ORDER BY seq")]
    assert facts == sorted((seq, topic) for topic, those in ledger.facts.items() for seq, _ in those)

    last: dict[str, int] = {}
    for entry in stored.entries(kinds=["intent", "outcome", "fact"]):
        last[entry.record.subject] = entry.seq
    seen = {row["subject"]: row["seq"] for row in stored.query("SELECT * FROM assets")}
    newest_step = {
        subject: max(
            [step.ended_seq or step.seq for step in ledger.steps.values() if step.intent.subject == subject]
            + [seq for those in ledger.facts.values() for seq, fact in those if fact.subject == subject]
        )
        for subject in last
    }
    assert seen == newest_step == last

    groups = {row["group"]: row for row in stored.query("SELECT * FROM groups")}
    for group, row in groups.items():
        mine = [step for step in ledger.steps.values() if step.intent.group == group]
        assert row["steps"] == len(mine)
        assert row["in_doubt"] == sum(step.in_doubt for step in mine)
        assert row["done"] == sum(step.done for step in mine)
    assert groups.keys() == {step.intent.group for step in ledger.steps.values()} - {None}


def test_runs_are_open_until_they_are_closed() -> None:
    ledger = told(opened("r1"), opened("r2"), closed("r1"))
    assert [run.run for run in ledger.open_runs] == ["r2"]
    assert ledger.runs["r1"].closed == closed("r1")


def test_a_filtered_stream_folds_too(stored: SqliteJournal) -> None:
    stored.append_all([opened(), fact(), intent("a"), intent("b", group="g2"), outcome("b"), outcome("a")])
    ledger = fold(stored.entries(group="g1"))
    assert list(ledger.steps) == ["a"]
    assert ledger.steps["a"].done
    assert fold(stored.entries(kinds=["outcome"])).steps == {}


def test_entries_never_go_back() -> None:
    journal = MemoryJournal(Ticking())
    one, two = journal.append_all([opened(), fact()])
    ledger = fold([one, two])
    for old in (one, two):
        with pytest.raises(OutOfOrder, match="came after entry 2"):
            ledger.absorb(old)
    assert ledger.seq == 2


def test_what_is_not_known_is_an_error_and_never_skipped() -> None:
    journal = MemoryJournal(Ticking())
    entry = journal.append(opened())
    with pytest.raises(UnknownRecord):
        fold([evolve(entry, record="a rumour")])


def test_an_intent_does_not_end_twice() -> None:
    journal = MemoryJournal(Ticking())
    entries = journal.append_all([opened(), intent("a"), outcome("a")])
    with pytest.raises(OutcomeTaken):
        fold([*entries, evolve(entries[2], seq=4)])
