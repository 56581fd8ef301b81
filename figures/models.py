"""Rows of figures. They name no dossier and no person, and all of them can be counted anew from the
journal.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Counted(models.Model):
    """Of one procedure at the authority that decides."""

    procedure = models.ForeignKey("workflows.Procedure", models.PROTECT, related_name="+")
    authority = models.ForeignKey("organisations.Authority", models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class DailyFigure(Counted):
    """What happened on one day (local). A dossier that was received ends once: `on_time` or `late`
    (QĐ 766/QĐ-TTg).
    """

    day = models.DateField(_("ngày"))
    filed = models.PositiveIntegerField(default=0)
    filed_online = models.PositiveIntegerField(default=0)
    # the complete dossier, from which the clock runs
    received = models.PositiveIntegerField(default=0)
    received_online = models.PositiveIntegerField(default=0)
    not_received = models.PositiveIntegerField(default=0)  # status 3, form 03
    supplements = models.PositiveIntegerField(default=0)  # rounds asked, not dossiers
    granted = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    stopped = models.PositiveIntegerField(default=0)  # after reception: withdrawn, or lapsed
    dropped = models.PositiveIntegerField(default=0)  # the same before reception: no clock ran
    on_time = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    # of `late`: in time, but a supplement was asked twice
    late_by_rounds = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "procedure", "authority"], name="figure_of_day_once"
            )
        ]
        indexes = [models.Index(fields=["authority", "day"], name="figures_of_authority")]

    def __str__(self) -> str:
        return f"{self.day} {self.procedure_id}/{self.authority_id}"


class TimeTaken(Counted):
    """How many of a day's ended dossiers took so many working hours, of so many allowed: what
    medians come from.
    """

    day = models.DateField(_("ngày"))
    # office hours on the clock, rounded up; the applicant's time is not in it
    hours = models.PositiveIntegerField()
    # office hours from reception to the due time, the same way
    allowed = models.PositiveIntegerField()
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "procedure", "authority", "hours", "allowed"], name="time_once"
            )
        ]
        indexes = [models.Index(fields=["authority", "day"], name="times_of_authority")]

    def __str__(self) -> str:
        return f"{self.day} {self.hours} h × {self.number}"


class OpenNow(Counted):
    """What is unfinished, as the last sweep found it."""

    unreceived = models.PositiveIntegerField(default=0)  # filed, not yet received
    processing = models.PositiveIntegerField(default=0)  # the clock runs
    waiting = models.PositiveIntegerField(default=0)  # the clock stands still: the applicant's turn
    overdue = models.PositiveIntegerField(default=0)  # of `processing`

    class Meta:
        constraints = [models.UniqueConstraint(fields=["procedure", "authority"], name="open_once")]

    def __str__(self) -> str:
        return f"{self.procedure_id}/{self.authority_id}"


class CountedDay(models.Model):
    """That a day was counted; `settled` once it was over when that was done, so that nothing can be
    added to it.
    """

    day = models.DateField(primary_key=True)
    settled = models.BooleanField(default=False)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["day"], condition=models.Q(settled=False), name="days_to_count"),
        ]

    def __str__(self) -> str:
        return str(self.day)
