"""What both faces of the figures show."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from figures import reading
from figures.models import CountedDay
from foundation.languages import name_in_language
from portal.statistics import charts
from portal.statistics.asked import Question
from portal.statistics.grades import grades_of
from portal.statistics.tables import Style, table
from workflows.models import Procedure


def page_of(question: Question, style: Style) -> dict[str, Any]:
    """Key numbers, two pictures, three tables."""
    months = list(reading.by_month(question.asked).items())
    procedures = reading.by_procedure(question.asked)
    authorities = reading.by_authority(question.asked)
    whole = reading.total(figures for _row, figures in procedures)
    return {
        "question": question,
        "grades": grades_of(question, style),
        "counted_at": CountedDay.objects.aggregate(last=Max("counted_at"))["last"],
        "keys": {
            "received": style.count(whole["received"]),
            "online": style.share(whole["received_online"], whole["received"]),
            "ended": style.count(whole.ended),
            "on_time": style.share(whole["on_time"], whole.ended),
            "late": style.count(whole["late"]),
            "open": style.count(whole["processing"] + whole["waiting"]),
            "overdue": style.count(whole["overdue"]),
        },
        "amounts": charts.amounts(months, style),
        "punctuality": charts.punctuality(months, style),
        "months": table(((f"{month:%m/%Y}", figures) for month, figures in months), style),
        "procedures": table(
            ((_title(row), figures) for row, figures in procedures), style, with_open=True
        ),
        "authorities": table(
            ((name_in_language(row), figures) for row, figures in authorities),
            style,
            with_open=True,
        ),
    }


def file_name(question: Question) -> str:
    """ "thong-ke-2026-q1": what a download is called."""
    return "-".join(part for part in ("thong-ke", str(question.year), question.part) if part)


def _title(procedure: Procedure) -> str:
    return name_in_language(procedure, column="title")
