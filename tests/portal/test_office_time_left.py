"""How a chip says the time that is left: in office time, in words, never by colour alone."""

from __future__ import annotations

import datetime as dt

import pytest

from organisations.calendar.working_time import LOCAL, WorkingCalendar
from portal.office.shared.time_left import time_left

CALENDAR = WorkingCalendar()


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("now", "due", "text", "tone"),
    [
        ("2026-11-23 10:00", "2026-11-23 10:40", "còn 40 phút", "tag-warn"),
        ("2026-11-23 10:00", "2026-11-23 14:00", "còn 2 giờ", "tag-warn"),  # lunch does not count
        ("2026-11-20 16:00", "2026-11-23 08:30", "còn 2 giờ", ""),  # nor does the weekend
        ("2026-11-23 08:00", "2026-11-27 17:00", "còn 4 ngày", ""),
        ("2026-11-23 10:00", "2026-11-23 09:00", "quá hạn 1 giờ", "tag-bad"),
        ("2026-11-23 10:00", "2026-11-20 09:00", "quá hạn 1 ngày", "tag-bad"),
        ("2026-11-23 10:00", "2026-01-05 09:00", "quá hạn hơn 45 ngày", "tag-bad"),
        ("2026-11-23 10:00", "2027-11-23 09:00", "còn hơn 45 ngày", ""),
    ],
)
def test_the_chip_counts_office_time(now: str, due: str, text: str, tone: str) -> None:
    left = time_left(at(due), at(now), CALENDAR)
    assert (left.text, left.tone) == (text, tone)


def test_a_task_without_hours_of_its_own_says_so() -> None:
    assert time_left(None, at("2026-11-23 10:00"), CALENDAR).text == "không hạn riêng"
