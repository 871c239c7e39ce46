"""Set up a fresh test Immich: an admin, a user, duplicate detection, and two API keys."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

import requests

from engine.immich.permissions import EVERYTHING

ADMIN = {"email": "admin@example.com", "password": "winnow-test-admin"}
USER = {"email": "user@example.com", "password": "winnow-test-user"}
"""Nothing secret: the server listens on this machine only and holds nothing but fixtures."""


class Refused(Exception):
    """The server refused a step; the message says which and why."""


class Setup:
    """Calls to one server, without an API key yet."""

    def __init__(self, server: str) -> None:
        self.url = server.rstrip("/") + "/api"

    def call(self, method: str, path: str, body: Any = None, token: str | None = None) -> Any:
        """Send one call; raises `Refused`."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            reply = requests.request(method, self.url + path, json=body, headers=headers, timeout=60)
        except requests.RequestException as error:
            raise Refused(f"no answer from {self.url} ({type(error).__name__}): start it with up") from error
        if not reply.ok:
            raise Refused(f"{method} {path}: {reply.status_code} {reply.text[:300]}")
        return reply.json() if reply.text else None

    def login(self, who: dict[str, str]) -> str:
        return str(self.call("POST", "/auth/login", who)["accessToken"])

    def key(self, token: str, name: str, permissions: list[str]) -> str:
        body = {"name": name, "permissions": permissions}
        return str(self.call("POST", "/api-keys", body, token)["secret"])


def set_detection(setup: Setup, token: str, max_distance: float) -> None:
    """Switch on what the check relies on: detection, and the trash."""
    config = setup.call("GET", "/system-config", token=token)
    config["machineLearning"]["enabled"] = True
    config["machineLearning"]["clip"]["enabled"] = True
    config["machineLearning"]["duplicateDetection"] = {"enabled": True, "maxDistance": max_distance}
    config["trash"]["enabled"] = True
    config["newVersionCheck"]["enabled"] = False
    setup.call("PUT", "/system-config", config, token)


def bootstrap(server: str, max_distance: float) -> dict[str, str]:
    """Return the address and the keys; the user is no admin, as most users of Winnow are none."""
    setup = Setup(server)
    setup.call("POST", "/auth/admin-sign-up", {**ADMIN, "name": "Admin"})
    admin = setup.login(ADMIN)
    set_detection(setup, admin, max_distance)
    setup.call("POST", "/admin/users", {**USER, "name": "Winnow", "shouldChangePassword": False}, admin)
    user = setup.login(USER)
    return {
        "url": server,
        "winnow_key": setup.key(user, "winnow", list(EVERYTHING)),
        "validate_key": setup.key(user, "validate", ["all"]),
    }


def main() -> int:
    """Set the server up and write the keys to a file that only this user can read."""
    port = os.environ.get("IMMICH_TEST_PORT", "2283")
    root = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(prog="scripts/immich-test/bootstrap", description=__doc__)
    parser.add_argument("--server", default=f"http://127.0.0.1:{port}")
    parser.add_argument("--max-distance", type=float, default=0.01, help="detection threshold (default 0.01)")
    parser.add_argument("--out", type=Path, default=root / "build" / "immich-test.json")
    options = parser.parse_args()
    try:
        keys = bootstrap(options.server, options.max_distance)
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.touch(mode=0o600)
    options.out.write_text(json.dumps(keys, indent=1) + "\n", encoding="utf-8")
    print(f"keys are in {options.out}; next:")
    print(
        f"scripts/validate --server {keys['url']} --api-key {keys['validate_key']} --winnow-key {keys['winnow_key']}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
