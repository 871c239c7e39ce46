#!/usr/bin/env python3
"""Measure Winnow against the bare calls of a naive client with eight threads, on the same server in one run.

Two sets of pairs that are alike are uploaded and grouped; only the smaller copy of each has a text and a rating, and
of every fourth pair a place. The naive client reads every member, downloads and hashes the copies and the winners,
writes each winner once, waits until the server is done with it, trashes the copies in one call, and reads everything
back. Winnow analyzes and applies the other set, as processes of their own, once the server has come to rest.

With evidence the naive client also reads what a look at the pictures takes: the head of each file and its
preview, but looks at nothing. Without, Winnow's second analysis counts, which finds that in its journal.

Without --server it is a practice server, whose processor time is part of both. A live one gets the pictures for good:
name a user for trials.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import random
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import requests
from attrs import define, field, frozen
from processes import practice_server, winnow

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from practice.drawn import drawing, encoded  # noqa: E402

T = TypeVar("T")
R = TypeVar("R")

THREADS = 8
APPLY_MOST = 1.3
BOTH_MOST = 1.6
PLACES = ((35.6762, 139.6503), (38.7167, -9.1333), (52.52, 13.405), (40.7128, -74.006))
HEAD = "bytes=0-65535"


@define
class Api:
    """Plain calls, each thread with a session of its own."""

    url: str
    key: str
    _local: threading.local = field(factory=threading.local)

    def call(self, method: str, path: str, **how: Any) -> requests.Response:
        session = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
            session.trust_env = False
            session.headers["x-api-key"] = self.key
        answer = session.request(method, f"{self.url}/api{path}", timeout=300, **how)
        if answer.status_code >= 400:
            raise SystemExit(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
        return answer

    def asset(self, asset_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.call("GET", f"/assets/{asset_id}").json()
        return found


@frozen
class Pair:
    """A winner and its copy, by their ids, and what only the copy knows."""

    winner: str
    loser: str
    write: dict[str, Any]


@define
class Pool:
    """Eight threads."""

    pool: ThreadPoolExecutor = field(factory=lambda: ThreadPoolExecutor(THREADS))

    def each(self, work: Callable[[T], R], items: Iterable[T]) -> list[R]:
        return list(self.pool.map(work, items))


def picture(number: int, seed: str) -> tuple[bytes, bytes, dict[str, Any]]:
    """Return the two files of a pair, and what a naive client would write to the winner."""
    drawn = drawing(random.Random(f"{seed} {number}"), 1280, 960)
    taken = datetime(2021, 3, 4, 12) + timedelta(minutes=7 * number)  # noqa: DTZ001 - cameras write no zone
    about: dict[str, Any] = {"make": "Canon", "model": "EOS R5", "taken": taken}
    text = f"Morning {number} of {seed}"
    more: dict[str, Any] = {"description": text, "rating": 4}
    write: dict[str, Any] = {"description": text, "rating": 4}
    if number % 4 == 0:
        place = PLACES[number // 4 % len(PLACES)]
        more["place"] = place
        write |= {
            "latitude": place[0],
            "longitude": place[1],
            "dateTimeOriginal": f"{taken.isoformat()}.000Z",
        }
    big = encoded(drawn, 93, **about)
    small = encoded(drawn.resize((640, 480)), 80, **about, **more)
    return big, small, write


def upload(api: Api, data: bytes, name: str) -> str:
    form = {
        "deviceAssetId": name,
        "deviceId": "bench",
        "fileCreatedAt": "2024-01-01T00:00:00.000Z",
        "fileModifiedAt": "2024-01-01T00:00:00.000Z",
    }
    answer = api.call("POST", "/assets", data=form, files={"assetData": (name, io.BytesIO(data))})
    return str(answer.json()["id"])


def stage(api: Api, pool: Pool, count: int, seed: str) -> list[Pair]:
    """Upload so many pairs and group them; return them once the server has come to rest."""

    def one(number: int) -> Pair:
        big, small, write = picture(number, seed)
        name = f"IMG_{1000 + number}.jpg"
        return Pair(upload(api, big, name), upload(api, small, name), write)

    pairs = pool.each(one, range(count))
    rest(api, pool, [i for pair in pairs for i in (pair.winner, pair.loser)], whole=True)

    def group(pair: Pair) -> None:
        body = {"ids": [pair.winner, pair.loser], "duplicateId": str(uuid.uuid4())}
        api.call("PUT", "/assets", json=body)

    pool.each(group, pairs)
    rest(api, pool, [i for pair in pairs for i in (pair.winner, pair.loser)], whole=False)
    return pairs


def rest(api: Api, pool: Pool, ids: list[str], *, whole: bool) -> None:
    """Wait until nothing moves for two seconds and, where `whole`, every picture has been looked at."""
    before: list[Any] = []
    while True:
        now = [(a["updatedAt"], a["thumbhash"], a["width"]) for a in pool.each(api.asset, ids)]
        if now == before and (not whole or all(one[1] and one[2] for one in now)):
            return
        before = now
        time.sleep(2)


def digest(answer: requests.Response) -> str:
    """Return the base64 SHA-1 of a body that is read in pieces."""
    found = hashlib.sha1(usedforsecurity=False)
    for chunk in answer.iter_content(1 << 20):
        found.update(chunk)
    return base64.b64encode(found.digest()).decode()


def looks(api: Api, pool: Pool, pairs: list[Pair]) -> float:
    """Read what evidence takes, and nothing more; return the seconds."""

    def one(asset: str) -> None:
        api.call("GET", f"/assets/{asset}/original", headers={"Range": HEAD})
        api.call("GET", f"/assets/{asset}/thumbnail", params={"size": "preview"})

    start = time.perf_counter()
    api.call("GET", "/duplicates")
    pool.each(one, [i for pair in pairs for i in (pair.winner, pair.loser)])
    return time.perf_counter() - start


def naive(api: Api, pool: Pool, pairs: list[Pair], folder: Path) -> float:
    """Do with bare calls what an apply does; return the seconds."""
    start = time.perf_counter()
    ids = [i for pair in pairs for i in (pair.winner, pair.loser)]
    seen = {asset["id"]: asset for asset in pool.each(api.asset, ids)}

    def keep(pair: Pair) -> None:
        with api.call("GET", f"/assets/{pair.loser}/original", stream=True) as answer:
            data = answer.content
        (folder / pair.loser).write_bytes(data)
        found = base64.b64encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()
        assert found == seen[pair.loser]["checksum"]

    def prove(pair: Pair) -> None:
        with api.call("GET", f"/assets/{pair.winner}/original", stream=True) as answer:
            assert digest(answer) == seen[pair.winner]["checksum"]

    def settle(pair: Pair) -> None:
        pause = 0.1
        while True:
            asset = api.asset(pair.winner)
            if asset["updatedAt"] != seen[pair.winner]["updatedAt"]:
                time.sleep(0.15)
                if api.asset(pair.winner) == asset:
                    return
            time.sleep(pause)
            pause = min(1.0, pause * 1.5)

    pool.each(keep, pairs)
    pool.each(prove, pairs)
    pool.each(lambda pair: api.call("PUT", f"/assets/{pair.winner}", json=pair.write), pairs)
    pool.each(settle, pairs)
    api.call("DELETE", "/assets", json={"ids": [pair.loser for pair in pairs], "force": False})
    for asset in pool.each(api.asset, ids):
        assert asset["isTrashed"] == (asset["id"] in {pair.loser for pair in pairs})
    return time.perf_counter() - start


@contextmanager
def given_server(url: str | None, key: str | None) -> Iterator[tuple[str, str]]:
    if url is None or key is None:
        with practice_server("--library", "empty", "--job-seconds", 0.01) as found:
            yield found["url"], found["key"]
    else:
        yield url.rstrip("/").removesuffix("/api"), key


def main() -> int:
    """Print both in one table; return 1 where Winnow takes too much longer."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=150, help="pairs of each set (default 150)")
    parser.add_argument("--server", help="a live server for trials")
    parser.add_argument("--api-key", help="the key of a user for trials there")
    parser.add_argument("--turns", type=int, default=1, help="how often (default 1); the best of each counts")
    parser.add_argument("--wave", default="200", help="groups of a wave (default 200)")
    given = parser.parse_args()
    pool = Pool()
    rows: list[tuple[float, ...]] = []
    with given_server(given.server, given.api_key) as (url, key):
        api, server = Api(url, key), {"url": url, "key": key}
        for turn in range(given.turns):
            seed = f"{turn} {uuid.uuid4().hex[:8]}"
            bare, ours = (
                stage(api, pool, given.pairs, f"{seed} a"),
                stage(api, pool, given.pairs, f"{seed} b"),
            )
            with tempfile.TemporaryDirectory(prefix="winnow-bench-") as name:
                folder, home = Path(name), Path(name) / "home"
                look = looks(api, pool, bare)
                plain = naive(api, pool, bare, folder)
                rest(api, pool, [i for pair in bare for i in (pair.winner, pair.loser)], whole=False)
                first = winnow(server, home, "analyze", "--show", "0")
                again = winnow(server, home, "analyze", "--show", "0")
                applied = winnow(server, home, "apply", "--yes", "--max-share", "100", "--wave", given.wave)
                rest(api, pool, [i for pair in ours for i in (pair.winner, pair.loser)], whole=False)
                kept = pool.each(api.asset, [pair.loser for pair in ours])
                missed = sum(not asset["isTrashed"] for asset in kept)
                if missed:
                    raise SystemExit(f"{missed} of {len(ours)} copies did not go")
            rows.append((look, plain, first, again, applied))
            told = (
                f"bare: looks {look:.2f}, apply {plain:.2f}; winnow: analyze {first:.2f}, again {again:.2f}"
            )
            print(f"{told}, apply {applied:.2f} s", flush=True)
    look, plain, first, again, applied = (min(column) for column in zip(*rows, strict=True))
    apply_ratio = applied / plain
    with_evidence, without = (first + applied) / (look + plain), (again + applied) / plain
    print(f"apply {apply_ratio:.2f} x the bare calls, at most {APPLY_MOST}")
    print(
        f"analyze and apply {with_evidence:.2f} x with evidence, {without:.2f} x without, at most {BOTH_MOST}"
    )
    return int(apply_ratio > APPLY_MOST or max(with_evidence, without) > BOTH_MOST)


if __name__ == "__main__":
    raise SystemExit(main())
