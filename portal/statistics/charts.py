"""Two pictures of the months, as SVG with presentation attributes and classes only: the page's CSP
allows no style.

The table beside them says the same in words; late dossiers are hatched as well as red.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from figures.reading import Figures
from portal.statistics.tables import Cell, Style

WIDTH, HEIGHT = 400, 210
LEFT, RIGHT, TOP, BOTTOM = 40, 6, 16, 24  # around the bars
INK, SOFT, LINE, INDIGO, LEAF, LACQUER = (
    "#1c1b19",
    "#55514b",
    "#dcd7cf",
    "#7d9cc0",
    "#1c6541",
    "#9a1b1e",
)
HATCH = (
    '<defs><pattern id="late" width="6" height="6" patternUnits="userSpaceOnUse"'
    f' patternTransform="rotate(45)"><rect width="6" height="6" fill="{LACQUER}"/><rect width="2"'
    ' height="6" fill="#e6b9b4"/></pattern></defs>'
)


def amounts(months: Sequence[tuple[dt.date, Figures]], style: Style) -> SafeString:
    """Bars over the months: received, beside it ended on time and, on top, late."""
    drawn = []
    for _month, figures in months:
        cells = [
            style.count(number)
            for number in (figures["received"], figures["on_time"], figures["late"])
        ]
        drawn.append([cell.number or 0 for cell in cells])
    most = max(
        [received for received, _on, _late in drawn] + [on + late for _r, on, late in drawn] + [4]
    )
    ceiling = nice(most)
    bars = []
    for place, (received, on_time, late) in enumerate(drawn):
        left, wide = _column(place, len(drawn))
        half = wide * 0.36
        bars.append(_bar(left + wide * 0.12, half, 0, received / ceiling, INDIGO))
        bars.append(_bar(left + wide * 0.12 + half + 1, half, 0, on_time / ceiling, LEAF))
        bars.append(
            _bar(
                left + wide * 0.12 + half + 1, half, on_time / ceiling, late / ceiling, "url(#late)"
            )
        )
    ticks = [(step * ceiling / 4, f"{step * ceiling / 4:g}") for step in range(5)]
    return _picture(
        _("Số hồ sơ theo tháng"), [*_grid(ticks, ceiling), *bars], [month for month, _f in months]
    )


def punctuality(months: Sequence[tuple[dt.date, Figures]], style: Style) -> SafeString:
    """The share on time of each month in which anything ended."""
    bars = []
    for place, (_month, figures) in enumerate(months):
        share: Cell = style.share(figures["on_time"], figures.ended)
        if share.number is None:
            continue
        left, wide = _column(place, len(months))
        bars.append(_bar(left + wide * 0.18, wide * 0.64, 0, share.number / 100, LEAF))
        bars.append(
            _text(
                left + wide / 2,
                _height(share.number / 100) - 4,
                f"{share.number:.0f}",
                INK,
                "middle",
            )
        )
    ticks = [(step * 25.0, f"{step * 25}%") for step in range(5)]
    return _picture(
        _("Tỷ lệ đúng hạn theo tháng"), [*_grid(ticks, 100), *bars], [month for month, _f in months]
    )


def nice(most: float) -> float:
    """A round number not below `most` whose quarters are whole."""
    step: float = 10 ** math.floor(math.log10(most))
    return next(
        ceiling
        for ceiling in (factor * step for factor in (1, 2, 4, 8, 10, 20))
        if ceiling >= max(most, 4)
    )


def _column(place: int, of: int) -> tuple[float, float]:
    """Left edge and width of a month's room; one month alone is not drawn as wide as the
    picture.
    """
    room = WIDTH - LEFT - RIGHT
    wide = min(room / max(of, 1), 90)
    return LEFT + place * wide, wide


def _height(share: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share)


def _bar(left: float, wide: float, base: float, share: float, fill: str) -> str:
    if not share:
        return ""
    top = _height(base + share)
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{_height(base) - top:.1f}"'
        f' fill="{fill}"/>'
    )


def _grid(ticks: Iterable[tuple[float, str]], ceiling: float) -> Iterable[str]:
    for value, label in ticks:
        height = _height(value / ceiling)
        yield f'<path d="M{LEFT} {height:.1f}H{WIDTH - RIGHT}" stroke="{LINE}" fill="none"/>'
        yield _text(LEFT - 5, height + 4, label, SOFT, "end")


def _text(x: float, y: float, text: str, fill: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="11" fill="{fill}"'
        f' text-anchor="{anchor}">{escape(text)}</text>'
    )


def _picture(title: str, parts: Iterable[str], months: Sequence[dt.date]) -> SafeString:
    names = []
    for place, month in enumerate(months):
        left, wide = _column(place, len(months))
        names.append(_text(left + wide / 2, HEIGHT - 7, f"{month.month}", SOFT, "middle"))
    drawing = "".join([HATCH, *parts, *names])
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 {WIDTH}'
        f' {HEIGHT}"'
    )
    return mark_safe(f'{head} aria-label="{escape(title)}">{drawing}</svg>')  # noqa: S308 - numbers and escaped texts
