"""Films that show the same go only where they sound alike, as far as both can be heard."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from engine.runs.runs import plans_of
from practice.rows import FileFacts
from practice.world import World
from tests.engine_tests.evidence.files import film
from tests.support.rehearsal import rehearsal

TONE = "sine=frequency={}:sample_rate=48000:duration=6"
SILENCE = "anullsrc=channel_layout=mono:sample_rate=48000"


def sounding(path: Path, source: str, *how: str) -> bytes:
    """Return a film of the usual pictures with this sound."""
    pictures = film(path.with_suffix(".mute.mp4"), seconds=6, sound=False)
    command = [
        "ffmpeg",
        "-v",
        "error",
        "-y",
        "-i",
        str(pictures),
        "-f",
        "lavfi",
        "-i",
        source,
        "-c:v",
        "copy",
    ]
    subprocess.run([*command, "-shortest", *how, str(path)], check=True, capture_output=True)
    return path.read_bytes()


def review(tmp_path: Path, one: bytes, other: bytes) -> list[str]:
    def fill(world: World) -> None:
        for name, content in (("a.mp4", one), ("b.mp4", other)):
            about = FileFacts(width=320, height=240, duration=6.0)
            world.add_picture(name, kind="VIDEO", data=content, facts=about, group="film", scene="a poster")

    with rehearsal(tmp_path / "home", fill=fill) as stage:
        found = stage.analyze()
        with stage.process() as (context, _, _server):
            (plan,) = plans_of(context.journal, found.run)
        return [finding.text for finding in plan.review if "sound alike" in finding.text]


@pytest.mark.parametrize("other", [SILENCE, TONE.format(880)])
def test_another_sound_is_a_question(tmp_path: Path, other: str) -> None:
    one = sounding(tmp_path / "one.mp4", TONE.format(440))
    assert len(review(tmp_path, one, sounding(tmp_path / "other.mp4", other))) == 1


@pytest.mark.parametrize(
    "how",
    [
        ("-c:a", "aac", "-b:a", "24k", "-ar", "22050"),
        ("-c:a", "libmp3lame", "-b:a", "48k", "-ac", "2"),
        ("-af", "volume=6dB"),
        ("-af", "adelay=80"),
    ],
    ids=" ".join,
)
def test_the_same_sound_packed_otherwise_is_none(tmp_path: Path, how: tuple[str, ...]) -> None:
    one = sounding(tmp_path / "one.mp4", TONE.format(440))
    assert review(tmp_path, one, sounding(tmp_path / "other.mp4", TONE.format(440), *how)) == []
