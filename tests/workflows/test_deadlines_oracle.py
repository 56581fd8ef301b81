"""Due times against somebody who steps through every minute (`minute_oracle`), over thousands of
drawn cases.
"""

from __future__ import annotations

import datetime as dt
import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workflows import minute_oracle as oracle
from tests.workflows.limits import CUT_OFF, LOCAL, Limit, Phase, official
from workflows.deadlines.ledger import due_time

#: Where mistakes live: around holidays, make-up Saturdays, weekends, ends of months and years, a
#: leap day.
DATES = [
    *("2024-01-31", "2024-02-07", "2024-02-29", "2024-05-03", "2024-05-04", "2024-12-31"),
    *(
        "2025-04-25",
        "2025-04-26",
        "2025-12-31",
        "2026-01-01",
        "2026-01-02",
        "2026-01-09",
        "2026-01-10",
        "2026-01-31",
    ),
    *(
        "2026-02-13",
        "2026-02-14",
        "2026-02-17",
        "2026-02-20",
        "2026-03-02",
        "2026-04-14",
        "2026-04-24",
        "2026-04-26",
    ),
    *(
        "2026-08-21",
        "2026-08-22",
        "2026-08-28",
        "2026-11-23",
        "2026-11-24",
        "2026-12-31",
        "2027-01-29",
        "2027-04-30",
    ),
]
CASES = 2200 if os.environ.get("FAULTS") == "long" else 600
#: 15:00 and one minute around it; opening, lunch, closing; midnight here, which is 17:00 UTC of the
#: day before.
CLOCKS = [
    "14:59",
    "15:00",
    "15:01",
    "07:29",
    "07:30",
    "11:30",
    "12:10",
    "13:00",
    "16:59",
    "17:00",
    "23:59",
    "00:00",
]

dates = st.sampled_from(DATES).map(dt.date.fromisoformat) | st.dates(
    dt.date(2024, 1, 1), dt.date(2027, 5, 31)
)
clocks = st.sampled_from(CLOCKS).map(dt.time.fromisoformat) | st.times().map(
    lambda t: t.replace(second=0, microsecond=0)
)
starts = st.builds(
    lambda date, clock: oracle.minute(dt.datetime.combine(date, clock, LOCAL)), dates, clocks
)
gaps = st.sampled_from([0, 1, 5, 30, 60, 480, 1440]) | st.integers(0, 6 * oracle.DAY)
office_amounts = st.one_of(
    st.builds(Phase, st.just("HOUR"), st.integers(1, 60)),
    st.builds(Phase, st.just("WORKING_DAY"), st.integers(1, 15)),
)
phases = st.one_of(
    office_amounts,
    st.builds(Phase, st.just("DAY"), st.integers(1, 45)),
    st.builds(Phase, st.just("MONTH"), st.integers(1, 3)),
    st.builds(Phase, st.just("SAME_DAY"), st.integers(1, 3), st.sampled_from([CUT_OFF, None])),
)
limits = st.builds(
    Limit,
    st.lists(phases, min_size=1, max_size=2).map(tuple),
    st.none() | st.builds(Phase, st.just("WORKING_DAY"), st.integers(1, 5)),
)


@st.composite
def pauses(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Up to three pauses as (minutes until it begins, minutes it lasts), one after the other."""
    return draw(st.lists(st.tuples(gaps, gaps.map(lambda gap: gap + 1)), max_size=3))


def laid_out(start: int, drawn: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found, at = [], start
    for gap, lasting in drawn:
        found.append((at + gap, at + gap + lasting))
        at += gap + lasting
    return found


def cut_off_minute(phase: Phase) -> int | None:
    return phase.cut_off.hour * 60 + phase.cut_off.minute if phase.cut_off else None


def moments(pairs: list[tuple[int, int]]) -> list[tuple[dt.datetime, dt.datetime]]:
    return [(oracle.moment(begin), oracle.moment(end)) for begin, end in pairs]


def parts(limit: Limit) -> list[tuple[str, int, int | None]]:
    all_phases = [*limit.phases, *([limit.extension] if limit.extension else [])]
    return [(phase.unit, phase.amount, cut_off_minute(phase)) for phase in all_phases]


@settings(max_examples=CASES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(limits, starts, pauses())
def test_every_unit_agrees_with_the_oracle(
    limit: Limit, start: int, drawn: list[tuple[int, int]]
) -> None:
    stopped = laid_out(start, drawn)
    found = due_time(limit, oracle.moment(start), moments(stopped), official(), limit.extension)
    assert found == oracle.moment(oracle.due(parts(limit), start, stopped)), found


@settings(max_examples=300, deadline=None)
@given(
    office_amounts,
    st.integers(
        oracle.minute(dt.datetime(2026, 4, 1, tzinfo=LOCAL)),
        oracle.minute(dt.datetime(2026, 4, 20, tzinfo=LOCAL)),
    ),
    pauses(),
)
def test_a_working_day_is_a_working_day_whatever_its_hours(
    phase: Phase, start: int, drawn: list[tuple[int, int]]
) -> None:
    """Hours shorten on 15 April 2026. Parts of a day may then end between two minutes: the oracle
    rounds up.
    """
    stopped = laid_out(start, drawn)
    found = due_time(Limit((phase,)), oracle.moment(start), moments(stopped), official(change=True))
    slow = oracle.moment(
        oracle.due([(phase.unit, phase.amount, None)], start, stopped, change=True)
    )
    assert slow - dt.timedelta(minutes=1) < found <= slow
