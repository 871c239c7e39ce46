#!/usr/bin/env python3
"""Fetch one large original into a vault, and the same bytes with curl through sha1sum: MB/s, and memory.

A server of its own sends a made-up film, in ranges where it is asked for them. Both ways take turns, and the best of
each counts. Fails where the vault is slower than 0.8 of curl, or where memory grows with the file. With --cut the
server hangs up once in the middle, and the file must come whole all the same.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import re
import resource
import subprocess
import sys
import tempfile
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import Process, Queue
from pathlib import Path

from engine.immich import connect
from engine.vault.store import FolderVault

BLOCK = bytes(range(256)) * 4096  # 1 MiB
TURNS = 3
TARGET = 0.8
MOST_MEMORY = 40


def serve(size: int, cut: bool, told: Queue[int]) -> None:
    """Serve the film until the process ends."""
    cuts = [size // 2] if cut else []

    class Film(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None: ...

        def do_GET(self) -> None:
            wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
            first = int(wanted[1]) if wanted else 0
            self.send_response(206 if wanted else 200)
            if wanted:
                self.send_header("Content-Range", f"bytes {first}-{size - 1}/{size}")
            self.send_header("Content-Length", str(size - first))
            self.send_header("Content-Type", "video/mp4")
            self.end_headers()
            until = cuts.pop() if cuts else size
            at = first
            while at < until:
                piece = BLOCK[at % len(BLOCK) :][: until - at]
                self.wfile.write(piece)
                at += len(piece)
            self.close_connection = until < size

    server = ThreadingHTTPServer(("127.0.0.1", 0), Film)
    told.put(server.server_port)
    server.serve_forever()


def with_curl(url: str, folder: str) -> float:
    """Return the seconds that curl takes to write the film, with sha1sum reading along."""
    began = time.perf_counter()
    film = f"{folder}/film"
    command = f"set -o pipefail; curl -sS {url}/api/assets/a/original | tee {film} | sha1sum && sync {film}"
    subprocess.run(["bash", "-c", command], check=True, stdout=subprocess.DEVNULL)
    took = time.perf_counter() - began
    Path(folder, "film").unlink()
    return took


def with_vault(url: str, folder: str, sha1: str, size: int) -> float:
    """Return the seconds that the vault takes for the same: both of its hashes, its length, and synced."""
    vault = FolderVault(Path(folder) / "vault")
    with connect(url, "a-key-of-the-bench") as connection:
        began = time.perf_counter()
        stored = vault.keep(connection.reader.download("a"), sha1=sha1, size=size, suffix="mp4")
        took = time.perf_counter() - began
    stored.path.unlink()
    return took


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=int, default=1024, help="size of the film (default 1024)")
    parser.add_argument("--dir", type=Path, help="where it is written (default: the temporary folder)")
    parser.add_argument("--cut", action="store_true", help="hang up once in the middle")
    given = parser.parse_args()
    size = given.mb * len(BLOCK)
    digest = hashlib.sha1(usedforsecurity=False)
    for _ in range(given.mb):
        digest.update(BLOCK)
    sha1 = base64.b64encode(digest.digest()).decode()
    told: Queue[int] = Queue()
    server = Process(target=serve, args=(size, given.cut, told), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{told.get()}"
    try:
        with tempfile.TemporaryDirectory(dir=given.dir, prefix="winnow-bench-") as folder:
            with_small = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            pairs = []
            for _ in range(1 if given.cut else TURNS):
                ours = with_vault(url, folder, sha1, size)
                pairs.append((ours, ours if given.cut else with_curl(url, folder)))
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - with_small) / 1024
    finally:
        server.terminate()
    ours, curl = (min(column) for column in zip(*pairs, strict=True))
    ratio = curl / ours
    print(f"vault {given.mb / ours:.0f} MB/s, curl | sha1sum {given.mb / curl:.0f} MB/s: {ratio:.2f} x")
    print(f"memory +{grown:.0f} MB")
    return int(ratio < TARGET or grown > MOST_MEMORY)


if __name__ == "__main__":
    sys.exit(main())
