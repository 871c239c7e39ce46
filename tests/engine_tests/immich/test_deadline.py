"""How long an answer may take, by a clock that a test moves."""

from __future__ import annotations

import pytest

from engine.immich.deadline import SLOWEST, Patience


class Hand:
    """A clock moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def patience(hand: Hand) -> Patience:
    patience = Patience(hand)
    patience.begin(10)
    return patience


def read(patience: Patience, hand: Hand, seconds: float, came: int) -> None:
    def pass_time() -> int:
        hand.now += seconds
        return came

    patience.wait(pass_time)


def test_a_head_has_its_time_and_no_more_whatever_comes(patience: Patience, hand: Hand) -> None:
    for _ in range(9):
        read(patience, hand, 1, 10**6)
        assert patience.left() == pytest.approx(10 - hand.now)
    hand.now += 1  # also when nobody waits
    with pytest.raises(TimeoutError):
        patience.left()


def test_a_body_may_take_for_ever_while_enough_of_it_comes(patience: Patience, hand: Hand) -> None:
    patience.go_on()
    for _ in range(1000):
        read(patience, hand, 1, SLOWEST)
        assert patience.left()


def test_a_body_of_which_too_little_comes_is_stuck(patience: Patience, hand: Hand) -> None:
    patience.go_on()
    for _ in range(10):
        assert patience.left()
        read(patience, hand, 1, SLOWEST - 1)
    with pytest.raises(TimeoutError):
        patience.left()


def test_a_body_that_came_fast_may_not_stop_for_ever(patience: Patience, hand: Hand) -> None:
    patience.go_on()
    read(patience, hand, 1, 10**9)
    for _ in range(9):
        read(patience, hand, 1, 1)
    assert patience.left() == 10
    for _ in range(10):
        read(patience, hand, 1, 1)
    with pytest.raises(TimeoutError):
        patience.left()


def test_a_slow_reader_is_no_slow_server(patience: Patience, hand: Hand) -> None:
    patience.go_on()
    for _ in range(100):
        read(patience, hand, 0.05, 1)
        hand.now += 60
        assert patience.left()


def test_without_a_limit_there_is_no_end(hand: Hand) -> None:
    patience = Patience(hand)
    hand.now = 10.0**9
    assert patience.left() is None
