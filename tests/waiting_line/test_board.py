"""A line as it goes: numbers, the opening, who is let in; and what survives."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.utils import timezone

from waiting_line import joining, order
from waiting_line.board import Board, Standing
from waiting_line.models import Line, Place
from waiting_line.pace import Busy

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 7, 1, 1, 0, tzinfo=dt.UTC)  # 08:00 here


def line_of(**given: Any) -> Line:
    facts = {"key": "lop-6", "title": "Tuyển sinh lớp 6", "addresses": "/thu-tuc/lop-6/nop/"}
    return Line.objects.create(**{**facts, "advanced_at": NOW, "paced_at": NOW, **given})


def stood(board: Board, now: dt.datetime, busy: float | None = None) -> Standing:
    board.refresh(busy, now)
    found = board.of("lop-6")
    assert found is not None
    return found


def later(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


def test_the_secret_is_promised_before_and_told_at_the_opening() -> None:
    row, board = line_of(opens_at=NOW), Board()
    before = stood(board, later(-60))
    assert before.secret == "" and not before.is_open and before.gathers(later(-60))
    assert not before.gathers(later(-16 * 60))
    after = stood(board, later(1))
    assert after.secret == row.secret and order.commitment(after.secret) == before.commitment


def test_those_present_are_shuffled_and_later_ones_follow() -> None:
    row, board = line_of(opens_at=NOW, rate=60), Board()
    early = [joining.join(row.pk, row.key, f"early{n}").number for n in range(50)]
    assert not any(stood(board, later(-1)).lets_in(number) for number in early)
    opened = stood(board, NOW)
    late = [joining.join(row.pk, row.key, f"late{n}").number for n in range(10)]
    assert opened.present == 50
    assert sorted(opened.place(number) for number in early) == list(range(50))
    assert [opened.place(number) for number in late] == list(range(50, 60))
    assert stood(Board(), later(1)).present == 50, "another process opens it no second time"


def test_people_are_let_in_one_after_another() -> None:
    row, board = line_of(opens_at=NOW, rate=60), Board()
    numbers = [joining.join(row.pk, row.key, f"h{n}").number for n in range(30)]
    stood(board, NOW)
    for second in range(1, 11):
        standing = stood(board, later(second))
        inside = [number for number in numbers if standing.lets_in(number)]
        assert len(inside) == second
        assert {standing.place(number) for number in inside} == set(range(second))
    waiting = max(numbers, key=standing.place)
    assert (standing.ahead(waiting), standing.minutes(waiting)) == (20, 1)


def test_several_processes_let_in_no_more_than_one() -> None:
    row, boards = line_of(opens_at=NOW, rate=60), [Board(), Board()]
    for n in range(30):
        joining.join(row.pk, row.key, f"h{n}")
    for second in range(6):
        for board in boards:
            standing = stood(board, later(second))
    assert standing.admitted == pytest.approx(5)


def test_one_holder_has_one_number_however_often_they_come() -> None:
    row = line_of(opens_at=NOW)
    first = joining.join(row.pk, row.key, "same")
    joining.join(row.pk, row.key, "other")
    again = joining.join(row.pk, row.key, "same")
    assert again.number == first.number and Place.objects.count() == 2
    row.refresh_from_db()
    assert row.counter == 2


def test_who_comes_while_nobody_waits_has_room_and_a_crowd_has_not() -> None:
    row, board = line_of(addresses="", rate=60), Board()
    standing = stood(board, later(5))
    assert standing.has_room
    for _one in range(5):
        assert standing.lets_in(joining.pass_by(row.pk, row.key).number)
    assert not stood(board, later(5)).has_room
    assert stood(board, later(7)).has_room, "two seconds later two more may come"


def test_a_line_that_is_on_lets_nobody_by_without_a_place() -> None:
    line_of(addresses="", mode=Line.Mode.ON)
    assert not stood(Board(), later(5)).has_room


def test_a_line_that_is_off_or_over_stands_before_nothing() -> None:
    line_of(mode=Line.Mode.OFF)
    line_of(key="cu", opens_at=later(-7200), closes_at=later(-3600))
    board = Board()
    board.refresh(None, NOW)
    assert board.lines == ()


def test_the_pace_is_kept_for_all_processes() -> None:
    line_of(opens_at=NOW, rate=100)
    stood(Board(), NOW)
    assert stood(Board(), later(5), busy=1.0).rate == 75
    assert stood(Board(), later(6), busy=1.0).rate == 75, "not again within five seconds"
    assert stood(Board(), later(11), busy=0.1).rate == pytest.approx(82.5)


def test_the_last_known_stands_on_while_the_database_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line_of(opens_at=timezone.now() - dt.timedelta(minutes=1))
    board = Board()
    board.refresh()
    known = board.lines

    class Over(Exception):
        pass

    waited: list[float] = []

    def away(*_given: object, **_more: object) -> None:
        raise OperationalError("away")

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        if len(waited) == 2:
            raise Over
        return False

    monkeypatch.setattr(board, "refresh", away)
    monkeypatch.setattr("waiting_line.board.connection.close", lambda: None)
    monkeypatch.setattr(board._over, "wait", wait)
    with pytest.raises(Over):
        board._watch(Busy(4))
    assert board.lines == known and waited == [1.0, 1.0]


def test_a_line_that_makes_no_sense_is_refused() -> None:
    fine = {"key": "a", "title": "A", "addresses": "/thu-tuc/a/nop/"}
    wrong: list[dict[str, Any]] = [
        {"opens_at": NOW, "closes_at": NOW},
        {"opens_at": NOW, "addresses": " "},
        {"addresses": "thu-tuc/a"},
        {"least_a_minute": 10, "most_a_minute": 5},
        {"least_a_minute": 0},
    ]
    Line(**fine).clean()
    for one in wrong:
        with pytest.raises(ValidationError):
            Line(**{**fine, **one}).clean()
