"""The pace follows what the site bears, and no pause lets a crowd in at once."""

from __future__ import annotations

import pytest

from waiting_line.pace import Bounds, Busy, burst, let_in, rate

BOUNDS = Bounds(12, 600)


def test_an_idle_site_lets_in_more_and_a_full_one_fewer() -> None:
    assert rate(100, 0.2, BOUNDS) == pytest.approx(110)
    assert rate(100, 0.65, BOUNDS) == 100
    assert rate(100, 0.95, BOUNDS) == 75


def test_the_pace_stays_within_its_bounds() -> None:
    assert rate(12, 1.0, BOUNDS) == 12
    assert rate(599, 0.0, BOUNDS) == 600


def test_the_pace_finds_what_a_machine_bears() -> None:
    """A machine that is full at 200 a minute."""
    a_minute, seen = 60.0, []
    for _step in range(200):
        a_minute = rate(a_minute, min(1.0, a_minute / 200 * 0.8), BOUNDS)
        seen.append(a_minute)
    assert min(seen[50:]) >= 120 and max(seen[50:]) <= 220


def test_as_many_are_let_in_as_the_minute_allows() -> None:
    assert let_in(0, 1000, 60, 1.0) == 1
    assert let_in(10, 1000, 600, 3.0) == 40


def test_a_pause_is_not_made_up_for() -> None:
    assert let_in(0, 1000, 60, 3600) == 5


def test_an_empty_line_saves_up_ten_seconds_and_no_more() -> None:
    assert let_in(50, 50, 60, 5) == 55
    assert let_in(60, 50, 60, 5) == 60 == 50 + burst(60)
    assert burst(1) == 1


def test_the_share_of_time_that_was_spent(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("waiting_line.pace.time.monotonic", lambda: clock[0])
    busy = Busy(threads=4)
    busy.add(3.0)
    busy.add(1.0)
    clock[0] = 102.0
    assert busy.share() == 0.5
    clock[0] = 103.0
    assert busy.share() == 0.0
