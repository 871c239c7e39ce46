"""Changes: exactly what is sent, in the dialect of the server, and what is made of the answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from typing import Any

import pytest

from engine.base.errors import Refused, ReplyLost
from engine.immich import Connection
from engine.immich.writer import fixed
from engine.model.place import Place
from tests.engine_tests.immich import bodies
from tests.engine_tests.immich.stub import Asked, Reply, Stub, set_server

OLD, NEW = (2, 7, 5), (3, 1, 0)
CREATED = datetime(2023, 7, 10, 1, 0, 0, 456000, tzinfo=UTC)


def last(stub: Stub) -> Asked:
    return stub.asked[-1]


def sent(stub: Stub, call: Callable[[], Any], route: str, reply: Reply | None = None) -> Any:
    stub.answers[route] = reply or Reply(bodies.asset())
    call()
    asked = stub.asked_for(route)
    assert len(asked) == 1
    assert asked[0].headers["content-type"] == "application/json"
    return asked[0].json


def test_one_put_carries_all_exif_fields(stub: Stub, connection: Connection) -> None:
    tokyo = timezone(timedelta(hours=9))
    body = sent(
        stub,
        lambda: connection.writer.patch(
            "a1",
            place=Place(35.1234567, -0.0000001),
            taken=datetime(2023, 7, 10, 10, 0, 0, 456789, tzinfo=tokyo),
            description='two\n"lines" ü',
            rating=4,
        ),
        "PUT /assets/a1",
    )
    assert body == {
        "dateTimeOriginal": "2023-07-10T10:00:00.456+09:00",
        "latitude": 35.1234567,
        "longitude": -0.0000001,
        "description": 'two\n"lines" ü',
        "rating": 4,
    }
    assert b"e-" not in last(stub).body


@pytest.mark.parametrize(
    ("degrees", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1e-7, "0.0000001"),
        (1e-9, "0"),
        (-33.8688, "-33.8688"),
        (180, "180"),
        (10.0, "10"),
        (89.99999999, "90"),
    ],
)
def test_coordinates_have_no_exponent(degrees: float, text: str) -> None:
    assert fixed(degrees) == text


@pytest.mark.parametrize(("version", "rating"), [((2, 0, 0), 0), ((2, 6, 3), 0), (OLD, None), (NEW, None)])
def test_a_rating_is_cleared_as_the_version_wants_it(
    stub: Stub, connection: Connection, version: tuple[int, int, int], rating: int | None
) -> None:
    set_server(stub, version)
    body = sent(stub, lambda: connection.writer.patch("a1", clear_rating=True), "PUT /assets/a1")
    assert body == {"rating": rating}


def test_clearing_place_and_description(stub: Stub, connection: Connection) -> None:
    body = sent(
        stub, lambda: connection.writer.patch("a1", place=Place(0, 0), description=""), "PUT /assets/a1"
    )
    assert body == {"latitude": 0, "longitude": 0, "description": ""}


def test_nothing_to_write_sends_nothing(stub: Stub, connection: Connection) -> None:
    writer = connection.writer
    writer.patch("a1")
    writer.set_flags("a1")
    writer.trash([])
    writer.untrash([])
    writer.add_tags("a1", [])
    writer.set_group([], None)
    assert writer.ensure_tags([]) == ()
    assert writer.add_to_album("al", []) == {}
    assert stub.asked == []


@pytest.mark.parametrize(
    ("call", "route", "body"),
    [
        (lambda w: w.set_flags("a1", favourite=True), "PUT /assets/a1", {"isFavorite": True}),
        (lambda w: w.set_flags("a1", visibility="archive"), "PUT /assets/a1", {"visibility": "archive"}),
        (lambda w: w.set_motion("a1", None), "PUT /assets/a1", {"livePhotoVideoId": None}),
        (lambda w: w.set_motion("a1", "v"), "PUT /assets/a1", {"livePhotoVideoId": "v"}),
        (
            lambda w: w.add_tags("a1", ["t", "u"]),
            "PUT /tags/assets",
            {"tagIds": ["t", "u"], "assetIds": ["a1"]},
        ),
        (lambda w: w.set_cover("al", "a1"), "PATCH /albums/al", {"albumThumbnailAssetId": "a1"}),
        (lambda w: w.set_group(["a1"], None), "PUT /assets", {"ids": ["a1"], "duplicateId": None}),
        (lambda w: w.trash(["a1", "a2"]), "DELETE /assets", {"ids": ["a1", "a2"], "force": False}),
        (lambda w: w.untrash(["a1"]), "POST /trash/restore/assets", {"ids": ["a1"]}),
        (
            lambda w: w.add_face("a1", "p", (10, 20, 110, 70), (320, 240)),
            "POST /faces",
            {"assetId": "a1", "personId": "p", "imageWidth": 320, "imageHeight": 240}
            | {"x": 10, "y": 20, "width": 100, "height": 50},
        ),
    ],
)
def test_what_is_sent(
    stub: Stub, connection: Connection, call: Callable[[Any], Any], route: str, body: Any
) -> None:
    assert sent(stub, lambda: call(connection.writer), route, Reply(status=204)) == body


def albums_answer(asked: Asked) -> Reply:
    words = {"dup": "duplicate", "no": "no_permission", "gone": "not_found"}
    results = [
        {"id": i, "success": i not in words, **({"error": words[i]} if i in words else {})}
        for i in asked.json["ids"]
    ]
    return Reply(results)


def test_albums_answer_per_asset(stub: Stub, connection: Connection) -> None:
    stub.answers |= {"PUT /albums/al/assets": albums_answer, "DELETE /albums/al/assets": albums_answer}
    assert connection.writer.add_to_album("al", ["ok", "dup", "no", "gone"]) == {
        "ok": "done",
        "dup": "already",
        "no": "no_permission",
        "gone": "not_found",
    }
    assert stub.asked[-1].json == {"ids": ["ok", "dup", "no", "gone"]}
    assert connection.writer.remove_from_album("al", ["ok", "gone", "ok"]) == {
        "ok": "done",
        "gone": "already",
    }


def test_albums_are_filled_in_portions(stub: Stub, connection: Connection) -> None:
    stub.answers["PUT /albums/al/assets"] = albums_answer
    done = connection.writer.add_to_album("al", [f"a{n}" for n in range(1201)])
    assert len(done) == 1201
    assert [len(a.json["ids"]) for a in stub.asked] == [500, 500, 201]


def test_a_refusal_halfway_is_in_doubt(stub: Stub, connection: Connection) -> None:
    refused = Reply({"message": "Not found or no albumAsset.create access"}, 400)
    stub.answers["PUT /albums/al/assets"] = refused
    with pytest.raises(Refused):
        connection.writer.add_to_album("al", ["a"] * 600)
    stub.answers["PUT /albums/al/assets"] = [Reply([]), refused]
    with pytest.raises(ReplyLost, match="halfway"):
        connection.writer.add_to_album("al", [f"a{n}" for n in range(600)])


def test_tags_are_found_or_made_in_order(stub: Stub, connection: Connection) -> None:
    stub.answers["PUT /tags"] = Reply([{"id": "2", "value": "b"}, {"id": "1", "value": "a/x"}])
    assert connection.writer.ensure_tags(["a/x", "b"]) == ("1", "2")
    stub.answers["PUT /tags"] = Reply([{"id": "1", "value": "a"}])
    assert connection.writer.ensure_tags(["a", "a"]) == ("1", "1")
    assert connection.writer.ensure_tags(["b", "a"]) == ("2", "1")
    assert [asked.json["tags"] for asked in stub.asked_for("PUT /tags")] == [["a/x", "b"], ["a"]]
    stub.answers["PUT /tags"] = Reply([])
    with pytest.raises(ReplyLost, match="zzz"):
        connection.writer.ensure_tags(["a", "zzz"])


def test_a_tag_that_is_not_there_is_removed_already(stub: Stub, connection: Connection) -> None:
    stub.answers["DELETE /tags/t/assets"] = Reply([{"id": "a1", "success": False, "error": "not_found"}])
    connection.writer.remove_tag("a1", "t")
    stub.answers["DELETE /tags/t/assets"] = Reply([{"id": "a1", "success": False, "error": "no_permission"}])
    with pytest.raises(Refused, match="no_permission"):
        connection.writer.remove_tag("a1", "t")


@pytest.mark.parametrize("body", [b"not json", b"{}", b'[{"id": 5}]'])
def test_an_accepted_change_with_an_unusable_answer_is_in_doubt(
    stub: Stub, connection: Connection, body: bytes
) -> None:
    stub.answers["PUT /albums/al/assets"] = Reply(body)
    with pytest.raises(ReplyLost):
        connection.writer.add_to_album("al", ["a1"])


def upload(connection: Connection, file: Path, **changes: Any) -> tuple[str, bool]:
    given: dict[str, Any] = {
        "name": "IMG.jpg",
        "checksum": "7pRWJPON+DwE4/nKPTLkuNKU2/o=",
        "created": CREATED,
        "modified": CREATED,
        "favourite": False,
        "visibility": "timeline",
        "motion": None,
        "sidecar": None,
        "notes": {},
        "duration": None,
    }
    return connection.writer.upload(file, **(given | changes))


def parts(asked: Asked) -> dict[str, tuple[str | None, bytes]]:
    """Read the form with a parser that is not ours."""
    head = f"Content-Type: {asked.headers['content-type']}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + asked.body)
    found = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        found[str(name)] = (part.get_filename(), payload)
    return found


def test_an_upload_in_the_old_dialect(stub: Stub, connection: Connection, tmp_path: Path) -> None:
    set_server(stub, OLD)
    file = tmp_path / "f.mp4"
    file.write_bytes(b"\r\n--binary\x00\xff" * 1000)
    stub.answers["POST /assets"] = Reply({"id": "new", "status": "created"}, 201)
    assert upload(
        connection,
        file,
        favourite=True,
        visibility="archive",
        motion="v",
        duration=10.5,
        notes={"k": '{"a":1}'},
    ) == ("new", True)
    asked = stub.asked_for("POST /assets")[0]
    form = parts(asked)
    assert {name: value.decode() for name, (filename, value) in form.items() if not filename} == {
        "fileCreatedAt": "2023-07-10T01:00:00.456Z",
        "fileModifiedAt": "2023-07-10T01:00:00.456Z",
        "isFavorite": "true",
        "visibility": "archive",
        "livePhotoVideoId": "v",
        "duration": "0:00:10.50000",
        "metadata": '[{"key": "k", "value": {"a": 1}}]',
        "deviceAssetId": "winnow-7pRWJPON+DwE4/nKPTLkuNKU2/o=",
        "deviceId": "winnow",
    }
    assert form["assetData"] == ("IMG.jpg", file.read_bytes())
    assert asked.headers["x-immich-checksum"] == "7pRWJPON+DwE4/nKPTLkuNKU2/o="
    assert asked.headers["content-length"] == str(len(asked.body))


def test_an_upload_in_the_new_dialect(stub: Stub, connection: Connection, tmp_path: Path) -> None:
    file = tmp_path / "f.jpg"
    file.write_bytes(b"jpeg")
    stub.answers["POST /assets"] = Reply({"id": "old", "status": "duplicate"}, 200)
    assert upload(connection, file, duration=10.5, sidecar=b"<xmp/>") == ("old", False)
    form = parts(stub.asked_for("POST /assets")[0])
    assert form["duration"] == (None, b"10500")
    assert form["isFavorite"] == (None, b"false")
    assert form["sidecarData"] == ("f.xmp", b"<xmp/>")
    assert not {"deviceId", "deviceAssetId", "filename", "metadata", "livePhotoVideoId"} & form.keys()


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Straße 漢字 😀.jpg", 'filename="Straße 漢字 😀.jpg"'),
        ('say "x".jpg', 'filename="say \\"x\\".jpg"'),
        ("a\r\nX-Evil: 1\r\n\r\nbody.jpg", 'filename="a__X-Evil: 1____body.jpg"'),
        ("a\x1b[31m\x07.jpg", 'filename="a_[31m_.jpg"'),
        ("100%41.jpg", 'filename="100%41.jpg"'),
    ],
)
def test_no_name_breaks_out_of_its_header(
    stub: Stub, connection: Connection, tmp_path: Path, name: str, header: str
) -> None:
    file = tmp_path / "f.jpg"
    file.write_bytes(b"jpeg")
    stub.answers["POST /assets"] = Reply({"id": "new", "status": "created"}, 201)
    upload(connection, file, name=name)
    body = stub.asked_for("POST /assets")[0].body.decode()
    line = next(line for line in body.split("\r\n") if "assetData" in line)
    assert line == f'Content-Disposition: form-data; name="assetData"; {header}'
    assert "filename*" not in body


def test_an_upload_that_was_not_taken_is_sent_again_whole(
    stub: Stub, connection: Connection, tmp_path: Path
) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(b"x" * 100_000)
    busy = Reply({}, 503, {"Retry-After": "1"})
    stub.answers["POST /assets"] = [busy, Reply({"id": "new", "status": "created"}, 201)]
    assert upload(connection, file, sidecar=b"<x/>") == ("new", True)
    first, second = stub.asked_for("POST /assets")
    assert first.body == second.body
    assert parts(second)["assetData"][1] == file.read_bytes()


def test_an_upload_is_not_loaded_into_memory(stub: Stub, connection: Connection, tmp_path: Path) -> None:
    import tracemalloc

    file = tmp_path / "big.mov"
    with file.open("wb") as out:
        out.truncate(40_000_000)
    stub.answers["POST /assets"] = Reply({"id": "new", "status": "created"}, 201)
    kept, real = [], stub.answer

    def forget(asked: Asked) -> Reply:
        kept.append(len(asked.body))
        asked.body = b""
        return real(asked)

    stub.answer = forget  # type: ignore[method-assign]
    from engine.immich.multipart import Field, Form

    tracemalloc.start()
    try:
        with Form([Field("assetData", file, "big.mov")]) as form:
            size = 0
            while chunk := form.read(16_384):
                size += len(chunk)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size == len(form) > 40_000_000
    assert peak < 2_000_000
    assert upload(connection, file) == ("new", True)
    assert kept[-1] > 40_000_000


@pytest.mark.parametrize(
    "reply",
    [Reply(b"<x>", 201), Reply({"status": "created"}, 201), Reply({"id": "x"}, 201), Reply(drop=True)],
)
def test_an_upload_without_a_usable_answer_is_in_doubt(
    stub: Stub, connection: Connection, tmp_path: Path, reply: Reply
) -> None:
    file = tmp_path / "f.jpg"
    file.write_bytes(b"jpeg")
    stub.answers["POST /assets"] = reply
    with pytest.raises(ReplyLost):
        upload(connection, file)
    assert len(stub.asked_for("POST /assets")) == 1


def test_notes_travel_as_the_values_they_were(stub: Stub, connection: Connection, tmp_path: Path) -> None:
    file = tmp_path / "f.jpg"
    file.write_bytes(b"jpeg")
    stub.answers["POST /assets"] = Reply({"id": "new", "status": "created"}, 201)
    upload(connection, file, notes={"k": '{"a":"ü"}', "l": "[1,null]"})
    found = json.loads(parts(stub.asked_for("POST /assets")[0])["metadata"][1])
    assert found == [{"key": "k", "value": {"a": "ü"}}, {"key": "l", "value": [1, None]}]
