"""The read log. Append-only: the database refuses to change or delete a row (`privacy.triggers`)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from protection import blind_index


class ReadEntry(models.Model):
    """One look of one person at somebody else's data. Names rows and pages, never what stood there."""

    at = models.DateTimeField(_("lúc"))
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người xem"))
    reader_name = models.CharField(_("tên người xem"), max_length=150)  # as it was then
    dossier = models.ForeignKey(
        "workflows.Dossier", models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("hồ sơ")
    )
    #: Blind index of the identity number, where no dossier says whose data it was.
    subject = models.CharField(max_length=blind_index.LENGTH, blank=True)
    what = models.CharField(_("đã xem"), max_length=120)  # "office_dossier", "file 0c9f…", "admin organisations.user 7"

    class Meta:
        verbose_name = _("lượt xem dữ liệu")
        verbose_name_plural = _("lượt xem dữ liệu")
        indexes = [
            models.Index(fields=["dossier", "at"], name="reads_of_dossier"),
            models.Index(fields=["subject", "at"], name="reads_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what}"
