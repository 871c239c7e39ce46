"""The trash: what goes in, what comes back, and what is gone."""

from __future__ import annotations

import pytest

from tests.live_tests.api import Api, checksum
from tests.live_tests.pictures import jpeg

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def test_trash_and_restore_keep_everything(server: Api) -> None:
    asset = server.upload(jpeg())
    before = server.asset(asset)
    server.trash(asset)
    trashed = server.asset(asset)
    assert trashed["isTrashed"] is True
    assert trashed["updatedAt"] != before["updatedAt"]
    assert server.send("GET", f"/assets/{asset}/original").status_code == 200
    server.trash(asset)
    assert server.restore(asset) == 1
    after = server.asset(asset)
    assert after | {"updatedAt": ""} == before | {"updatedAt": ""}


def test_the_count_of_a_restore_counts_requests(server: Api) -> None:
    one, two = server.upload(jpeg()), server.upload(jpeg())
    assert server.restore(one, two) == 2
    assert server.restore() == 0
    text = server.message("POST", "/trash/restore/assets", {"ids": [one, UNKNOWN]}, status=400)
    assert text == "Not found or no asset.delete access"


@pytest.mark.parametrize("bad", [UNKNOWN, "nonsense"])
def test_one_bad_id_and_nothing_is_trashed(server: Api, bad: str) -> None:
    asset = server.upload(jpeg())
    server.ask("DELETE", "/assets", {"ids": [asset, bad]}, status=400)
    assert server.asset(asset)["isTrashed"] is False
    server.ask("DELETE", "/assets", {"ids": []}, status=204)
    server.ask("DELETE", "/assets", {"ids": [asset, asset]}, status=204)
    assert server.asset(asset)["isTrashed"] is True


def test_a_file_in_the_trash_is_a_duplicate_and_stays_there(server: Api) -> None:
    data = jpeg()
    asset = server.upload(data)
    server.trash(asset)
    again = server.post_file(data, "again.jpg")
    assert (again.status_code, again.json()) == (200, {"status": "duplicate", "id": asset})
    assert server.asset(asset)["isTrashed"] is True
    items = [{"id": "x", "checksum": checksum(data)}, {"id": "y", "checksum": "0" * 40}]
    results = server.ask("POST", "/assets/bulk-upload-check", {"assets": items})["results"]
    assert results == [
        {"id": "x", "action": "reject", "reason": "duplicate", "assetId": asset, "isTrashed": True},
        {"id": "y", "action": "accept"},
    ]


def test_a_forced_delete_ends_in_nothing(server: Api) -> None:
    data = jpeg()
    asset = server.upload(data)
    server.trash(asset, force=True)
    server.wait_for(lambda: server.send("GET", f"/assets/{asset}").status_code == 400)
    assert server.message("GET", f"/assets/{asset}", status=400) == "Not found or no asset.read access"
    again = server.post_file(data)
    assert again.status_code == 201
    assert again.json()["id"] != asset


def test_statistics(server: Api) -> None:
    before = server.ask("GET", "/assets/statistics?isTrashed=true")["total"]
    server.trash(server.upload(jpeg()))
    assert server.ask("GET", "/assets/statistics?isTrashed=true")["total"] == before + 1
