"""Files people upload: stored under the hash of their content, outside the web root, under no name
of theirs.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """One upload. Who may open it is decided by the app that links it (workflows.DossierFile),
    never by its id.
    """

    class Scan(models.TextChoices):
        NONE = "NONE", _("chưa quét")
        PENDING = "PENDING", _("chờ quét")
        CLEAN = "CLEAN", _("sạch")
        INFECTED = "INFECTED", _("có mã độc")
        UNREADABLE = "UNREADABLE", _("không đọc được")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("cỡ (byte)"))
    #: Judged by full parse: PDF, JPEG, PNG, HEIC, WebP; of what the site made itself also Word.
    content_type = models.CharField(_("loại nội dung"), max_length=100)
    pages = models.PositiveIntegerField(_("số trang"), default=1)
    #: As the uploader called it, cleaned; shown, never used as a path.
    name = models.CharField(_("tên tệp"), max_length=200)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="uploads",
        verbose_name=_("người tải lên"),
    )
    #: The dossier for which the same person sent it first; "" where it was sent for this one.
    reused_from = models.CharField(
        _("dùng lại từ hồ sơ"), max_length=40, blank=True, default="", db_default="", editable=False
    )
    uploaded_at = models.DateTimeField(_("tải lên lúc"), default=timezone.now)
    scan = models.CharField(
        _("quét mã độc"), max_length=10, choices=Scan.choices, default=Scan.PENDING
    )
    #: When the sweep tries again (forms.files.quarantine); none: at once.
    scan_due_at = models.DateTimeField(_("quét lại lúc"), null=True, blank=True, editable=False)
    scan_attempts = models.PositiveIntegerField(_("số lần quét hỏng"), default=0, editable=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["scan_due_at"],
                # exactly what the sweep asks for, so that it stays small and is used
                name="forms_file_waiting",
                condition=models.Q(scan__in=["PENDING", "NONE", "UNREADABLE"]),
            )
        ]
        verbose_name = _("tệp tải lên")
        verbose_name_plural = _("tệp tải lên")

    def __str__(self) -> str:
        return str(self.id)

    @property
    def withheld(self) -> str:
        """Why nobody may read it, in one sentence; "" for a file that is released."""
        if self.scan == self.Scan.CLEAN:
            return ""
        if self.scan == self.Scan.INFECTED:
            return gettext("Tệp có mã độc nên không ai mở được.")
        if self.scan == self.Scan.UNREADABLE:
            return gettext("Tệp bị hỏng hoặc mất trong kho nên không mở được.")
        if (
            self.scan == self.Scan.NONE
            and settings.UPLOADS_WITHOUT_SCANNER
            and not settings.CLAMAV_ADDRESS
        ):
            return ""
        return gettext("Tệp đang chờ kiểm tra mã độc nên chưa mở được.")

    @property
    def is_shown_as_jpeg(self) -> bool:
        """True for pictures of telephones that not every browser shows: a JPEG lies beside them."""
        return self.content_type in ("image/heic", "image/webp")

    @property
    def is_lost(self) -> bool:
        """True when waiting does not help: another file has to be sent."""
        return self.scan in (self.Scan.INFECTED, self.Scan.UNREADABLE)
