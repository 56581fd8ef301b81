"""The order of a line: everybody's own place, by chance among those present, else as they came."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import pytest

from waiting_line import order

SECRET = "5f" * 32


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 15, 16, 17, 63, 64, 65, 1000, 1025])
def test_everybody_present_has_a_place_of_their_own(size: int) -> None:
    places = [order.place(number, size, SECRET) for number in range(size)]
    assert sorted(places) == list(range(size))


def test_five_thousand_present_have_places_of_their_own() -> None:
    places = {order.shuffled(number, 5000, SECRET) for number in range(5000)}
    assert places == set(range(5000))


def rank_correlation(first: list[int], second: list[int]) -> float:
    """Spearman's, of two orders without ties."""
    count = len(first)
    rank = {value: place for place, value in enumerate(sorted(second))}
    own = {value: place for place, value in enumerate(sorted(first))}
    squares = sum((own[a] - rank[b]) ** 2 for a, b in zip(first, second, strict=True))
    return 1 - 6 * squares / (count * (count**2 - 1))


def test_who_comes_after_the_opening_stands_as_they_came() -> None:
    later = list(range(700, 1700))
    assert rank_correlation(later, [order.place(one, 700, SECRET) for one in later]) == 1


def test_coming_early_before_the_opening_is_no_advantage() -> None:
    """With 2,000 present the correlation of chance alone has a deviation of 0.022."""
    for secret in ("a", "b", "c"):
        present = list(range(2000))
        places = [order.place(one, 2000, secret) for one in present]
        assert abs(rank_correlation(present, places)) < 0.1


def test_another_secret_and_another_crowd_are_another_order() -> None:
    def places(secret: str, size: int) -> list[int]:
        return [order.place(number, size, secret) for number in range(100)]

    assert places(SECRET, 500) != places("6" + SECRET[1:], 500)
    assert places(SECRET, 500) != places(SECRET, 501)


def test_a_number_outside_the_crowd_is_not_shuffled() -> None:
    for number in (-1, 5):
        with pytest.raises(ValueError, match="not one of those"):
            order.shuffled(number, 5, SECRET)


def test_anybody_recomputes_their_place_with_python_alone() -> None:
    command = [sys.executable, "-I", order.__file__, SECRET, "1000", "41"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert said == [
        hashlib.sha256(SECRET.encode()).hexdigest(),
        str(order.place(41, 1000, SECRET)),
    ]


def test_the_place_by_hand() -> None:
    """Two present: halves of one bit; the four rounds written out."""
    import hmac

    def bit(turn: int, right: int) -> int:
        digest = hmac.digest(SECRET.encode(), f"2|{turn}|{right}".encode(), "sha256")
        return digest[7] & 1  # the last of the first eight bytes, big-endian

    def walked(value: int) -> int:
        left, right = value >> 1, value & 1
        for turn in range(4):
            left, right = right, left ^ bit(turn, right)
        return left * 2 + right

    value = walked(1)
    while value > 1:
        value = walked(value)
    assert order.place(1, 2, SECRET) == value
