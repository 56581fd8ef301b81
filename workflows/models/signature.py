"""Who signed what, in which order, and whether it still stands."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.models.dossier import Dossier
from workflows.models.work import WorkItem


class Signature(models.Model):
    """One signature on a document that is not issued yet. A hash says what exactly was signed; it
    is voided once.
    """

    class Void(models.TextChoices):
        CHANGED = "CHANGED", _("nội dung văn bản đã thay đổi sau khi ký")
        REPLACED = "REPLACED", _("đã ký lại")
        EARLIER = "EARLIER", _("người ký trước đã ký lại")
        RETURNED = "RETURNED", _("hồ sơ đã được trả lại bước trước")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="signatures")
    document = models.CharField(max_length=60)  # id of the definition's document
    step = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField()  # place in the document's `signatures`, from 0
    item = models.ForeignKey(WorkItem, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # in whose stead
    cover = models.ForeignKey("organisations.Cover", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=150)  # as it was when they signed
    # the lines above the name: "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"
    position = models.CharField(max_length=320, blank=True)
    at = models.DateTimeField()
    entry_sequence = models.PositiveIntegerField()  # the journal's entry of the act
    content_sha256 = models.CharField(max_length=64)
    voided_at = models.DateTimeField(null=True)
    voided_entry = models.PositiveIntegerField(null=True)
    void_reason = models.CharField(max_length=10, choices=Void.choices, blank=True)

    class Meta:
        verbose_name = _("chữ ký")
        verbose_name_plural = _("chữ ký")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "document", "order"],
                condition=Q(voided_at__isnull=True),
                name="one_standing_signature",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.document}/{self.order}"
