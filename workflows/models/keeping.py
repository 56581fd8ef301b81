"""Who wants what they once gave to be offered to them again, and what of it they do not."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class PaperKeeping(models.Model):
    """Somebody's consent, there as long as it holds.

    What is offered lies in their dossiers alone (`workflows.applicant.own_things`): no second copy,
    and nothing that outlives a dossier's own time of keeping.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="paper_keeping"
    )
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.pk}"


class ThingLeftOut(models.Model):
    """What its owner took from the list: a paper by the hash of its content, a result or an address
    by the number of its row.
    """

    keeping = models.ForeignKey(PaperKeeping, models.CASCADE, related_name="left_out")
    thing = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["keeping", "thing"], name="thing_left_out_once")
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
