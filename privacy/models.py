"""The read log (append-only: `privacy.triggers`), legal holds and what is to be erased when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from protection import blind_index


class ReadEntry(models.Model):
    """One look of one person at somebody else's data. Names rows and pages, never what stood
    there.
    """

    at = models.DateTimeField(_("lúc"))
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người xem")
    )
    reader_name = models.CharField(_("tên người xem"), max_length=150)  # as it was then
    dossier = models.ForeignKey(
        "workflows.Dossier",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("hồ sơ"),
    )
    #: Blind index of the identity number, where no dossier says whose data it was.
    subject = models.CharField(max_length=blind_index.LENGTH, blank=True)
    # "office_dossier", "file 0c9f…", "admin organisations.user 7"
    what = models.CharField(_("đã xem"), max_length=120)

    class Meta:
        verbose_name = _("lượt xem dữ liệu")
        verbose_name_plural = _("lượt xem dữ liệu")
        indexes = [
            models.Index(fields=["dossier", "at"], name="reads_of_dossier"),
            models.Index(fields=["subject", "at"], name="reads_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what}"


class LegalHold(models.Model):
    """A dossier that must not be erased yet: a complaint, a lawsuit, an inspection. Ended by a
    date, never deleted.
    """

    dossier = models.ForeignKey(
        "workflows.Dossier", models.PROTECT, related_name="holds", verbose_name=_("hồ sơ")
    )
    reason = models.CharField(_("lý do"), max_length=300)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("người giữ lại"),
    )
    placed_at = models.DateTimeField(_("từ lúc"), default=timezone.now, editable=False)
    until = models.DateField(
        _("đến hết ngày"), null=True, blank=True, help_text=_("để trống: cho đến khi bỏ")
    )

    class Meta:
        verbose_name = _("giữ lại hồ sơ")
        verbose_name_plural = _("giữ lại hồ sơ")

    def __str__(self) -> str:
        return f"{self.dossier} – {self.reason}"


class Erasure(models.Model):
    """That a dossier's personal data will be erased, since when this is announced, and that they
    were.
    """

    dossier = models.OneToOneField("workflows.Dossier", models.PROTECT, related_name="erasure")
    announced_on = models.DateField(_("báo trước từ ngày"))
    due_on = models.DateField(_("xóa vào ngày"))
    erased_at = models.DateTimeField(_("đã xóa lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("xóa dữ liệu cá nhân")
        verbose_name_plural = _("xóa dữ liệu cá nhân")
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(
                fields=["due_on"], condition=models.Q(erased_at__isnull=True), name="erasures_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier} {self.due_on}"
