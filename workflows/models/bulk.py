"""One act that an officer orders for many tasks at once, and what became of each task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflows.models.dossier import Dossier
from workflows.models.procedure import ProcedureVersion
from workflows.models.work import WorkItem

if TYPE_CHECKING:
    from django.db.models import QuerySet


class BulkRun(models.Model):
    """The order: who, which act with what, for which tasks. The worker carries it out batch by
    batch.
    """

    act = models.CharField(_("việc"), max_length=40)  # `workflows.bulk.kinds`
    parameters = models.JSONField(
        default=dict
    )  # ids and names of a definition, nothing about people
    version = models.ForeignKey(
        ProcedureVersion,
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("phiên bản"),
    )
    step = models.CharField(_("bước"), max_length=60)
    authority = models.ForeignKey(
        "organisations.Authority",
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("cơ quan"),
    )
    role = models.CharField(_("vai trò"), max_length=50)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        db_index=False,  # bulk_runs_of_officer begins with it
        verbose_name=_("người làm"),
    )
    language = models.CharField(max_length=10)  # in which its officer reads why a task was refused
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    total = models.PositiveIntegerField(_("số việc"))
    key = models.CharField(max_length=64, unique=True)  # idempotency: one form is one order
    stopped_at = models.DateTimeField(_("dừng lúc"), null=True, blank=True)
    finished_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    if TYPE_CHECKING:
        tasks: QuerySet[BulkTask]

    class Meta:
        verbose_name = _("lần xử lý nhiều hồ sơ")
        verbose_name_plural = _("các lần xử lý nhiều hồ sơ")
        ordering = ["-id"]
        indexes = [models.Index(fields=["by", "-id"], name="bulk_runs_of_officer")]

    def __str__(self) -> str:
        return f"{self.act} {self.step} × {self.total}"


class BulkTask(models.Model):
    """One task of an order, and what became of it."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("đang chờ")
        DONE = "DONE", _("đã làm")
        REFUSED = "REFUSED", _("không làm được")
        STOPPED = "STOPPED", _("đã dừng")

    run = models.ForeignKey(BulkRun, models.PROTECT, related_name="tasks", db_index=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey(WorkItem, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    #: How many entries the dossier's journal had when this was ordered.
    seen = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=500, blank=True)  # the sentence that a page would show

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "item"], name="task_of_bulk_run_once")
        ]
        indexes = [models.Index(fields=["run", "state", "dossier"], name="bulk_tasks_by_state")]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.item_id} {self.state}"
