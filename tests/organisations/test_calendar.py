"""Office time: which hours of which days count, asked of a calendar without a database."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from organisations.calendar.working_time import Day, Hours, WorkingCalendar

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
TET = {
    dt.date(2026, 2, day): Day(dt.date(2026, 2, day), False, "Tết Nguyên Đán")
    for day in range(16, 21)
}
MAKE_UP = dt.date(2026, 8, 22)
CALENDAR = WorkingCalendar(exceptions=TET | {MAKE_UP: Day(MAKE_UP, True, "Ngày làm bù")})


def at(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL)


class TestDays:
    def test_ordinary_week(self) -> None:
        monday = dt.date(2026, 3, 2)
        week = [CALENDAR.is_working_day(monday + dt.timedelta(days=day)) for day in range(7)]
        assert week == [True] * 5 + [False] * 2
        assert CALENDAR.day(dt.date(2026, 3, 7)).label == "Cuối tuần"

    def test_a_day_off_says_why(self) -> None:
        assert CALENDAR.day(dt.date(2026, 2, 17)) == Day(
            dt.date(2026, 2, 17), False, "Tết Nguyên Đán"
        )
        assert CALENDAR.intervals(dt.date(2026, 2, 17)) == []
        assert CALENDAR.length(dt.date(2026, 2, 17)) == dt.timedelta()

    def test_make_up_saturday_is_worked(self) -> None:
        assert CALENDAR.day(MAKE_UP).working
        assert CALENDAR.length(MAKE_UP) == dt.timedelta(hours=8)

    def test_next_working_day_skips_tet_and_the_weekends_around_it(self) -> None:
        assert CALENDAR.next_working_day(dt.date(2026, 2, 13)) == dt.date(2026, 2, 23)

    def test_intervals_are_local_and_aware(self) -> None:
        morning, afternoon = CALENDAR.intervals(dt.date(2026, 3, 2))
        assert morning == (at("2026-03-02 07:30"), at("2026-03-02 11:30"))
        assert afternoon[1].astimezone(dt.UTC) == dt.datetime(2026, 3, 2, 10, 0, tzinfo=dt.UTC)


class TestCounting:
    @pytest.mark.parametrize(
        ("start", "end", "hours"),
        [
            ("2026-03-02 07:30", "2026-03-02 17:00", 8),
            ("2026-03-02 00:00", "2026-03-03 00:00", 8),
            ("2026-03-02 11:00", "2026-03-02 13:30", 1),
            ("2026-03-02 11:30", "2026-03-02 13:00", 0),
            ("2026-03-06 16:00", "2026-03-09 08:30", 2),
            ("2026-02-13 16:00", "2026-02-23 08:30", 2),
            ("2026-08-21 16:00", "2026-08-24 08:30", 10),
            ("2026-03-03 10:00", "2026-03-02 10:00", 0),
        ],
    )
    def test_worked_between(self, start: str, end: str, hours: float) -> None:
        assert CALENDAR.worked_between(at(start), at(end)) == dt.timedelta(hours=hours)

    @pytest.mark.parametrize(
        ("start", "hours", "end"),
        [
            ("2026-03-02 07:30", 4, "2026-03-02 11:30"),
            ("2026-03-02 07:30", 4.5, "2026-03-02 13:30"),
            ("2026-03-02 12:15", 1, "2026-03-02 14:00"),
            ("2026-03-02 16:30", 1, "2026-03-03 08:00"),
            ("2026-03-02 20:00", 8, "2026-03-03 17:00"),
            ("2026-03-07 10:00", 0.5, "2026-03-09 08:00"),
            ("2026-02-13 17:00", 1, "2026-02-23 08:30"),
            ("2026-03-07 10:00", 0, "2026-03-07 10:00"),
        ],
    )
    def test_add_hours(self, start: str, hours: float, end: str) -> None:
        assert CALENDAR.add_hours(at(start), hours) == at(end)

    def test_a_tenth_of_an_hour_is_exactly_six_minutes(self) -> None:
        assert CALENDAR.add_hours(at("2026-03-02 08:00"), 0.1) == at("2026-03-02 08:06")
        assert CALENDAR.add_hours(at("2026-03-02 08:00"), Decimal("0.1")) == at("2026-03-02 08:06")

    @pytest.mark.parametrize(
        ("start", "days", "end"),
        [
            ("2026-03-02 10:00", 0, "2026-03-02 17:00"),
            ("2026-03-02 10:00", 1, "2026-03-03 17:00"),
            ("2026-03-06 10:00", 1, "2026-03-09 17:00"),
            ("2026-03-07 10:00", 0, "2026-03-09 17:00"),
            ("2026-03-07 10:00", 1, "2026-03-09 17:00"),
            ("2026-02-13 10:00", 2, "2026-02-24 17:00"),
        ],
    )
    def test_add_working_days(self, start: str, days: int, end: str) -> None:
        assert CALENDAR.add_working_days(at(start), days) == at(end)

    def test_seventeen_hours_utc_is_already_the_next_day_here(self) -> None:
        friday_night = dt.datetime(2026, 3, 6, 17, 0, tzinfo=dt.UTC)
        before = friday_night - dt.timedelta(minutes=1)
        assert CALENDAR.add_working_days(before, 0) == at("2026-03-06 17:00")
        assert CALENDAR.add_working_days(friday_night, 0) == at("2026-03-09 17:00")

    def test_a_time_without_zone_is_refused(self) -> None:
        naive = dt.datetime(2026, 3, 2, 8, 0)  # noqa: DTZ001 - the fault under test
        with pytest.raises(ValueError, match="aware"):
            CALENDAR.add_hours(naive, 1)
        with pytest.raises(ValueError, match="aware"):
            CALENDAR.worked_between(naive, at("2026-03-02 09:00"))

    def test_office_time_does_not_run_backwards(self) -> None:
        with pytest.raises(ValueError, match="forwards"):
            CALENDAR.add_hours(at("2026-03-02 08:00"), -1)


class TestHoursChange:
    SUMMER = Hours(
        dt.date(2026, 4, 15), (dt.time(7, 0), dt.time(11, 0)), (dt.time(13, 30), dt.time(16, 30))
    )
    CALENDAR = WorkingCalendar(hours=(SUMMER,))

    def test_from_their_first_day_on(self) -> None:
        assert self.CALENDAR.closing(dt.date(2026, 4, 14)) == at("2026-04-14 17:00")
        assert self.CALENDAR.closing(dt.date(2026, 4, 15)) == at("2026-04-15 16:30")
        assert self.CALENDAR.length(dt.date(2026, 4, 15)) == dt.timedelta(hours=7)

    def test_counting_across_the_change(self) -> None:
        assert self.CALENDAR.add_hours(at("2026-04-14 16:00"), 2) == at("2026-04-15 08:00")
