"""How satisfied people are, as tables beside the other figures, and beside the province's goal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from foundation.languages import name_in_language
from foundation.text import list_key
from organisations.models import Authority
from portal.statistics.asked import Question
from portal.statistics.tables import Row, Style, Table
from satisfaction import counting
from satisfaction.counting import Grades, Period
from workflows.models import Procedure


def grades_of(question: Question, style: Style) -> dict[str, Any]:
    """The share of the satisfied, the goal at the end of the period, and three tables."""
    asked = question.asked
    period = Period(asked.start, asked.end, asked.procedure, asked.authorities)
    counted = counting.count(period)
    months = counted.months
    whole = Grades()
    for grades in months.values():
        whole.add(grades)
    by_month = [(f"{month:%m/%Y}", months[month]) for month in sorted(months)]
    procedures = _named(Procedure, counted.procedures, _title)
    authorities = _named(Authority, counted.authorities, name_in_language)
    return {
        "given": style.count(whole.given),
        "good": style.share(whole.good, whole.given),
        "goal": counting.goal_on(asked.end),
        "tables": [
            ("grades-months", _("Theo tháng"), _("Tháng"), _table(by_month, whole, style)),
            (
                *("grades-procedures", _("Theo thủ tục"), _("Thủ tục")),
                _table(procedures, whole, style),
            ),
            (
                *("grades-authorities", _("Theo cơ quan giải quyết"), _("Cơ quan")),
                _table(authorities, whole, style),
            ),
        ],
    }


def _named(
    model: type[Model], counts: dict[int, Grades], name: Callable[[Any], str]
) -> list[tuple[str, Grades]]:
    rows = model._default_manager.in_bulk(list(counts))
    found = [(name(rows[pk]), grades) for pk, grades in counts.items()]
    return sorted(found, key=lambda one: list_key(one[0]))


def _title(procedure: Procedure) -> str:
    return name_in_language(procedure, column="title")


def _table(groups: Iterable[tuple[str, Grades]], whole: Grades, style: Style) -> Table:
    rows = [_row(name, grades, style) for name, grades in groups]
    return Table([_("Lượt đánh giá"), _("Hài lòng")], rows, _row(_("Cộng"), whole, style))


def _row(name: str, grades: Grades, style: Style) -> Row:
    cells = [style.count(grades.given), style.share(grades.good, grades.given)]
    return Row(name, cells)
