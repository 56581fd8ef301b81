"""The calendar of an authority follows the administrator's rows, at once and after a rollback
too.
"""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from organisations.calendar.changes import calendar_changed
from organisations.calendar.working_time import calendar_for
from organisations.calendar_models import CalendarDay, WorkingHours
from organisations.models import Authority

pytestmark = pytest.mark.django_db
WEDNESDAY = dt.date(2026, 3, 4)


@pytest.fixture
def school() -> Authority:
    return Authority.objects.create(
        slug="truong", kind="SCHOOL", name="Trường", symbol="T", code="T", place="Ea Kar"
    )


def day_off(date: dt.date, authority: Authority | None = None, kind: str = "OFF") -> CalendarDay:
    return CalendarDay.objects.create(date=date, kind=kind, name="Nghỉ bão", authority=authority)


def hours_from(date: dt.date, start: dt.time, authority: Authority | None = None) -> WorkingHours:
    return WorkingHours.objects.create(valid_from=date, morning_start=start, authority=authority)


class TestWhoseRows:
    def test_a_general_day_is_for_everybody(self, school: Authority) -> None:
        day_off(WEDNESDAY)
        assert not calendar_for(None).is_working_day(WEDNESDAY)
        assert not calendar_for(school).is_working_day(WEDNESDAY)

    def test_an_own_day_is_for_one_authority_and_wins(self, school: Authority) -> None:
        day_off(WEDNESDAY, school, kind="WORK")
        day_off(WEDNESDAY)
        assert calendar_for(school).is_working_day(WEDNESDAY)
        assert not calendar_for(None).is_working_day(WEDNESDAY)

    def test_own_hours_replace_general_ones_from_their_date(self, school: Authority) -> None:
        hours_from(dt.date(2026, 1, 1), dt.time(8, 0))
        hours_from(dt.date(2026, 3, 1), dt.time(7, 0), school)
        hours_from(dt.date(2026, 4, 1), dt.time(9, 0))
        starts = [
            calendar_for(school).intervals(dt.date(2026, month, 4))[0][0].hour
            for month in (2, 3, 5)
        ]
        assert starts == [8, 7, 7]
        assert calendar_for(None).intervals(dt.date(2026, 5, 4))[0][0].hour == 9

    def test_two_rules_for_one_day_are_refused(self, school: Authority) -> None:
        day_off(WEDNESDAY)
        day_off(WEDNESDAY, school)
        for authority in (None, school):
            with pytest.raises(Exception, match=r"(?i)unique"), transaction.atomic():
                day_off(WEDNESDAY, authority)


class TestFreshness:
    def test_nothing_changed_nothing_is_read_again(self, django_assert_num_queries: Any) -> None:
        day_off(WEDNESDAY)
        kept = calendar_for(None)
        with django_assert_num_queries(1):
            assert calendar_for(None) is kept

    def test_added_changed_and_removed_days_show_at_once(self) -> None:
        day = day_off(WEDNESDAY)
        assert not calendar_for(None).is_working_day(WEDNESDAY)
        day.date += dt.timedelta(days=1)
        day.save()
        assert calendar_for(None).is_working_day(WEDNESDAY)
        assert not calendar_for(None).is_working_day(day.date)
        CalendarDay.objects.all().delete()
        assert calendar_for(None).is_working_day(day.date)

    def test_changed_hours_show_at_once(self) -> None:
        hours = hours_from(dt.date(2026, 1, 1), dt.time(8, 0))
        assert calendar_for(None).intervals(WEDNESDAY)[0][0].hour == 8
        hours.morning_start = dt.time(7, 0)
        hours.save()
        assert calendar_for(None).intervals(WEDNESDAY)[0][0].hour == 7

    def test_a_change_that_was_rolled_back_leaves_no_trace(self) -> None:
        day_off(dt.date(2026, 3, 5))

        def change_and_fail() -> None:
            with transaction.atomic():
                day_off(WEDNESDAY)
                assert not calendar_for(None).is_working_day(WEDNESDAY)
                raise InterruptedError

        with pytest.raises(InterruptedError):
            change_and_fail()
        assert calendar_for(None).is_working_day(WEDNESDAY)

    def test_whoever_listens_hears_every_change(self) -> None:
        heard: list[Any] = []

        def listen(token: Any, **signal: Any) -> None:
            heard.append(token)

        calendar_changed.connect(listen)
        try:
            day_off(WEDNESDAY).delete()
            hours_from(dt.date(2026, 1, 1), dt.time(8, 0))
        finally:
            calendar_changed.disconnect(listen)
        assert len(heard) == len(set(heard)) == 3
