"""Serve the page to this machine alone, until Ctrl-C."""

from __future__ import annotations

import getpass
import os
import socket
import sys
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from waitress.server import create_server

from cli.review.guard import SessionGuard

HOST = "127.0.0.1"
THREADS = 8


def free_port() -> int:
    """Return a port that nobody has now."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


@contextmanager
def listening(app: Flask, port: int) -> Iterator[Callable[[], None]]:
    """Listen, and yield what answers until KeyboardInterrupt; requests under way are then cut.

    Raises OSError where the port is taken.
    """
    server = create_server(app, host=HOST, port=port, threads=THREADS, ident=None)
    try:
        yield server.run
    finally:
        server.close()


def has_browser() -> bool:
    """Tell whether a browser with windows can open; one within the terminal would be of no use."""
    if sys.platform == "darwin":
        return not os.environ.get("SSH_CONNECTION")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def show(guard: SessionGuard) -> bool:
    """Open the page in the browser; tell whether that was possible."""
    try:
        return has_browser() and webbrowser.open(guard.address)
    except webbrowser.Error:
        return False


def tunnel(port: int) -> str:
    """Return the line that brings the page to a machine with a browser."""
    return f"ssh -N -L {port}:{HOST}:{port} {getpass.getuser()}@{socket.gethostname()}"
