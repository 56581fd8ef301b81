"""Counters slow down guessing, for everybody together and for nobody else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from portal.http import limits
from portal.http.limits import Limit
from portal.models import RateWindow

NOON = dt.datetime(2026, 11, 24, 5, 0, 5, tzinfo=dt.UTC)
THREE = Limit("three", times=3, seconds=60)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def test_the_fourth_try_of_three_is_refused() -> None:
    assert [THREE.take("1.2.3.4") for _ in range(4)] == [True, True, True, False]


def test_others_are_not_counted_together() -> None:
    for _ in range(4):
        THREE.take("1.2.3.4")
    assert THREE.take("5.6.7.8")
    assert Limit("another", times=3, seconds=60).take("1.2.3.4")


def test_the_next_window_begins_anew(clock: Any) -> None:
    for _ in range(4):
        THREE.take("1.2.3.4")
    clock.shift(60)
    assert THREE.take("1.2.3.4")


def test_asking_whether_it_is_spent_counts_nothing() -> None:
    THREE.take("code")
    assert [THREE.is_spent("code") for _ in range(5)] == [False] * 5
    THREE.take("code")
    THREE.take("code")
    assert THREE.is_spent("code")


def test_success_forgets_the_failures() -> None:
    for _ in range(3):
        THREE.take("huong")
    THREE.forget("huong")
    assert THREE.take("huong")


def test_no_address_is_stored_and_old_rows_go(clock: Any) -> None:
    THREE.take("203.0.113.7")
    row = RateWindow.objects.get()
    assert "203.0.113.7" not in row.key
    clock.shift(3600)
    THREE.take("somebody else")
    limits.forget_ended()
    assert RateWindow.objects.count() == 1, "the window that runs stays"
    assert not RateWindow.objects.filter(pk=row.pk).exists()
