"""What every journal does, in a file or in memory."""

from __future__ import annotations

import random
import threading
from datetime import UTC, datetime

import pytest

from journal.codec import TAGS
from journal.errors import (
    IntentTaken,
    IntentUnknown,
    JournalError,
    KeyTaken,
    OutcomeTaken,
    RecordRefused,
    RunStillOpen,
    RunTaken,
    RunUnknown,
)
from journal.port import Head, Journal
from journal.records import Entry, IntentRecorded, OutcomeRecorded, Status
from journal.row import GENESIS
from journal.verify import verify
from tests.journal_tests.made import closed, fact, intent, opened, outcome, story


def filled(journal: Journal, seed: int = 1, length: int = 300) -> list[Entry]:
    return [journal.append(record) for record in story(random.Random(seed), length)]


def test_an_empty_book_has_the_genesis_head(journal: Journal) -> None:
    assert journal.head() == Head(0, GENESIS)
    assert list(journal.entries()) == []
    assert journal.in_doubt() == []
    assert journal.intent("x") is journal.outcome("x") is journal.by_key("x") is None


def test_an_entry_is_read_back_as_it_was_returned(journal: Journal) -> None:
    appended = filled(journal)
    assert [entry.seq for entry in appended] == list(range(1, 301))
    assert list(journal.entries()) == appended
    assert [entry.prev for entry in appended] == [GENESIS] + [entry.hash for entry in appended[:-1]]
    assert journal.head() == Head(appended[-1].seq, appended[-1].hash)
    assert list(verify(journal)) == []


def test_time_is_the_clock_s_and_may_run_backwards(journal: Journal) -> None:
    first = journal.append(opened())
    assert first.at == datetime(2024, 2, 29, 23, 59, 59, 123456, tzinfo=UTC)
    journal._clock.moment = datetime(1999, 1, 1, tzinfo=UTC)
    second = journal.append(fact())
    assert second.seq == 2
    assert second.at < first.at
    assert list(journal.entries()) == [first, second]


@pytest.mark.parametrize("newest_first", [False, True])
def test_filters_match_a_plain_comprehension(journal: Journal, newest_first: bool) -> None:
    everything = filled(journal)
    rng = random.Random(7)
    kinds = sorted(TAGS.values())
    for _ in range(300):
        run = rng.choice([None, None, "r1", "r2", "nobody"])
        group = rng.choice([None, None, None, "g1", "g3"])
        subject = rng.choice([None, None, None, "asset-1", "asset-7"])
        name = rng.choice([None, None, None, "i20", "i21"])
        chosen = rng.choice([None, [], rng.sample(kinds, 1), rng.sample(kinds, 3), kinds])
        after, before = rng.choice([0, 0, 17, 299, 1000]), rng.choice([None, None, 200, 1, 0])
        want = [
            entry
            for entry in everything
            if (run is None or entry.record.run == run)
            and (group is None or getattr(entry.record, "group", None) == group)
            and (subject is None or getattr(entry.record, "subject", None) == subject)
            and (name is None or getattr(entry.record, "intent", None) == name)
            and (chosen is None or TAGS[type(entry.record)] in chosen)
            and entry.seq > after
            and (before is None or entry.seq < before)
        ]
        found = journal.entries(
            run=run,
            group=group,
            subject=subject,
            intent=name,
            kinds=chosen,
            after=after,
            before=before,
            newest_first=newest_first,
        )
        assert list(found) == (want[::-1] if newest_first else want)


def test_more_than_a_page_streams_in_order_both_ways(journal: Journal) -> None:
    journal.append(opened())
    journal.append_all([fact(str(number)) for number in range(1000)])
    assert [entry.seq for entry in journal.entries()] == list(range(1, 1002))
    backwards = journal.entries(run="r1", kinds=["fact", "run-opened"], newest_first=True)
    assert [entry.seq for entry in backwards] == list(range(1001, 0, -1))


def test_what_is_appended_while_reading_is_left_out(journal: Journal) -> None:
    journal.append(opened())
    journal.append(fact())
    seen = 0
    for _ in journal.entries():
        journal.append(fact())
        seen += 1
    assert seen == 2
    assert journal.head().seq == 4


def test_questions_about_one_intent(journal: Journal) -> None:
    journal.append(opened())
    given = intent("i1", key="k1", before={"a": 1})
    journal.append(given)
    assert journal.intent("i1") == journal.by_key("k1") == given
    assert journal.outcome("i1") is None
    assert journal.in_doubt() == journal.in_doubt("r1") == [given]
    assert journal.in_doubt("r2") == []
    journal.append(outcome("i1", seen={"a": 2}, detail="well", resent=True))
    assert journal.in_doubt() == []
    seen = journal.outcome("i1")
    assert seen is not None
    assert (seen.status, seen.seen, seen.detail, seen.resent) == (Status.DONE, {"a": 2}, "well", True)


def test_names_with_a_past_are_told_from_those_without(journal: Journal) -> None:
    assert journal.touched(["a"], ["g"]) == frozenset()
    journal.append(opened())
    journal.append(intent("i1", subject="a", group="g1"))
    journal.append(outcome("i1"))
    journal.append(fact("b", group="g2"))
    journal.append(fact("c"))
    names = ["a", "b", "c", "nobody", "it's"]
    assert journal.touched(names, ["g1", "g2", "g3"]) == {"a", "b", "c", "g2"}
    assert journal.touched([], ["a", "b", "g1"]) == journal.touched([], []) == frozenset()


def test_an_outcome_takes_subject_and_group_from_its_intent(journal: Journal) -> None:
    journal.append_all([opened(), intent("i1", group="g9", subject="s9"), outcome("i1")])
    assert [type(entry.record) for entry in journal.entries(group="g9")] == [IntentRecorded, OutcomeRecorded]
    assert len(list(journal.entries(subject="s9"))) == 2


REFUSALS = [
    ([], fact(), RunUnknown),
    ([], intent("i1"), RunUnknown),
    ([], closed(), RunUnknown),
    ([opened()], opened(), RunTaken),
    ([opened(), closed()], opened(), RunTaken),
    ([opened(), closed()], fact(), RunUnknown),
    ([opened(), closed()], closed(), RunUnknown),
    ([opened(), intent("i1")], closed(), RunStillOpen),
    ([opened(), intent("i1")], intent("i1"), IntentTaken),
    ([opened(), intent("i1", key="k")], intent("i2", key="k"), KeyTaken),
    ([opened(), intent("i1", key="k"), outcome("i1", status=Status.FAILED)], intent("i2", key="k"), KeyTaken),
    ([opened()], intent("i1", compensates="i0"), IntentUnknown),
    ([opened()], intent("i1", compensates="i1"), IntentUnknown),
    ([opened()], outcome("i1"), IntentUnknown),
    ([opened(), intent("i1"), outcome("i1")], outcome("i1"), OutcomeTaken),
    ([opened(), intent("i1")], outcome("i1", subject="another"), RecordRefused),
    ([opened(), intent("i1")], outcome("i1", group="another"), RecordRefused),
    ([opened()], fact(body={"x": float("nan")}), RecordRefused),
    ([opened()], fact(body={"x": {1: 2}}), RecordRefused),
    ([opened()], fact(body={"x": {1, 2}}), RecordRefused),
    ([opened()], fact(body={"x": datetime(2024, 1, 1, tzinfo=UTC)}), RecordRefused),
    ([opened()], fact("\ud800"), RecordRefused),
    ([opened()], fact("a\0b"), RecordRefused),
    ([opened()], intent(""), RecordRefused),
    ([opened()], intent("i1", group=""), RecordRefused),
    ([opened()], intent("i1", subject=5), RecordRefused),
    ([opened()], "no record", RecordRefused),
    ([opened()], fact(body=["no", "mapping"]), RecordRefused),
    ([opened()], fact(topic=7), RecordRefused),
    ([opened(), intent("i1")], outcome("i1", status="maybe"), RecordRefused),
    ([opened(), intent("i1")], outcome("i1", resent=1), RecordRefused),
]


@pytest.mark.parametrize(("before", "bad", "error"), REFUSALS)
def test_a_refusal_writes_nothing_and_harms_nothing(journal: Journal, before, bad, error) -> None:
    journal.append_all([opened("other"), *before])
    head, doubts = journal.head(), journal.in_doubt()
    with pytest.raises(error) as refusal:
        journal.append(bad)
    assert "{" not in str(refusal.value).replace("{1", "")
    assert (journal.head(), journal.in_doubt()) == (head, doubts)
    assert journal.append(fact(run="other")).seq == head.seq + 1
    assert list(verify(journal)) == []


def test_append_all_is_all_or_nothing(journal: Journal) -> None:
    journal.append(opened())
    with pytest.raises(KeyTaken):
        journal.append_all([intent("i1", key="k"), fact(), intent("i2", key="k")])
    assert journal.head().seq == 1
    assert journal.by_key("k") is None
    assert journal.intent("i1") is None
    entries = journal.append_all([intent("i1", key="k"), outcome("i1"), closed()])
    assert [entry.seq for entry in entries] == [2, 3, 4]
    assert journal.append_all([]) == ()


def test_doubts_belong_to_the_run_of_the_intent_not_of_its_observer(journal: Journal) -> None:
    journal.append_all([opened("r1"), intent("i1", "r1"), opened("r2", "resume")])
    with pytest.raises(RunStillOpen):
        journal.append(closed("r1"))
    assert journal.append(outcome("i1", "r2")).record.run == "r2"
    journal.append_all([closed("r1"), closed("r2")])
    assert journal.head().seq == 6


def test_a_refusal_names_what_it_is_about(journal: Journal) -> None:
    journal.append_all([opened(), intent("i1", key="k1")])
    with pytest.raises(KeyTaken, match=r"k1.*i1") as taken:
        journal.append(intent("i2", key="k1"))
    assert taken.value.facts == {"key": "k1", "intent": "i1"}
    with pytest.raises(RunStillOpen, match="1 of its intents"):
        journal.append(closed())


def test_many_threads_leave_no_gap_and_a_bad_one_fails_alone(journal: Journal) -> None:
    journal.append_all([opened(), intent("taken", key="taken")])
    results: list[object] = []

    def work(worker: int) -> None:
        for number in range(25):
            name = f"i{worker}-{number}"
            try:
                key = "taken" if number % 5 == 0 else name
                results.append(journal.append(intent(name, key=key)))
            except JournalError as error:
                results.append(error)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entries = [result for result in results if isinstance(result, Entry)]
    refused = [result for result in results if isinstance(result, KeyTaken)]
    assert (len(entries), len(refused)) == (160, 40)
    assert sorted(entry.seq for entry in entries) == list(range(3, 163))
    assert list(journal.entries(after=2)) == sorted(entries, key=lambda entry: entry.seq)
    assert list(verify(journal)) == []
