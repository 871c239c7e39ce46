"""Records as rows: nothing is lost on the way there and back, nothing unknown is let through."""

from __future__ import annotations

import hashlib
import json
import random

import pytest

from journal.chain import row_hash, seal
from journal.codec import TAGS, decode, encode, instant, stamp
from journal.errors import JournalDamaged, UnknownRecord
from journal.plain import canonical
from journal.records import FactRecorded, OutcomeRecorded, Record
from journal.row import GENESIS, Row
from journal.upcast import VERSIONS, lifted
from tests.journal_tests.made import Ticking, awkward_object, changed, fact, intent, opened, outcome, story


def row_of(record: Record) -> Row:
    return seal(encode(record), seq=1, at="2024-02-29T23:59:58.000001Z", prev=GENESIS)


def test_the_stored_names_are_frozen() -> None:
    assert {kind.__name__: tag for kind, tag in TAGS.items()} == {
        "RunOpened": "run-opened",
        "IntentRecorded": "intent",
        "OutcomeRecorded": "outcome",
        "FactRecorded": "fact",
        "RunClosed": "run-closed",
    }
    assert VERSIONS.keys() == set(TAGS.values())


def test_the_bodies_are_frozen() -> None:
    assert row_of(opened()).body == (
        '{"origin":{"url":"http://photos.example","user":"u-1","version":"3.1.0"},"run":"r1","verb":"apply"}'
    )
    given = intent("i1", key="k", after={"é": [1, None]}, compensates="i0")
    assert row_of(given).body == (
        '{"action":"trash-asset","after":{"é":[1,null]},"compensates":"i0","group":"g1","intent":"i1",'
        '"key":"k","run":"r1","subject":"asset-i1"}'
    )
    assert (
        row_of(outcome("i1", resent=True)).body == '{"intent":"i1","resent":true,"run":"r1","status":"done"}'
    )


@pytest.mark.parametrize("seed", range(20))
def test_every_record_comes_back_as_it_was(seed: int) -> None:
    rng = random.Random(seed)
    records = [*story(rng, 60), fact(body=awkward_object(rng))]
    for record in records:
        row = row_of(record)
        entry = decode(row)
        assert encode(entry.record).body == row.body
        assert row.body.encode().decode() == row.body
        # Two halves of one character, side by side, are the only text that JSON cannot keep apart.
        if "\ud800\udcff" not in repr(record).encode().decode("unicode_escape", "replace"):
            assert entry.record == record


def test_a_lone_surrogate_survives() -> None:
    assert decode(row_of(fact(body={"name": "IMG\udcff.jpg"}))).record == fact(body={"name": "IMG\udcff.jpg"})


def test_canonical_json_is_one_spelling() -> None:
    assert (
        canonical({"b": 1, "a": (True, 1.5)})
        == canonical({"a": [True, 1.5], "b": 1})
        == '{"a":[true,1.5],"b":1}'
    )
    nested: list[object] = []
    for _ in range(100_000):
        nested = [nested]
    with pytest.raises(ValueError, match="deeply"):
        canonical(nested)


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        "{",
        "null",
        '{"run":"r1"}',
        '{"run":"r1","topic":5}',
        '{"run":"r1","topic":"t","more":1}',
        '{"run":"r1","topic":"t","body":[]}',
    ],
)
def test_a_body_that_is_not_the_record_is_damage(body: str) -> None:
    row = changed(row_of(FactRecorded(run="r1", topic="t")), body=body)
    with pytest.raises(JournalDamaged, match="entry 1"):
        decode(row)


def test_a_status_must_be_one_of_ours() -> None:
    row = row_of(OutcomeRecorded(run="r1", intent="i", status="done"))
    assert decode(row).record == outcome("i")
    with pytest.raises(JournalDamaged):
        decode(changed(row, body=row.body.replace("done", "unknown")))


@pytest.mark.parametrize("change", [{"kind": "rumour"}, {"version": 2}, {"version": 0}])
def test_an_unknown_kind_or_version_is_refused_by_name(change: dict[str, object]) -> None:
    with pytest.raises(UnknownRecord, match="Entry 1"):
        decode(changed(row_of(fact()), **change))


@pytest.mark.parametrize("column", ["run", "subject", "group", "intent", "key"])
def test_a_column_must_say_what_the_body_says(column: str) -> None:
    with pytest.raises(JournalDamaged, match=column):
        decode(changed(row_of(intent("i1", key="k")), **{column: "other"}))


def test_old_bodies_are_lifted_step_by_step() -> None:
    chain = {
        ("fact", 1): lambda body: {"topic": body["theme"]},
        ("fact", 2): lambda body: {**body, "body": {"was": body["topic"]}},
    }
    lift = {"versions": {"fact": 3}, "upcasters": chain}
    assert lifted("fact", 1, {"theme": "t"}, **lift) == {"topic": "t", "body": {"was": "t"}}
    assert lifted("fact", 2, {"topic": "t"}, **lift) == {"topic": "t", "body": {"was": "t"}}
    assert lifted("fact", 3, {"topic": "t"}, **lift) == {"topic": "t"}
    for version in (0, 4):
        with pytest.raises(UnknownRecord):
            lifted("fact", version, {}, **lift)
    with pytest.raises(UnknownRecord):
        lifted("fact", 1, {}, versions={"fact": 3}, upcasters={})


def test_instants_have_one_spelling() -> None:
    text = stamp(Ticking().now())
    assert text == "2024-02-29T23:59:59.123456Z"
    assert stamp(instant(text)) == text
    for other in ("2024-02-29T23:59:59Z", "2024-02-29T23:59:59.123456+00:00", "2024-02-29", "x"):
        with pytest.raises(ValueError, match=r"UTC|isoformat|zone"):
            instant(other)
    with pytest.raises(ValueError, match="zone"):
        stamp(Ticking().now().replace(tzinfo=None))


def test_the_hash_covers_every_column_and_is_what_the_documentation_says() -> None:
    row = row_of(intent("i1", key="k"))
    array = [row.prev, row.seq, row.at, row.run, row.kind, row.version]
    array += [row.subject, row.group, row.intent, row.key, row.body]
    text = json.dumps(array, ensure_ascii=False, separators=(",", ":"))
    assert row.hash == row_hash(row) == hashlib.sha256(text.encode()).hexdigest()
    for name in ("prev", "at", "run", "kind", "subject", "group", "intent", "key", "body"):
        assert row_hash(changed(row, **{name: "x"})) != row.hash
        if name not in ("prev", "at", "run", "kind", "body"):
            assert row_hash(changed(row, **{name: None})) != row_hash(changed(row, **{name: ""}))
    assert row_hash(changed(row, seq=2)) != row.hash
    assert row_hash(changed(row, version=row.version + 1)) != row.hash
    assert row_hash(changed(row, subject="a", group="b")) != row_hash(
        changed(row, subject='a","b', group=None)
    )
