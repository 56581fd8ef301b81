"""Figures as rows of cells: exact for the office, coarse for the public.

What the public reads identifies nobody: a group of one to four is called "dưới 5", every other
number is rounded down to fives, so that neither a sum nor the difference of two pages says more
(docs/decisions/0013).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from figures.reading import WORKING_DAY, Figures, total

SMALL = 5
Value = Callable[[Figures], "Cell"]


@dataclass(frozen=True)
class Cell:
    """What stands in a cell; `number` is what a picture draws and a spreadsheet calculates with
    (None: nothing).
    """

    text: str
    number: float | None = None


@dataclass(frozen=True)
class Row:
    """A group: its name, then a cell for each column."""

    name: str
    cells: list[Cell]


@dataclass(frozen=True)
class Table:
    """Column titles, rows, and the row of all of them together."""

    columns: list[str]
    rows: list[Row]
    whole: Row


@dataclass(frozen=True)
class Style:
    """How numbers are said."""

    coarse: bool = False

    def count(self, number: int) -> Cell:
        """A number of dossiers."""
        if not self.coarse:
            return Cell(spoken(number), number)
        if 0 < number < SMALL:
            return Cell(_("dưới %(n)d") % {"n": SMALL}, SMALL / 2)
        told = SMALL * (number // SMALL)
        return Cell(spoken(told), told)

    def share(self, part: int, whole: int) -> Cell:
        """A part of a whole in percent; only a bound where the part, or the rest, is too small to
        be told.
        """
        told = SMALL * (whole // SMALL)
        if not whole or (self.coarse and told <= SMALL):
            return Cell("–")
        if self.coarse and 0 < part < SMALL:
            bound = -(-100 * SMALL // told)
            return Cell(_("dưới %(n)d%%") % {"n": bound}, bound / 2)
        if self.coarse and 0 < whole - part < SMALL:
            bound = 100 * (told - SMALL) // told
            return Cell(_("trên %(n)d%%") % {"n": bound}, (100 + bound) / 2)
        percent = 100 * part / whole
        return Cell(f"{spoken(percent, 0 if self.coarse else 1)}%", percent)

    def hours(self, hours: int | None, number: int) -> Cell:
        """Office hours in working days of eight hours."""
        if hours is None or (self.coarse and number < SMALL):
            return Cell("–")
        days = hours / WORKING_DAY
        return Cell(spoken(days, 1), days)


def spoken(number: float, places: int = 0) -> str:
    """1.234.567,5 as the language of the page writes it, rounded to so many decimal places."""
    return str(number_format(Decimal(f"{number:.{places}f}"), places, force_grouping=True))


def columns(style: Style, with_open: bool) -> list[tuple[Promise | str, Value]]:
    """Title and cell of every column; `with_open` adds what is unfinished now."""

    def plain(name: str) -> Value:
        return lambda figures: style.count(figures[name])

    done: list[tuple[Promise | str, Value]] = [
        (gettext_lazy("Tiếp nhận"), plain("received")),
        (
            gettext_lazy("Trực tuyến"),
            lambda figures: style.share(figures["received_online"], figures["received"]),
        ),
        (gettext_lazy("Đã giải quyết"), lambda figures: style.count(figures.ended)),
        (gettext_lazy("Đúng hạn"), plain("on_time")),
        (gettext_lazy("Quá hạn"), plain("late")),
        (
            gettext_lazy("Tỷ lệ đúng hạn"),
            lambda figures: style.share(figures["on_time"], figures.ended),
        ),
        (
            gettext_lazy("Trung vị (ngày)"),
            lambda figures: style.hours(figures.median_hours, figures.ended),
        ),
        (
            gettext_lazy("Thời hạn (ngày)"),
            lambda figures: style.hours(figures.median_allowed, figures.ended),
        ),
        (gettext_lazy("Trả kết quả"), plain("returned")),
        (gettext_lazy("Từ chối"), plain("refused")),
        (gettext_lazy("Không tiếp nhận"), plain("not_received")),
        (
            gettext_lazy("Dừng"),
            lambda figures: style.count(figures["stopped"] + figures["dropped"]),
        ),
        (gettext_lazy("Lượt bổ sung"), plain("supplements")),
    ]
    now: list[tuple[Promise | str, Value]] = [
        (
            gettext_lazy("Đang xử lý"),
            lambda figures: style.count(figures["processing"] + figures["waiting"]),
        ),
        (gettext_lazy("Đang quá hạn"), plain("overdue")),
    ]
    return done + now if with_open else done


def table(groups: Iterable[tuple[str, Figures]], style: Style, with_open: bool = False) -> Table:
    """A table of named groups with the sum of all below."""
    named, made = list(groups), columns(style, with_open)
    rows = [Row(name, [value(figures) for _title, value in made]) for name, figures in named]
    whole = total(figures for _name, figures in named)
    summed = Row(_("Tất cả"), [value(whole) for _title, value in made])
    return Table([str(title) for title, _value in made], rows, summed)
