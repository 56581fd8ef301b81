"""The calendar says a year ahead that days are missing, and promises nothing in a year nobody has
entered.
"""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client

from organisations.calendar import known_days
from organisations.calendar.official_days import official_days
from organisations.calendar.working_time import LOCAL, WorkingCalendar, calendar_for
from organisations.calendar_models import CalendarDay
from organisations.models import User
from organisations.seed import seed_organisations
from portal.monitoring import probes

pytestmark = pytest.mark.django_db
#: Tết Mậu Thân is on 26 January 2028; the office is closed from the eve on.
TET = [dt.date(2028, 1, day) for day in (25, 26, 27, 28)]
IN_2028 = dt.datetime(2028, 2, 10, 9, tzinfo=LOCAL)
LAST_OF_2027 = dt.datetime(2027, 12, 31, 17, tzinfo=LOCAL)


@pytest.fixture(autouse=True)
def seeded() -> None:
    seed_organisations()


def enter(year: int) -> None:
    for day in official_days([year]):
        day.save()


def test_it_knows_where_its_days_end() -> None:
    assert calendar_for(None).known_until == dt.date(2027, 12, 31)


def test_a_year_that_is_entered_in_part_is_not_known() -> None:
    CalendarDay.objects.create(date=dt.date(2028, 1, 1), kind="OFF", name="Tết Dương lịch")
    assert calendar_for(None).known_until == dt.date(2027, 12, 31)
    CalendarDay.objects.all().delete()
    enter(2028)
    enter(2030)
    assert calendar_for(None).known_until == dt.date(2028, 12, 31)


@pytest.mark.parametrize("day", TET)
def test_tet_is_no_working_day_before_anybody_entered_it(day: dt.date) -> None:
    known = calendar_for(None).day(day)
    assert not known.working and known.label.startswith("Dự kiến: ")


def test_what_an_administrator_enters_goes_before_what_is_expected() -> None:
    CalendarDay.objects.create(date=TET[3], kind="WORK", name="Làm việc")
    assert calendar_for(None).is_working_day(TET[3])


def test_a_day_that_was_removed_does_not_come_back_as_expected() -> None:
    CalendarDay.objects.filter(date__gte="2027-02-04", date__lte="2027-02-10").delete()
    assert calendar_for(None).known_until == dt.date(2026, 12, 31)
    assert calendar_for(None).is_working_day(dt.date(2027, 2, 5))


def test_a_due_time_after_the_known_days_is_provisional_until_they_are_entered() -> None:
    assert calendar_for(None).provisional(IN_2028) == "tạm tính: lịch nghỉ năm 2028 chưa công bố"
    assert (
        calendar_for(None).provisional(LAST_OF_2027) == calendar_for(None).provisional(None) == ""
    )
    enter(2028)
    assert calendar_for(None).provisional(IN_2028) == ""
    assert WorkingCalendar().provisional(IN_2028) == ""


@pytest.mark.parametrize(
    ("now", "warned"),
    [
        ("2026-12-30T09:00+07:00", False),
        ("2027-01-01T00:30+07:00", True),
        ("2028-03-01T09:00+07:00", True),
    ],
)
def test_an_administrator_and_the_monitoring_are_told_a_year_ahead(now: str, warned: bool) -> None:
    with time_machine.travel(now, tick=False):
        assert bool(known_days.warning()) == bool(probes.calendar()) == warned
        assert ("2028" in known_days.warning()) == warned
        enter(2028)
        enter(2029)
        assert known_days.warning() == ""


def test_the_front_page_of_the_administration_says_it(client: Client) -> None:
    client.force_login(
        User.objects.create_superuser("quan-tri", "a@example.vn", "mat-khau-rat-dai")
    )
    with time_machine.travel("2027-02-01T09:00+07:00", tick=False):
        client.force_login(User.objects.get(username="quan-tri"))
        assert "hết năm 2027" in client.get("/quan-tri/", follow=True).content.decode()
