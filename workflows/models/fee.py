"""Which fee was asked for which dossier: the money itself is `payments`' business, which knows no
dossier.
"""

from __future__ import annotations

from django.db import models

from workflows.models.dossier import Dossier
from workflows.models.work import WorkItem


class DossierFee(models.Model):
    """A fee request of a dossier, asked by one task of a step of kind `pay`."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="fees")
    item = models.OneToOneField(WorkItem, models.PROTECT, related_name="fee")
    request = models.OneToOneField("payments.FeeRequest", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.request_id}"
