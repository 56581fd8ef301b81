"""Due times of known cases, worked out by hand from the law and the calendar."""

from __future__ import annotations

import datetime as dt

import pytest

from organisations.calendar.working_time import WorkingCalendar
from tests.workflows.limits import SAME_DAY, Limit, Phase, at, limit, official
from workflows.deadlines.ledger import due_time, step_due

WORKING_DAY = Phase("WORKING_DAY", 2)


def due(
    limit: Limit, started: str, *pauses: tuple[str, str], extension: Phase | None = None
) -> str:
    """The due time in Việt Nam; pauses as (asked, answered)."""
    stopped = [(at(begin), at(end)) for begin, end in pauses]
    found = due_time(limit, at(started), stopped, official(), extension)
    assert found.utcoffset() == dt.timedelta(hours=7)
    return f"{found:%Y-%m-%d %H:%M}"


class TestSameDay:
    """3.000465: the same day, the next working day when received after 15:00 (NĐ 23/2015 Điều
    7).
    """

    @pytest.mark.parametrize(
        ("received", "expected"),
        [
            ("2026-03-02 07:00", "2026-03-02 17:00"),
            ("2026-03-02 14:59", "2026-03-02 17:00"),
            ("2026-03-02 15:00", "2026-03-02 17:00"),
            ("2026-03-02 15:01", "2026-03-03 17:00"),
            ("2026-03-06 15:01", "2026-03-09 17:00"),  # Friday
            ("2026-03-07 09:00", "2026-03-09 17:00"),  # Saturday
            ("2026-02-13 15:01", "2026-02-23 17:00"),  # the last Friday before Tết
            ("2026-02-17 09:00", "2026-02-23 17:00"),  # mùng một
            ("2026-08-21 15:01", "2026-08-22 17:00"),  # a make-up Saturday follows
        ],
    )
    def test_cut_off(self, received: str, expected: str) -> None:
        assert due(SAME_DAY, received) == expected

    def test_one_second_after_the_cut_off_is_late(self) -> None:
        received = at("2026-03-02 15:00") + dt.timedelta(seconds=1)
        assert due_time(SAME_DAY, received, [], official()) == at("2026-03-03 17:00")

    def test_midnight_here_is_seventeen_hours_utc(self) -> None:
        before = dt.datetime(2026, 3, 2, 16, 59, tzinfo=dt.UTC)  # Monday 23:59 in Việt Nam
        assert due_time(SAME_DAY, before, [], official()) == at("2026-03-03 17:00")
        assert due_time(SAME_DAY, before + dt.timedelta(minutes=1), [], official()) == at(
            "2026-03-03 17:00"
        )
        assert due_time(SAME_DAY, before + dt.timedelta(hours=8, minutes=1), [], official()) == at(
            "2026-03-03 17:00"
        )

    def test_without_cut_off_and_with_two_days(self) -> None:
        assert due(limit("SAME_DAY", 1), "2026-03-02 16:59") == "2026-03-02 17:00"
        assert due(limit("SAME_DAY", 2, dt.time(15)), "2026-03-06 15:01") == "2026-03-10 17:00"

    def test_the_applicants_time_is_given_back(self) -> None:
        """Asked at 11:00 with 4.5 hours left, answered the next day at 09:00."""
        assert (
            due(SAME_DAY, "2026-03-02 10:00", ("2026-03-02 11:00", "2026-03-03 09:00"))
            == "2026-03-03 15:00"
        )

    def test_extension_adds_its_working_days(self) -> None:
        assert due(SAME_DAY, "2026-03-05 10:00", extension=WORKING_DAY) == "2026-03-09 17:00"


class TestWorkingDays:
    @pytest.mark.parametrize(
        ("days", "received", "expected"),
        [
            (5, "2026-03-02 10:00", "2026-03-09 10:00"),
            (1, "2026-03-02 07:30", "2026-03-02 17:00"),
            (1, "2026-03-02 20:00", "2026-03-03 17:00"),
            (1, "2026-03-07 09:00", "2026-03-09 17:00"),
            (3, "2026-02-12 14:00", "2026-02-24 14:00"),  # over Tết
            (2, "2026-08-21 10:00", "2026-08-24 10:00"),  # the make-up Saturday counts
            (1, "2025-12-31 10:00", "2026-01-05 10:00"),  # 1 January, and 2 January swapped away
            (1, "2026-01-09 10:00", "2026-01-10 10:00"),  # worked instead of 2 January
            (2, "2026-01-09 10:00", "2026-01-12 10:00"),
        ],
    )
    def test_same_place_on_a_later_day(self, days: int, received: str, expected: str) -> None:
        assert due(limit("WORKING_DAY", days), received) == expected

    def test_without_the_correction_january_2026_would_be_wrong(self) -> None:
        """What the `holidays` package says alone: the dossier of Friday the ninth waits over the
        weekend.
        """
        plain = WorkingCalendar(
            exceptions={
                day: one for day, one in (official().exceptions or {}).items() if day.month > 1
            }
        )
        assert due_time(limit("WORKING_DAY", 1), at("2026-01-09 10:00"), [], plain) == at(
            "2026-01-12 10:00"
        )

    def test_a_pause_gives_back_parts_of_days(self) -> None:
        pause = ("2026-03-03 15:00", "2026-03-06 09:00")  # 2 h + 8 h + 8 h + 1.5 h
        assert due(limit("WORKING_DAY", 5), "2026-03-02 10:00", pause) == "2026-03-11 15:00"

    def test_a_pause_outside_office_hours_costs_nothing(self) -> None:
        pauses = [
            ("2026-03-02 18:00", "2026-03-03 07:00"),
            ("2026-03-07 08:00", "2026-03-08 22:00"),
        ]
        assert due(limit("WORKING_DAY", 5), "2026-03-02 10:00", *pauses) == "2026-03-09 10:00"

    def test_a_pause_after_the_limit_ran_out_does_not_revive_it(self) -> None:
        pause = ("2026-03-03 11:00", "2026-03-05 11:00")
        assert due(limit("WORKING_DAY", 1), "2026-03-02 10:00", pause) == "2026-03-03 10:00"

    def test_several_pauses_add_up(self) -> None:
        pauses = [
            ("2026-03-02 14:00", "2026-03-03 14:00"),
            ("2026-03-04 14:00", "2026-03-05 14:00"),
        ]
        assert due(limit("WORKING_DAY", 5), "2026-03-02 10:00", *pauses) == "2026-03-11 10:00"


class TestHours:
    def test_working_hours(self) -> None:
        assert due(limit("HOUR", 10), "2026-03-06 16:00") == "2026-03-10 08:30"


class TestCalendarTime:
    """DAY and MONTH run over days off and end on a working day (Bộ luật Dân sự Điều 147, 148)."""

    @pytest.mark.parametrize(
        ("unit", "amount", "received", "expected"),
        [
            ("DAY", 10, "2026-03-02 10:00", "2026-03-12 17:00"),
            ("DAY", 5, "2026-03-02 10:00", "2026-03-09 17:00"),  # ends on a Saturday
            ("DAY", 3, "2026-02-13 10:00", "2026-02-23 17:00"),  # ends in Tết
            ("MONTH", 1, "2026-03-12 10:00", "2026-04-13 17:00"),  # the 12th is a Sunday
            # no 31 February; the 28th is a Sunday
            ("MONTH", 1, "2027-01-31 10:00", "2027-03-01 17:00"),
            ("MONTH", 1, "2024-01-31 10:00", "2024-02-29 17:00"),  # leap year
            ("MONTH", 2, "2025-12-31 10:00", "2026-03-02 17:00"),  # 28 February 2026 is a Saturday
            ("MONTH", 12, "2025-03-03 10:00", "2026-03-03 17:00"),
        ],
    )
    def test_end(self, unit: str, amount: int, received: str, expected: str) -> None:
        assert due(limit(unit, amount), received) == expected

    def test_a_pause_gives_back_calendar_days(self) -> None:
        assert (
            due(limit("DAY", 10), "2026-03-02 10:00", ("2026-03-04 16:00", "2026-03-09 08:00"))
            == "2026-03-17 17:00"
        )

    def test_what_the_applicant_sends_on_a_saturday_arrives_on_monday(self) -> None:
        assert (
            due(limit("DAY", 10), "2026-03-02 10:00", ("2026-03-04 16:00", "2026-03-07 08:00"))
            == "2026-03-17 17:00"
        )

    def test_answered_within_the_day_costs_nothing(self) -> None:
        assert (
            due(limit("DAY", 10), "2026-03-02 10:00", ("2026-03-04 08:00", "2026-03-04 16:00"))
            == "2026-03-12 17:00"
        )

    def test_asked_at_the_very_end_is_too_late(self) -> None:
        assert (
            due(limit("DAY", 10), "2026-03-02 10:00", ("2026-03-12 17:00", "2026-03-16 08:00"))
            == "2026-03-12 17:00"
        )

    def test_answered_at_night_on_the_last_day_leaves_the_office_its_day(self) -> None:
        assert (
            due(limit("DAY", 10), "2026-03-02 10:00", ("2026-03-12 16:00", "2026-03-12 20:00"))
            == "2026-03-13 17:00"
        )


class TestPhases:
    """Recognition of schools: "02 tháng + 15 ngày làm việc"."""

    MIXED = Limit((Phase("MONTH", 2), Phase("WORKING_DAY", 15)))

    def test_one_after_the_other(self) -> None:
        assert due(self.MIXED, "2026-05-04 10:00") == "2026-07-27 17:00"

    def test_a_pause_counts_in_the_phase_it_falls_into(self) -> None:
        assert (
            due(self.MIXED, "2026-05-04 10:00", ("2026-06-01 09:00", "2026-06-05 09:00"))
            == "2026-07-29 17:00"
        )
        assert (
            due(self.MIXED, "2026-05-04 10:00", ("2026-07-07 07:30", "2026-07-07 11:30"))
            == "2026-07-28 11:30"
        )

    def test_an_unknown_unit_is_refused(self) -> None:
        with pytest.raises(ValueError, match="WEEK"):
            due(limit("WEEK", 1), "2026-03-02 10:00")


class TestSteps:
    def test_a_step_has_its_own_working_hours(self) -> None:
        assert step_due(3, at("2026-03-02 15:30"), official()) == at("2026-03-03 09:00")

    def test_a_step_without_hours_has_no_due_time(self) -> None:
        assert step_due(0, at("2026-03-02 15:30"), official()) is None


def test_a_same_day_limit_without_cut_off_never_ends_before_it_began() -> None:
    """Found by the oracle: received at 23:59, it was promised for 17:00 of the day that was
    over.
    """
    assert due(Limit((Phase("SAME_DAY", 1),)), "2024-01-31 23:59") == "2024-02-01 17:00"
