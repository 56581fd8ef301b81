"""That a dossier went from one authority to another: by competence, or because the organisation was
reformed.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.models.dossier import Dossier


class HandOver(models.Model):
    """One authority gave the dossier up to another. What it may still read is decided on this
    row.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="hand_overs")
    leaves = models.ForeignKey("organisations.Authority", models.PROTECT, related_name="+")
    takes = models.ForeignKey("organisations.Authority", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry_sequence = models.PositiveIntegerField()
    reform = models.ForeignKey("organisations.Reform", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("lần chuyển hồ sơ")
        verbose_name_plural = _("các lần chuyển hồ sơ")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "leaves", "entry_sequence"], name="handed_over_once_an_entry"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.leaves_id} → {self.takes_id}"
