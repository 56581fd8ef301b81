"""Appointments: only in open hours of working days, no place twice, some kept for the counter."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from appointments import booking, slots
from appointments.models import Appointment, Opening
from organisations.account_models import AccountLetter
from organisations.calendar.working_time import LOCAL
from organisations.models import User
from tests.people import World, make_world, officer, person
from tests.portal.conftest import visiting
from workflows.errors import Incomplete, NoRight, WrongState

#: A Monday that is no holiday, at eight.
NOW = dt.datetime(2026, 12, 7, 8, 0, tzinfo=LOCAL)
WEDNESDAY = dt.date(2026, 12, 9)
NINE = dt.datetime.combine(WEDNESDAY, dt.time(9), LOCAL)


@pytest.fixture(autouse=True)
def moment() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world(db: Any) -> World:
    return make_world()


@pytest.fixture
def head(world: World) -> User:
    return officer("gd", "Giám Đốc", "head", world.centre, "GIÁM ĐỐC")


def opened(world: World, head: User, **changes: Any) -> Opening:
    said = {"weekday": 2, "starts": dt.time(9), "ends": dt.time(10), "minutes": 30}
    said |= {"places": 2, "kept": 1, **changes}
    return booking.open_hours(head, Opening(authority=world.centre, **said))


def test_slots_stand_in_the_hours_of_working_days(world: World, head: User) -> None:
    opened(world, head)
    opened(world, head, starts=dt.time(6), ends=dt.time(8))  # before the office opens
    opened(world, head, weekday=6)  # a Sunday
    found = slots.of_day(world.centre, WEDNESDAY)
    assert [
        one.starts_at.hour * 60 + one.starts_at.minute for one in found if one.starts_at >= NINE
    ]
    assert all(one.starts_at.hour >= 7 for one in found)
    assert slots.of_day(world.centre, dt.date(2026, 12, 13)) == []
    assert slots.slot_at(world.centre, NINE) in found


def test_one_place_is_everybodys_and_one_the_counters(world: World, head: User) -> None:
    opened(world, head)
    first = booking.book(world.huong, world.centre, NINE)
    other = person("khac", "Người Khác")
    with pytest.raises(WrongState, match="hết chỗ"):
        booking.book(other, world.centre, NINE)
    given = booking.give(world.lan, world.centre, NINE, "Cụ Y Thái")
    assert {first.place, given.place} == {1, 2}
    with pytest.raises(WrongState, match="hết chỗ"):
        booking.give(world.lan, world.centre, NINE, "Cụ Nữa")
    booking.cancel(first, world.huong)
    assert booking.book(other, world.centre, NINE).place == 1


def test_the_counter_takes_of_its_own_first(world: World, head: User) -> None:
    opened(world, head)
    assert booking.give(world.lan, world.centre, NINE, "Cụ Y Thái").place == 2
    assert booking.book(world.huong, world.centre, NINE).place == 1


def test_neither_too_early_nor_too_many(world: World, head: User) -> None:
    opened(world, head)
    for wrong in (NINE - dt.timedelta(days=7), NINE + dt.timedelta(days=28)):
        with pytest.raises(WrongState, match="28 ngày"):
            booking.book(world.huong, world.centre, wrong)
    with pytest.raises(WrongState, match="hết chỗ"):
        booking.book(world.huong, world.centre, NINE + dt.timedelta(minutes=10))
    for week in (0, 7):
        booking.book(world.huong, world.centre, NINE + dt.timedelta(days=week))
    with pytest.raises(WrongState, match="2 lịch hẹn"):
        booking.book(world.huong, world.centre, NINE + dt.timedelta(days=14))


def test_who_may_give_and_cancel(world: World, head: User) -> None:
    opened(world, head)
    one = booking.book(world.huong, world.centre, NINE)
    for stranger in (world.binh, person("khac", "Người Khác")):
        with pytest.raises(NoRight):
            booking.give(stranger, world.centre, NINE, "Ai Đó")
        with pytest.raises(NoRight):
            booking.cancel(one, stranger)
    with pytest.raises(Incomplete):
        booking.give(world.lan, world.centre, NINE, " ")
    booking.cancel(one, world.lan)
    assert AccountLetter.objects.get(kind="PLACE_CANCELLED").person == world.huong
    with pytest.raises(WrongState):
        booking.cancel(one, world.lan)


def test_only_a_head_opens_what_makes_sense(world: World, head: User) -> None:
    for wrong in ({"ends": dt.time(8)}, {"minutes": 1}, {"places": 0}, {"kept": 3}):
        with pytest.raises(Incomplete):
            opened(world, head, **wrong)
    with pytest.raises(NoRight):
        opened(world, world.lan)
    row = opened(world, head)
    with pytest.raises(Incomplete, match="chồng"):
        opened(world, head, starts=dt.time(9, 30), ends=dt.time(11))
    one = booking.book(world.huong, world.centre, NINE)
    booking.close_hours(head, row)
    assert slots.of_day(world.centre, WEDNESDAY) == []
    assert list(booking.of_office(world.centre, WEDNESDAY)) == [one]


def test_one_is_reminded_once_the_day_before(world: World, head: User) -> None:
    opened(world, head)
    booking.book(world.huong, world.centre, NINE)
    assert booking.sweep() == 0
    with time_machine.travel(NINE - dt.timedelta(hours=20), tick=False):
        assert booking.sweep() == 1 and booking.sweep() == 0
    assert AccountLetter.objects.get(kind="APPOINTMENT_SOON").person == world.huong


def test_what_is_long_over_is_forgotten(world: World, head: User) -> None:
    opened(world, head)
    booking.give(world.lan, world.centre, NINE, "Cụ Y Thái")
    assert booking.forget(NINE) == 0
    assert booking.forget(NINE + dt.timedelta(days=1)) == 1


def test_the_pages_of_both_sides(world: World, head: User) -> None:
    boss, huong, lan = visiting(head), visiting(world.huong), visiting(world.lan)
    said = {"office": world.centre.slug, "weekday": 2, "starts": "09:00", "ends": "10:00"}
    said |= {"minutes": 30, "places": 2, "kept": 1}
    assert boss.post("/mot-cua/lich-hen/gio/", {**said, "places": 0}).status_code == 422
    assert boss.post("/mot-cua/lich-hen/gio/", said).status_code == 302
    assert "30 phút" in boss.get("/mot-cua/lich-hen/gio/").text
    page = f"/lich-hen/co-quan/{world.centre.slug}/"
    assert page in huong.get("/lich-hen/").text and "09:30" in huong.get(page).text
    assert huong.post(page, {"slot": "x"}).status_code == 422
    assert huong.post(page, {"slot": "2026-12-09T09:00"}).status_code == 302
    one = Appointment.objects.get()
    assert "09:00, 09/12/2026" in huong.get("/lich-hen/").text
    file = huong.get(f"/lich-hen/{one.pk}/hen.ics").text
    assert "BEGIN:VEVENT" in file and "Hường" not in file and world.huong.username not in file
    day = "/mot-cua/lich-hen/?ngay=09/12/2026"
    assert "Nguyễn Thị Hường" in lan.get(day).text
    given = {"office": world.centre.slug, "day": "09/12/2026", "name": "Cụ Y Thái"}
    sent = lan.post("/mot-cua/lich-hen/", {**given, "slot": "2026-12-09T09:00"})
    assert sent.status_code == 302 and "Cụ Y Thái" in lan.get(day).text
    full = lan.post("/mot-cua/lich-hen/", {**given, "slot": "2026-12-09T09:00"})
    assert full.status_code == 409 and "Cụ Y Thái" in full.text
    assert visiting(world.binh).get(f"/lich-hen/{one.pk}/hen.ics").status_code == 404
    assert huong.post(f"/lich-hen/{one.pk}/huy/").status_code == 302
    assert huong.post(f"/lich-hen/{one.pk}/huy/").status_code == 409
