"""The ledger: every stretch of the clock explained, and its counted rows add up to the clock."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows import minute_oracle as oracle
from tests.workflows.limits import LOCAL, SAME_DAY, Limit, Phase, at, limit, official
from workflows.deadlines.ledger import LedgerRow, explain
from workflows.models import ClockEvent

FIVE_DAYS = limit("WORKING_DAY", 5)


def event(kind: str, text: str | dt.datetime, act: str = "accept") -> ClockEvent:
    return ClockEvent(
        kind=kind, at=at(text) if isinstance(text, str) else text, act=act, entry_sequence=1
    )


def told(rows: list[LedgerRow]) -> list[str]:
    """The rows as an officer reads them."""
    return [
        f"{row.start:%d/%m %H:%M}–{row.end:%d/%m %H:%M} {'+' if row.counted else '·'}{row.hours}"
        f" {row.label}"
        for row in rows
    ]


class TestRows:
    def test_tet_is_named_day_by_day(self) -> None:
        rows = explain(
            [event("START", "2026-02-13 16:00")], FIVE_DAYS, official(), at("2026-02-23 08:30")
        )
        assert told(rows) == [
            "13/02 16:00–14/02 00:00 +1.00 Ngày làm việc",
            "14/02 00:00–16/02 00:00 ·0.00 Cuối tuần",
            "16/02 00:00–17/02 00:00 ·0.00 Giao thừa Tết Nguyên Đán",
            "17/02 00:00–18/02 00:00 ·0.00 Tết Nguyên Đán",
            "18/02 00:00–19/02 00:00 ·0.00 Mùng hai Tết Nguyên Đán",
            "19/02 00:00–20/02 00:00 ·0.00 Mùng ba Tết Nguyên Đán",
            "20/02 00:00–21/02 00:00 ·0.00 Mùng bốn Tết Nguyên Đán",
            "21/02 00:00–23/02 00:00 ·0.00 Cuối tuần",
            "23/02 00:00–23/02 08:30 +1.00 Ngày làm việc",
        ]

    def test_a_pause_names_the_act_and_what_it_would_have_cost(self) -> None:
        events = [
            event("START", "2026-03-02 10:00"),
            event("PAUSE", "2026-03-02 15:00", "ask_supplement"),
            event("RESUME", "2026-03-04 09:00", "supply"),
            event("STOP", "2026-03-04 10:00", "issue"),
        ]
        assert told(explain(events, SAME_DAY, official(), at("2026-05-01 00:00"))) == [
            "02/03 10:00–02/03 15:00 +3.50 Ngày làm việc",
            "02/03 15:00–04/03 09:00 ·11.50 Tạm dừng: thời gian của người nộp (Yêu cầu bổ sung)",
            "04/03 09:00–04/03 10:00 +1.00 Ngày làm việc",
        ]

    def test_an_open_pause_lasts_until_now(self) -> None:
        events = [
            event("START", "2026-03-02 10:00"),
            event("PAUSE", "2026-03-02 11:00", "ask_supplement"),
        ]
        rows = explain(events, FIVE_DAYS, official(), at("2026-03-03 08:00"))
        assert [row.counted for row in rows] == [True, False]
        assert rows[-1].end == at("2026-03-03 08:00")

    def test_a_swapped_day_and_its_make_up_saturday_are_named(self) -> None:
        rows = explain(
            [event("START", "2026-01-01 08:00")], FIVE_DAYS, official(), at("2026-01-11 00:00")
        )
        labels = {f"{row.start:%d/%m}": (row.counted, row.label) for row in rows}
        assert labels["02/01"] == (False, "Nghỉ hoán đổi, làm bù ngày 10/01/2026")
        assert labels["10/01"] == (True, "Làm bù cho ngày 02/01/2026")

    def test_an_evening_is_outside_office_hours(self) -> None:
        rows = explain(
            [event("START", "2026-03-02 18:00")], FIVE_DAYS, official(), at("2026-03-03 07:00")
        )
        assert told(rows) == ["02/03 18:00–03/03 07:00 ·0.00 Ngoài giờ làm việc"]

    def test_calendar_limits_count_days_off_too(self) -> None:
        events = [
            event("START", "2026-03-06 10:00"),
            event("PAUSE", "2026-03-09 10:00", "ask_supplement"),
            event("RESUME", "2026-03-10 10:00", "supply"),
        ]
        rows = explain(events, limit("DAY", 10), official(), at("2026-03-10 22:00"))
        assert [(row.counted, row.hours) for row in rows] == [(True, 72), (False, 24), (True, 12)]

    def test_a_limit_of_two_phases_changes_its_way_of_counting(self) -> None:
        mixed = Limit((Phase("DAY", 3), Phase("WORKING_DAY", 2)))
        rows = explain(
            [event("START", "2026-03-02 10:00")], mixed, official(), at("2026-03-06 10:00")
        )
        assert told(rows) == [
            "02/03 10:00–05/03 17:00 +79.00 Tính theo ngày lịch, cả ngày nghỉ",
            "05/03 17:00–06/03 00:00 ·0.00 Ngoài giờ làm việc",
            "06/03 00:00–06/03 10:00 +2.50 Ngày làm việc",
        ]

    def test_an_extension_does_not_cut_the_day(self) -> None:
        events = [event("START", "2026-03-02 08:00"), event("EXTEND", "2026-03-02 10:00", "extend")]
        assert (
            len(
                explain(
                    events, FIVE_DAYS, official(), at("2026-03-02 17:00"), Phase("WORKING_DAY", 2)
                )
            )
            == 1
        )

    def test_before_the_start_there_is_nothing_to_explain(self) -> None:
        assert explain([], FIVE_DAYS, official(), at("2026-03-02 10:00")) == []

    def test_hours_are_for_reading(self) -> None:
        row = LedgerRow(
            at("2026-03-02 08:00"), at("2026-03-02 08:20"), dt.timedelta(minutes=20), True, ""
        )
        assert row.hours == Decimal("0.33")


steps = st.lists(st.integers(0, 4 * oracle.DAY), min_size=1, max_size=6)
starts = st.integers(
    oracle.minute(dt.datetime(2026, 1, 1, tzinfo=LOCAL)),
    oracle.minute(dt.datetime(2026, 9, 5, tzinfo=LOCAL)),
)


@settings(max_examples=400, deadline=None)
@given(starts, steps, st.booleans(), st.sampled_from([FIVE_DAYS, SAME_DAY, limit("HOUR", 3)]))
def test_counted_rows_add_up_to_the_clock(
    start: int, gaps: list[int], stops: bool, legal: Limit
) -> None:
    """Alternating pauses and runs of drawn lengths, in any hour of the year; the oracle counts
    minute by minute.
    """
    at_minutes = [start]
    for gap in gaps:
        at_minutes.append(at_minutes[-1] + gap)
    *changes, now = at_minutes
    kinds = ["START"] + ["PAUSE", "RESUME"] * len(changes)
    events = [
        event(kind, oracle.moment(one), "ask_supplement")
        for kind, one in zip(kinds, changes, strict=False)
    ]
    if stops:
        events.append(event("STOP", oracle.moment(now), "issue"))
    rows = explain(events, legal, official(), oracle.moment(now + 500 * stops))

    paused = [(begin, end) for begin, end in zip(at_minutes[1::2], at_minutes[2::2], strict=False)]
    running = oracle.struck_out(oracle.office_minutes(False), paused)
    assert sum((row.time for row in rows if row.counted), dt.timedelta()) == dt.timedelta(
        minutes=running.count(1, start, now)
    )
    edges = [(row.start, row.end) for row in rows]
    assert all(one[1] == following[0] for one, following in itertools.pairwise(edges))
    if now > start:
        assert (edges[0][0], edges[-1][1]) == (oracle.moment(start), oracle.moment(now))
