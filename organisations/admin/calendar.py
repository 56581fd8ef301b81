"""Working hours and days off: a change makes open dossiers' due times be computed anew."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from organisations.admin.base import StoresNfc
from organisations.calendar_models import CalendarDay, WorkingHours


class MovesDeadlines(StoresNfc):
    """A change here makes the worker recompute open dossiers (`organisations.calendar.changes`)."""

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self._tell(request)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        super().delete_model(request, obj)
        self._tell(request)

    def _tell(self, request: HttpRequest) -> None:
        text = _("Ngày hẹn trả của các hồ sơ đang giải quyết sẽ được tính lại và ghi vào nhật ký.")
        messages.info(request, text)


@admin.register(WorkingHours)
class WorkingHoursAdmin(MovesDeadlines):
    list_display = (
        "__str__",
        "valid_from",
        "morning_start",
        "morning_end",
        "afternoon_start",
        "afternoon_end",
    )
    list_filter = ("authority",)
    list_select_related = ("authority",)
    autocomplete_fields = ("authority",)


@admin.register(CalendarDay)
class CalendarDayAdmin(MovesDeadlines):
    list_display = ("date", "weekday", "kind", "name", "authority", "source")
    list_filter = ("kind", "authority")
    list_select_related = ("authority",)
    date_hierarchy = "date"
    ordering = ("-date",)
    search_fields = ("name", "source")
    autocomplete_fields = ("authority",)

    @admin.display(description=_("thứ"), ordering="date")
    def weekday(self, day: CalendarDay) -> str:
        """Day of the week, in words: a make-up day is a Saturday more often than not."""
        return date_format(day.date, "l")
