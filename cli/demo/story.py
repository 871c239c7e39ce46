"""The story of the demo: one library, every command, a crash, and the way back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.console import line
from cli.demo.compare import differences, library
from cli.demo.library import furnish
from cli.demo.player import Player
from cli.exits import Exit
from cli.options import Options
from cli.render.text import clean, counted
from engine.immich.connection import connect
from practice.server import PracticeServer
from practice.world import World

STEPS_BEFORE_THE_KILL = 3
"""Changing requests that the server sees before the process is killed."""


class Same:
    """Whether a round left the library as it was."""

    holds = False

    def __call__(self) -> bool:
        return self.holds


def tell_story(options: Options) -> Exit:
    """Play the whole demo; DONE if every command did what it should and everything came back."""
    del options
    folder = Path(tempfile.mkdtemp(prefix="winnow-demo-"))
    world = World()
    furnish(world)
    with PracticeServer(world) as server:
        player = Player(server, folder / "home")
        _say(
            f"A practice server listens on {server.url}, with {counted(len(world.assets), 'picture')} in memory."
        )
        with _compared(player, server) as same:
            _first_round(player)
        with _compared(player, server) as same_again:
            _second_round(player)
    _say(f"That was all. Journal, vault and exported backups are in {folder}; delete it when you like.")
    held = same() and same_again() and not player.surprises
    for surprise in player.surprises:
        line(surprise)
    return Exit.DONE if held else Exit.FAILED


def _first_round(player: Player) -> None:
    _say("Is everything ready?")
    player.play("check")
    _say("Who would stay, who would go, and why? This only reads.")
    player.play("analyze")
    _say("What exactly would be sent? This sends nothing at all.")
    player.play("apply", "--dry-run")
    _say("Do it: back up, complete the winners, wait and look, and only then move losers to the trash.")
    player.play("apply", "--yes")
    _say("Is everything as the journal promises?")
    player.play("audit")
    _say("The backups, under the names that the pictures had:")
    player.play("vault", "export", str(player.home.parent / "backups"))
    _say("And back again:")
    player.play("restore", "--yes")


def _second_round(player: Player) -> None:
    _say(f"Once more, but the process is killed after {STEPS_BEFORE_THE_KILL} changes, as by a power cut:")
    player.play_and_kill(STEPS_BEFORE_THE_KILL, "apply", "--yes")
    _say("What was promised, and never seen to be done:")
    player.play("journal", "query", "in_doubt")
    _say("Look at the server, settle what is in doubt, and go on:")
    player.play("resume", "--yes")
    player.play("audit")
    player.play("restore", "--yes")
    _say("Nobody has touched the book:")
    player.play("journal", "verify")


@contextmanager
def _compared(player: Player, server: PracticeServer) -> Iterator[Same]:
    """Compare the whole library, field by field, before and after a round."""
    with connect(server.url, player.key) as connection:
        before = library(connection.reader)
        verdict = Same()
        yield verdict
        found = differences(before, library(connection.reader))
    verdict.holds = not any(difference.lasting for difference in found)
    _say(f"Compared with before, every field of {counted(len(before), 'picture')}:")
    for difference in found:
        line(f"  {'DIFFERENT' if difference.lasting else 'expected '}  {clean(difference.text)}")
    line("  everything is back" if verdict.holds else "  NOT everything is back")


def _say(text: str) -> None:
    line()
    line(f"## {text}")
