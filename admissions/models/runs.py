"""A run of the allocation over the applications as they stood, and the seats it gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from admissions.models.applications import Application
from admissions.models.rounds import PlanVersion, Round

if TYPE_CHECKING:
    from django.db.models import QuerySet


class AllocationRun(models.Model):
    """What was counted, and what came of it. A run is dry until the round is bound to it."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("đang tính")
        DONE = "DONE", _("đã tính xong")
        FAILED = "FAILED", _("không tính được")

    class Purpose(models.TextChoices):
        MAIN = "MAIN", _("xét tuyển")
        PASSED_ON = "PASSED_ON", _("chuyển chỗ trống")
        SUPPLEMENTARY = "SUPPLEMENTARY", _("xét tuyển bổ sung")
        REMARKED = "REMARKED", _("sau phúc khảo")

    round = models.ForeignKey(Round, models.PROTECT, related_name="runs")
    plan = models.ForeignKey(PlanVersion, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=13, choices=Purpose.choices, default=Purpose.MAIN)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    is_dry = models.BooleanField(default=True)
    input_hash = models.CharField(max_length=64, blank=True)
    root = models.CharField(max_length=64, blank=True)
    #: Counts, cut-offs, ties, pairs passed over: what the report shows. Nothing about people.
    report = models.JSONField(default=dict)
    content = models.BinaryField(default=bytes)  # round.json as it is published, zlib
    why = models.CharField(_("lý do"), max_length=500, blank=True)

    if TYPE_CHECKING:
        placements: QuerySet[Placement]

    class Meta:
        verbose_name = _("lần xét tuyển")
        verbose_name_plural = _("các lần xét tuyển")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.round_id} {self.purpose} {self.root[:12]}"


class Placement(models.Model):
    """What one run came to for one application: a seat or none, and why at each wish."""

    run = models.ForeignKey(
        AllocationRun, models.PROTECT, related_name="placements", db_index=False
    )
    application = models.ForeignKey(Application, models.PROTECT, related_name="placements")
    programme = models.CharField(max_length=60, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)  # of the wish that got the seat; 0: none
    score = models.CharField(max_length=20, blank=True)
    reasons = models.JSONField(default=list)  # one for each wish, `explaining.Reason`
    beyond_quota = models.BooleanField(default=False)  # a seat made after re-marking

    class Meta:
        verbose_name = _("kết quả xét")
        verbose_name_plural = _("kết quả xét")
        constraints = [
            models.UniqueConstraint(fields=["run", "application"], name="placed_once_a_run")
        ]
        indexes = [models.Index(fields=["run", "programme"], name="placed_at_programme")]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.application_id} {self.programme}"
