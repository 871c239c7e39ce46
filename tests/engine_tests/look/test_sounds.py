"""Whether two films sound alike: what codecs do to a sound is none of another one."""

from __future__ import annotations

import numpy as np
import pytest

from engine.look.sounds import APART, RATE, SECONDS, alike, apart

SAMPLES = round(RATE * SECONDS)
TIME = np.arange(SAMPLES) / RATE


def tones(seed: int, loud: float = 0.1) -> list[np.ndarray]:
    """Return eight excerpts of three tones each."""
    chance = np.random.default_rng(seed)
    return [
        sum(loud * np.sin(2 * np.pi * chance.uniform(150, 3000) * TIME) for _ in range(3)).astype(np.float32)
        for _ in range(8)
    ]


SILENCE = [np.zeros(SAMPLES, np.float32)] * 8


def test_a_sound_is_its_own() -> None:
    assert apart(tones(1), tones(1)) == 0
    assert apart(SILENCE, SILENCE) == 0


@pytest.mark.parametrize("gain", [0.3, 3.0])
def test_it_may_be_louder_or_softer_as_a_whole(gain: float) -> None:
    assert alike(tones(1), [gain * one for one in tones(1)])


def test_a_little_noise_changes_nothing() -> None:
    chance = np.random.default_rng(7)
    noisy = [one + chance.normal(0, 0.002, SAMPLES).astype(np.float32) for one in tones(1)]
    assert alike(tones(1), noisy)
    assert alike(noisy, tones(1))


@pytest.mark.parametrize("seed", range(2, 8))
def test_other_tones_are_another_sound(seed: int) -> None:
    assert apart(tones(1), tones(seed)) > 2 * APART


def test_silence_is_no_copy_of_a_sound() -> None:
    assert not alike(tones(1), SILENCE)
    assert not alike(SILENCE, tones(1))


def test_one_that_ends_sooner_is_another_where_something_was_heard() -> None:
    ended = [*tones(1)[:2], *[np.empty(0, np.float32)] * 6]
    assert not alike(tones(1), ended)
    assert alike(SILENCE, [np.empty(0, np.float32)] * 8)
