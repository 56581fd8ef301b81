"""Licences granted on paper before the site had the book: who entered them, who compared them, what
each file did.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registers.grant_models import Grant


class PaperImport(models.Model):
    """One sheet of licences taken into the book of an authority, and what it did: every row is
    accounted for.
    """

    keeper = models.ForeignKey(
        "organisations.Authority", models.PROTECT, related_name="+", verbose_name=_("nơi giữ")
    )
    book = models.CharField(_("sổ"), max_length=60)
    file_name = models.CharField(_("tệp"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("người nhập"),
    )
    started_at = models.DateTimeField(_("bắt đầu"), default=timezone.now)
    finished_at = models.DateTimeField(_("kết thúc"), null=True, blank=True)
    read = models.PositiveIntegerField(_("số dòng đã đọc"), default=0)
    added = models.PositiveIntegerField(_("thêm mới"), default=0)
    known = models.PositiveIntegerField(_("đã có"), default=0)
    faulty = models.PositiveIntegerField(_("dòng lỗi"), default=0)
    ignored_columns = models.CharField(_("cột không nhận ra"), max_length=300, blank=True)
    problem = models.CharField(_("lỗi cả tệp"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("lần nhập giấy phép")
        verbose_name_plural = _("các lần nhập giấy phép")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.file_name} {self.started_at:%d/%m/%Y %H:%M}"


class PaperFault(models.Model):
    """A row that was skipped, by its number in the file, and why."""

    run = models.ForeignKey(
        PaperImport, models.CASCADE, related_name="faults", verbose_name=_("lần nhập")
    )
    row = models.PositiveIntegerField(_("dòng"))
    reason = models.CharField(_("lý do"), max_length=300)

    class Meta:
        verbose_name = _("dòng lỗi")
        verbose_name_plural = _("dòng lỗi")
        ordering = ["run", "row"]

    def __str__(self) -> str:
        return f"{self.row}: {self.reason}"


class PaperEntry(models.Model):
    """A grant was entered from its paper: by whom, when, from which row; or in the place of one
    entered wrongly.

    Append-only. A mistake is put right by a new grant that `replaces` the wrong one, which stays
    readable.
    """

    grant = models.OneToOneField(
        Grant, models.PROTECT, related_name="paper", verbose_name=_("giấy phép")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("người nhập"),
    )
    entered_at = models.DateTimeField(_("nhập lúc"), default=timezone.now)
    run = models.ForeignKey(
        PaperImport, models.PROTECT, null=True, related_name="entries", verbose_name=_("lần nhập")
    )
    row = models.PositiveIntegerField(_("dòng"), null=True)
    replaces = models.OneToOneField(
        Grant,
        models.PROTECT,
        null=True,
        related_name="replacement",
        verbose_name=_("thay cho dòng nhập sai"),
    )
    reason = models.TextField(_("lý do đính chính"), blank=True)

    class Meta:
        verbose_name = _("giấy phép nhập từ bản giấy")
        verbose_name_plural = _("giấy phép nhập từ bản giấy")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(reason=""),
                name="correction_of_paper_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.grant_id} {self.entered_at:%d/%m/%Y}"


class PaperCheck(models.Model):
    """A second person compared the entry with the paper. Append-only."""

    entry = models.OneToOneField(
        PaperEntry, models.PROTECT, related_name="check_made", verbose_name=_("dòng nhập")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("người đối chiếu"),
    )
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("lần đối chiếu với bản giấy")
        verbose_name_plural = _("các lần đối chiếu với bản giấy")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.at:%d/%m/%Y}"
