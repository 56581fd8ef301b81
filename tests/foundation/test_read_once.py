"""Inside one act a question is asked once; outside, and in the next one, it is asked anew."""

from __future__ import annotations

import pytest

from foundation.read_once import read_once, reading_once

asked: list[int] = []


@read_once
def answer(number: int, plus: int = 0) -> int | None:
    asked.append(number)
    if number < 0:
        raise ValueError(number)
    return number + plus or None


@pytest.fixture(autouse=True)
def nothing_asked() -> None:
    asked.clear()


def test_within_one_act_it_is_asked_once_also_where_there_is_nothing() -> None:
    with reading_once():
        assert [answer(1), answer(1), answer(0), answer(0)] == [1, 1, None, None]
        assert answer(1, plus=2) == 3
    assert asked == [1, 0, 1]


def test_outside_and_in_the_next_act_it_is_asked_anew() -> None:
    for _act in range(2):
        with reading_once():
            answer(1)
    answer(1)
    answer(1)
    assert asked == [1, 1, 1, 1]


def test_an_act_within_another_does_not_know_what_that_one_read() -> None:
    with reading_once():
        answer(1)
        with reading_once():
            answer(1)
        answer(1)
    assert asked == [1, 1]


def test_what_failed_is_asked_again() -> None:
    with reading_once():
        for _turn in range(2):
            with pytest.raises(ValueError):
                answer(-1)
    assert asked == [-1, -1]
