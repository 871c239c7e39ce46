"""Out of reach is not gone."""

from __future__ import annotations

from typing import Any

import pytest

from engine.base.whereabouts import Reach, Whereabouts
from engine.immich import Connection
from tests.engine_tests.immich import bodies
from tests.engine_tests.immich.stub import Reply, Stub

MISSING = Reply(bodies.MISSING, 400)


def listed(**found: Any) -> Reply:
    reject = {"id": "0", "action": "reject", "reason": "duplicate", **found}
    accept = {"id": "0", "action": "accept"}
    return Reply({"results": [reject if found else accept]})


@pytest.mark.parametrize(
    ("asset", "check", "expected"),
    [
        (Reply(bodies.asset()), None, Reach(Whereabouts.PRESENT)),
        (Reply(bodies.asset(isTrashed=True)), None, Reach(Whereabouts.TRASHED)),
        (MISSING, listed(assetId="a1", isTrashed=False), Reach(Whereabouts.OUT_OF_REACH)),
        (MISSING, listed(assetId="b2", isTrashed=False), Reach(Whereabouts.GONE, "b2")),
        (MISSING, listed(), Reach(Whereabouts.GONE)),
    ],
    ids=["present", "trashed", "locked", "uploaded again", "gone"],
)
def test_the_states_are_told_apart(
    stub: Stub, connection: Connection, asset: Reply, check: Reply | None, expected: Reach
) -> None:
    stub.answers["GET /assets/a1"] = asset
    stub.answers["GET /assets/b2"] = Reply(bodies.asset(id="b2"))
    if check is not None:
        stub.answers["POST /assets/bulk-upload-check"] = check
    assert connection.reader.reach({"a1": "checksum"}) == {"a1": expected}


def test_what_was_uploaded_again_into_the_locked_folder_is_out_of_reach(
    stub: Stub, connection: Connection
) -> None:
    stub.answers["GET /assets/a1"] = stub.answers["GET /assets/b2"] = MISSING
    stub.answers["POST /assets/bulk-upload-check"] = listed(assetId="b2", isTrashed=False)
    assert connection.reader.reach({"a1": "checksum"}) == {"a1": Reach(Whereabouts.OUT_OF_REACH)}


def test_nothing_is_gone_for_want_of_a_checksum(stub: Stub, connection: Connection) -> None:
    stub.answers["GET /assets/a1"] = MISSING
    assert connection.reader.reach({"a1": None}) == {"a1": Reach(Whereabouts.OUT_OF_REACH)}
    assert stub.asked_for("POST /assets/bulk-upload-check") == []


def test_partners_are_those_who_see_my_pictures(stub: Stub, connection: Connection) -> None:
    stub.answers["GET /partners"] = Reply([{"id": "u2", "name": "Zoe"}, {"id": "u3", "name": "Ada"}])
    assert connection.reader.partners() == ("Ada", "Zoe")
    assert stub.asked[-1].path.endswith("?direction=shared-by")


def test_a_key_that_may_not_ask_knows_no_partners(stub: Stub, connection: Connection) -> None:
    stub.answers["GET /partners"] = Reply({"message": "Missing required permission: partner.read"}, 403)
    assert connection.reader.partners() is None
