"""The states of a grant over time as a picture: a row for each stretch, a bar where it lies, a line
for today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from registers import grants
from registers.grants import Period

WIDTH, LEFT, ROW, TOP = 480, 4, 66, 8
SPACE = WIDTH - 2 * LEFT
LEAST_BAR = 6  # a stretch of one day in ten years is still seen
LEAST_DAYS = 60
YEAR_WIDTH = 36  # of a year's number under the axis


@dataclass(frozen=True)
class Bar:
    """One stretch: what is written above its bar, and where the bar lies."""

    kind: str  # active, suspended, revoked, expired
    title: str
    dates: str
    decision: str
    x: float
    width: float
    y: int
    is_open: bool  # it goes on

    @property
    def text_y(self) -> int:
        return self.y + 16

    @property
    def second_y(self) -> int:
        return self.y + 37

    @property
    def look(self) -> str:
        """Its look: what the licence was worth then, and whether it goes on."""
        return f"life-bar life-{self.kind}{' life-open' if self.is_open else ''}"

    @property
    def left(self) -> str:
        """Where it begins, as SVG writes numbers: with a point in every language."""
        return f"{self.x:.1f}"

    @property
    def span(self) -> str:
        """How wide it is, written so too."""
        return f"{self.width:.1f}"

    @property
    def top(self) -> int:
        return self.y + 44


@dataclass(frozen=True)
class Tick:
    """The first of January of a year, under the rows."""

    year: int
    x: float


@dataclass(frozen=True)
class Timeline:
    """The whole picture in user units."""

    bars: list[Bar]
    ticks: list[Tick]
    today_x: float
    height: int
    width: int = WIDTH

    @property
    def right(self) -> int:
        """Where the axis and the words of its end stop."""
        return self.width - 4

    @property
    def axis_y(self) -> int:
        return self.height - 26

    @property
    def label_y(self) -> int:
        return self.height - 8


def timeline(periods: Sequence[Period], today: dt.date) -> Timeline | None:
    """The picture of a life; None when there is nothing to draw."""
    if not periods:
        return None
    first = periods[0].since
    known = [one.until for one in periods if one.until] + [one.since for one in periods] + [today]
    days = max((max(known) - first).days, LEAST_DAYS) * 1.06
    scale = SPACE / days

    def x_of(day: dt.date) -> float:
        return round(LEFT + min(max((day - first).days, 0), days) * scale, 1)

    bars = [_bar(one, number, x_of) for number, one in enumerate(periods)]
    last = first + dt.timedelta(days=int(days))
    years = [year for year in range(first.year + 1, last.year + 1) if dt.date(year, 1, 1) <= last]
    step = -(-len(years) // 8) or 1
    ticks = [Tick(year, x_of(dt.date(year, 1, 1))) for year in years[::step]]
    # a number that is cut says nothing
    ticks = [tick for tick in ticks if tick.x + YEAR_WIDTH <= WIDTH]
    return Timeline(bars, ticks, x_of(today), TOP + ROW * len(bars) + 34)


def _bar(one: Period, number: int, x_of: Callable[[dt.date], float]) -> Bar:
    begins = x_of(one.since)
    ends = x_of(one.until + dt.timedelta(days=1)) if one.until else WIDTH - LEFT
    words = grants.standing_words(one.standing)
    return Bar(
        kind=one.standing.lower() or "none",
        title=words[:1].upper() + words[1:],
        dates=_dates(one),
        decision=_decision(one),
        x=begins,
        width=round(max(ends - begins, LEAST_BAR), 1),
        y=TOP + ROW * number,
        is_open=one.until is None,
    )


def _dates(one: Period) -> str:
    if one.until is None:
        return _("từ %(since)s") % {"since": f"{one.since:%d/%m/%Y}"}
    return f"{one.since:%d/%m/%Y} – {one.until:%d/%m/%Y}"


def _decision(one: Period) -> str:
    """The decision by which the stretch began; none where time alone ended what was granted."""
    by_time = one.standing == grants.State.EXPIRED and one.by.state != grants.State.EXPIRED
    return "" if by_time or not one.by.symbol else one.by.symbol
