"""Marks as they came, file by file, and as they count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from admissions.models.applications import Application
from admissions.models.rounds import Round

if TYPE_CHECKING:
    from django.db.models import QuerySet


class ScoreImport(models.Model):
    """One sheet of marks. What it says counts only once somebody has looked at the difference."""

    class State(models.TextChoices):
        READ = "READ", _("đã đọc, chưa tính")
        COUNTED = "COUNTED", _("đã tính")
        DROPPED = "DROPPED", _("đã bỏ")

    round = models.ForeignKey(Round, models.PROTECT, related_name="imports")
    file_name = models.CharField(_("tệp"), max_length=200)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=7, choices=State.choices, default=State.READ)
    rows_read = models.PositiveIntegerField(default=0)
    matched = models.PositiveIntegerField(default=0)
    faulty = models.PositiveIntegerField(default=0)

    if TYPE_CHECKING:
        rows: QuerySet[ScoreRow]

    class Meta:
        verbose_name = _("lần nhập điểm")
        verbose_name_plural = _("các lần nhập điểm")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class ScoreRow(models.Model):
    """One row of the sheet: whose it is, or why it is nobody's."""

    sheet = models.ForeignKey(ScoreImport, models.PROTECT, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()  # in the file
    application = models.ForeignKey(Application, models.PROTECT, null=True, related_name="+")
    marks = models.JSONField(default=dict)  # paper → "8.25", "absent" or "void"
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["sheet_id", "number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="score_row_once")]

    def __str__(self) -> str:
        return f"{self.sheet_id}/{self.number}"


class Score(models.Model):
    """A mark that counts now: a figure, or that the paper was not written, or is void."""

    class Kind(models.TextChoices):
        MARK = "MARK", _("điểm")
        ABSENT = "ABSENT", _("vắng")
        VOID = "VOID", _("hủy bài")

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="scores", db_index=False
    )
    paper = models.CharField(max_length=40)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.MARK)
    points = models.DecimalField(max_digits=8, decimal_places=4, null=True)
    sheet = models.ForeignKey(ScoreImport, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("điểm")
        verbose_name_plural = _("điểm")
        constraints = [
            models.UniqueConstraint(fields=["application", "paper"], name="mark_once"),
            models.CheckConstraint(
                condition=models.Q(kind="MARK", points__isnull=False)
                | (~models.Q(kind="MARK") & models.Q(points__isnull=True)),
                name="mark_has_points",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.paper}"
