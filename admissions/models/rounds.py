"""A round, the versions of its plan, its journal and its lots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from protection.fields import RowKey, SealedCharField
from protection.keyed import LENGTH

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from admissions.models.applications import Application


class Round(models.Model):
    """One admissions round of an authority. Its state moves through `admissions.acts` alone."""

    class State(models.TextChoices):
        PREPARED = "PREPARED", _("Đang chuẩn bị")
        OPEN = "OPEN", _("Đang nhận hồ sơ")
        CLOSED = "CLOSED", _("Đã khóa nguyện vọng")
        CHECKED = "CHECKED", _("Đã kiểm tra hồ sơ")
        SCORED = "SCORED", _("Đã có điểm")
        ALLOCATED = "ALLOCATED", _("Đã xét, chờ phê duyệt")
        APPROVED = "APPROVED", _("Đã phê duyệt")
        PUBLISHED = "PUBLISHED", _("Đã công bố")
        CONFIRMING = "CONFIRMING", _("Đang xác nhận nhập học")
        SUPPLEMENTARY = "SUPPLEMENTARY", _("Xét tuyển bổ sung")
        ENDED = "ENDED", _("Đã kết thúc")

    slug = models.SlugField(_("tên rút gọn"), max_length=50, unique=True)
    procedure = models.SlugField(_("thủ tục"), max_length=100, db_index=False)
    authority = models.ForeignKey(
        "organisations.Authority", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    title = models.CharField(_("tên đợt"), max_length=300)
    school_year = models.CharField(_("năm học"), max_length=9)
    state = models.CharField(
        _("trạng thái"), max_length=13, choices=State.choices, default=State.PREPARED
    )
    plan = models.ForeignKey(  # the version in force
        "PlanVersion", models.PROTECT, null=True, related_name="+", verbose_name=_("kế hoạch")
    )
    run = models.ForeignKey(  # the run that the round is bound to
        "AllocationRun", models.PROTECT, null=True, related_name="+", verbose_name=_("lần xét")
    )
    entry_count = models.PositiveIntegerField(default=0)  # of its journal
    entry_hash = models.CharField(max_length=64, blank=True, default="")

    if TYPE_CHECKING:
        plans: QuerySet[PlanVersion]
        entries: QuerySet[RoundEntry]
        applications: QuerySet[Application]

    class Meta:
        verbose_name = _("đợt tuyển sinh")
        verbose_name_plural = _("đợt tuyển sinh")
        ordering = ["-school_year", "title", "id"]
        indexes = [models.Index(fields=["procedure", "state"], name="rounds_of_procedure")]

    def __str__(self) -> str:
        return self.title


class PlanVersion(models.Model):
    """The frozen text of a plan; the database refuses to change it."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="plans", db_index=False, verbose_name=_("đợt")
    )
    number = models.PositiveIntegerField(_("phiên bản"))
    sha256 = models.CharField(max_length=64)
    content = models.TextField(_("nội dung (JSON)"))
    source = models.TextField(_("như đã viết"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("kế hoạch tuyển sinh")
        verbose_name_plural = _("kế hoạch tuyển sinh")
        ordering = ["round_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="plan_number_once")]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.number}"


class RoundEntry(models.Model):
    """One act on a round: append-only, chained by hash as a dossier's journal is."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="entries", db_index=False)
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    act = models.CharField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    state_before = models.CharField(max_length=13)
    state_after = models.CharField(max_length=13)
    data = models.JSONField(default=dict)  # ids, hashes and counts, nothing about people
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    mac = models.CharField(max_length=LENGTH)

    class Meta:
        verbose_name = _("mục nhật ký đợt")
        verbose_name_plural = _("nhật ký đợt")
        ordering = ["round_id", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["round", "sequence"], name="round_entry_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.sequence} {self.act}"


class Lots(models.Model):
    """The secret of a round's lots: its hash is published before, the secret after the draw."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="lots")
    commitment = models.CharField(max_length=64)
    sealed_key = RowKey()
    secret = SealedCharField(max_length=64)
    committed_at = models.DateTimeField(default=timezone.now)
    draw = models.CharField(_("kết quả quay số"), max_length=200, blank=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("bốc thăm")
        verbose_name_plural = _("bốc thăm")

    def __str__(self) -> str:
        return f"{self.round_id} {self.commitment[:12]}"
