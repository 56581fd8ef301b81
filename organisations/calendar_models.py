"""When an authority works: its hours and the days that differ, all of them dated."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class WorkingHours(models.Model):
    """Office hours in force from a date; `authority` empty: for every authority without its own."""

    authority = models.ForeignKey(
        "Authority",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="working_hours",
        verbose_name=_("cơ quan"),
    )
    valid_from = models.DateField(_("từ ngày"), default=dt.date(2025, 7, 1))
    morning_start = models.TimeField(_("sáng từ"), default=dt.time(7, 30))
    morning_end = models.TimeField(_("sáng đến"), default=dt.time(11, 30))
    afternoon_start = models.TimeField(_("chiều từ"), default=dt.time(13, 0))
    afternoon_end = models.TimeField(_("chiều đến"), default=dt.time(17, 0))

    class Meta:
        verbose_name = _("giờ làm việc")
        verbose_name_plural = _("giờ làm việc")
        constraints = [
            models.CheckConstraint(
                condition=Q(morning_start__lt=models.F("morning_end"))
                & Q(morning_end__lte=models.F("afternoon_start"))
                & Q(afternoon_start__lt=models.F("afternoon_end")),
                name="working_hours_in_order",
                violation_error_message=_("Các mốc giờ phải theo thứ tự."),
            ),
            models.UniqueConstraint(
                fields=["valid_from"],
                condition=Q(authority__isnull=True),
                name="one_general_hours_a_date",
            ),
            models.UniqueConstraint(
                fields=["valid_from", "authority"], name="one_own_hours_a_date"
            ),
        ]

    def __str__(self) -> str:
        place = self.authority or _("Mọi cơ quan")
        return f"{place}: {self.morning_start:%H:%M}–{self.afternoon_end:%H:%M}"


class CalendarDay(models.Model):
    """A day that differs from its weekday: a day off, or a make-up working day. Admin data, changed
    late by decree.
    """

    class Kind(models.TextChoices):
        OFF = "OFF", _("ngày nghỉ")
        WORK = "WORK", _("ngày làm bù")

    date = models.DateField(_("ngày"))
    kind = models.CharField(_("loại"), max_length=4, choices=Kind.choices)
    name = models.CharField(_("tên"), max_length=150)
    authority = models.ForeignKey(
        "Authority",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calendar_days",
        verbose_name=_("chỉ cho cơ quan"),
    )
    source = models.CharField(_("căn cứ"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("ngày nghỉ, ngày làm bù")
        verbose_name_plural = _("ngày nghỉ, ngày làm bù")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(
                fields=["date"], condition=Q(authority__isnull=True), name="one_general_rule_a_day"
            ),
            models.UniqueConstraint(fields=["date", "authority"], name="one_own_rule_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y} {self.name}"


class CalendarState(models.Model):
    """The one row that says which calendar is in force: its token changes with every change of
    hours or days.
    """

    # a number would come back after a rollback and hide a stale cache
    token = models.UUIDField(default=uuid.uuid4)
    # dates the seed once wrote: what an administrator removed stays removed
    seeded = models.JSONField(default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_calendar_state")]

    def __str__(self) -> str:
        return str(self.token)
